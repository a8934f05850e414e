package ui

import (
	"context"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"certviewer/change"
	"certviewer/message"
	"certviewer/task"
	"certviewer/trust"
)

// An import that asks for a Primary Password while a person is busy with another change leaves that one's dialog as it was.
func TestPrimaryPasswordOverAnotherDialog(t *testing.T) {
	for name, begin := range map[string]func(*window){
		"a preview":     func(w *window) { w.undo(1) },
		"a fingerprint": func(w *window) { newChangeDialog(w).vouch(former(t).Certificate, "", nil, func(string) {}) },
	} {
		core := newMember(t)
		core.plan = change.Plan{Steps: []change.Step{{Op: change.Remove, Store: "firefox:a", DER: former(t).Raw}}}
		var w *window
		asked := false
		core.importCore.importing = func(ctx context.Context, talk task.Talk, p change.Plan) []change.Outcome {
			w.show(PageHistory)
			begin(w)
			below, said, hidden := w.dialog, seen(w), w.body.Hidden
			w.after = func(d time.Duration, f func()) {
				if d > 0 {
					return
				}
				f()
				if _, ok := w.win.Canvas().Focused().(*secretEntry); !ok {
					return
				}
				asked = true
				if w.body.Hidden != hidden {
					t.Errorf("%s: while the password is asked for, the page behind is hidden: %v, want %v", name, w.body.Hidden, hidden)
				}
				types(w, "right")
				key(w, fyne.KeyReturn)
			}
			if got, err := talk.Secret(ctx, message.M("p12-primary-password", "store", "firefox:a"), 0); string(got) != "right" {
				t.Errorf("%s: answered %q, %v", name, got, err)
			}
			if w.dialog != below || seen(w) != said || w.body.Hidden != hidden {
				t.Errorf("%s: the page behind is hidden: %v, want %v; in front is\n%s", name, w.body.Hidden, hidden, seen(w))
			}
			if key(w, fyne.KeyEscape); w.dialog != nil || w.win.Canvas().Overlays().Top() != nil || w.body.Hidden {
				t.Errorf("%s: after Escape the page behind is hidden: %v, and in front is\n%s", name, w.body.Hidden, seen(w))
			}
			return []change.Outcome{{Step: p.Steps[0], OK: true, Seen: &trust.State{Present: true}}}
		}
		w = opened(t, core, fresh(t), Options{})
		key(w, fyne.KeyReturn)
		press(t, w, "Import")
		if !asked {
			t.Errorf("%s: nobody was asked", name)
		}
	}
}
