package ui

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"certviewer/change"
	"certviewer/message"
	"certviewer/task"
	"certviewer/trust"
)

// From the PIN to the programs: what is in the file is shown before anything is written, and the PIN is gone after it.
func TestImport(t *testing.T) {
	core := newMember(t)
	w := open(t, core, Options{})
	w.openFile(fresh(t).p12(t, thePIN))
	shows(t, w, "Import", "Enter the access PIN for j20-0001.p12.", "No. 200", "Access PIN", "[Show]", "[Cancel]", "[Open]")
	field := secretField(t, w)
	given(t, w, thePIN)
	shows(t, w, "The certificate of “山田 花子” and its key are in it.", "No. 210", "Issued by “NII", "For signing in and mail.", "Nothing has been written yet.")
	lacks(t, w, "New one in")
	if field.Text != "" || w.importing.wrong != nil {
		t.Errorf("the field keeps %q", field.Text)
	}
	key(w, fyne.KeyReturn)
	shows(t, w, "Which programs should have it?", "(✓ Firefox (仕事用))", "(✓ Chrome/Chromium)", "(✓ Thunderbird (a))",
		"(Thunderbird (second). It has no certificate file yet; one would be made.)", "Firefox (自宅)", "is damaged.", "Then tell the helpdesk.", "(Remember the PIN", "[Import]")
	press(t, w, "Details")
	shows(t, w, "This will be changed", "Import “山田 花子” with its private key into Firefox (仕事用).")
	if len(core.imported) > 0 {
		t.Fatal("written before it was confirmed")
	}
	f := w.importing
	press(t, w, "Import")
	shows(t, w, "In 3 of 4 programs; the rest can follow.", "No. 218", "Firefox (自宅): the file is damaged.",
		"Firefox (仕事用): done, and it works.", "Firefox (自宅)", "is damaged.", "Then tell the helpdesk.", "[Close]")
	if len(core.imported) != 1 || len(core.imported[0].Steps) != 3 || f.pin != nil || core.secrets != nil {
		t.Errorf("imported %d times; the PIN is %q, kept %v", len(core.imported), f.pin, core.secrets)
	}
	press(t, w, "Close")
	if w.page != PageClients || w.importing != nil || f.file.Open() {
		t.Errorf("on %s, and the keys are still there: %v", w.page, f.file.Open())
	}
}

// A program that is open stands in the way until it is closed, which the page notices by itself; or it is skipped.
func TestProgramIsOpen(t *testing.T) {
	core := newMember(t)
	runs := func(on bool) {
		host := *core.host
		host.Stores = slices.Clone(host.Stores)
		host.Stores[0].Running = on
		core.host, core.running = &host, nil
		if on {
			core.running = []trust.StoreID{"firefox:a"}
		}
	}
	runs(true)
	w := opened(t, core, fresh(t), Options{})
	key(w, fyne.KeyReturn)
	shows(t, w, "(✓ Firefox (仕事用))", "Close Firefox (仕事用) first.", "No. 213", "[Skip Firefox (仕事用) for now]")
	press(t, w, "Import")
	if len(core.imported) > 0 || !strings.HasSuffix(strings.TrimSpace(w.pages[PageImport].(*importPage).said.Text()), "Close Firefox (仕事用) first.") {
		t.Errorf("imported %d times; said %q", len(core.imported), w.pages[PageImport].(*importPage).said.Text())
	}
	looked := core.gathers
	w.importing.check()
	if core.gathers != looked {
		t.Error("looked anew though nothing has changed")
	}
	runs(false)
	w.importing.check()
	lacks(t, w, "No. 213")
	shows(t, w, "(✓ Firefox (仕事用))")
	runs(true)
	w.importing.check()
	press(t, w, "Skip Firefox (仕事用) for now")
	lacks(t, w, "No. 213")
	shows(t, w, "(Firefox (仕事用))")
	press(t, w, "Import")
	shows(t, w, "In 2 of 3 programs; the rest can follow.")
}

// A program that is filled in its own windows has the steps at its place, with the number to read aloud, and is seen to have the
// certificate once a person has brought it there.
func TestByHand(t *testing.T) {
	core, next := newMember(t), fresh(t)
	host := *core.host
	host.Computer.OS = "windows"
	core.host = &host
	w := opened(t, core, next, Options{})
	key(w, fyne.KeyReturn)
	shows(t, w, "Firefox (仕事用): import it in Firefox (仕事用) itself.", "No. 225", "On Windows, certificates of Firefox (仕事用) can be read here, but not written.", "Under “Your Certificates” press “Import…”, and choose the .p12 file.")
	lacks(t, w, "Show steps")
	core.put([]change.Outcome{{Step: change.Step{Op: change.Import, Store: "firefox:a", DER: next.Raw}, OK: true}})
	w.look()
	shows(t, w, "Firefox (仕事用) has it already.")
	lacks(t, w, "Firefox (仕事用): import it")
}

// What changed between the preview and the press is shown before anything is made.
func TestPlanMoved(t *testing.T) {
	next := fresh(t)
	core := newMember(t)
	w := opened(t, core, next, Options{})
	key(w, fyne.KeyReturn)
	before := core.host
	core.put([]change.Outcome{{Step: change.Step{Op: change.Import, Store: "chromium", DER: next.Raw}, OK: true}})
	if core.host == before {
		t.Fatal("nothing has changed")
	}
	press(t, w, "Import")
	shows(t, w, "Chrome/Chromium has it already. Nothing to do.", "changed by itself while you were looking.")
	if len(core.imported) > 0 {
		t.Fatal("imported what was not shown")
	}
	press(t, w, "Import")
	shows(t, w, "In 3 of 4 programs; the rest can follow.")
}

// A Primary Password is asked for, may be remembered, and may be skipped without keeping the others from going on.
func TestPasswordsOfAnImport(t *testing.T) {
	core := newMember(t)
	var answers []string
	core.importCore.importing = func(ctx context.Context, talk task.Talk, p change.Plan) (out []change.Outcome) {
		for _, s := range p.Steps {
			secret, err := talk.Secret(ctx, message.M("p12-primary-password", "store", string(s.Store)), 0)
			answers = append(answers, string(secret))
			o := change.Outcome{Step: s, OK: err == nil}
			if o.OK {
				o.Seen = &trust.State{Present: true}
			} else {
				o.Fault = &change.Fault{Code: message.AsProblem(err).What.ID}
			}
			out = append(out, o)
		}
		return out
	}
	w := opened(t, core, fresh(t), Options{})
	key(w, fyne.KeyReturn)
	var asked []string
	w.after = func(d time.Duration, f func()) {
		if d > 0 {
			return
		}
		f()
		e, ok := w.win.Canvas().Focused().(*secretEntry)
		if !ok {
			return
		}
		asked = append(asked, seen(w))
		switch len(asked) {
		case 1:
			tick(t, w, "Remember this password on this computer")
			w.win.Canvas().Focus(e)
			types(w, "right")
			key(w, fyne.KeyReturn)
		case 2:
			key(w, fyne.KeyReturn) // an empty one is none
			types(w, "other")
			key(w, fyne.KeyReturn)
		default:
			press(t, w, "Skip Thunderbird (a) for now")
		}
		if e.Text != "" {
			t.Errorf("the field keeps %q", e.Text)
		}
	}
	press(t, w, "Import")
	if len(asked) != 3 || !strings.Contains(asked[0], "Enter Firefox (仕事用)'s Primary Password.") || fmt.Sprint(answers) != "[right other ]" {
		t.Errorf("asked %d times, answered %q", len(asked), answers)
	}
	if fmt.Sprint(core.secrets) != "map[primary-password:right]" {
		t.Errorf("kept %v", core.secrets)
	}
	shows(t, w, "In 2 of 4 programs; the rest can follow.", "No. 218", "Not in: Thunderbird (a) and Firefox (自宅).", "Cancelled.", "[Try the rest again]")
	press(t, w, "Try the rest again")
	shows(t, w, "Firefox (仕事用) has it already. Nothing to do.", "(✓ Thunderbird (a))", "[Import]")
}

// A file may be dropped before the computer was looked at: it goes on once that is done.
func TestImportBeforeTheFirstLook(t *testing.T) {
	w := open(t, newMember(t, former(t)), Options{})
	w.health = nil
	w.openFile(fresh(t).p12(t, thePIN))
	given(t, w, thePIN)
	shows(t, w, "No. 210", "Looking at this computer…", "[Cancel]")
	lacks(t, w, "[Next]")
	w.look()
	shows(t, w, "No. 300", "[Next]")
	if at := labelOf(w.win.Canvas().Focused()); at != "button Next" {
		t.Errorf("the keyboard is on %s", at)
	}
}

// The same file a second time: nothing is to be done, and nothing can be pressed but Close.
func TestImportTwice(t *testing.T) {
	next := fresh(t)
	core := newMember(t, next)
	core.host.Absent = nil
	w := opened(t, core, next, Options{})
	key(w, fyne.KeyReturn)
	shows(t, w, "Firefox (仕事用) has it already. Nothing to do.", "Chrome/Chromium has it already. Nothing to do.", "[Back]", "[Close]")
	lacks(t, w, "[Import]", "Remember the PIN")
	key(w, fyne.KeyReturn)
	if w.importing != nil || len(core.imported) > 0 {
		t.Errorf("imported %v, and %v is left", core.imported, w.importing)
	}
}

// Every stage is left by Escape, or by looking at another page, with nothing done and nothing secret left.
func TestImportIsLeft(t *testing.T) {
	for stage, want := range []string{"No. 200", "No. 210", "No. 211"} {
		for how, leave := range map[string]func(w *window){
			"Escape": func(w *window) {
				for range 2 {
					if w.importing != nil {
						w.escape()
					}
				}
			},
			"Cancel":       func(w *window) { press(t, w, "Cancel") },
			"another page": func(w *window) { w.show(PageHistory) },
			"the end":      func(w *window) { w.stop() },
		} {
			core := newMember(t, former(t))
			w := open(t, core, Options{})
			w.openFile(fresh(t).p12(t, thePIN))
			field := secretField(t, w)
			types(w, thePIN)
			for range stage {
				key(w, fyne.KeyReturn)
			}
			shows(t, w, want)
			f := w.importing
			leave(w)
			if w.importing != nil || f.ctx.Err() == nil || f.file.Open() || len(f.pin) > 0 || field.Text != "" || len(core.imported) > 0 {
				t.Errorf("%s at %s: %+v is left, and %q in the field", how, want, f.pin, field.Text)
			}
		}
	}
}

// A file that is dropped takes the place of one that nothing was done with yet, and a new language keeps it.
func TestImportAnother(t *testing.T) {
	w := opened(t, newMember(t), fresh(t), Options{})
	before := w.importing
	w.openFile(former(t).p12(t, "other"))
	if before.file.Open() || w.importing == before {
		t.Error("the first file is still open")
	}
	shows(t, w, "No. 200")
	w.chooseLanguage("ja")
	shows(t, w, "j20-0001.p12 のアクセスPIN を入力してください。", "[表示]")
	given(t, w, "other")
	shows(t, w, "番号：210")
}

// A file whose certificate has ended is not called good, and the file that was meant comes first.
func TestImportOfWhatHasEnded(t *testing.T) {
	w := opened(t, newMember(t), mailed(t, 3, now.AddDate(-3, 0, 0), now.AddDate(-1, 0, 0), true), Options{})
	shows(t, w, "It ended on 21 November 2025.", "This certificate has ended.", "No. 231", "[Import all the same]", "[Choose another file…]")
	lacks(t, w, "good until 21 November 2025.")
	if at := labelOf(w.win.Canvas().Focused()); at != "button Choose another file…" {
		t.Errorf("the keyboard is on %s", at)
	}
}
