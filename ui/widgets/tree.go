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

// A TreeNode is one line of a tree.
type TreeNode struct {
	Text     string
	Icon     look.Icon
	Tone     look.Tone
	Strong   bool   // the one that is looked at
	OnTapped func() // nil = it leads nowhere
}

// NewTree returns nodes below each other, each a child of the one before it. Those that lead somewhere can be
// pressed and reached by the Tab key.
func NewTree(nodes []TreeNode) fyne.CanvasObject {
	column := Column(0)
	for depth, n := range nodes {
		if n.OnTapped == nil {
			b := &branch{}
			b.become(n, depth)
			b.ExtendBaseWidget(b)
			column.Add(b)
			continue
		}
		p := &pressableBranch{}
		p.become(n, depth)
		p.ExtendBaseWidget(p)
		column.Add(p)
	}
	return column
}

// A branch is a node with the line that leads to it from its parent.
type branch struct {
	widget.BaseWidget
	node             TreeNode
	depth            int
	text             *Text
	hovered, focused bool
}

func (b *branch) become(n TreeNode, depth int) {
	style := Plain
	switch {
	case n.Strong:
		style = Strong
	case n.OnTapped != nil:
		style.Color = look.Link
	default:
		style = Quiet
	}
	b.node, b.depth, b.text = n, depth, NewParagraph(n.Text, style)
}

const (
	branchStep = 18
	branchPad  = 3
	branchIcon = 14
)

func (b *branch) indent() float32 { return float32(b.depth)*branchStep + branchIcon + 7 }

// HeightFor implements Fluid.
func (b *branch) HeightFor(width float32) float32 {
	return b.text.HeightFor(width-b.indent()-4) + 2*branchPad
}

// CreateRenderer implements fyne.Widget.
func (b *branch) CreateRenderer() fyne.WidgetRenderer {
	r := &branchRenderer{b: b, ground: canvas.NewRectangle(color.Transparent),
		icon: NewGlyph(b.node.Icon, branchIcon, b.node.Tone.Shape, theme.ColorNameBackground)}
	if b.depth > 0 {
		r.down, r.across = NewSurface(look.Muted, "", 0), NewSurface(look.Muted, "", 0)
	}
	r.paint()
	return r
}

type branchRenderer struct {
	b            *branch
	ground       *canvas.Rectangle
	icon         *Glyph
	down, across *Surface // from the parent; nil for the first
}

func (r *branchRenderer) Destroy() {}

func (r *branchRenderer) Objects() []fyne.CanvasObject {
	out := []fyne.CanvasObject{r.ground, r.icon, r.b.text}
	if r.down != nil {
		out = append(out, r.down, r.across)
	}
	return out
}

func (r *branchRenderer) MinSize() fyne.Size {
	return fyne.NewSize(r.b.indent()+60, Plain.measure("M").Height+2*branchPad)
}

func (r *branchRenderer) Layout(size fyne.Size) {
	line := Plain.measure("M").Height
	left := float32(r.b.depth) * branchStep
	middle := branchPad + line/2
	r.ground.Move(fyne.NewPos(left-3, 0))
	r.ground.Resize(fyne.NewSize(size.Width-left+3, size.Height))
	r.icon.Move(fyne.NewPos(left, middle-branchIcon/2))
	r.icon.Resize(fyne.NewSquareSize(branchIcon))
	r.b.text.Move(fyne.NewPos(r.b.indent(), branchPad))
	r.b.text.Resize(fyne.NewSize(size.Width-r.b.indent()-4, size.Height-2*branchPad))
	if r.down != nil {
		x := left - branchStep + branchIcon/2
		r.down.Move(fyne.NewPos(x, 0))
		r.down.Resize(fyne.NewSize(1, middle))
		r.across.Move(fyne.NewPos(x, middle))
		r.across.Resize(fyne.NewSize(left-x-3, 1))
	}
}

func (r *branchRenderer) Refresh() {
	r.paint()
	r.Layout(r.b.Size())
	for _, o := range r.Objects() {
		o.Refresh()
	}
}

func (r *branchRenderer) paint() {
	r.ground.CornerRadius = look.FieldRadius
	r.ground.FillColor, r.ground.StrokeColor, r.ground.StrokeWidth = color.Transparent, color.Transparent, 0
	if r.b.hovered {
		r.ground.FillColor = theme.Color(theme.ColorNameHover)
	}
	if r.b.focused {
		r.ground.StrokeColor, r.ground.StrokeWidth = theme.Color(look.Ring), 2
	}
}

// pressableBranch is a node that leads somewhere.
type pressableBranch struct{ branch }

var (
	_ Fluid             = (*pressableBranch)(nil)
	_ fyne.Tappable     = (*pressableBranch)(nil)
	_ fyne.Focusable    = (*pressableBranch)(nil)
	_ fyne.Accessible   = (*pressableBranch)(nil)
	_ desktop.Hoverable = (*pressableBranch)(nil)
)

func (b *pressableBranch) Tapped(*fyne.PointEvent)                { b.node.OnTapped() }
func (b *pressableBranch) TypedRune(rune)                         {}
func (b *pressableBranch) FocusGained()                           { b.focused = true; b.Refresh() }
func (b *pressableBranch) FocusLost()                             { b.focused = false; b.Refresh() }
func (b *pressableBranch) MouseIn(*desktop.MouseEvent)            { b.hovered = true; b.Refresh() }
func (b *pressableBranch) MouseMoved(*desktop.MouseEvent)         {}
func (b *pressableBranch) MouseOut()                              { b.hovered = false; b.Refresh() }
func (b *pressableBranch) AccessibilityLabel() string             { return b.node.Text }
func (b *pressableBranch) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleLink }

func (b *pressableBranch) TypedKey(e *fyne.KeyEvent) {
	switch e.Name {
	case fyne.KeySpace, fyne.KeyReturn, fyne.KeyEnter:
		b.Tapped(nil)
	default:
		PassOnKey(b, e)
	}
}
