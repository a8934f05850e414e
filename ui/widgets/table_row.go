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

// rowInner is the height of a row's own drawing: the list puts theme.Padding between two.
const rowInner = look.RowHeight - 4

const (
	cellPad     = 8
	cellIcon    = 14
	cellIconGap = 6
)

// tableRow is one row. Lists reuse rows, so it shows whatever it was told last.
type tableRow struct {
	widget.BaseWidget
	t     *Table
	id    int
	cells []TableCell
	when  time.Time // of the last press
}

// A row chooses itself as soon as the button goes down, like everywhere else; being Tappable as well keeps
// the list from hearing of the same press, and double presses are told by time, or Fyne would hold back the first.
var (
	_ fyne.SecondaryTappable = (*tableRow)(nil)
	_ fyne.Tappable          = (*tableRow)(nil)
	_ desktop.Mouseable      = (*tableRow)(nil)
)

func newTableRow(t *Table) *tableRow {
	r := &tableRow{t: t, id: -1, cells: make([]TableCell, len(t.columns))}
	r.ExtendBaseWidget(r)
	return r
}

func (r *tableRow) show(id int) {
	if r.t.list.inView[r.id] == r {
		delete(r.t.list.inView, r.id)
	}
	if id != r.id {
		r.when = time.Time{}
	}
	r.id = id
	r.t.list.inView[id] = r
	clear(r.cells)
	if id < r.t.rows && r.t.Cells != nil {
		r.t.Cells(id, r.cells)
	}
	r.Refresh()
}

// MouseDown chooses the row and gives the table the keyboard; twice opens it.
func (r *tableRow) MouseDown(e *desktop.MouseEvent) {
	if c := fyne.CurrentApp().Driver().CanvasForObject(r.t); c != nil {
		c.Focus(r.t.list)
	}
	if e.Button != desktop.MouseButtonPrimary {
		return // the menu comes when the button is let go
	}
	now := r.t.now()
	double := e.Modifier == 0 && now.Sub(r.when) < doublePress
	r.when = now
	if double && r.t.OnOpen != nil {
		r.when = time.Time{}
		r.t.OnOpen(r.id)
		return
	}
	r.t.pressed(r.id, e.Modifier)
}

// MouseUp implements desktop.Mouseable.
func (r *tableRow) MouseUp(*desktop.MouseEvent) {}

// Tapped implements fyne.Tappable: all is done when the button goes down.
func (r *tableRow) Tapped(*fyne.PointEvent) {}

// TappedSecondary asks for the menu.
func (r *tableRow) TappedSecondary(e *fyne.PointEvent) { r.t.menu(r.id, e.AbsolutePosition) }

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
	out := &tableRowRenderer{r: r, back: canvas.NewRectangle(color.Transparent), cells: make([]cellView, len(r.cells))}
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
	back  *canvas.Rectangle
	cells []cellView
}

func (r *tableRowRenderer) Destroy()           {}
func (r *tableRowRenderer) MinSize() fyne.Size { return fyne.NewSize(80, rowInner) }

func (r *tableRowRenderer) Objects() []fyne.CanvasObject {
	out := make([]fyne.CanvasObject, 0, 1+2*len(r.cells))
	out = append(out, r.back)
	for _, c := range r.cells {
		out = append(out, c.icon, c.text)
	}
	return out
}

func (r *tableRowRenderer) Layout(size fyne.Size) {
	r.back.Resize(size)
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
			left += cellIcon + cellIconGap
		}
		room := x + width - cellPad/2 - left
		view.text.Text = r.r.t.letters.ellipsize(cell.Text, room)
		view.text.Move(fyne.NewPos(left, 0))
		view.text.Resize(fyne.NewSize(max(0, room), size.Height))
		x += width
	}
}

// stand draws what makes the row stand out: chosen by its ground, the keyboard's place by a ring.
func (r *tableRowRenderer) stand() {
	standing := r.r.t.list.look(r.r.id)
	fill, stroke := color.Color(color.Transparent), color.Color(color.Transparent)
	if standing.chosen {
		fill = theme.Color(theme.ColorNameSelection)
	}
	if standing.lead {
		stroke = theme.Color(look.Ring)
	}
	r.back.Hidden = !standing.chosen && !standing.lead
	r.back.FillColor, r.back.StrokeColor, r.back.StrokeWidth, r.back.CornerRadius = fill, stroke, 1.5, look.FieldRadius
	canvas.Refresh(r.back)
}

func (r *tableRowRenderer) Refresh() {
	r.stand()
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
