package ui

import (
	"fmt"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"certviewer/trust"
	"certviewer/trust/trusttest"
)

// The stages of an import and a swap as they are drawn, in both languages.
func TestGoldenImport(t *testing.T) {
	t.Setenv("HOME", t.TempDir())
	zone := time.Local
	time.Local = time.UTC
	t.Cleanup(func() { time.Local = zone })
	for _, lang := range []string{"en", "ja"} {
		asked := func(typed string) func(*fakeCore) *window {
			return func(core *fakeCore) *window {
				w := open(t, core, Options{Lang: lang})
				w.openFile(fresh(t).p12(t, thePIN))
				if typed != "" {
					given(t, w, typed)
				}
				return w
			}
		}
		after := func(presses int) func(*fakeCore) *window {
			return func(core *fakeCore) *window {
				w := opened(t, core, fresh(t), Options{Lang: lang})
				for range presses {
					key(w, fyne.KeyReturn)
				}
				return w
			}
		}
		for name, scene := range map[string]func(*fakeCore) *window{
			"pin":       asked(""),
			"wrong":     asked("wrong"),
			"fullwidth": asked("１２３４ａｂ"),
			"contents":  after(0),
			"programs": func(core *fakeCore) *window {
				core.host.Stores[0].Running, core.running = true, []trust.StoreID{"firefox:a"}
				return after(1)(core)
			},
			"choose": after(2),
			"root": func(*fakeCore) *window {
				root := trusttest.Root(t, "Campus Root")
				_, w := withRoot(t, Options{Lang: lang}, root)
				tick(t, w, w.p.Text("import.root", "root", "Campus Root"))
				paste(t, w, root.SHA256.String())
				return w
			},
			"vouch": func(*fakeCore) *window {
				_, w := withRoot(t, Options{Lang: lang}, trusttest.Root(t, "Campus Root"))
				tick(t, w, w.p.Text("import.root", "root", "Campus Root"))
				return w
			},
			"done": func(core *fakeCore) *window {
				w := after(2)(core)
				w.importing.leaving.first.SetText("safe one")
				w.importing.leaving.again.SetText("safe one")
				w.win.Canvas().Focus(w.importing.leaving.again)
				key(w, fyne.KeyReturn)
				return w
			},
		} {
			w := scene(newMember(t, former(t)))
			test.AssertRendersToMarkup(t, fmt.Sprintf("import-%s_%s.xml", name, lang), w.win.Canvas())
		}
	}
}
