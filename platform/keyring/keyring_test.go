package keyring

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	gokeyring "github.com/zalando/go-keyring"

	"certviewer/message"
)

func always(context.Context, bool) error { return nil }

// memory is a store that fails with err, if there is one. go-keyring's own (MockInit) would do, were it not for the whole
// process, and for good.
type memory struct {
	secrets map[string]string
	err     error
}

func (m memory) Set(service, account, secret string) error {
	if m.err == nil {
		m.secrets[service+" "+account] = secret
	}
	return m.err
}

func (m memory) Get(service, account string) (string, error) {
	secret, ok := m.secrets[service+" "+account]
	if !ok && m.err == nil {
		return "", gokeyring.ErrNotFound
	}
	return secret, m.err
}

func (m memory) Delete(service, account string) error {
	if _, err := m.Get(service, account); err != nil {
		return err
	}
	delete(m.secrets, service+" "+account)
	return nil
}

func (m memory) DeleteAll(string) error {
	clear(m.secrets)
	return m.err
}

func inMemory() *Store {
	return &Store{to: memory{secrets: map[string]string{}}, patience: patience, ready: always}
}

func TestStore(t *testing.T) {
	s, ctx := inMemory(), t.Context()
	if err := s.Check(ctx); err != nil {
		t.Fatal(err)
	}
	if b, ok, err := s.Get(ctx, "pin/a"); ok || err != nil {
		t.Fatalf("before: %q %v %v", b, ok, err)
	}
	if err := s.Delete(ctx, "pin/a"); err != nil {
		t.Errorf("what is not there is forgotten already: %v", err)
	}
	for _, secret := range []string{"4711", "ひみつ \x00\xff", ""} {
		if err := s.Set(ctx, "pin/a", []byte(secret)); err != nil {
			t.Fatal(err)
		}
		if b, ok, err := s.Get(ctx, "pin/a"); string(b) != secret || !ok || err != nil {
			t.Errorf("%q: %q %v %v", secret, b, ok, err)
		}
	}
	s.Set(ctx, "nss/b", []byte("x"))
	if err := s.Delete(ctx, "pin/a"); err != nil {
		t.Fatal(err)
	}
	if _, ok, _ := s.Get(ctx, "pin/a"); ok {
		t.Error("it is still there")
	}
	if _, ok, _ := s.Get(ctx, "nss/b"); !ok {
		t.Error("the other one is gone too")
	}
	if err := s.DeleteAll(ctx); err != nil {
		t.Fatal(err)
	}
	if _, ok, _ := s.Get(ctx, "nss/b"); ok {
		t.Error("it outlived DeleteAll")
	}
}

// Every way in which a store cannot be used is told apart, for a person and for the program.
func TestProblems(t *testing.T) {
	for _, c := range []struct {
		err  error
		id   string
		kind error
	}{
		{ErrAbsent, "keyring-absent", ErrAbsent},
		{ErrLocked, "keyring-locked", ErrLocked},
		{gokeyring.ErrSetDataTooBig, "keyring-too-long", gokeyring.ErrSetDataTooBig},
		{errors.New("out of ink"), "keyring-refused", nil},
	} {
		s := &Store{to: memory{err: c.err}, patience: patience, ready: always}
		_, _, get := s.Get(t.Context(), "a")
		for _, err := range []error{get, s.Set(t.Context(), "a", []byte("b")), s.Delete(t.Context(), "a"), s.DeleteAll(t.Context())} {
			if p, ok := errors.AsType[*message.Problem](err); !ok || p.What.ID != c.id {
				t.Errorf("%v: %v", c.err, err)
			}
			if c.kind != nil && !errors.Is(err, c.kind) {
				t.Errorf("%v: lost in %v", c.err, err)
			}
		}
		s.ready = func(context.Context, bool) error { return c.err }
		if err := s.Check(t.Context()); message.AsProblem(err).What.ID != c.id {
			t.Errorf("check, %v: %v", c.err, err)
		}
	}
}

// What Windows would refuse is refused everywhere, so that a PIN kept here could be kept there.
func TestTooLong(t *testing.T) {
	s := inMemory()
	if err := s.Set(t.Context(), "a", make([]byte, longest)); err != nil {
		t.Errorf("%d bytes: %v", longest, err)
	}
	err := s.Set(t.Context(), "b", make([]byte, longest+1))
	if !errors.Is(err, ErrTooLong) || message.AsProblem(err).What.ID != "keyring-too-long" {
		t.Errorf("%d bytes: %v", longest+1, err)
	}
	if _, ok, _ := s.Get(t.Context(), "b"); ok {
		t.Error("it was kept all the same")
	}
}

// stuck is a store that answers when it is let go.
type stuck struct {
	gokeyring.Keyring
	letGo chan struct{}
	came  chan string
}

func (s *stuck) Get(string, string) (string, error) {
	<-s.letGo
	return "late", nil
}

func (s *stuck) Set(_, account, _ string) error {
	<-s.letGo
	s.came <- "set " + account
	return nil
}

func (s *stuck) Delete(_, account string) error {
	s.came <- "delete " + account
	return nil
}

// A store that hangs is not waited for. What it was asked to keep, and keeps after that was called off, is deleted.
func TestHanging(t *testing.T) {
	to := &stuck{letGo: make(chan struct{}), came: make(chan string, 2)}
	s := &Store{to: to, patience: 20 * time.Millisecond, ready: always}
	if _, _, err := s.Get(t.Context(), "a"); !errors.Is(err, ErrHanging) || message.AsProblem(err).What.ID != "keyring-hanging" {
		t.Errorf("get: %v", err)
	}
	if err := s.Set(t.Context(), "a", []byte("secret")); !errors.Is(err, ErrHanging) {
		t.Errorf("set: %v", err)
	}
	close(to.letGo)
	for _, want := range []string{"set a", "delete a"} {
		select {
		case got := <-to.came:
			if got != want {
				t.Errorf("%s, want %s", got, want)
			}
		case <-time.After(5 * time.Second):
			t.Fatalf("no %s", want)
		}
	}
}

// Ctrl-C does not wait for the store either.
func TestCancelled(t *testing.T) {
	to := &stuck{letGo: make(chan struct{})}
	defer close(to.letGo)
	ctx, cancel := context.WithCancel(t.Context())
	time.AfterFunc(10*time.Millisecond, cancel)
	start := time.Now()
	_, _, err := (&Store{to: to, patience: time.Minute, ready: always}).Get(ctx, "a")
	if !errors.Is(err, context.Canceled) || time.Since(start) > 10*time.Second {
		t.Errorf("%v after %v", err, time.Since(start))
	}
}

// odd is a service whose answers have other types than go-keyring takes for granted.
type odd struct{ gokeyring.Keyring }

func (odd) Delete(string, string) error {
	var answer any = 7
	return answer.(error)
}

func TestOddAnswers(t *testing.T) {
	err := (&Store{to: odd{}, patience: patience, ready: always}).Delete(t.Context(), "a")
	if err == nil || !strings.Contains(err.Error(), "nobody asked") {
		t.Errorf("%v", err)
	}
}
