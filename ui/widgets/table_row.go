package widgets

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"certviewer/ui/look"
)

// rowInner is the height of a row's own drawing: the list puts theme.Padding between two.
const rowInner = look.RowHeight - 4

const (
	cellPad  = 8
	cellIcon = 14
)

// tableRow is one row. Lists reuse rows, so it shows whatever it was told last.
type tableRow struct {
	widget.BaseWidget
	t     *Table
	id    int
	cells []TableCell
}

// A row with a menu must take the left button too, or the list would not see it.
var (
	_ fyne.SecondaryTappable = (*tableRow)(nil)
	_ fyne.Tappable          = (*tableRow)(nil)
)

func newTableRow(t *Table) *tableRow {
	r := &tableRow{t: t, id: -1, cells: make([]TableCell, len(t.columns))}
	r.ExtendBaseWidget(r)
	return r
}

func (r *tableRow) show(id int) {
	r.id = id
	clear(r.cells)
	if id < r.t.rows && r.t.Cells != nil {
		r.t.Cells(id, r.cells)
	}
	r.Refresh()
}

// Tapped chooses the row and gives the table the keyboard.
func (r *tableRow) Tapped(*fyne.PointEvent) {
	if c := fyne.CurrentApp().Driver().CanvasForObject(r.t); c != nil {
		c.Focus(r.t.list)
	}
	r.t.list.Select(r.id)
}

// TappedSecondary chooses the row and asks for its menu.
func (r *tableRow) TappedSecondary(e *fyne.PointEvent) {
	r.Tapped(e)
	if r.t.OnMenu != nil {
		r.t.OnMenu(r.id, e.AbsolutePosition)
	}
}

// AccessibilityLabel is all of the row.
func (r *tableRow) AccessibilityLabel() string {
	out := ""
	for i, c := range r.cells {
		if c.Text != "" {
			out += r.t.columns[i].Title + ": " + c.Text + ". "
		}
	}
	return out
}

// AccessibilityRole is text.
func (r *tableRow) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleText }

// CreateRenderer implements fyne.Widget.
func (r *tableRow) CreateRenderer() fyne.WidgetRenderer {
	out := &tableRowRenderer{r: r, cells: make([]cellView, len(r.cells))}
	for i := range out.cells {
		out.cells[i] = cellView{text: canvas.NewText("", color.Transparent), icon: NewGlyph(look.IconNone, cellIcon, look.Muted, "")}
	}
	return out
}

type cellView struct {
	text *canvas.Text
	icon *Glyph
}

type tableRowRenderer struct {
	r     *tableRow
	cells []cellView
}

func (r *tableRowRenderer) Destroy()           {}
func (r *tableRowRenderer) MinSize() fyne.Size { return fyne.NewSize(80, rowInner) }

func (r *tableRowRenderer) Objects() []fyne.CanvasObject {
	out := make([]fyne.CanvasObject, 0, 2*len(r.cells))
	for _, c := range r.cells {
		out = append(out, c.icon, c.text)
	}
	return out
}

func (r *tableRowRenderer) Layout(size fyne.Size) {
	var x float32
	for i, view := range r.cells {
		width := r.r.t.widths[i]
		cell := r.r.cells[i]
		view.text.Hidden = width == 0
		view.icon.Hidden = width == 0 || cell.Icon == look.IconNone
		if width == 0 {
			continue
		}
		left := x + cellPad
		if cell.Icon != look.IconNone {
			view.icon.Move(fyne.NewPos(left, (size.Height-cellIcon)/2))
			view.icon.Resize(fyne.NewSquareSize(cellIcon))
			left += cellIcon + 6
		}
		room := x + width - cellPad/2 - left
		view.text.Text = Ellipsize(cell.Text, room, Plain)
		view.text.Move(fyne.NewPos(left, 0))
		view.text.Resize(fyne.NewSize(max(0, room), size.Height))
		x += width
	}
}

func (r *tableRowRenderer) Refresh() {
	for i, view := range r.cells {
		cell := r.r.cells[i]
		name, shape := theme.ColorNameForeground, look.Muted
		switch {
		case cell.Tone.Text != "":
			name, shape = cell.Tone.Text, cell.Tone.Shape
		case cell.Mute:
			name = look.Muted
		}
		view.text.Color, view.text.TextSize = theme.Color(name), theme.TextSize()
		view.icon.Icon, view.icon.Text = cell.Icon, shape
	}
	r.Layout(r.r.Size())
	for _, view := range r.cells {
		if !view.icon.Hidden {
			view.icon.Refresh()
		}
		canvas.Refresh(view.text)
	}
}
