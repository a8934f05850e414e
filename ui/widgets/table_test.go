package widgets

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/widget"

	"certviewer/ui/look"
)

// newTestTable is a table of n rows in a window of 600 by 328: ten rows and a header.
func newTestTable(t *testing.T, n int) (*Table, fyne.Window) {
	t.Helper()
	a := test.NewTempApp(t)
	a.Settings().SetTheme(look.Theme{Mode: look.Light})
	table := NewTable([]TableColumn{{Title: "Name", Min: 200, Weight: 1}, {Title: "Until", Min: 100}, {Title: "Place", Min: 150, Drop: 1}}, 0)
	table.Cells = func(row int, into []TableCell) { into[0].Text = fmt.Sprint("row ", row) }
	w := test.NewTempWindow(t, table)
	w.SetPadded(false)
	w.Resize(fyne.NewSize(600, 328))
	table.SetRows(n, nil, -1)
	return table, w
}

func TestTableKeys(t *testing.T) {
	table, w := newTestTable(t, 100)
	var chosen []int
	table.OnSelected = func() { chosen = append(chosen, table.Selected()) }
	w.Canvas().Focus(table.Focusable())
	for _, key := range []fyne.KeyName{fyne.KeyDown, fyne.KeyDown, fyne.KeyUp, fyne.KeyUp, fyne.KeyEnd, fyne.KeyDown, fyne.KeyPageUp, fyne.KeyHome, fyne.KeyPageDown} {
		table.Focusable().TypedKey(&fyne.KeyEvent{Name: key})
	}
	if len(chosen) < 6 {
		t.Fatalf("chosen: %d", chosen)
	}
	page := 99 - chosen[4]
	if want := []int{0, 1, 0, 99, 99 - page, 0, page}; !slices.Equal(chosen, want) {
		t.Errorf("chosen %d, want %d", chosen, want)
	}
	if page < 7 || page > 10 {
		t.Errorf("a page is %d rows", page)
	}
}

func TestTableKeysWithoutRows(t *testing.T) {
	table, _ := newTestTable(t, 0)
	table.OnSelected = func() { t.Errorf("row %d of none was chosen", table.Selected()) }
	for _, key := range []fyne.KeyName{fyne.KeyDown, fyne.KeyUp, fyne.KeyEnd, fyne.KeyHome, fyne.KeyPageDown} {
		table.Focusable().TypedKey(&fyne.KeyEvent{Name: key})
	}
}

func TestTableSortsByItsHeader(t *testing.T) {
	table, _ := newTestTable(t, 3)
	var asked []string
	table.OnSort = func(column int, descending bool) { asked = append(asked, fmt.Sprint(column, descending)) }
	test.TapAt(table.header, fyne.NewPos(20, 10))
	test.TapAt(table.header, fyne.NewPos(20, 10))
	test.TapAt(table.header, fyne.NewPos(table.widths[0]+tableMargin+20, 10))
	table.header.TypedKey(&fyne.KeyEvent{Name: fyne.KeyRight})
	table.header.TypedKey(&fyne.KeyEvent{Name: fyne.KeyRight})
	table.header.TypedKey(&fyne.KeyEvent{Name: fyne.KeySpace})
	if want := []string{"0true", "0false", "1false", "2false"}; !slices.Equal(asked, spaced(want)) {
		t.Errorf("asked %q", asked)
	}
}

func spaced(in []string) (out []string) {
	for _, s := range in {
		out = append(out, s[:1]+" "+s[1:])
	}
	return out
}

func TestTableColumnsFit(t *testing.T) {
	table, _ := newTestTable(t, 1)
	for _, x := range []struct {
		total float32
		want  []float32
	}{
		{450, []float32{200, 100, 150}},
		{600, []float32{350, 100, 150}}, // what is left goes to the weights
		{449, []float32{349, 100, 0}},   // the least important column makes room
		{200, []float32{200, 100, 0}},   // the others never go
	} {
		table.fit(x.total)
		if !slices.Equal(table.widths, x.want) {
			t.Errorf("%g: %g, want %g", x.total, table.widths, x.want)
		}
	}
}

func TestTableColumnIsDragged(t *testing.T) {
	table, _ := newTestTable(t, 1)
	before := table.widths[0]
	table.header.held = 0
	table.header.Dragged(&fyne.DragEvent{Dragged: fyne.NewDelta(-40, 0)})
	table.header.DragEnd()
	if got := table.widths[0]; got != before-40 {
		t.Errorf("width %g, want %g", got, before-40)
	}
}

// rowOf returns the drawn row.
func rowOf(t *testing.T, table *Table, row int) *tableRow {
	t.Helper()
	r := table.list.inView[row]
	if r == nil {
		t.Fatalf("row %d is not in view", row)
	}
	return r
}

func clickRow(t *testing.T, table *Table, row int, held fyne.KeyModifier) {
	t.Helper()
	rowOf(t, table, row).MouseDown(&desktop.MouseEvent{Button: desktop.MouseButtonPrimary, Modifier: held})
}

// A press chooses a row, Shift a range, Ctrl one more or one less.
func TestTableChoosesSeveral(t *testing.T) {
	table, w := newTestTable(t, 9)
	table.now = func() time.Time { return time.Time{}.AddDate(2000, 0, 0) }
	asked := 0
	table.OnSelected = func() { asked++ }
	ctrl, shift := fyne.KeyModifierShortcutDefault, fyne.KeyModifierShift
	for _, x := range []struct {
		row  int
		held fyne.KeyModifier
		want []int
	}{
		{1, 0, []int{1}},
		{4, shift, []int{1, 2, 3, 4}},
		{0, shift, []int{0, 1}}, // from where it began
		{6, ctrl, []int{0, 1, 6}},
		{1, ctrl, []int{0, 6}},
		{8, ctrl, []int{0, 6, 8}},
		{3, 0, []int{3}},
	} {
		clickRow(t, table, x.row, x.held)
		if got := table.Selection(); !slices.Equal(got, x.want) || table.Selected() != x.row {
			t.Fatalf("row %d with %v: %d (at %d), want %d", x.row, x.held, got, table.Selected(), x.want)
		}
	}
	if asked != 7 {
		t.Errorf("told %d times, want 7", asked)
	}
	if w.Canvas().Focused() != table.Focusable() {
		t.Error("a press does not take the keyboard")
	}

	held := fyne.KeyModifier(0)
	table.modifiers = func() fyne.KeyModifier { return held }
	key := func(name fyne.KeyName) { table.Focusable().TypedKey(&fyne.KeyEvent{Name: name}) }
	held = shift
	key(fyne.KeyDown)
	key(fyne.KeyDown)
	key(fyne.KeyUp)
	if got := table.Selection(); !slices.Equal(got, []int{3, 4}) {
		t.Errorf("Shift and arrows: %d", got)
	}
	key(fyne.KeyEnd)
	if got := table.Selection(); len(got) != 6 || got[0] != 3 {
		t.Errorf("Shift and End: %d", got)
	}
	held = 0
	table.list.TypedShortcut(&fyne.ShortcutSelectAll{})
	if got := table.Selection(); len(got) != 9 || table.Selected() != 8 {
		t.Errorf("all: %d, at %d", got, table.Selected())
	}
	copied := false
	table.OnCopy = func() { copied = true }
	table.list.TypedShortcut(&fyne.ShortcutCopy{})
	if !copied {
		t.Error("Ctrl+C copies nothing")
	}
}

// The menu is that of the chosen rows; a row that is not among them becomes the only one.
func TestTableMenu(t *testing.T) {
	table, w := newTestTable(t, 9)
	menus := 0
	var at fyne.Position
	table.OnMenu = func(p fyne.Position) { menus++; at = p }
	clickRow(t, table, 2, 0)
	clickRow(t, table, 4, fyne.KeyModifierShift)
	rowOf(t, table, 3).TappedSecondary(&fyne.PointEvent{})
	if got := table.Selection(); len(got) != 3 || menus != 1 {
		t.Errorf("on a chosen row: %d, %d menus", got, menus)
	}
	rowOf(t, table, 7).TappedSecondary(&fyne.PointEvent{})
	if got := table.Selection(); !slices.Equal(got, []int{7}) || menus != 2 {
		t.Errorf("on another row: %d, %d menus", got, menus)
	}
	w.Canvas().Focus(table.Focusable())
	table.Focusable().TypedKey(&fyne.KeyEvent{Name: desktop.KeyMenu})
	if want := float32(30 + 2 + 8*look.RowHeight); menus != 3 || at.Y != want {
		t.Errorf("menu key: %d menus, at %g, want %g", menus, at.Y, want)
	}
	table.Focusable().TypedKey(&fyne.KeyEvent{Name: fyne.KeyF10})
	if menus != 3 {
		t.Error("F10 alone opens a menu")
	}
	table.modifiers = func() fyne.KeyModifier { return fyne.KeyModifierShift }
	table.Focusable().TypedKey(&fyne.KeyEvent{Name: fyne.KeyF10})
	if menus != 4 {
		t.Error("Shift+F10 opens no menu")
	}
}

// Enter opens, and so do two presses on one row, if they are quick.
func TestTableOpens(t *testing.T) {
	table, _ := newTestTable(t, 5)
	clock := time.Now()
	table.now = func() time.Time { return clock }
	var opened []int
	table.OnOpen = func(row int) { opened = append(opened, row) }
	clickRow(t, table, 2, 0)
	clock = clock.Add(100 * time.Millisecond)
	clickRow(t, table, 3, 0)
	clock = clock.Add(100 * time.Millisecond)
	clickRow(t, table, 3, 0) // this one
	clock = clock.Add(100 * time.Millisecond)
	clickRow(t, table, 3, 0) // a third press is a first one
	clock = clock.Add(time.Second)
	clickRow(t, table, 3, 0)
	table.Focusable().TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	if !slices.Equal(opened, []int{3, 3}) {
		t.Errorf("opened %d", opened)
	}
}

func TestTableTypeAhead(t *testing.T) {
	table, _ := newTestTable(t, 6)
	names := []string{"alpha", "beta", "bravo", "charlie", "ccc", "delta"}
	table.OnType = func(letters string, start int) int {
		for i := range names {
			if row := (start + i) % len(names); strings.HasPrefix(names[row], letters) {
				return row
			}
		}
		return -1
	}
	clock := time.Now()
	table.now = func() time.Time { return clock }
	typed := func(letters string) int {
		clock = clock.Add(2 * time.Second)
		for _, r := range letters {
			clock = clock.Add(200 * time.Millisecond)
			table.Focusable().TypedRune(r)
		}
		return table.Selected()
	}
	for i, x := range []struct {
		letters string
		want    int
	}{
		{"b", 1},
		{"b", 2},  // the next one
		{"b", 1},  // from the top again
		{"br", 2}, // a longer beginning
		{"cc", 4}, // both letters, since there is such a name
		{"c", 3},
		{"dd", 5}, // once more the same letter, but there is only one
		{"x", 5},
		{"bx", 1}, // the b was found
		{" a", 0}, // a space begins no name
	} {
		if got := typed(x.letters); got != x.want {
			t.Errorf("%d, %q: row %d, want %d", i, x.letters, got, x.want)
		}
	}
}

// Other rows do not scroll the table, unless there are too few of them.
func TestTableKeepsItsPlace(t *testing.T) {
	table, _ := newTestTable(t, 1000)
	table.SetTop(500, 7)
	if row, above := table.Top(); row != 500 || above != 7 {
		t.Fatalf("top is %d, %g", row, above)
	}
	table.SetRows(1001, []int{3, 4}, 3)
	if row, above := table.Top(); row != 500 || above != 7 {
		t.Errorf("top is %d, %g", row, above)
	}
	if got := table.Selection(); !slices.Equal(got, []int{3, 4}) || table.Selected() != 3 {
		t.Errorf("chosen %d", got)
	}
	table.SetRows(20, nil, -1)
	if row, _ := table.Top(); row < 9 || row > 11 {
		t.Errorf("20 rows: top is %d", row)
	}
	table.Reveal(0)
	if row, above := table.Top(); row != 0 || above != 0 {
		t.Errorf("after Reveal: top is %d, %g", row, above)
	}
	for range 15 {
		table.Focusable().TypedKey(&fyne.KeyEvent{Name: fyne.KeyDown})
	}
	if row, _ := table.Top(); row < 4 || row > 6 || table.Selected() != 14 {
		t.Errorf("after 15 times Down: top is %d, at %d", row, table.Selected())
	}
}

func TestTableColumnFitsItsContent(t *testing.T) {
	table, _ := newTestTable(t, 5)
	table.Cells = func(row int, into []TableCell) { into[0].Text = strings.Repeat("長い名前", row+1) }
	edge := fyne.NewPos(table.widths[0]+tableMargin, 10)
	test.TapAt(table.header, edge)
	before := table.widths[0]
	test.TapAt(table.header, edge)
	if want := Plain.measure(strings.Repeat("長い名前", 5)).Width + cellPad + cellPad/2 + 1; table.widths[0] != want || before == want {
		t.Errorf("width %g, want %g", table.widths[0], want)
	}
}

// Adding letters cuts a text where measuring it would, or a letter beside.
func TestAdvances(t *testing.T) {
	test.NewTempApp(t).Settings().SetTheme(look.Theme{Mode: look.Light})
	var a advances
	for _, text := range []string{"Entrust Root Certification Authority - G2", "山田 花子（Yamada Hanako）のｻｰﾊﾞｰ", "AVAVAVAVA. To. Wa", "مرحبا بالعالم", "が゙か゚ e\u0301", ""} {
		for width := float32(0); width < 320; width += 7 {
			got, want := a.ellipsize(text, width), Ellipsize(text, width, Plain)
			if d := len([]rune(got)) - len([]rune(want)); d < -2 || d > 1 || Plain.measure(got).Width > width+2 {
				t.Errorf("%g: %q, want %q", width, got, want)
			}
		}
	}
}

func TestRowSet(t *testing.T) {
	var s rowSet
	s.span(70, 3)
	s.set(70, false)
	s.set(200, true)
	s.set(200, true)
	if got := s.all(); len(got) != 68 || s.n != 68 || got[0] != 3 || got[66] != 69 || got[67] != 200 || s.has(70) || s.has(-1) || s.has(5000) {
		t.Errorf("%d: %d", s.n, got)
	}
	s.clear()
	s.set(201, true)
	if got := s.all(); !slices.Equal(got, []int{201}) {
		t.Errorf("after clear: %d", got)
	}
}

// scrollTable is a table of 100,000 rows of five columns, and a step of one line in it.
func scrollTable(b *testing.B) (step func(i int)) {
	table := NewTable([]TableColumn{{Title: "State", Min: 100}, {Title: "Name", Min: 200, Weight: 1}, {Title: "Issuer", Min: 200}, {Title: "Until", Min: 100}, {Title: "Place", Min: 120}}, 0)
	table.Cells = func(row int, into []TableCell) {
		for i := range into {
			into[i].Text = cellText(row, i)
		}
	}
	w := test.NewTempWindow(b, table)
	w.Resize(fyne.NewSize(1200, 800))
	table.SetRows(100_000, nil, -1)
	return func(i int) { table.SetTop(i%99_000, 0) }
}

func cellText(row, column int) string { return fmt.Sprint("日本語の名前 ", row, column) }

// BenchmarkScroll is a step of one line in our table and in Fyne's, with 100,000 rows.
func BenchmarkScroll(b *testing.B) {
	a := test.NewTempApp(b)
	a.Settings().SetTheme(look.Theme{Mode: look.Light})
	b.Run("ours", func(b *testing.B) {
		step := scrollTable(b)
		for i := 0; b.Loop(); i++ {
			step(i)
		}
		b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "steps/s")
	})
	b.Run("fyne", func(b *testing.B) {
		table := widget.NewTable(func() (int, int) { return 100_000, 5 },
			func() fyne.CanvasObject { return widget.NewLabel("") },
			func(id widget.TableCellID, o fyne.CanvasObject) { o.(*widget.Label).SetText(cellText(id.Row, id.Col)) })
		for i, width := range []float32{100, 480, 200, 100, 120} {
			table.SetColumnWidth(i, width)
		}
		w := test.NewTempWindow(b, table)
		w.Resize(fyne.NewSize(1200, 800))
		height := widget.NewLabel("").MinSize().Height + 4
		for i := 0; b.Loop(); i++ {
			table.ScrollToOffset(fyne.NewPos(0, float32(i%99_000)*height))
		}
		b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "steps/s")
	})
}

// The keyboard is seen in the table before a row is chosen, too.
func TestTableRing(t *testing.T) {
	start(t)
	table := NewTable([]TableColumn{{Title: "A", Min: 80}}, 0)
	table.Cells = func(int, []TableCell) {}
	w := test.NewTempWindow(t, table)
	w.Resize(fyne.NewSize(300, 200))
	table.SetRows(3, nil, -1)
	if table.ring.Visible() {
		t.Error("a ring without the keyboard")
	}
	w.Canvas().Focus(table.Focusable())
	if !table.ring.Visible() || table.ring.Size().Width < 200 {
		t.Errorf("no ring: %v", table.ring.Size())
	}
	table.Focusable().TypedKey(&fyne.KeyEvent{Name: fyne.KeyDown})
	if table.ring.Visible() {
		t.Error("a ring besides that of the row")
	}
	table.SetRows(0, nil, -1)
	if w.Canvas().Unfocus(); table.ring.Visible() {
		t.Error("the ring stays")
	}
}

// A press anywhere on a box with words switches it, as do the keys.
func TestTick(t *testing.T) {
	start(t)
	var told []bool
	tick := NewTick("Mail", "Signed mail that it vouches for counts as genuine.", false, func(on bool) { told = append(told, on) })
	w := test.NewTempWindow(t, tick)
	w.Resize(fyne.NewSize(400, 100))
	test.Tap(tick)
	w.Canvas().Focus(tick)
	tick.TypedKey(&fyne.KeyEvent{Name: fyne.KeySpace})
	tick.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	if !slices.Equal(told, []bool{true, false, true}) || tick.AccessibilityLabel() != "✓ Mail. Signed mail that it vouches for counts as genuine." {
		t.Errorf("%v, %q", told, tick.AccessibilityLabel())
	}
	if narrow, wide := tick.HeightFor(160), tick.HeightFor(600); narrow <= wide {
		t.Errorf("%v high where the note wraps, %v where it does not", narrow, wide)
	}
}
