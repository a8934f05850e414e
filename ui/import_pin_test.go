package ui

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"certviewer/change"
	"certviewer/message"
	"certviewer/task"
	"certviewer/trust"
)

// Five wrong PINs, and then the right one.
func TestWrongPIN(t *testing.T) {
	w := open(t, newMember(t), Options{})
	w.openFile(fresh(t).p12(t, thePIN))
	for range 4 {
		given(t, w, "wrong")
		lacks(t, w, "No. 200")
		shows(t, w, "The access PIN does not match.", "No. 201", "Copy the PIN from the page that shows it", "[Try again]")
	}
	given(t, w, "wrong")
	shows(t, w, "5 tries, and no match yet.", "No. 202", "Never send the PIN by mail")
	given(t, w, thePIN)
	shows(t, w, "No. 210")
}

// What a person may have meant is asked about, and neither form is tried before the answer.
func TestPINThatLooksOdd(t *testing.T) {
	for typed, want := range map[string][]string{
		"１２３４ａｂ":    {"The PIN has full-width characters in it.", "No. 203", "[Try in half width]", "[Try as typed]"},
		" 1234ab\n": {"There is a space or line break beside the PIN.", "No. 204", "[Try without it]", "[Try as typed]"},
		"　１２３４ａｂ ":  {"The PIN has full-width characters in it."},
	} {
		w := open(t, newMember(t), Options{})
		w.openFile(fresh(t).p12(t, thePIN))
		secretField(t, w).SetText(typed)
		key(w, fyne.KeyReturn)
		shows(t, w, want...)
		as := w.importing.guess
		press(t, w, "Try as typed")
		shows(t, w, "The access PIN does not match.")
		if strings.Trim(string(as.typed)+string(as.meant), "\x00") != "" {
			t.Errorf("%q: %q and %q stay in memory", typed, as.typed, as.meant)
		}
		key(w, fyne.KeyReturn)
		key(w, fyne.KeyReturn) // the first button has the keyboard
		shows(t, w, "No. 210")
	}
}

// A second press on one of the two finds the first still at work, and does nothing. Whoever leaves leaves nothing that was typed.
func TestGuessIsPressedTwice(t *testing.T) {
	for _, leave := range []bool{false, true} {
		w := open(t, newMember(t), Options{})
		w.openFile(fresh(t).p12(t, thePIN))
		given(t, w, "１２３４ａｂ")
		f, as := w.importing, w.importing.guess
		if leave {
			w.show(PageHistory)
		} else {
			work := held(w)
			press(t, w, "Try in half width")
			press(t, w, "Try in half width")
			press(t, w, "Try as typed")
			if len(*work) != 1 {
				t.Errorf("the file is opened %d times at once", len(*work))
			}
			(*work)[0]()
			shows(t, w, "No. 210")
		}
		if f.guess != nil || strings.Trim(string(as.typed)+string(as.meant), "\x00") != "" {
			t.Errorf("%q and %q stay in memory", as.typed, as.meant)
		}
	}
}

// What no PIN can help with is said without asking for one.
func TestFileIsRefused(t *testing.T) {
	file := fresh(t).p12(t, thePIN)
	whole, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	at := func(name string, data []byte) string {
		path := filepath.Join(t.TempDir(), name)
		if err := os.WriteFile(path, data, 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	for _, c := range []struct {
		path string
		want []string
	}{
		{at("cut.p12", whole[:len(whole)/2]), []string{"The file is damaged. The PIN is not the cause.", "No. 206"}},
		{at("photo.p12", []byte("\x89PNG\r\n\x1a\n0123456789")), []string{"This file holds no certificate with a key.", "No. 208"}},
	} {
		w := open(t, newMember(t), Options{})
		w.importFile(c.path, false)
		shows(t, w, append(c.want, "[Copy for the helpdesk]", "[Close]", "[Choose another file…]")...)
		lacks(t, w, "Access PIN")
		press(t, w, "Copy for the helpdesk")
		if text := w.app.Clipboard().Content(); !strings.Contains(text, c.want[0]) || strings.Contains(text, filepath.Dir(c.path)) {
			t.Errorf("copied %q", text)
		}
		key(w, fyne.KeyEscape)
		if w.importing != nil || w.page != PageHealth {
			t.Errorf("after Escape on %s", w.page)
		}
	}
}

// A PIN that is remembered opens the file by itself, and is said to.
func TestRememberedPIN(t *testing.T) {
	core := newMember(t)
	core.knownPIN = thePIN
	w := open(t, core, Options{})
	w.openFile(fresh(t).p12(t, thePIN))
	shows(t, w, "No. 210", "Opened with the PIN that is remembered")
	key(w, fyne.KeyReturn)
	lacks(t, w, "Remember the PIN")
}

// The PIN is given to the password store only where the person ticked that, and only once the import worked.
func TestPINIsKept(t *testing.T) {
	for _, why := range []error{nil, &message.Problem{What: message.M("keyring-locked")}} {
		core := newMember(t)
		core.host.Stores[1].Problem = nil
		core.keptWhy = why
		w := opened(t, core, fresh(t), Options{})
		key(w, fyne.KeyReturn)
		tick(t, w, "Remember the PIN on this computer for other programs")
		press(t, w, "Import")
		if why != nil {
			shows(t, w, "Done: the certificate is in 4 programs.", "The PIN was not saved. The import is not affected.", "No. 223")
			continue
		}
		lacks(t, w, "No. 223")
		if core.secrets["pin"] != thePIN {
			t.Errorf("kept %v", core.secrets)
		}
	}
}

// The rest of an import is made without the PIN, which is gone by then: it once took the place of the one that was kept.
func TestPINIsKeptOnce(t *testing.T) {
	core := newMember(t)
	core.host.Stores[1].Problem = nil
	core.importCore.importing = func(_ context.Context, _ task.Talk, p change.Plan) (out []change.Outcome) {
		for _, s := range p.Steps {
			o := change.Outcome{Step: s, OK: s.Store != "chromium" || len(core.imported) > 1}
			if o.OK {
				o.Seen = &trust.State{Present: true}
			} else {
				o.Fault = &change.Fault{Code: "change-no-space"}
			}
			out = append(out, o)
		}
		return out
	}
	w := opened(t, core, fresh(t), Options{})
	key(w, fyne.KeyReturn)
	tick(t, w, "Remember the PIN on this computer for other programs")
	press(t, w, "Import")
	press(t, w, "Try the rest again")
	lacks(t, w, "Remember the PIN on this computer for other programs")
	press(t, w, "Import")
	lacks(t, w, "No. 223")
	if len(core.imported) != 2 || core.secrets["pin"] != thePIN {
		t.Errorf("imported %d times, kept %q", len(core.imported), core.secrets)
	}
}

// A file that is older than what is there asks for the right one first.
func TestOlderFile(t *testing.T) {
	w := opened(t, newMember(t, fresh(t)), former(t), Options{})
	shows(t, w, "This file is older than the certificate you have.", "No. 224", "[Import all the same]", "[Choose another file…]")
	if b := labelOf(w.win.Canvas().Focused()); b != "button Choose another file…" {
		t.Errorf("the keyboard is on %s", b)
	}
	press(t, w, "Import all the same")
	shows(t, w, "Which programs should have it?")
}
