package uac

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"golang.org/x/sys/windows"

	"certviewer/platform/internal/pipe"
)

// TestMain lets the test binary be the child too: it says what it hears twice.
func TestMain(m *testing.M) {
	if len(os.Args) == 3 && os.Args[1] == "child" {
		f, err := Dial(os.Args[2])
		if err != nil {
			os.Exit(3)
		}
		for in := bufio.NewReader(f); ; {
			line, err := in.ReadString('\n')
			if err != nil {
				break
			}
			line = strings.TrimSuffix(line, "\n")
			fmt.Fprintf(f, "%s %s\n", line, line)
		}
		f.Close()
		os.Exit(0)
	}
	if len(os.Args) == 2 && os.Args[1] == "asleep" { // a child that does not come
		time.Sleep(5 * time.Second)
		os.Exit(0)
	}
	os.Exit(m.Run())
}

// start starts a child, without asking for rights, and returns its process.
func start(t *testing.T, program string, args ...string) windows.Handle {
	t.Helper()
	cmd := exec.Command(program, args...)
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { cmd.Process.Kill(); cmd.Wait() })
	h, err := windows.OpenProcess(windows.SYNCHRONIZE|windows.PROCESS_QUERY_INFORMATION, false, uint32(cmd.Process.Pid))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { windows.CloseHandle(h) })
	return h
}

func listen(t *testing.T) *Pipe {
	t.Helper()
	p, err := Listen()
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// TestDialogue: both sides speak, and the end of one is the end of the other.
func TestDialogue(t *testing.T) {
	p := listen(t)
	child := start(t, os.Args[0], "child", p.Name)
	f, err := p.Accept(t.Context(), child)
	if err != nil {
		t.Fatal(err)
	}
	answers := bufio.NewReader(f)
	for _, said := range []string{"a", strings.Repeat("long ", 40_000)} {
		go io.WriteString(f, said+"\n")
		got, err := answers.ReadString('\n')
		if want := said + " " + said + "\n"; err != nil || got != want {
			t.Fatalf("%d bytes, %v", len(got), err)
		}
	}
	if err := f.Close(); err != nil {
		t.Error(err)
	}
	if at, _ := windows.WaitForSingleObject(child, 5000); at != windows.WAIT_OBJECT_0 {
		t.Error("the child lives on after the end of the dialogue")
	}
}

// TestStrangers: who else comes, or is come to, is not spoken with.
func TestStrangers(t *testing.T) {
	p := listen(t)
	defer p.Close()
	expected := start(t, os.Args[0], "child", pipe.Prefix+"nobody-listens-here")
	start(t, os.Args[0], "child", p.Name)
	if f, err := p.Accept(t.Context(), expected); !errors.Is(err, ErrStranger) && !errors.Is(err, os.ErrProcessDone) {
		t.Errorf("a process that was not started for it: %v, %v", f, err)
	}
	for _, name := range []string{"", `\\.\pipe\other`, pipe.Prefix, pipe.Prefix + `..\x`, `\\server\pipe\certviewer-x`, `C:\certviewer-x`} {
		if f, err := Dial(name); !errors.Is(err, ErrStranger) {
			t.Errorf("%s: %v, %v", name, f, err)
		}
	}
}

// TestNobodyComes: a child that ends, and a person who gives up.
func TestNobodyComes(t *testing.T) {
	p := listen(t)
	defer p.Close()
	if _, err := p.Accept(t.Context(), start(t, os.Args[0], "child", pipe.Prefix+"nobody-listens-here")); !errors.Is(err, os.ErrProcessDone) {
		t.Errorf("the child has ended: %v", err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 300*time.Millisecond)
	defer cancel()
	waiting := start(t, os.Args[0], "asleep")
	if _, err := p.Accept(ctx, waiting); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("nobody wants to wait: %v", err)
	}
}

// TestPipeIsOurs: one pipe of a name, whose list of rights lets in this person and administrators, and nobody else.
func TestPipeIsOurs(t *testing.T) {
	p := listen(t)
	defer p.Close()
	sd, err := windows.GetSecurityInfo(p.handle, windows.SE_KERNEL_OBJECT, windows.DACL_SECURITY_INFORMATION)
	if err != nil {
		t.Fatal(err)
	}
	user, err := windows.GetCurrentProcessToken().GetTokenUser()
	if err != nil {
		t.Fatal(err)
	}
	text := sd.String()
	if strings.Count(text, "(") != 2 || !strings.Contains(text, ";;;BA)") || !strings.Contains(text, ";;;"+user.User.Sid.String()+")") {
		t.Errorf("who may open it: %s", text)
	}
	name, err := windows.UTF16PtrFromString(p.Name)
	if err != nil {
		t.Fatal(err)
	}
	h, err := windows.CreateNamedPipe(name, windows.PIPE_ACCESS_DUPLEX|windows.FILE_FLAG_FIRST_PIPE_INSTANCE, 0, 1, 0, 0, 0, nil)
	if err == nil {
		windows.CloseHandle(h)
		t.Error("somebody else can make the pipe once more")
	}
}

// TestRun starts the child as Windows starts it that asks about rights.
func TestRun(t *testing.T) {
	if windows.NewLazySystemDLL("ntdll.dll").NewProc("wine_get_version").Find() != nil {
		t.Skip("Windows would ask")
	}
	p := listen(t)
	process, err := Run(os.Args[0], "child "+p.Name)
	if err != nil {
		p.Close()
		t.Fatal(err)
	}
	defer windows.CloseHandle(process)
	f, err := p.Accept(t.Context(), process)
	if err != nil {
		p.Close()
		t.Fatal(err)
	}
	defer f.Close()
	io.WriteString(f, "hello\n")
	if got, err := bufio.NewReader(f).ReadString('\n'); err != nil || got != "hello hello\n" {
		t.Errorf("%q, %v", got, err)
	}
	if process, err := Run(`C:\nowhere\nothing.exe`, ""); err == nil {
		windows.CloseHandle(process)
		t.Error("a program that is not there was started")
	}
}
