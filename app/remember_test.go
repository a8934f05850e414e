package app

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"certviewer/message"
	"certviewer/task"
	"certviewer/trust"
	"certviewer/trust/trusttest"
)

// drawer is a password store in memory; nothing can be done with it while err is set.
type drawer struct {
	secrets map[string]string
	err     error
	asked   int
}

func (d *drawer) Check(context.Context) error { return d.err }

func (d *drawer) Get(_ context.Context, account string) ([]byte, bool, error) {
	d.asked++
	secret, ok := d.secrets[account]
	return []byte(secret), ok && d.err == nil, d.err
}

func (d *drawer) Set(_ context.Context, account string, secret []byte) error {
	if d.err == nil {
		d.secrets[account] = string(secret)
	}
	return d.err
}

func (d *drawer) Delete(_ context.Context, account string) error {
	if d.err == nil {
		delete(d.secrets, account)
	}
	return d.err
}

func (d *drawer) DeleteAll(context.Context) error {
	if d.err == nil {
		clear(d.secrets)
	}
	return d.err
}

// keeper is a program with a password store and a data folder of its own, and the stores given.
func keeper(t *testing.T, stores ...trust.Store) (*App, *drawer, string) {
	t.Helper()
	data := filepath.Join(t.TempDir(), "data")
	t.Setenv("CERTVIEWER_DATA", data)
	d := &drawer{secrets: map[string]string{}}
	a := gatherer(t, stores...)
	a.Keyring = d
	now := time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC)
	a.Now = func() time.Time { now = now.Add(time.Minute); return now }
	return a, d, data
}

func locked() error { return &message.Problem{What: message.M("keyring-locked")} }

func TestRemember(t *testing.T) {
	a, d, data := keeper(t)
	ctx := t.Context()
	one, two := a.PINOf(trusttest.Root(t, "Yamada Hanako")), a.PINOf(trusttest.Root(t, "Suzuki Taro"))
	if _, ok, err := a.Recall(ctx, one); ok || err != nil || d.asked > 0 {
		t.Fatalf("the password store was asked (%d) for what was never kept: %v %v", d.asked, ok, err)
	}
	if all, err := a.Remembered(ctx); len(all) > 0 || err != nil {
		t.Fatalf("before: %v %v", all, err)
	}
	for _, r := range []Remembered{one, two} {
		if err := a.Remember(ctx, r, []byte("secret "+r.Name)); err != nil {
			t.Fatal(err)
		}
	}
	if secret, ok, err := a.Recall(ctx, one); string(secret) != "secret Yamada Hanako" || !ok || err != nil {
		t.Errorf("%q %v %v", secret, ok, err)
	}
	all, err := a.Remembered(ctx)
	if err != nil || len(all) != 2 || all[0].Name != "Suzuki Taro" || all[1].SHA256 != one.SHA256 || all[0].Time.IsZero() {
		t.Errorf("%+v %v", all, err)
	}
	// The secret is in the password store alone, and nobody else may read what else there is.
	filepath.WalkDir(data, func(path string, e fs.DirEntry, err error) error {
		fi, _ := e.Info()
		if fi.Mode().Perm()&0o077 != 0 {
			t.Errorf("%s is %v", path, fi.Mode())
		}
		if b, _ := os.ReadFile(path); strings.Contains(string(b), "secret") {
			t.Errorf("%s holds the secret", path)
		}
		return err
	})
	if err := a.Forget(ctx, one); err != nil {
		t.Error(err)
	}
	if all, _ := a.Remembered(ctx); len(all) != 1 || len(d.secrets) != 1 {
		t.Errorf("%v and %v are left", all, d.secrets)
	}
	d.secrets["pin/of a lost index"] = "x"
	if err := a.ForgetAll(ctx); err != nil {
		t.Error(err)
	}
	if all, _ := a.Remembered(ctx); len(all) > 0 || len(d.secrets) > 0 {
		t.Errorf("%v and %v are left", all, d.secrets)
	}
}

// Without a password store nothing is kept and nothing is lost, and the list stays.
func TestRememberWithout(t *testing.T) {
	a, d, _ := keeper(t)
	ctx := t.Context()
	one, two := a.PINOf(trusttest.Root(t, "one")), a.PINOf(trusttest.Root(t, "two"))
	if err := a.Remember(ctx, one, []byte("1")); err != nil {
		t.Fatal(err)
	}
	d.err = locked()
	for what, err := range map[string]error{"remember": a.Remember(ctx, two, []byte("2")), "again": a.Remember(ctx, one, []byte("3")),
		"forget": a.Forget(ctx, one), "forget all": a.ForgetAll(ctx)} {
		if message.AsProblem(err).What.ID != "keyring-locked" {
			t.Errorf("%s: %v", what, err)
		}
	}
	all, err := a.Remembered(ctx)
	if len(all) != 1 || all[0].Account != one.Account || err == nil {
		t.Errorf("%v %v", all, err)
	}
	// One that hangs may still come to it: then the index must know.
	d.err = &message.Problem{What: message.M("keyring-hanging")}
	a.Remember(ctx, two, []byte("2"))
	if all, _ := a.Remembered(ctx); len(all) != 2 {
		t.Errorf("%v", all)
	}
	d.err = nil
	if _, ok, err := a.Recall(ctx, two); ok || err != nil {
		t.Errorf("%v %v", ok, err)
	}
	if all, _ := a.Remembered(ctx); len(all) != 1 {
		t.Errorf("what turned out not to be there is still listed: %v", all)
	}
}

// A caller that has wiped its secret already must not lose the person the one that was kept.
func TestRememberNothing(t *testing.T) {
	a, d, _ := keeper(t)
	one := a.PINOf(trusttest.Root(t, "one"))
	if err := a.Remember(t.Context(), one, []byte("1")); err != nil {
		t.Fatal(err)
	}
	if err := a.Remember(t.Context(), one, nil); !errors.Is(err, ErrNoSecret) || d.secrets[one.Account] != "1" {
		t.Errorf("%v; kept is %q", err, d.secrets)
	}
}

// Files that somebody else put there, or cut, count for nothing.
func TestIndexDamaged(t *testing.T) {
	a, _, data := keeper(t)
	one := a.PINOf(trusttest.Root(t, "one"))
	if err := a.Remember(t.Context(), one, []byte("1")); err != nil {
		t.Fatal(err)
	}
	dir := filepath.Join(data, "remembered")
	good, err := os.ReadFile(filepath.Join(dir, "pin-"+one.SHA256+".json"))
	if err != nil {
		t.Fatal(err)
	}
	other := strings.Repeat("0", 64)
	for name, text := range map[string]string{
		"pin-" + other + ".json":                     string(good), // another's
		"nss-" + other + ".json":                     `{"kind":"pin","sha256":"` + other + `","account":"nss/` + other + `"}`,
		"nss-" + strings.Repeat("1", 64) + ".json":   `{"kind":"primary-password","account":"nss/` + strings.Repeat("1", 64) + `"}`,
		"pin-" + strings.Repeat("2", 64) + ".json":   string(good[:20]),
		"login-" + strings.Repeat("3", 64) + ".json": `{"kind":"pin","account":"login/` + strings.Repeat("3", 64) + `"}`,
		"pin-" + strings.Repeat("4", 64) + ".json":   strings.Repeat(" ", longestRemembered) + string(good),
		".certviewer-12345":                          string(good),
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Mkdir(filepath.Join(dir, "pin-"+strings.Repeat("5", 64)+".json"), 0o700); err != nil {
		t.Fatal(err)
	}
	if all, err := a.Remembered(t.Context()); len(all) != 1 || all[0].Account != one.Account || err != nil {
		t.Errorf("%+v %v", all, err)
	}
}

func TestFindRemembered(t *testing.T) {
	a, _, _ := keeper(t)
	one := a.PINOf(trusttest.Root(t, "one"))
	two := Remembered{Kind: AccessPIN, SHA256: one.SHA256[:10] + strings.Repeat("0", 54)}
	password := PasswordOf(trust.Info{ID: "firefox:a.work", Path: "/home/x/a.work"})
	all := []Remembered{one, two, password}
	for text, want := range map[string]int{
		one.SHA256: 1, strings.ToUpper(one.SHA256): 1, one.SHA256[:8]: 2, one.SHA256[:7]: 0, "firefox:A.work": 1, "firefox": 0, "": 0, strings.Repeat("f", 64): 0,
	} {
		if got := FindRemembered(all, text); len(got) != want {
			t.Errorf("%q: %d, want %d", text, len(got), want)
		}
	}
	if other := PasswordOf(trust.Info{ID: "firefox:a.work", Path: "/home/y/a.work"}); other.Account == password.Account {
		t.Error("two homes share a password")
	}
}

// A Primary Password that was kept is tried first; a wrong one is forgotten, and then the person is asked as if nothing
// had been.
func TestRecalling(t *testing.T) {
	info := trust.Info{ID: "firefox:a", Scope: trust.ScopeUser, Path: "/home/x/a"}
	a, d, _ := keeper(t, trusttest.NewMemory(info))
	var attempts []int
	talk := a.recalling(task.Talk{Secret: func(_ context.Context, _ message.Message, attempt int) ([]byte, error) {
		attempts = append(attempts, attempt)
		return []byte("typed"), nil
	}})
	ask := func(attempt int) string {
		t.Helper()
		secret, err := talk.Secret(t.Context(), message.M("p12-primary-password", "store", "firefox:a"), attempt)
		if err != nil {
			t.Fatal(err)
		}
		return string(secret)
	}
	if got := ask(0); got != "typed" || d.asked > 0 {
		t.Errorf("nothing was kept: %q, asked %d times", got, d.asked)
	}
	if err := a.Remember(t.Context(), PasswordOf(info), []byte("kept")); err != nil {
		t.Fatal(err)
	}
	attempts = nil
	for i, want := range []string{"kept", "typed", "typed"} {
		if got := ask(i); got != want {
			t.Errorf("attempt %d: %q, want %q", i, got, want)
		}
	}
	if len(attempts) != 2 || attempts[0] != 0 || attempts[1] != 1 || len(d.secrets) > 0 {
		t.Errorf("the person was asked %v; %d passwords are kept", attempts, len(d.secrets))
	}
	if ask(0); attempts[len(attempts)-1] != 0 {
		t.Errorf("asked anew: %v", attempts)
	}
	// That of another folder is none of ours, and a store that cannot be opened now costs nothing.
	a.Remember(t.Context(), PasswordOf(trust.Info{ID: info.ID, Path: "/elsewhere"}), []byte("other"))
	if got := ask(0); got != "typed" {
		t.Errorf("another folder's: %q", got)
	}
	a.Remember(t.Context(), PasswordOf(info), []byte("kept"))
	d.err = locked()
	if got := ask(0); got != "typed" {
		t.Errorf("locked: %q", got)
	}
	d.err = nil
	a.Open = func(context.Context, trust.Where) ([]trust.Store, error) { return nil, errors.New("gone") }
	if got := ask(0); got != "typed" {
		t.Errorf("no such store: %q", got)
	}
	if silent := a.recalling(task.Talk{}); silent.Secret != nil {
		t.Error("somebody answers where nobody can be asked")
	}
}
