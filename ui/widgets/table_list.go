package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// tableList is the rows: a List that leaves what is chosen to its table.
type tableList struct {
	widget.List
	t       *Table
	focused bool
	inView  map[int]*tableRow // by row; some may have gone out of view
}

var (
	_ fyne.Shortcutable = (*tableList)(nil)
	_ fyne.Focusable    = (*tableList)(nil)
)

func newTableList(t *Table) *tableList {
	l := &tableList{t: t, inView: map[int]*tableRow{}}
	l.HideSeparators = true
	l.Length = func() int { return t.rows }
	l.CreateItem = func() fyne.CanvasObject { return newTableRow(t) }
	l.UpdateItem = func(i widget.ListItemID, o fyne.CanvasObject) { o.(*tableRow).show(i) }
	l.ExtendBaseWidget(l)
	return l
}

// pitch is from the top of a row to the top of the next.
func (l *tableList) pitch() float32 { return rowInner + theme.Padding() }

// scrollTo scrolls as far as there are rows. List's own ScrollTo draws all rows anew, and not only those that come
// into view.
func (l *tableList) scrollTo(offset float32) {
	end := float32(l.t.rows)*l.pitch() - theme.Padding() - l.Size().Height
	l.ScrollToOffset(max(0, min(offset, end)))
}

func (l *tableList) reveal(row int) {
	if row < 0 || row >= l.t.rows {
		return
	}
	top, offset := float32(row)*l.pitch(), l.GetScrollOffset()
	switch {
	case top < offset:
		l.scrollTo(top)
	case top+rowInner > offset+l.Size().Height:
		l.scrollTo(top + rowInner - l.Size().Height)
	}
}

// redraw draws all rows in view anew.
func (l *tableList) redraw() {
	clear(l.inView)
	l.Refresh()
}

// A rowLook is how a row stands out.
type rowLook struct{ chosen, lead bool }

func (l *tableList) look(row int) rowLook {
	return rowLook{l.t.chosen.has(row), l.focused && row == l.t.lead}
}

func (l *tableList) looks() map[int]rowLook {
	out := make(map[int]rowLook, len(l.inView))
	for row := range l.inView {
		out[row] = l.look(row)
	}
	return out
}

// redrawChanged draws the rows anew that stand out in another way than they did, and says whether there are any.
func (l *tableList) redrawChanged(was map[int]rowLook) (changed bool) {
	for row, r := range l.inView {
		if before, ok := was[row]; ok && before != l.look(row) {
			r.Refresh()
			changed = true
		}
	}
	return changed
}

// FocusGained shows where the keyboard is.
func (l *tableList) FocusGained() { l.setFocused(true) }

// FocusLost no longer shows it.
func (l *tableList) FocusLost() { l.setFocused(false) }

func (l *tableList) setFocused(focused bool) {
	was := l.looks()
	l.focused = focused
	l.t.showRing()
	l.redrawChanged(was)
}

// TypedRune looks for a name.
func (l *tableList) TypedRune(r rune) { l.t.typeAhead(r) }

// TypedKey moves what is chosen, opens it, or asks for its menu.
func (l *tableList) TypedKey(e *fyne.KeyEvent) {
	t := l.t
	shift := t.modifiers()&fyne.KeyModifierShift != 0
	to := t.lead
	switch e.Name {
	case fyne.KeyDown:
		to++
	case fyne.KeyUp:
		to--
	case fyne.KeyPageDown:
		to += max(1, t.InView()-1)
	case fyne.KeyPageUp:
		to -= max(1, t.InView()-1)
	case fyne.KeyHome:
		to = 0
	case fyne.KeyEnd:
		to = t.rows - 1
	case fyne.KeyReturn, fyne.KeyEnter:
		if t.lead >= 0 && t.OnOpen != nil {
			t.OnOpen(t.lead)
		}
		return
	case desktop.KeyMenu:
		l.menu()
		return
	case fyne.KeyF10:
		if shift {
			l.menu()
		}
		return
	default:
		PassOnKey(l, e)
		return
	}
	if t.rows == 0 {
		return
	}
	to = min(max(to, 0), t.rows-1)
	if shift {
		t.extend(to)
	} else {
		t.Select(to)
	}
}

// menu asks for the menu below the row where the keyboard is.
func (l *tableList) menu() {
	l.reveal(l.t.lead)
	top, above := l.t.Top()
	at := fyne.NewPos(cellPad, float32(l.t.lead-top+1)*l.pitch()-above)
	l.t.menu(l.t.lead, fyne.CurrentApp().Driver().AbsolutePositionForObject(l).Add(at))
}

// TypedShortcut copies and chooses all, and leaves everything else to the window.
func (l *tableList) TypedShortcut(s fyne.Shortcut) {
	switch s.(type) {
	case *fyne.ShortcutCopy:
		if l.t.OnCopy != nil && l.t.chosen.n > 0 {
			l.t.OnCopy()
		}
	case *fyne.ShortcutSelectAll:
		l.t.SelectAll()
	default:
		PassOn(l, s)
	}
}

// PassOn gives a shortcut to the window of o. Fyne shows a shortcut to what has the keyboard, and to
// the window only if that takes none at all.
func PassOn(o fyne.CanvasObject, s fyne.Shortcut) {
	if c, ok := fyne.CurrentApp().Driver().CanvasForObject(o).(fyne.Shortcutable); ok {
		c.TypedShortcut(s)
	}
}

// PassOnKey gives a key that o has no use for to the window of o.
func PassOnKey(o fyne.CanvasObject, e *fyne.KeyEvent) {
	if c := fyne.CurrentApp().Driver().CanvasForObject(o); c != nil && c.OnTypedKey() != nil {
		c.OnTypedKey()(e)
	}
}
