package widgets

import (
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/theme"

	"certviewer/ui/look"
)

// light starts an app in our look.
func light(t *testing.T) {
	test.NewTempApp(t).Settings().SetTheme(look.Theme{Mode: look.Light})
}

// laid lays an object out in a window of a width.
func laid(t *testing.T, o fyne.CanvasObject, width float32) fyne.Window {
	t.Helper()
	w := test.NewTempWindow(t, NewPage(0, 0, o))
	w.SetPadded(false)
	w.Resize(fyne.NewSize(width, 500))
	return w
}

// Today is where it belongs, also before and after the span, and nothing is drawn outside of the widget.
func TestTimeLine(t *testing.T) {
	light(t)
	day := func(n int) time.Time { return time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC).AddDate(0, 0, n) }
	for _, x := range []struct {
		today             int
		from, until, mark float32 // of the width
	}{
		{50, 0, 1, 0.5},
		{0, 0, 1, 0},
		{100, 0, 1, 1},
		{-25, 0.2, 1, 0},
		{-9000, 0.5, 1, 0},
		{125, 0, 0.8, 1},
		{9000, 0, 0.5, 1},
	} {
		line := NewTimeLine(day(0), day(100), day(x.today), [3]string{"2026-01-01", "2026-04-11", "today"}, look.GoodShape)
		laid(t, line, 400)
		size := line.Size()
		if got := line.track.Position().X / size.Width; !near(got, x.from) {
			t.Errorf("day %d: begins at %g, want %g", x.today, got, x.from)
		}
		if got := (line.track.Position().X + line.track.Size().Width) / size.Width; !near(got, x.until) {
			t.Errorf("day %d: ends at %g, want %g", x.today, got, x.until)
		}
		if got := line.mark.Position().X / size.Width; !near(got, x.mark) {
			t.Errorf("day %d: today is at %g, want %g", x.today, got, x.mark)
		}
		for _, o := range test.WidgetRenderer(line).Objects() {
			if p := o.Position(); p.X < 0 || p.Y < 0 || p.X+o.Size().Width > size.Width+0.5 || p.Y+o.Size().Height > size.Height+0.5 {
				t.Errorf("day %d: %T is at %v, of size %v in %v", x.today, o, p, o.Size(), size)
			}
		}
	}
	NewTimeLine(day(0), day(0), day(0), [3]string{}, look.GoodShape) // no time at all
}

func near(a, b float32) bool { return a-b < 0.01 && b-a < 0.01 }

func newTestMatrix() *Matrix {
	cell := func(says string) MatrixCell { return MatrixCell{Icon: look.IconGood, Tone: look.ToneGood, Says: says} }
	return NewMatrix([]string{"servers", "mail"}, []MatrixRow{
		{Title: "Firefox", Note: "Decided by: Mozilla", Cells: []MatrixCell{cell("a"), cell("b")}},
		{Title: "Thunderbird", Cells: []MatrixCell{{}, cell("d")}},
	}, "hint")
}

// The sentence of a cell is told under the pointer and at the keyboard's place.
func TestMatrixTellsItsCells(t *testing.T) {
	light(t)
	for _, width := range []float32{400, 120} { // titles beside the cells, and above them
		m := newTestMatrix()
		w := laid(t, m, width)
		if _, above := m.room(m.Size().Width); above != (width < 200) {
			t.Fatalf("%g: titles above is %t", width, above)
		}
		glyphs := test.WidgetRenderer(m).(*matrixRenderer).cells
		middle := func(o fyne.CanvasObject) fyne.Position {
			return o.Position().AddXY(o.Size().Width/2, o.Size().Height/2)
		}
		for _, x := range []struct {
			at   fyne.CanvasObject
			want string
		}{{glyphs[0][0], "a"}, {glyphs[0][1], "b"}, {glyphs[1][0], "hint"}, {glyphs[1][1], "d"}, {m.titles[0], "hint"}} {
			m.MouseMoved(&desktop.MouseEvent{PointEvent: fyne.PointEvent{Position: middle(x.at)}})
			if got := m.says.Text(); got != x.want {
				t.Errorf("%g: %q, want %q", width, got, x.want)
			}
		}
		m.MouseOut()
		if got, want := m.AccessibilityLabel(), "Firefox: a b Thunderbird: d "; got != want {
			t.Errorf("read aloud: %q, want %q", got, want)
		}
		w.Canvas().Focus(m)
		got := ""
		for _, key := range []fyne.KeyName{"", fyne.KeyRight, fyne.KeyRight, fyne.KeyDown, fyne.KeyDown, fyne.KeyLeft, fyne.KeyUp} {
			m.TypedKey(&fyne.KeyEvent{Name: key})
			got += m.says.Text() + " "
		}
		if want := "a b b d d hint a "; got != want {
			t.Errorf("%g: keys tell %q, want %q", width, got, want)
		}
		w.Canvas().Unfocus()
		if got := m.says.Text(); got != "hint" {
			t.Errorf("afterwards: %q", got)
		}
	}
}

// No two parts of a matrix lie on each other, in any width.
func TestMatrixFits(t *testing.T) {
	light(t)
	for width := float32(110); width < 700; width += 13 {
		m := newTestMatrix()
		laid(t, m, width)
		var before float32
		for i := range m.rows {
			if y := m.titles[i].Position().Y; y < before {
				t.Errorf("%g: row %d begins at %g, above %g", width, i, y, before)
			}
			for _, g := range test.WidgetRenderer(m).(*matrixRenderer).cells[i] {
				before = max(before, g.Position().Y+g.Size().Height)
			}
		}
		if end := m.says.Position().Y + m.says.HeightFor(width); before > m.says.Position().Y || end > m.Size().Height {
			t.Errorf("%g: the sentence is from %g to %g, of %g", width, m.says.Position().Y, end, m.Size().Height)
		}
	}
}

// Nodes that lead somewhere can be pressed and take the keyboard; the others are text.
func TestTree(t *testing.T) {
	light(t)
	led := 0
	tree := NewTree([]TreeNode{{Text: "root", OnTapped: func() { led++ }}, {Text: "between", OnTapped: func() { led += 10 }}, {Text: "this one", Strong: true}})
	w := laid(t, tree, 300)
	w.Canvas().FocusNext()
	w.Canvas().Focused().TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	w.Canvas().FocusNext()
	w.Canvas().Focused().TypedKey(&fyne.KeyEvent{Name: fyne.KeySpace})
	if led != 11 {
		t.Errorf("led to %d, want both issuers", led)
	}
	nodes := tree.(*fyne.Container).Objects
	if _, ok := nodes[2].(fyne.Tappable); ok {
		t.Error("the certificate itself leads somewhere")
	}
	test.Tap(nodes[0].(fyne.Tappable))
	if led != 12 {
		t.Errorf("a press led to %d", led)
	}
}

// A chip that is on can be told from one that is off without its colours.
func TestChip(t *testing.T) {
	light(t)
	changed := 0
	c := NewChip("Expired", func(bool) { changed++ })
	laid(t, Flow(4, 4, c), 300)
	c.Set(false, "12")
	r := test.WidgetRenderer(c).(*chipRenderer)
	if off := c.MinSize(); r.tick.Visible() || c.AccessibilityLabel() != "Expired 12" {
		t.Errorf("off: %v, %q", off, c.AccessibilityLabel())
	}
	test.Tap(c)
	if !c.On() || changed != 1 || !r.tick.Visible() || c.AccessibilityLabel() != "✓ Expired 12" {
		t.Errorf("on: %t, %d, %q", c.On(), changed, c.AccessibilityLabel())
	}
	c.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	if c.On() || changed != 2 {
		t.Error("Enter does not switch it")
	}
	c.Set(true, "12")
	if changed != 2 {
		t.Error("Set calls OnChanged")
	}
	if r.fill.StrokeColor != theme.Color(look.Link) {
		t.Error("what is on has no edge of its own")
	}
}
