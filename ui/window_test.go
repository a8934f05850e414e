package ui

import (
	"errors"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/theme"

	"certviewer/app"
	"certviewer/message"
	"certviewer/ui/look"
	"certviewer/ui/widgets"
)

// front is what a person looks at: an open dialog, else the window's content.
func front(w *window) fyne.CanvasObject {
	if d := w.win.Canvas().Overlays().Top(); d != nil {
		return d
	}
	return w.win.Content()
}

// seen returns all texts and buttons of what is in front, in the order of the screen's tree.
func seen(w *window) string {
	var out []string
	var walk func(o fyne.CanvasObject)
	walk = func(o fyne.CanvasObject) {
		if o == nil || !o.Visible() {
			return
		}
		switch o := o.(type) {
		case *widgets.Text:
			if s := strings.TrimSpace(o.Text()); s != "" {
				out = append(out, s)
			}
		case *widgets.Button:
			out = append(out, "["+o.AccessibilityLabel()+"]")
		case *widgets.Tick:
			out = append(out, "("+o.AccessibilityLabel()+")")
		case *fyne.Container:
			for _, c := range o.Objects {
				walk(c)
			}
		case fyne.Widget:
			for _, c := range test.WidgetRenderer(o).Objects() {
				walk(c)
			}
		}
	}
	walk(front(w))
	return strings.Join(out, "\n")
}

func press(t *testing.T, w *window, label string) {
	t.Helper()
	var found *widgets.Button
	var walk func(o fyne.CanvasObject)
	walk = func(o fyne.CanvasObject) {
		switch o := o.(type) {
		case *widgets.Button:
			if found == nil && o.Text() == label {
				found = o
			}
		case *fyne.Container:
			for _, c := range o.Objects {
				walk(c)
			}
		case fyne.Widget:
			for _, c := range test.WidgetRenderer(o).Objects() {
				walk(c)
			}
		}
	}
	walk(front(w))
	if found == nil {
		t.Fatalf("there is no button %q in:\n%s", label, seen(w))
	}
	test.Tap(found)
}

// The verdict and the number of the most important card are seen at once, in both languages.
func TestHealthSaysVerdictFirst(t *testing.T) {
	for lang, want := range map[string][]string{
		"en": {"One thing needs attention.", "A root that is in no public list is trusted here.", "Action needed", "No. 151", "Fine", "No. 110"},
		"ja": {"対処が必要なことが1件あります。", "公的なリストにないルート証明書が信頼されています。", "対処が必要", "番号：151", "問題なし", "番号：110"},
	} {
		text := seen(open(t, newFake(t), Options{Lang: lang}))
		at := 0
		for _, s := range want {
			i := strings.Index(text[at:], s)
			if i < 0 {
				t.Fatalf("%s: %q is missing or too late in:\n%s", lang, s, text)
			}
			at += i
		}
		if strings.Contains(text, "window.") || strings.Contains(text, "label.") || strings.Contains(text, "button.") {
			t.Errorf("%s: a sentence is missing:\n%s", lang, text)
		}
	}
}

func TestDetailsOpenAndClose(t *testing.T) {
	w := open(t, newFake(t), Options{})
	const behind = "One certificate has expired."
	if strings.Contains(seen(w), behind) {
		t.Fatal("details are shown before they are asked for")
	}
	press(t, w, "Details")
	if !strings.Contains(seen(w), behind) {
		t.Fatalf("details do not show the other finding:\n%s", seen(w))
	}
	w.setLanguage("ja") // what was open stays open
	if !strings.Contains(seen(w), "期限切れが1件あります。") {
		t.Errorf("after the change of language the details are closed:\n%s", seen(w))
	}
	press(t, w, "詳細")
	if strings.Contains(seen(w), "期限切れが1件あります。") {
		t.Error("details do not close")
	}
}

func TestCheckAgainLooksAnew(t *testing.T) {
	core := newFake(t)
	w := open(t, core, Options{})
	core.answers = core.answers[:1]
	press(t, w, "Check again")
	if core.gathers != 2 {
		t.Errorf("looked %d times, want 2", core.gathers)
	}
	if s := seen(w); !strings.Contains(s, "This computer is fine. Nothing to do.") {
		t.Errorf("the new result is not shown:\n%s", s)
	}
}

// An error is a card with what, why and a way on; the window stays.
func TestErrorIsShown(t *testing.T) {
	core := newFake(t)
	core.err = &message.Problem{What: message.M("unexpected", "reason", "reading"), Cause: errNoHome}
	w := open(t, core, Options{})
	for _, page := range Pages {
		w.show(page)
	}
	w.show(PageHealth)
	for _, want := range []string{"Something unforeseen stopped this step.", errNoHome.Error(), "[Check again]"} {
		if s := seen(w); !strings.Contains(s, want) {
			t.Errorf("%q is missing in:\n%s", want, s)
		}
	}
}

// A look that ends after a newer one has begun changes nothing.
func TestLateAnswerIsDropped(t *testing.T) {
	core := newFake(t)
	w := open(t, core, Options{})
	var late []func()
	w.spawn = func(f func()) { late = append(late, f) }
	w.look()
	w.look()
	core.answers = core.answers[:1]
	late[1]()
	newest := w.health
	late[0]()
	if w.health != newest {
		t.Error("the older look replaced the newer one's result")
	}
}

func TestSettingsChangeAtOnceAndAreKept(t *testing.T) {
	var saved app.Settings
	w := open(t, newFake(t), Options{Page: PageSettings, Save: func(s app.Settings) error { saved = s; return nil }})
	tapChoice(t, w, 0, 1)
	if saved.Language != "ja" || w.p.Lang() != "ja" || !strings.Contains(seen(w), "外観") {
		t.Errorf("language: saved %q, window %q", saved.Language, w.p.Lang())
	}
	tapChoice(t, w, 1, 2)
	if saved.Theme != "dark" || theme.Color(look.Card) != (look.Theme{Mode: look.Dark}).Color(look.Card, theme.VariantLight) {
		t.Errorf("theme: saved %q, or the window is still light", saved.Theme)
	}
	w.opts.Save = func(app.Settings) error { return errors.New("disk full") }
	tapChoice(t, w, 1, 1)
	if !strings.Contains(seen(w), "設定を保存できませんでした") {
		t.Errorf("a setting that was not saved is not told:\n%s", seen(w))
	}
}

// tapChoice chooses word of the n-th choice of the page.
func tapChoice(t *testing.T, w *window, n, word int) {
	t.Helper()
	var found []*widgets.Choice
	var walk func(o fyne.CanvasObject)
	walk = func(o fyne.CanvasObject) {
		switch o := o.(type) {
		case *widgets.Choice:
			found = append(found, o)
		case *fyne.Container:
			for _, c := range o.Objects {
				walk(c)
			}
		case fyne.Widget:
			for _, c := range test.WidgetRenderer(o).Objects() {
				walk(c)
			}
		}
	}
	walk(w.win.Content())
	if len(found) <= n {
		t.Fatalf("the page has %d choices", len(found))
	}
	found[n].Choose(word)
}

// Nothing in view asks for a window larger than the smallest.
func TestFitsTheSmallestWindow(t *testing.T) {
	for _, lang := range []string{"en", "ja"} {
		w := open(t, newFake(t), Options{Lang: lang})
		w.store = "firefox:b"
		for _, page := range Pages {
			w.show(page)
			if m := w.win.Content().MinSize(); m.Width > 900 || m.Height > leastSize.Height {
				t.Errorf("%s, %s: needs %v", lang, page, m)
			}
		}
	}
}
