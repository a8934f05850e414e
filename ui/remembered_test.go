package ui

import (
	"context"
	"slices"
	"strings"
	"testing"

	"certviewer/app"
	"certviewer/message"
)

// remembered is a PIN and a password that the fake computer keeps.
func remembered(core *fakeCore) []app.Remembered {
	return []app.Remembered{
		{Kind: app.AccessPIN, Name: "山田 花子", Account: "pin/a", Time: now.AddDate(0, 0, -3)},
		{Kind: app.PrimaryPassword, Store: core.host.Stores[0].ID, Account: "nss/b", Time: now.AddDate(0, -2, 0)},
	}
}

// What is remembered is listed, and forgotten once the person has said so.
func TestForget(t *testing.T) {
	core := newFake(t)
	core.kept = remembered(core)
	w := open(t, core, Options{Page: PageSettings})
	for _, want := range []string{"Access PIN for “山田 花子”", "Remembered on 18 November 2026", "Primary Password of Firefox (仕事用)", "Forget all"} {
		if s := seen(w); !strings.Contains(s, want) {
			t.Fatalf("Settings lack %q:\n%s", want, s)
		}
	}
	press(t, w, "Forget")
	if s := seen(w); !strings.Contains(s, "This cannot be undone") || len(core.forgot) > 0 {
		t.Fatalf("asked %q before the person was:\n%s", core.forgot, s)
	}
	press(t, w, "Cancel")
	press(t, w, "Forget")
	press(t, w, "Forget")
	if s := seen(w); !slices.Equal(core.forgot, []string{"pin/a"}) || strings.Contains(s, "Access PIN for") || !strings.Contains(s, "Forgotten: access PIN for “山田 花子”") {
		t.Errorf("asked %q:\n%s", core.forgot, s)
	}
	core.kept = remembered(core)
	w.show(PageSettings)
	press(t, w, "Forget all")
	press(t, w, "Forget")
	if s := seen(w); core.forgot[1] != "all" || !strings.Contains(s, "Nothing is remembered.") {
		t.Errorf("asked %q:\n%s", core.forgot, s)
	}
}

// Without a password store there is nothing to press, and no alarm.
func TestNoPasswordStore(t *testing.T) {
	core := newFake(t)
	core.keptErr = &message.Problem{What: message.M("keyring-absent")}
	w := open(t, core, Options{Page: PageSettings})
	if s := seen(w); !strings.Contains(s, "This session has no password store.") || !strings.Contains(s, "Everything else works.") || strings.Contains(s, "Nothing is remembered") {
		t.Errorf("%s", s)
	}
	core.kept = remembered(core)
	w.show(PageSettings)
	if s := seen(w); !strings.Contains(s, "Access PIN for") || strings.Contains(s, "Forget") {
		t.Errorf("%s", s)
	}
	// One that is gone between the list and the press says so.
	core.keptErr = nil
	w.show(PageSettings)
	core.keptErr = &message.Problem{What: message.M("keyring-hanging")}
	press(t, w, "Forget all")
	press(t, w, "Forget")
	if s := seen(w); !strings.Contains(s, "The password store does not answer.") {
		t.Errorf("%s", s)
	}
}

// keptCore is the part of the fake computer that remembers.
type keptCore struct {
	kept    []app.Remembered
	keptErr error // why the password store cannot be used
	forgot  []string
}

func (f *keptCore) Remembered(context.Context) ([]app.Remembered, error) { return f.kept, f.keptErr }

func (f *keptCore) Forget(_ context.Context, r app.Remembered) error {
	f.forgot = append(f.forgot, r.Account)
	if f.keptErr == nil {
		f.kept = slices.DeleteFunc(f.kept, func(k app.Remembered) bool { return k.Account == r.Account })
	}
	return f.keptErr
}

func (f *keptCore) ForgetAll(context.Context) error {
	f.forgot = append(f.forgot, "all")
	if f.keptErr == nil {
		f.kept = nil
	}
	return f.keptErr
}
