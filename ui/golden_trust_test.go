package ui

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"fyne.io/fyne/v2/test"

	"certviewer/change"
	"certviewer/message"
	"certviewer/task"
	"certviewer/trust"
)

// The steps of a change as they are drawn, in both languages.
func TestGoldenChanges(t *testing.T) {
	for _, lang := range []string{"en", "ja"} {
		p := message.For(lang)
		rows := func(core *fakeCore, holder string) *window {
			w := open(t, core, Options{Lang: lang, Page: PageCertificates})
			w.certificates().search.SetText(holder)
			w.certificates().table.Select(0)
			return w
		}
		for name, scene := range map[string]func(core *fakeCore) *window{
			"trust": func(core *fakeCore) *window {
				w := rows(core, "G4")
				w.certificates().change("button.trust")
				return w
			},
			"fingerprint": func(core *fakeCore) *window {
				w := rows(core, "Charlie")
				w.certificates().change("button.trust")
				return w
			},
			"fingerprint-differs": func(core *fakeCore) *window {
				w := rows(core, "Charlie")
				w.certificates().change("button.trust")
				paste(t, w, strings.Repeat("0A:", 31)+"0A")
				return w
			},
			"preview": func(core *fakeCore) *window {
				w := open(t, core, Options{Lang: lang, Page: PageHistory})
				core.plan.Steps[1].NeedsAdmin = true
				w.propose(w.planOf(nil), core.Apply)
				return w
			},
			"partly": func(core *fakeCore) *window {
				core.made = func(_ context.Context, _ task.Talk, p change.Plan) ([]change.Outcome, error) {
					return []change.Outcome{{Step: p.Steps[0], OK: true, Seen: &trust.State{}},
						{Step: p.Steps[1], Fault: &change.Fault{Code: "p12-primary-password-wrong"}}}, nil
				}
				w := open(t, core, Options{Lang: lang, Page: PageHistory})
				w.propose(w.planOf(nil), core.Apply)
				press(t, w, p.Text("change-preview.button"))
				return w
			},
			"interrupted": func(core *fakeCore) *window {
				core.killed = []change.Record{{N: 7, Time: now, Plan: core.plan, Steps: []change.Made{{Before: &trust.State{}, Seen: &trust.State{}}, {}}, Ended: true}}
				return open(t, core, Options{Lang: lang})
			},
		} {
			core := changeable(t)
			core.plan.Steps = append(core.plan.Steps, step(core, change.Remove))
			w := scene(core)
			test.AssertRendersToMarkup(t, fmt.Sprintf("change-%s_%s.xml", name, lang), w.win.Canvas())
		}
	}
}
