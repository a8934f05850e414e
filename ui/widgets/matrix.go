package widgets

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"certviewer/ui/look"
)

// A MatrixCell is a state as a shape, and the sentence that says it.
type MatrixCell struct {
	Icon look.Icon // IconNone = there is nothing to say
	Tone look.Tone
	Says string
}

// A MatrixRow is a line of a Matrix.
type MatrixRow struct {
	Title string
	Note  string // below the title
	Cells []MatrixCell
}

// A Matrix is states by rows and columns. Shapes alone say little, so the sentence of the cell under the pointer, or
// where the keyboard is, stands below them; the arrow keys go from cell to cell.
type Matrix struct {
	widget.BaseWidget
	columns []string
	rows    []MatrixRow
	titles  []*Text
	notes   []*Text
	says    *Text
	hint    string
	at      [2]int // row and column that is told; row -1 = none
	focused bool

	sayWidth, sayHeight float32 // what roomToSay found out
}

var (
	_ Fluid             = (*Matrix)(nil)
	_ fyne.Focusable    = (*Matrix)(nil)
	_ fyne.Tappable     = (*Matrix)(nil)
	_ fyne.Accessible   = (*Matrix)(nil)
	_ desktop.Hoverable = (*Matrix)(nil)
)

// NewMatrix returns a matrix; hint stands below it while no cell is pointed at.
func NewMatrix(columns []string, rows []MatrixRow, hint string) *Matrix {
	m := &Matrix{columns: columns, rows: rows, hint: hint, says: NewParagraph(hint, Caption), at: [2]int{-1, 0}}
	for _, r := range rows {
		m.titles = append(m.titles, NewParagraph(r.Title, Plain))
		m.notes = append(m.notes, NewParagraph(r.Note, Caption))
	}
	m.ExtendBaseWidget(m)
	return m
}

const (
	matrixIcon   = 15
	matrixPad    = 6  // above and below what is in a row
	matrixHead   = 22 // the line of the columns' titles
	matrixLeast  = 32 // a column's width
	matrixTitles = 96 // what the titles of the rows need beside the cells
)

var (
	matrixTitle = Style{Size: look.SizeSmall, Color: look.Muted}
	matrixSaid  = Style{Size: look.SizeSmall}
)

// columnWidth is the width of every column but that of the titles.
func (m *Matrix) columnWidth(i int) float32 {
	return max(matrixLeast, matrixTitle.measure(m.columns[i]).Width+6)
}

// edges returns where the columns begin, and at last where they end.
func (m *Matrix) edges(width float32) []float32 {
	var sum float32
	for i := range m.columns {
		sum += m.columnWidth(i)
	}
	x := max(width-sum, 0)
	if wide := width * 0.5; len(m.columns) > 0 && x > wide { // do not tear a wide matrix apart
		x = wide
	}
	out := []float32{x}
	for i := range m.columns {
		x += m.columnWidth(i)
		out = append(out, x)
	}
	return out
}

// room returns how wide the titles of the rows are. Where the columns leave too little beside them, the titles stand
// above their cells.
func (m *Matrix) room(width float32) (room float32, above bool) {
	if room = m.edges(width)[0] - 8; room < matrixTitles {
		return width, true
	}
	return room, false
}

// rowHeight returns the height of a row, and of what in it is above its cells.
func (m *Matrix) rowHeight(i int, width float32) (h, top float32) {
	room, above := m.room(width)
	h = m.titles[i].HeightFor(room)
	if m.rows[i].Note != "" {
		h += m.notes[i].HeightFor(room)
	}
	if above {
		return h + matrixIcon + 3*matrixPad, h + matrixPad
	}
	return max(h, matrixIcon) + 2*matrixPad, 0
}

// HeightFor implements Fluid.
func (m *Matrix) HeightFor(width float32) float32 {
	h := float32(matrixHead)
	for i := range m.rows {
		row, _ := m.rowHeight(i, width)
		h += row
	}
	return h + matrixPad + m.roomToSay(width)
}

// roomToSay is the height of the longest sentence, so that nothing below moves when the pointer does.
func (m *Matrix) roomToSay(width float32) float32 {
	if m.sayWidth == width && m.sayHeight > 0 {
		return m.sayHeight
	}
	m.sayWidth, m.sayHeight = width, NewParagraph(m.hint, Caption).HeightFor(width)
	seen := map[string]bool{}
	for _, r := range m.rows {
		for _, c := range r.Cells {
			if !seen[c.Says] {
				seen[c.Says] = true
				m.sayHeight = max(m.sayHeight, NewParagraph(c.Says, matrixSaid).HeightFor(width))
			}
		}
	}
	return m.sayHeight
}

// cellAt returns the row and the column of a place, row -1 where there is none.
func (m *Matrix) cellAt(p fyne.Position) [2]int {
	width := m.Size().Width
	edges := m.edges(width)
	y := float32(matrixHead)
	for row := range m.rows {
		h, top := m.rowHeight(row, width)
		if p.Y >= y+top && p.Y < y+h {
			for column := range m.columns {
				if p.X >= edges[column] && p.X < edges[column+1] {
					return [2]int{row, column}
				}
			}
		}
		y += h
	}
	return [2]int{-1, 0}
}

func (m *Matrix) point(at [2]int) {
	if at == m.at {
		return
	}
	m.at = at
	if cell := m.cell(); cell.Says != "" {
		m.says.style, m.says.text = matrixSaid, cell.Says
	} else {
		m.says.style, m.says.text = Caption, m.hint
	}
	m.says.width = 0
	m.Refresh()
}

func (m *Matrix) cell() MatrixCell {
	if m.at[0] < 0 || m.at[0] >= len(m.rows) || m.at[1] >= len(m.rows[m.at[0]].Cells) {
		return MatrixCell{}
	}
	return m.rows[m.at[0]].Cells[m.at[1]]
}

// MouseIn implements desktop.Hoverable.
func (m *Matrix) MouseIn(e *desktop.MouseEvent) { m.MouseMoved(e) }

// MouseMoved tells the cell under the pointer.
func (m *Matrix) MouseMoved(e *desktop.MouseEvent) { m.point(m.cellAt(e.Position)) }

// MouseOut tells nothing, unless the keyboard is here.
func (m *Matrix) MouseOut() {
	if !m.focused {
		m.point([2]int{-1, 0})
	}
}

// Tapped tells the cell that was pressed, for who has no pointer that hovers.
func (m *Matrix) Tapped(e *fyne.PointEvent) { m.point(m.cellAt(e.Position)) }

// FocusGained implements fyne.Focusable.
func (m *Matrix) FocusGained() {
	m.focused = true
	m.point([2]int{max(m.at[0], 0), m.at[1]})
	m.Refresh()
}

// FocusLost implements fyne.Focusable.
func (m *Matrix) FocusLost() {
	m.focused = false
	m.point([2]int{-1, 0})
	m.Refresh()
}

// TypedRune implements fyne.Focusable.
func (m *Matrix) TypedRune(rune) {}

// TypedKey goes from cell to cell.
func (m *Matrix) TypedKey(e *fyne.KeyEvent) {
	row, column := max(m.at[0], 0), m.at[1]
	switch e.Name {
	case fyne.KeyUp:
		row--
	case fyne.KeyDown:
		row++
	case fyne.KeyLeft:
		column--
	case fyne.KeyRight:
		column++
	default:
		PassOnKey(m, e)
		return
	}
	m.point([2]int{min(max(row, 0), len(m.rows)-1), min(max(column, 0), len(m.columns)-1)})
}

// AccessibilityLabel is the sentence of the cell that is pointed at, or else of all.
func (m *Matrix) AccessibilityLabel() string {
	if says := m.cell().Says; says != "" {
		return m.rows[m.at[0]].Title + ": " + says
	}
	out := ""
	for _, r := range m.rows {
		out += r.Title + ": "
		for _, c := range r.Cells {
			if c.Says != "" {
				out += c.Says + " "
			}
		}
	}
	return out
}

// AccessibilityRole is text.
func (m *Matrix) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleText }

// CreateRenderer implements fyne.Widget.
func (m *Matrix) CreateRenderer() fyne.WidgetRenderer {
	r := &matrixRenderer{m: m, spot: canvas.NewRectangle(color.Transparent)}
	for _, c := range m.columns {
		r.heads = append(r.heads, NewText(c, matrixTitle))
	}
	for _, row := range m.rows {
		r.lines = append(r.lines, NewLine())
		glyphs := make([]*Glyph, len(row.Cells))
		for i, c := range row.Cells {
			glyphs[i] = NewGlyph(c.Icon, matrixIcon, c.Tone.Shape, theme.ColorNameBackground)
		}
		r.cells = append(r.cells, glyphs)
	}
	r.paint()
	return r
}

type matrixRenderer struct {
	m     *Matrix
	spot  *canvas.Rectangle // where the keyboard or the pointer is
	heads []*Text
	lines []*Surface // above each row
	cells [][]*Glyph
}

func (r *matrixRenderer) Destroy()           {}
func (r *matrixRenderer) MinSize() fyne.Size { return fyne.NewSize(200, matrixHead) }

func (r *matrixRenderer) Objects() []fyne.CanvasObject {
	out := []fyne.CanvasObject{r.spot, r.m.says}
	for _, h := range r.heads {
		out = append(out, h)
	}
	for i := range r.m.rows {
		out = append(out, r.lines[i], r.m.titles[i], r.m.notes[i])
		for _, g := range r.cells[i] {
			out = append(out, g)
		}
	}
	return out
}

func (r *matrixRenderer) Layout(size fyne.Size) {
	m := r.m
	edges := m.edges(size.Width)
	for i, h := range r.heads {
		natural := h.MinSize()
		h.Move(fyne.NewPos(edges[i]+(m.columnWidth(i)-natural.Width)/2, (matrixHead-natural.Height)/2))
		h.Resize(natural)
	}
	y := float32(matrixHead)
	room, _ := m.room(size.Width)
	for i := range m.rows {
		height, top := m.rowHeight(i, size.Width)
		r.lines[i].Move(fyne.NewPos(0, y))
		r.lines[i].Resize(fyne.NewSize(edges[len(m.columns)], 1))
		title := m.titles[i].HeightFor(room)
		m.titles[i].Move(fyne.NewPos(0, y+matrixPad))
		m.titles[i].Resize(fyne.NewSize(room, title))
		m.notes[i].Hidden = m.rows[i].Note == ""
		m.notes[i].Move(fyne.NewPos(0, y+matrixPad+title))
		m.notes[i].Resize(fyne.NewSize(room, max(0, height-2*matrixPad-title)))
		for j, g := range r.cells[i] {
			g.Move(fyne.NewPos(edges[j]+(m.columnWidth(j)-matrixIcon)/2, y+top+(height-top-matrixIcon)/2))
			g.Resize(fyne.NewSquareSize(matrixIcon))
		}
		if i == m.at[0] {
			r.spot.Move(fyne.NewPos(edges[m.at[1]]+1, y+top+2))
			r.spot.Resize(fyne.NewSize(m.columnWidth(m.at[1])-2, height-top-3))
		}
		y += height
	}
	m.says.Move(fyne.NewPos(0, y+matrixPad))
	m.says.Resize(fyne.NewSize(size.Width, size.Height-y-matrixPad))
}

func (r *matrixRenderer) Refresh() {
	r.paint()
	r.Layout(r.m.Size())
	for _, o := range r.Objects() {
		o.Refresh()
	}
}

func (r *matrixRenderer) paint() {
	r.spot.Hidden = r.m.cell().Says == "" && !r.m.focused || r.m.at[0] < 0
	r.spot.CornerRadius = look.FieldRadius
	r.spot.FillColor, r.spot.StrokeColor, r.spot.StrokeWidth = theme.Color(theme.ColorNameHover), color.Transparent, 0
	if r.m.focused {
		r.spot.StrokeColor, r.spot.StrokeWidth = theme.Color(look.Ring), 2
	}
}
