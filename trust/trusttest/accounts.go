package trusttest

import (
	"errors"
	"testing"

	"certviewer/cert"
	"certviewer/trust"
)

// A MailWriter is a store whose program's mail accounts name certificates.
type MailWriter interface {
	trust.IdentityWriter
	trust.Appointer
}

// A BrowserWriter is a store whose program remembers certificates for sites.
type BrowserWriter interface {
	trust.IdentityWriter
	trust.Forgetter
}

// TestAppointer checks that a store keeps the promises of trust.Appointer. w is empty, and its program has the accounts one and
// two; use makes the program run, until it is called again. w is closed by the caller.
func TestAppointer(t *testing.T, w MailWriter, one, two string, use func() (end func())) {
	ctx := t.Context()
	account := func(name string) trust.State {
		t.Helper()
		s, err := w.AccountState(ctx, name)
		must(t, err)
		if !s.Present {
			t.Errorf("%s is there and said not to be", name)
		}
		return s
	}
	a, keyA := Identity(t, "A", ecKey(t))
	b, keyB := Identity(t, "B", ecKey(t))
	away, _ := Identity(t, "Away", ecKey(t))
	root, rootKey := RootWithKey(t, "Root")
	server := Issued(t, "www.trusttest.example", root, rootKey)
	must(t, errors.Join(w.AddIdentity(ctx, a, keyA, ""), w.AddIdentity(ctx, b, keyB, "")))
	beforeOne, beforeTwo := account(one), account(two)

	for name, tt := range map[string]struct {
		account string
		c       *cert.Certificate
		want    error
	}{
		"not for mail": {one, server, trust.ErrNotMail}, "not there": {one, away, trust.ErrNotPresent}, "no such account": {"no.such", a, trust.ErrNoAccount},
	} {
		if err := w.Appoint(ctx, tt.account, tt.c); !errors.Is(err, tt.want) {
			t.Errorf("%s: %v, want %v", name, err, tt.want)
		}
	}
	end := use()
	if err := w.Appoint(ctx, one, a); !errors.Is(err, trust.ErrInUse) {
		t.Errorf("while the program runs: %v, want trust.ErrInUse", err)
	}
	end()
	sameState(t, "after refusals", beforeOne, account(one))

	must(t, w.Appoint(ctx, one, a))
	withA := account(one)
	if withA.Hash() == beforeOne.Hash() {
		t.Error("the account's state is the same with a certificate as without")
	}
	must(t, w.Appoint(ctx, one, a)) // again
	sameState(t, "appointed again", withA, account(one))
	sameState(t, "the other account", beforeTwo, account(two))
	must(t, w.Appoint(ctx, one, b))
	if account(one).Hash() == withA.Hash() {
		t.Error("two certificates of one person cannot be told apart")
	}
	must(t, w.Appoint(ctx, two, b))
	must(t, w.RestoreAccount(ctx, one, withA))
	sameState(t, "put back", withA, account(one))
	must(t, errors.Join(w.RestoreAccount(ctx, one, beforeOne), w.RestoreAccount(ctx, two, beforeTwo)))
	sameState(t, "put back to the beginning", beforeOne, account(one))
	sameState(t, "the other put back", beforeTwo, account(two))
	if err := w.RestoreAccount(ctx, one, trust.State{Present: true, Exact: []byte(`"x"`)}); err == nil {
		t.Error("a state that makes no sense is put back")
	}
	sameState(t, "after nonsense", beforeOne, account(one))
}

// TestForgetter checks that a store keeps the promises of trust.Forgetter. Its program remembers c for some sites, and other
// choices for others; use makes the program run, until it is called again. w is closed by the caller.
func TestForgetter(t *testing.T, w BrowserWriter, c *cert.Certificate, use func() (end func())) {
	ctx := t.Context()
	choices := func(c *cert.Certificate) trust.State {
		t.Helper()
		s, err := w.ChoiceState(ctx, c)
		must(t, err)
		return s
	}
	other := Root(t, "Other")
	before, none := choices(c), choices(other)
	if !before.Present || before.Native == "" || none.Present {
		t.Fatalf("%+v, and of a certificate that was never chosen %+v", before, none)
	}
	if err := w.Forget(ctx, other); !errors.Is(err, trust.ErrNotPresent) {
		t.Errorf("nothing to forget: %v, want trust.ErrNotPresent", err)
	}
	end := use()
	if err := w.Forget(ctx, c); !errors.Is(err, trust.ErrInUse) {
		t.Errorf("while the program runs: %v, want trust.ErrInUse", err)
	}
	end()
	sameState(t, "after refusals", before, choices(c))
	must(t, w.Forget(ctx, c))
	if choices(c).Present {
		t.Error("something is remembered still")
	}
	must(t, w.RestoreChoices(ctx, other, none))
	must(t, w.RestoreChoices(ctx, c, before))
	sameState(t, "put back", before, choices(c))
	if err := w.RestoreChoices(ctx, c, trust.State{Present: true, Exact: []byte(`7`)}); err == nil {
		t.Error("a state that makes no sense is put back")
	}
	sameState(t, "after nonsense", before, choices(c))
}
