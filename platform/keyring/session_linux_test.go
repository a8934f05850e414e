package keyring

import (
	"errors"
	"os/exec"
	"strings"
	"syscall"
	"testing"
	"time"

	"certviewer/internal/fixture/session"
)

// The Secret Service itself: GNOME Keyring on a bus of its own. secret-tool (libsecret), where it is, reads what we wrote.
func TestSecretService(t *testing.T) {
	desk := session.Start(t)
	desk.Set(t)
	s, ctx := Session(), t.Context()
	if err := s.Check(ctx); err != nil {
		t.Fatal(err)
	}
	if _, ok, err := s.Get(ctx, "pin/a"); ok || err != nil {
		t.Fatalf("before: %v %v", ok, err)
	}
	for _, pin := range []string{"4711", "ひみつの PIN"} { // the second in place of the first
		if err := s.Set(ctx, "pin/a", []byte(pin)); err != nil {
			t.Fatal(err)
		}
		if b, ok, err := s.Get(ctx, "pin/a"); string(b) != pin || !ok || err != nil {
			t.Errorf("%q: %q %v %v", pin, b, ok, err)
		}
		if tool, err := exec.LookPath("secret-tool"); err == nil {
			if out, err := exec.Command(tool, "lookup", "service", "certviewer", "username", "pin/a").CombinedOutput(); strings.TrimSpace(string(out)) != pin {
				t.Errorf("secret-tool reads %q (%v)", out, err)
			}
		}
	}
	s.Set(ctx, "pin/b", []byte("b"))
	if err := s.Delete(ctx, "pin/a"); err != nil {
		t.Error(err)
	}
	if err := s.DeleteAll(ctx); err != nil {
		t.Error(err)
	}
	for _, account := range []string{"pin/a", "pin/b"} {
		if _, ok, err := s.Get(ctx, account); ok || err != nil {
			t.Errorf("%s, forgotten: %v %v", account, ok, err)
		}
	}

	// A service that hangs, and does what it was asked for when it is too late.
	s.patience = 200 * time.Millisecond
	desk.Keyring.Signal(syscall.SIGSTOP)
	if err := s.Set(ctx, "pin/late", []byte("4711")); !errors.Is(err, ErrHanging) {
		t.Errorf("a stopped service: %v", err)
	}
	desk.Keyring.Signal(syscall.SIGCONT)
	s.patience = patience
	for end := time.Now().Add(10 * time.Second); ; time.Sleep(20 * time.Millisecond) {
		if _, ok, err := s.Get(ctx, "pin/late"); !ok && err == nil {
			break
		}
		if time.Now().After(end) {
			t.Fatal("what came too late is still there")
		}
	}

	// A locked keyring says so at once, and asks nobody.
	desk.Lock(t)
	start := time.Now()
	if _, _, err := s.Get(ctx, "pin/a"); !errors.Is(err, ErrLocked) || time.Since(start) > patience/2 {
		t.Errorf("locked: %v after %v", err, time.Since(start))
	}
	if err := s.Check(ctx); !errors.Is(err, ErrLocked) {
		t.Errorf("locked: %v", err)
	}
}
