package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"certviewer/ui/look"
)

// A TableColumn is a column of a Table. Columns share what is left of the width by Weight above their
// Min; when not even the Mins fit, those with the highest Drop disappear, one after the other.
type TableColumn struct {
	Title  string
	Min    float32
	Weight float32 // 0 = stays at Min
	Drop   int     // 0 = always there
}

// A TableCell is what a row shows in a column.
type TableCell struct {
	Text string
	Icon look.Icon // before the text
	Tone look.Tone // of icon and text; the zero Tone is ordinary text
	Mute bool      // of second rank
}

// A Table shows many rows of a few columns: sorted by a press on a header, columns resized by dragging,
// everything by keyboard. It is built on Fyne's List, which draws only the rows in view; Fyne's own Table is
// an order of magnitude slower with 100,000 rows, and neither sorts nor selects rows.
type Table struct {
	widget.BaseWidget
	// Cells fills the cells of a row, one for each column.
	Cells func(row int, into []TableCell)
	// OnSort is called when a person asks for another order.
	OnSort func(column int, descending bool)
	// OnSelected is called when a row is chosen.
	OnSelected func(row int)
	// OnMenu is called for the menu of a row; nil = no menu.
	OnMenu func(row int, at fyne.Position)
	// OnCopy is called by the shortcut for copying.
	OnCopy func(row int)

	columns    []TableColumn
	widths     []float32 // 0 = not shown
	dragged    []float32 // by the person; 0 = not
	rows       int
	selected   int
	sortColumn int
	descending bool
	header     *tableHeader
	list       *tableList
}

// NewTable returns an empty table, sorted by its column sort.
func NewTable(columns []TableColumn, sort int) *Table {
	t := &Table{columns: columns, sortColumn: sort, selected: -1}
	t.widths, t.dragged = make([]float32, len(columns)), make([]float32, len(columns))
	t.header = newTableHeader(t)
	t.list = newTableList(t)
	t.ExtendBaseWidget(t)
	return t
}

// SetRows says that there are n rows now and that any of them may have changed. selected is the
// chosen row, -1 for none; OnSelected is not called. The chosen row is brought into view.
func (t *Table) SetRows(n, selected int) {
	t.rows = n
	t.list.quietly(func() {
		t.list.UnselectAll()
		t.selected = -1
		t.list.Refresh()
		if selected >= 0 && selected < n {
			t.list.Select(selected)
		} else {
			t.list.ScrollToTop()
		}
	})
}

// Selected returns the chosen row, -1 for none.
func (t *Table) Selected() int { return t.selected }

// Select chooses a row, brings it into view and calls OnSelected.
func (t *Table) Select(row int) {
	if row >= 0 && row < t.rows {
		t.list.Select(row)
	}
}

// Sort returns by which column the rows are sorted.
func (t *Table) Sort() (column int, descending bool) { return t.sortColumn, t.descending }

// SetSort sets the order that the header shows. It does not call OnSort.
func (t *Table) SetSort(column int, descending bool) {
	t.sortColumn, t.descending = column, descending
	t.header.Refresh()
}

// Focusable returns the part that takes the keyboard.
func (t *Table) Focusable() fyne.Focusable { return t.list }

func (t *Table) sortBy(column int) {
	if t.sortColumn == column {
		t.descending = !t.descending
	} else {
		t.sortColumn, t.descending = column, false
	}
	t.header.Refresh()
	if t.OnSort != nil {
		t.OnSort(t.sortColumn, t.descending)
	}
}

// fit computes the columns' widths for a total.
func (t *Table) fit(total float32) {
	least := func(i int) float32 {
		if t.dragged[i] > 0 {
			return t.dragged[i]
		}
		return t.columns[i].Min
	}
	shown := make([]bool, len(t.columns))
	var sum float32
	for i := range t.columns {
		shown[i] = true
		sum += least(i)
	}
	for sum > total {
		worst := -1
		for i, c := range t.columns {
			if shown[i] && c.Drop > 0 && (worst < 0 || c.Drop > t.columns[worst].Drop) {
				worst = i
			}
		}
		if worst < 0 {
			break
		}
		shown[worst] = false
		sum -= least(worst)
	}
	var weights float32
	for i, c := range t.columns {
		if shown[i] && t.dragged[i] == 0 {
			weights += c.Weight
		}
	}
	for i, c := range t.columns {
		t.widths[i] = 0
		if !shown[i] {
			continue
		}
		t.widths[i] = least(i)
		if t.dragged[i] == 0 && weights > 0 && sum < total {
			t.widths[i] += (total - sum) * c.Weight / weights
		}
	}
}

// CreateRenderer implements fyne.Widget.
func (t *Table) CreateRenderer() fyne.WidgetRenderer { return tableRenderer{t} }

type tableRenderer struct{ t *Table }

func (r tableRenderer) Destroy()           {}
func (r tableRenderer) MinSize() fyne.Size { return fyne.NewSize(240, 120) }

func (r tableRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.t.header, r.t.list}
}

func (r tableRenderer) Layout(size fyne.Size) {
	r.t.fit(size.Width - 2*tableMargin)
	h := r.t.header.MinSize().Height
	r.t.header.Resize(fyne.NewSize(size.Width, h))
	r.t.list.Move(fyne.NewPos(tableMargin, h+2))
	r.t.list.Resize(fyne.NewSize(size.Width-2*tableMargin, size.Height-h-2))
	r.t.list.Refresh()
}

func (r tableRenderer) Refresh() {
	r.t.header.Refresh()
	r.t.list.Refresh()
}

// tableMargin is left and right of the rows.
const tableMargin = 6

// tableList is the rows: a List whose selection follows the keyboard.
type tableList struct {
	widget.List
	t     *Table
	quiet bool
}

var _ fyne.Shortcutable = (*tableList)(nil)

func newTableList(t *Table) *tableList {
	l := &tableList{t: t}
	l.HideSeparators = true
	l.Length = func() int { return t.rows }
	l.CreateItem = func() fyne.CanvasObject { return newTableRow(t) }
	l.UpdateItem = func(i widget.ListItemID, o fyne.CanvasObject) { o.(*tableRow).show(i) }
	l.OnSelected = func(i widget.ListItemID) {
		t.selected = i
		if t.OnSelected != nil && !l.quiet {
			t.OnSelected(i)
		}
	}
	l.ExtendBaseWidget(l)
	return l
}

func (l *tableList) quietly(do func()) {
	l.quiet = true
	do()
	l.quiet = false
}

// TypedKey moves the selection.
func (l *tableList) TypedKey(e *fyne.KeyEvent) {
	page := max(1, int(l.Size().Height/(rowInner+theme.Padding()))-1)
	to := l.t.selected
	switch e.Name {
	case fyne.KeyDown:
		to++
	case fyne.KeyUp:
		to--
	case fyne.KeyPageDown:
		to += page
	case fyne.KeyPageUp:
		to -= page
	case fyne.KeyHome:
		to = 0
	case fyne.KeyEnd:
		to = l.t.rows - 1
	default:
		return
	}
	if l.t.rows > 0 {
		l.Select(min(max(to, 0), l.t.rows-1))
	}
}

// TypedShortcut copies, and leaves all else to the window.
func (l *tableList) TypedShortcut(s fyne.Shortcut) {
	if _, ok := s.(*fyne.ShortcutCopy); !ok {
		PassOn(l, s)
	} else if l.t.OnCopy != nil && l.t.selected >= 0 {
		l.t.OnCopy(l.t.selected)
	}
}

// PassOn gives a shortcut to the window of o. Fyne shows a shortcut to what has the keyboard, and to
// the window only if that takes none at all.
func PassOn(o fyne.CanvasObject, s fyne.Shortcut) {
	if c, ok := fyne.CurrentApp().Driver().CanvasForObject(o).(fyne.Shortcutable); ok {
		c.TypedShortcut(s)
	}
}
