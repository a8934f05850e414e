package widgets

import (
	"image/color"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
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

// A Table shows many rows of a few columns. A press on a title sorts, the edge of a title is dragged, and a double
// press on it fits the column to what is in view. Rows are chosen like files in a file manager: one, a range with
// Shift, more with Ctrl, all with Ctrl+A; letters go to the next name that begins with them; the menu of a row
// comes by the right button, the menu key and Shift+F10. It is built on Fyne's List, which draws only the rows
// in view; Fyne's own Table is an order of magnitude slower with 100,000 rows, and neither sorts nor selects rows.
type Table struct {
	widget.BaseWidget
	// Cells fills the cells of a row, one for each column.
	Cells func(row int, into []TableCell)
	// OnSort is called when a person asks for another order.
	OnSort func(column int, descending bool)
	// OnSelected is called when other rows are chosen.
	OnSelected func()
	// OnOpen is called by Enter and a double press.
	OnOpen func(row int)
	// OnMenu is called for the menu of the chosen rows; nil = no menu.
	OnMenu func(at fyne.Position)
	// OnCopy is called by the shortcut for copying.
	OnCopy func()
	// OnType is called with letters that were typed: it returns the first row from start on, and then from the top, of
	// which the name begins with them, or -1.
	OnType func(letters string, start int) int

	columns    []TableColumn
	widths     []float32 // 0 = not shown
	dragged    []float32 // by the person; 0 = not
	rows       int
	chosen     rowSet
	lead       int // the row that the keyboard moves from; -1 = none
	anchor     int // the row that a range begins at
	sortColumn int
	descending bool
	header     *tableHeader
	list       *tableList
	ring       *canvas.Rectangle // around the rows, where none of them has the keyboard's
	letters    advances

	typed     string // letters so far
	typedAt   time.Time
	now       func() time.Time // the clock, for tests
	modifiers func() fyne.KeyModifier
}

// NewTable returns an empty table, sorted by its column sort.
func NewTable(columns []TableColumn, sort int) *Table {
	t := &Table{columns: columns, sortColumn: sort, lead: -1, anchor: -1, now: time.Now, modifiers: heldModifiers}
	t.widths, t.dragged = make([]float32, len(columns)), make([]float32, len(columns))
	t.header = newTableHeader(t)
	t.list = newTableList(t)
	t.ring = canvas.NewRectangle(color.Transparent)
	t.ring.StrokeWidth, t.ring.CornerRadius, t.ring.Hidden = 2, look.FieldRadius, true
	t.ExtendBaseWidget(t)
	return t
}

func heldModifiers() fyne.KeyModifier {
	if d, ok := fyne.CurrentApp().Driver().(desktop.Driver); ok {
		return d.CurrentKeyModifiers()
	}
	return 0
}

// SetRows says that there are n rows now and that any of them may have changed: chosen are chosen, lead is the one
// the keyboard is at (-1 = none). OnSelected is not called, and the scroll place stays as far as it can.
func (t *Table) SetRows(n int, chosen []int, lead int) {
	offset := t.list.GetScrollOffset()
	t.rows = n
	t.chosen.clear()
	for _, row := range chosen {
		t.chosen.set(row, true)
	}
	t.lead, t.anchor = lead, lead
	t.showRing()
	t.list.redraw()
	t.list.scrollTo(offset)
}

// Top returns the first row in view, and how much of it is above the view.
func (t *Table) Top() (row int, above float32) {
	offset := t.list.GetScrollOffset()
	row = int(offset / t.list.pitch())
	return row, offset - float32(row)*t.list.pitch()
}

// SetTop scrolls so that Top returns the same.
func (t *Table) SetTop(row int, above float32) {
	t.list.scrollTo(float32(row)*t.list.pitch() + above)
}

// InView returns how many rows fit into the view.
func (t *Table) InView() int { return max(1, int(t.list.Size().Height/t.list.pitch())) }

// Reveal scrolls as little as is needed to show a row.
func (t *Table) Reveal(row int) { t.list.reveal(row) }

// Sort returns by which column the rows are sorted.
func (t *Table) Sort() (column int, descending bool) { return t.sortColumn, t.descending }

// SetSort sets the order that the header shows. It does not call OnSort.
func (t *Table) SetSort(column int, descending bool) {
	t.sortColumn, t.descending = column, descending
	t.header.Refresh()
}

// Widths returns the widths to which a person dragged the columns, 0 for the others.
func (t *Table) Widths() []float32 { return t.dragged }

// SetWidths sets what Widths returned.
func (t *Table) SetWidths(dragged []float32) {
	copy(t.dragged, dragged)
	t.relayout()
}

// Focusable returns the part that takes the keyboard.
func (t *Table) Focusable() fyne.Focusable { return t.list }

// Columns returns the titles of the columns that are shown.
func (t *Table) Columns() (titles []string) {
	for i, c := range t.columns {
		if t.widths[i] > 0 {
			titles = append(titles, c.Title)
		}
	}
	return titles
}

// ColumnWidth returns how wide a column must be to show its title and texts such as these whole.
func ColumnWidth(title string, icon bool, texts ...string) float32 {
	width := titleStyle.measure(title).Width + sortArrow
	for _, text := range texts {
		var w float32
		for _, letter := range text { // one by one, as cells are cut: without kerning they are wider than together
			w += Plain.measure(string(letter)).Width
		}
		if icon {
			w += cellIcon + cellIconGap
		}
		width = max(width, w)
	}
	return width + cellPad + cellPad/2 + 1
}

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

// setWidth gives a column a width of its own.
func (t *Table) setWidth(column int, width float32) {
	t.dragged[column] = max(48, width)
	t.relayout()
}

// fitToContent gives a column the width of what is in view.
func (t *Table) fitToContent(column int) {
	var texts []string
	icon := false
	cells := make([]TableCell, len(t.columns))
	top, _ := t.Top()
	for row := top; row < min(t.rows, top+t.InView()+1); row++ {
		clear(cells)
		t.Cells(row, cells)
		texts = append(texts, cells[column].Text)
		icon = icon || cells[column].Icon != look.IconNone
	}
	t.setWidth(column, ColumnWidth(t.columns[column].Title, icon, texts...))
}

func (t *Table) relayout() {
	t.fit(t.Size().Width - 2*tableMargin)
	t.Refresh()
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
	return []fyne.CanvasObject{r.t.header, r.t.list, r.t.ring}
}

func (r tableRenderer) Layout(size fyne.Size) {
	r.t.fit(size.Width - 2*tableMargin)
	h := r.t.header.MinSize().Height
	r.t.header.Resize(fyne.NewSize(size.Width, h))
	r.t.list.Move(fyne.NewPos(tableMargin, h+2))
	r.t.list.Resize(fyne.NewSize(size.Width-2*tableMargin, size.Height-h-2))
	r.t.ring.Move(r.t.list.Position())
	r.t.ring.Resize(r.t.list.Size().SubtractWidthHeight(0, 2))
	r.t.list.redraw()
}

func (r tableRenderer) Refresh() {
	r.t.showRing()
	r.t.header.Refresh()
	r.t.list.redraw()
}

// showRing shows where the keyboard is when no row does.
func (t *Table) showRing() {
	t.ring.StrokeColor = theme.Color(look.Ring)
	if hidden := !t.list.focused || t.lead >= 0; hidden != t.ring.Hidden {
		t.ring.Hidden = hidden
		t.ring.Refresh()
	}
}

// tableMargin is left and right of the rows.
const tableMargin = 6
