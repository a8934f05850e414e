package ui

import (
	"context"
	"slices"
	"strings"
	"testing"

	"certviewer/change"
	"certviewer/task"
	"certviewer/trust"
	"certviewer/ui/look"
)

// killedOnce is a computer on which nothing else is to be done than to settle change 7, which was killed between its steps.
func killedOnce(t *testing.T) *fakeCore {
	core := changeable(t)
	core.answers = core.answers[:1]
	core.killed = []change.Record{{N: 7, Time: now, Plan: change.Plan{Steps: []change.Step{step(core, change.Trust), step(core, change.Remove)}},
		Steps: []change.Made{{Before: &trust.State{}, Seen: &trust.State{}}, {}}, Ended: true}}
	core.records = core.killed
	return core
}

// A change that was killed is told of at the start, with the two ways on; both lead to the history. One that is left there
// behind a preview is settled from its row as well, and is told of no more.
func TestInterruptedChangeIsTold(t *testing.T) {
	for button, want := range map[string][]string{"Go on": {"rest 7", "finish 7"}, "Undo": {"undo 7", "apply 7"}} {
		for _, hesitates := range []bool{false, true} {
			core := killedOnce(t)
			w := open(t, core, Options{})
			shows(t, w, "One thing needs attention.", "The change of 21 November 2026 did not finish.", "No. 415", "1 of 2 steps were made. Nothing is half-done.")
			press(t, w, button)
			if w.page != PageHistory {
				t.Errorf("%s leads to %s", button, w.page)
			}
			asked := want
			if hesitates {
				press(t, w, "Cancel")
				press(t, w, button)
				asked = slices.Concat(want[:1], want)
			}
			press(t, w, "Make the change")
			if mark := w.side.nav.Items()[0].Mark; mark != look.IconNone {
				t.Errorf("%s, hesitates %v: the sidebar still has the mark %v", button, hesitates, mark)
			}
			press(t, w, "Close")
			w.show(PageHealth)
			if s := seen(w); !slices.Equal(core.asked, asked) || strings.Contains(s, "did not finish") || !strings.Contains(s, "Nothing to do.") {
				t.Errorf("%s, hesitates %v: asked %q, and the page is\n%s", button, hesitates, core.asked, s)
			}
		}
	}
}

// The sidebar says that a change waits, whichever page is in view.
func TestInterruptedChangeIsMarked(t *testing.T) {
	for _, page := range Pages {
		w := open(t, killedOnce(t), Options{Page: page})
		if w.side.nav.Items()[0].Mark == look.IconNone {
			t.Errorf("%s: no mark", page)
		}
	}
}

// A change that cannot be made stays one that waits.
func TestInterruptedChangeStays(t *testing.T) {
	for _, button := range []string{"Go on", "Undo"} {
		core := killedOnce(t)
		core.made = func(context.Context, task.Talk, change.Plan) ([]change.Outcome, error) { return nil, errNoHome }
		w := open(t, core, Options{})
		press(t, w, button)
		press(t, w, "Make the change")
		press(t, w, "Close")
		w.show(PageHealth)
		shows(t, w, "One thing needs attention.", "did not finish")
	}
}
