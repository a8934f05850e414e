package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"certviewer/cli"
)

// planned is how many steps the plan has that is interrupted below.
const planned = 20

// Either process of a change is killed at each step of a plan of 20: in turns when the step is announced, when it is
// ordered and when it is reported. Whatever was killed when, the history tells of each step whether the database holds
// it, what is left can be made, and all of it can be taken back. certutil is the judge.
func TestKilledAtEveryStep(t *testing.T) {
	template := newBench(t)
	first := template.listed(t)
	for n, who := range []string{"parent", "child"} {
		for i := range planned {
			j := (i + n) % 3
			t.Run(fmt.Sprint(who, " at ", []string{"ready", "go", "done"}[j], " ", i), func(t *testing.T) {
				t.Parallel()
				template.copy(t).killed(t, who, 1+3*i+j, i, first) // line 0 is the plan
			})
		}
	}
}

// killed kills one process when line at of their dialogue passes, which belongs to step i. first is what certutil says before.
func (b bench) killed(t *testing.T, who string, at, i int, first map[string]string) {
	out, code := b.run(t, "mortal", append([]string{who, fmt.Sprint(at)}, b.adding()...)...)
	if who == "parent" && code != -1 {
		t.Fatalf("exit code %d: %s", code, out)
	}
	b.await(t)
	r := b.history(t)[0]
	if !r.Ended {
		t.Fatal("the history has not found out what became of it")
	}
	b.tidy(t)
	halves, made := 0, 0
	now := b.listed(t)
	for n, m := range r.Steps {
		flags := now[b.names[n]]
		told := m.Seen != nil && m.Fault == nil
		switch is := flags == "C,,"; {
		case told != is:
			t.Errorf("step %d: told %v, certutil says %q", n, told, flags)
		case told && n > i || !told && n < i:
			t.Errorf("step %d: made is %v, and step %d was interrupted", n, told, i)
		case told:
			made++
		case flags != first[b.names[n]]:
			if halves++; n != i || m.Seen == nil || m.Fault == nil || flags != ",," {
				t.Errorf("step %d is half made: %q, told %+v", n, flags, m)
			}
		}
	}
	if at%2 == 0 && made < planned {
		b.must(t, "history", "finish", "1", "--yes")
		now := b.listed(t)
		for n, name := range b.names {
			if flags := now[name]; flags != "C,," {
				t.Fatalf("step %d is not made after the rest was: %q", n, flags)
			}
		}
		if all := b.history(t); all[1].FinishedBy != 2 || all[0].Completes != 1 {
			t.Errorf("the history does not tell that change 2 finished change 1: %+v", all)
		}
		b.must(t, "history", "undo", "2", "--yes")
		if b.history(t)[2].FinishedBy != 0 {
			t.Error("what was finished by a change that was taken back counts as finished")
		}
	}
	if made+halves > 0 {
		b.must(t, "history", "undo", "1", "--yes")
	}
	if last := b.listed(t); fmt.Sprint(last) != fmt.Sprint(first) {
		t.Errorf("after undo %v, at first %v", last, first)
	}
}

// Ctrl-C at a terminal reaches the child too, and the one whose parent is gone has nobody to speak to: it ends its step, closes
// its store and leaves no journal.
func TestInterruptedAtTheTerminal(t *testing.T) {
	template := newBench(t)
	for i := range 12 {
		t.Run(fmt.Sprint(i), func(t *testing.T) {
			t.Parallel()
			b := template.copy(t)
			if out, code := b.run(t, "mortal", append([]string{"terminal", fmt.Sprint(2 + 3*i)}, b.adding()...)...); code != -1 {
				t.Fatalf("exit code %d: %s", code, out)
			}
			b.await(t)
			b.tidy(t)
			now, r := b.listed(t), b.history(t)[0]
			for n, m := range r.Steps {
				if is := now[b.names[n]] == "C,,"; is != (m.Seen != nil && m.Fault == nil) || is != (n <= i) {
					t.Errorf("step %d: told %+v, certutil says %q; %d were ordered", n, m, now[b.names[n]], i+1)
				}
			}
		})
	}
}

// tidy reports journals that are left in the folder: keys that were removed may be in them.
func (b bench) tidy(t *testing.T) {
	t.Helper()
	if left, _ := filepath.Glob(filepath.Join(b.dir, "db", "*-journal")); len(left) > 0 {
		t.Errorf("%v are left behind", left)
	}
}

// The library writes a signature and then the record, in two files. A child that is killed in between leaves a record that
// reads as before and that no program believes: the step is half made, and is taken back.
func TestKilledBetweenTwoFiles(t *testing.T) {
	template := newBench(t)
	made, b := template.copy(t), template.copy(t)
	made.must(t, made.adding(1)...)
	b.run(t, "mortal", append([]string{"child", "1"}, b.adding(1)...)...)
	b.await(t)
	key4, err := os.ReadFile(filepath.Join(made.dir, "db", "key4.db"))
	if err == nil {
		err = os.WriteFile(filepath.Join(b.dir, "db", "key4.db"), key4, 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}
	if now := b.listed(t)[b.names[1]]; now != ",," {
		t.Fatalf("certutil believes the record: %q", now)
	}
	if r := b.history(t)[0]; r.Steps[0].Seen == nil || r.Steps[0].Fault == nil {
		t.Errorf("told %+v", r.Steps[0])
	}
	b.must(t, "history", "undo", "1", "--yes")
	if now := b.listed(t)[b.names[1]]; now != ",C," {
		t.Errorf("after undo %q", now)
	}
}

// While a child whose parent was killed is at its step, nobody else begins, and nobody says yet what became of it.
func TestTwoAtOnce(t *testing.T) {
	b := newBench(t)
	busy := func(who string) {
		t.Helper()
		out, code := b.run(t, "certviewer", b.adding()...)
		if code != cli.NotDone || !strings.Contains(out, "another certviewer window is making a change") || !strings.Contains(out, who) {
			t.Errorf("exit code %d: %s", code, out)
		}
	}
	parent := b.command("mortal", append([]string{"stop", "5"}, b.adding()...)...) // when step 1 is ordered
	said, err := parent.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := parent.Start(); err != nil {
		t.Fatal(err)
	}
	var child int
	if _, err := fmt.Fscanf(said, "stopped %d", &child); err != nil {
		t.Fatal(err)
	}
	busy(fmt.Sprint("process ", parent.Process.Pid))
	parent.Process.Kill()
	parent.Wait()
	busy("another process")
	if r := b.history(t)[0]; r.Ended {
		t.Error("the history knows what became of a step that is being made")
	}
	if err := syscall.Kill(child, syscall.SIGCONT); err != nil {
		t.Fatal(err)
	}
	b.await(t)
	r := b.history(t)[0]
	if now := b.listed(t); !r.Ended || r.Steps[1].Seen == nil || now[b.names[1]] != "C,," || now[b.names[2]] == "C,," {
		t.Errorf("the child made its step and no other: %+v, %v", r.Steps[:3], now)
	}
}
