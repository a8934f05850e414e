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

// An Item is one of several things on a page that the keyboard goes through by arrows: with a ring where it is, Enter
// to open it, the menu key for what can be done with it, and the usual shortcut to copy it. Buttons in it are their own.
type Item struct {
	widget.BaseWidget
	OnOpen func()
	OnMenu func(at fyne.Position) // on the canvas
	OnCopy func()
	OnStep func(by int) // so many on, or back below zero; see ToFirst and ToLast

	label   string
	content fyne.CanvasObject
	focused bool
}

// Steps to the ends, for OnStep.
const (
	ToFirst = -1 << 20
	ToLast  = 1 << 20
)

var (
	_ fyne.Focusable         = (*Item)(nil)
	_ fyne.Tappable          = (*Item)(nil)
	_ fyne.DoubleTappable    = (*Item)(nil)
	_ fyne.SecondaryTappable = (*Item)(nil)
	_ fyne.Shortcutable      = (*Item)(nil)
	_ fyne.Accessible        = (*Item)(nil)
	_ Fluid                  = (*Item)(nil)
)

// NewItem returns content as an item; label is what a screen reader says of it.
func NewItem(label string, content fyne.CanvasObject) *Item {
	i := &Item{label: label, content: content}
	i.ExtendBaseWidget(i)
	return i
}

// HeightFor implements Fluid.
func (i *Item) HeightFor(width float32) float32 { return HeightFor(i.content, width) }

// AccessibilityLabel is the label.
func (i *Item) AccessibilityLabel() string { return i.label }

// AccessibilityRole is container.
func (i *Item) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleContainer }

// Tapped takes the keyboard.
func (i *Item) Tapped(*fyne.PointEvent) {
	if c := fyne.CurrentApp().Driver().CanvasForObject(i); c != nil {
		c.Focus(i)
	}
}

// DoubleTapped opens the item.
func (i *Item) DoubleTapped(*fyne.PointEvent) { i.OnOpen() }

// TappedSecondary takes the keyboard and asks for the menu.
func (i *Item) TappedSecondary(e *fyne.PointEvent) {
	i.Tapped(e)
	i.OnMenu(e.AbsolutePosition)
}

// TypedKey goes to another item, opens this one, or asks for its menu.
func (i *Item) TypedKey(e *fyne.KeyEvent) {
	switch e.Name {
	case fyne.KeyDown:
		i.OnStep(1)
	case fyne.KeyUp:
		i.OnStep(-1)
	case fyne.KeyHome:
		i.OnStep(ToFirst)
	case fyne.KeyEnd:
		i.OnStep(ToLast)
	case fyne.KeyReturn, fyne.KeyEnter, fyne.KeySpace:
		i.OnOpen()
	case desktop.KeyMenu:
		i.menu()
	case fyne.KeyF10:
		if d, ok := fyne.CurrentApp().Driver().(desktop.Driver); ok && d.CurrentKeyModifiers()&fyne.KeyModifierShift != 0 {
			i.menu()
		}
	default:
		PassOnKey(i, e)
	}
}

// menu asks for the menu inside the upper left corner.
func (i *Item) menu() {
	i.OnMenu(fyne.CurrentApp().Driver().AbsolutePositionForObject(i).AddXY(cellPad, itemMenuDrop))
}

// itemMenuDrop is how far below the top of an item its menu opens: its first line stays to be read.
const itemMenuDrop = 28

// TypedShortcut copies the item, and leaves everything else to the window.
func (i *Item) TypedShortcut(s fyne.Shortcut) {
	if _, ok := s.(*fyne.ShortcutCopy); ok {
		i.OnCopy()
		return
	}
	PassOn(i, s)
}

// TypedRune implements fyne.Focusable.
func (i *Item) TypedRune(rune) {}

// FocusGained implements fyne.Focusable.
func (i *Item) FocusGained() { i.focused = true; i.Refresh() }

// FocusLost implements fyne.Focusable.
func (i *Item) FocusLost() { i.focused = false; i.Refresh() }

// CreateRenderer implements fyne.Widget.
func (i *Item) CreateRenderer() fyne.WidgetRenderer {
	r := &itemRenderer{i: i, ring: canvas.NewRectangle(color.Transparent)}
	r.paint()
	return r
}

type itemRenderer struct {
	i    *Item
	ring *canvas.Rectangle
}

func (r *itemRenderer) Destroy()                     {}
func (r *itemRenderer) MinSize() fyne.Size           { return r.i.content.MinSize() }
func (r *itemRenderer) Objects() []fyne.CanvasObject { return []fyne.CanvasObject{r.i.content, r.ring} }

// itemRing is how far the ring stands off what the page around the item leaves it.
const itemRing = 3

func (r *itemRenderer) Layout(size fyne.Size) {
	r.i.content.Resize(size)
	r.ring.Move(fyne.NewPos(itemRing, itemRing))
	r.ring.Resize(size.SubtractWidthHeight(2*itemRing, 2*itemRing))
}

func (r *itemRenderer) Refresh() {
	r.paint()
	r.Layout(r.i.Size())
	r.ring.Refresh()
	r.i.content.Refresh()
}

func (r *itemRenderer) paint() {
	r.ring.CornerRadius = look.CardRadius - itemRing
	r.ring.StrokeColor, r.ring.StrokeWidth = color.Transparent, 0
	if r.i.focused {
		r.ring.StrokeColor, r.ring.StrokeWidth = theme.Color(look.Ring), 2
	}
}
