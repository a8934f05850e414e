package platform

import (
	"bufio"
	"context"
	"errors"
	"io"
	"os/exec"
	"testing"
	"time"

	"certviewer/trust"
)

// The end of a child is waited for, unless it has said that its stores are closed.
func TestFarewell(t *testing.T) {
	for script, quick := range map[string]bool{
		`read line; printf '\000' >&2; exec sleep 3`:     true,
		`read line; printf 'a\000b' >&2; exec sleep 3`:   false,
		`read line; echo lost your way >&2; sleep 3`:     false,
		`read line; printf 'said\000' >&2; kill -9 $$`:   true,
		`printf 'x\000' >&2; printf 'y\000' >&2; exit 1`: true,
	} {
		conn, err := startApplying(exec.Command("/bin/sh", "-c", script))
		if err != nil {
			t.Fatal(err)
		}
		began := time.Now()
		err = conn.Close()
		if took := time.Since(began); (took < 2*time.Second) != quick || err != nil && !quick {
			t.Errorf("%s: %v after %v", script, err, took)
		}
		if conn.Close() != err {
			t.Errorf("%s: closed a second time it says another thing", script)
		}
	}
}

// Until the child greets, it is pkexec that speaks, by its exit code alone.
func TestStartElevated(t *testing.T) {
	run := func(ctx context.Context, script string) (io.ReadWriteCloser, error) {
		return startElevated(ctx, exec.Command("/bin/sh", "-c", script))
	}
	conn, err := run(t.Context(), "sleep 0.1; echo; exec cat")
	if err != nil {
		t.Fatal(err)
	}
	io.WriteString(conn, "{}\n")
	if line, err := bufio.NewReader(conn).ReadString('\n'); line != "{}\n" || err != nil {
		t.Errorf("after the greeting: %q, %v", line, err)
	}
	if err := conn.Close(); err != nil {
		t.Error(err)
	}
	for script, want := range map[string]error{"exit 126": trust.ErrRefused, "exit 127": trust.ErrNeedsAdmin, "exit 0": trust.ErrNeedsAdmin, "kill -9 $$": trust.ErrNeedsAdmin} {
		if conn, err := run(t.Context(), script); !errors.Is(err, want) || conn != nil {
			t.Errorf("%s: %v, want %v", script, err, want)
		}
	}
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	began := time.Now()
	if _, err := run(ctx, "exec sleep 60"); !errors.Is(err, context.DeadlineExceeded) || time.Since(began) > 5*time.Second {
		t.Errorf("nobody answers, and the person wants no more: %v after %v", err, time.Since(began))
	}
}
