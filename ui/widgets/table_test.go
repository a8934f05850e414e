package widgets

import (
	"fmt"
	"slices"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

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
	table.SetRows(n, -1)
	return table, w
}

func TestTableKeys(t *testing.T) {
	table, w := newTestTable(t, 100)
	var chosen []int
	table.OnSelected = func(row int) { chosen = append(chosen, row) }
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
	table.OnSelected = func(row int) { t.Errorf("row %d of none was chosen", row) }
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

// A press of either button chooses the row, and the right one asks for its menu too.
func TestTableRowIsPressed(t *testing.T) {
	table, w := newTestTable(t, 5)
	menu := -1
	table.OnMenu = func(row int, _ fyne.Position) { menu = row }
	at := fyne.NewPos(60, 30+2+look.RowHeight+10) // the second row
	test.TapCanvas(w.Canvas(), at)
	if table.Selected() != 1 {
		t.Errorf("chosen %d, want 1", table.Selected())
	}
	r := newTableRow(table)
	r.show(3)
	r.TappedSecondary(&fyne.PointEvent{})
	if table.Selected() != 3 || menu != 3 {
		t.Errorf("chosen %d, menu of %d, want 3", table.Selected(), menu)
	}
}

func BenchmarkTableScroll(b *testing.B) {
	a := test.NewTempApp(b)
	a.Settings().SetTheme(look.Theme{Mode: look.Light})
	table := NewTable([]TableColumn{{Title: "Name", Min: 200, Weight: 1}, {Title: "Until", Min: 100}}, 0)
	table.Cells = func(row int, into []TableCell) { into[0].Text = fmt.Sprint("日本語の名前 ", row) }
	w := test.NewTempWindow(b, table)
	w.Resize(fyne.NewSize(1200, 800))
	table.SetRows(100_000, -1)
	for i := 0; b.Loop(); i += 25 {
		table.list.ScrollTo(i % 100_000)
	}
}
