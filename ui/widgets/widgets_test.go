package widgets

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"certviewer/ui/look"
)

func start(t *testing.T) {
	t.Helper()
	test.NewTempApp(t).Settings().SetTheme(look.Theme{Mode: look.Light})
}

func TestEllipsize(t *testing.T) {
	start(t)
	for _, x := range []struct{ text, starts string }{{"短い", "短い"}, {"とても長い証明書の名前がここにあります", "とても"}, {"DigiCert Assured ID Root G3 for everybody", "DigiCert"}} {
		got := Ellipsize(x.text, 100, Plain)
		if w := Plain.measure(got).Width; w > 100 || !strings.HasPrefix(got, x.starts) {
			t.Errorf("%q became %q, %g wide", x.text, got, w)
		}
	}
	if got := Ellipsize("abc", 0, Plain); got != "" {
		t.Errorf("in no width: %q", got)
	}
}

// A paragraph is as high as its lines, no line is wider than it, and nothing is lost.
func TestParagraphWraps(t *testing.T) {
	start(t)
	for _, text := range []string{
		"公的なリストにないルート証明書が、このコンピューターで信頼されています。心当たりがなければヘルプデスクに伝えてください。",
		"If you do not know the name, tell the helpdesk its check code before you do anything else on this computer.",
		"一行目\n二行目",
	} {
		p := NewParagraph(text, Plain)
		high := p.HeightFor(220)
		lines := p.fit(220)
		if len(lines) < 2 || high != float32(len(lines))*Plain.measure("M").Height {
			t.Errorf("%q: %d lines, %g high", text, len(lines), high)
		}
		for _, l := range lines {
			if w := Plain.measure(l).Width; w > 220.5 {
				t.Errorf("%q is %g wide", l, w)
			}
		}
		bare := func(s string) string { return strings.Join(strings.Fields(s), "") }
		if bare(strings.Join(lines, "")) != bare(text) {
			t.Errorf("%q became %q", text, lines)
		}
	}
}

// The space bar and Enter press a button.
func TestButtonKeys(t *testing.T) {
	start(t)
	pressed := 0
	b := NewButton("Fix…", look.IconNone, Primary, func() { pressed++ })
	for _, key := range []fyne.KeyName{fyne.KeySpace, fyne.KeyReturn, fyne.KeyEnter, fyne.KeyTab} {
		b.TypedKey(&fyne.KeyEvent{Name: key})
	}
	if pressed != 3 {
		t.Errorf("pressed %d times, want 3", pressed)
	}
}

func TestNavKeysSkipHeads(t *testing.T) {
	start(t)
	var went []string
	n := NewNav(func(id string) { went = append(went, id) })
	n.SetItems([]NavItem{{ID: "a"}, {ID: "head", Head: true}, {ID: "b"}}, "a")
	for _, key := range []fyne.KeyName{fyne.KeyDown, fyne.KeyDown, fyne.KeyUp, fyne.KeyUp} {
		n.TypedKey(&fyne.KeyEvent{Name: key})
	}
	if got := strings.Join(went, " "); got != "b a" {
		t.Errorf("went %q, want %q", got, "b a")
	}
}

// The keeping pane keeps its width, but no more than its share, and no pane is dragged away.
func TestSplit(t *testing.T) {
	start(t)
	left, right := NewSurface("", "", 0), NewSurface("", "", 0)
	s := NewSplit(left, right, true, 300, 200, 150)
	s.Share = 0.4
	w := test.NewTempWindow(t, s)
	w.SetPadded(false)
	for _, x := range []struct{ total, right float32 }{{1000, 300}, {600, 240}, {351, 150}} {
		s.Resize(fyne.NewSize(x.total, 100))
		if got := right.Size().Width; got != x.right {
			t.Errorf("of %g the right pane has %g, want %g", x.total, got, x.right)
		}
	}
	s.Resize(fyne.NewSize(1000, 100))
	s.grip.Dragged(&fyne.DragEvent{Dragged: fyne.NewDelta(900, 0)})
	if got := right.Size().Width; got != 150 {
		t.Errorf("dragged away: %g left", got)
	}
}

func TestChoiceKeys(t *testing.T) {
	start(t)
	var chose []int
	c := NewChoice([]string{"a", "b"}, 0, func(i int) { chose = append(chose, i) })
	for _, key := range []fyne.KeyName{fyne.KeyLeft, fyne.KeyRight, fyne.KeyRight, fyne.KeyLeft} {
		c.TypedKey(&fyne.KeyEvent{Name: key})
	}
	if len(chose) != 2 || chose[0] != 1 || chose[1] != 0 {
		t.Errorf("chose %d", chose)
	}
}

// A flow is as high as the lines it needs.
func TestFlowWraps(t *testing.T) {
	start(t)
	box := func() fyne.CanvasObject {
		s := NewSurface("", "", 0)
		s.Min = fyne.NewSize(80, 20)
		return s
	}
	f := Flow(10, 5, box(), box(), box())
	for _, x := range []struct{ width, want float32 }{{260, 20}, {259, 45}, {90, 70}, {10, 70}} {
		if got := HeightFor(f, x.width); got != x.want {
			t.Errorf("%g wide: %g high, want %g", x.width, got, x.want)
		}
	}
}
