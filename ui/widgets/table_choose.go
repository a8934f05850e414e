package widgets

import (
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"fyne.io/fyne/v2"
)

// Selected returns the row that the keyboard is at, -1 for none.
func (t *Table) Selected() int { return t.lead }

// Selection returns the chosen rows in order.
func (t *Table) Selection() []int { return t.chosen.all() }

// Select chooses one row, brings it into view and calls OnSelected.
func (t *Table) Select(row int) {
	if row >= 0 && row < t.rows {
		t.choose(func() { t.chosen.span(row, row); t.anchor = row }, row)
	}
}

// SelectAll chooses all rows.
func (t *Table) SelectAll() {
	if t.rows > 0 {
		t.choose(func() { t.chosen.span(0, t.rows-1); t.anchor = 0 }, max(t.lead, 0))
	}
}

// extend chooses the rows from where the range began up to row.
func (t *Table) extend(row int) {
	if row < 0 || row >= t.rows {
		return
	}
	t.choose(func() {
		if t.anchor < 0 {
			t.anchor = row
		}
		t.chosen.span(t.anchor, row)
	}, row)
}

// toggle chooses a row besides the others, or no longer.
func (t *Table) toggle(row int) {
	t.choose(func() { t.chosen.set(row, !t.chosen.has(row)); t.anchor = row }, row)
}

// choose changes what is chosen, and draws anew only the rows in view that look different.
func (t *Table) choose(change func(), lead int) {
	was, before := t.list.looks(), t.lead
	same := t.chosen.n
	change()
	t.lead = lead
	t.showRing()
	t.list.reveal(lead)
	changed := t.list.redrawChanged(was)
	if t.OnSelected != nil && (changed || before != lead || same != t.chosen.n) {
		t.OnSelected()
	}
}

// pressed is a press of the pointer on a row.
func (t *Table) pressed(row int, held fyne.KeyModifier) {
	switch {
	case row < 0 || row >= t.rows:
	case held&fyne.KeyModifierShift != 0:
		t.extend(row)
	case held&fyne.KeyModifierShortcutDefault != 0:
		t.toggle(row)
	default:
		t.Select(row)
	}
}

// menu asks for the menu of the chosen rows; row becomes the only one of them if it is none of them.
func (t *Table) menu(row int, at fyne.Position) {
	if row < 0 || row >= t.rows {
		return
	}
	if !t.chosen.has(row) {
		t.Select(row)
	}
	if t.OnMenu != nil {
		t.OnMenu(at)
	}
}

// typePause is after how long typed letters begin a new name.
const typePause = time.Second

// typeAhead goes to the next row whose name begins with the letters typed so far. The same letter again and again goes
// from one name to the next, unless a name begins with all of them.
func (t *Table) typeAhead(r rune) {
	now := t.now()
	if now.Sub(t.typedAt) > typePause {
		t.typed = ""
	}
	if t.OnType == nil || t.typed == "" && unicode.IsSpace(r) {
		return
	}
	t.typedAt = now
	t.typed += string(r)
	row := -1
	if n := utf8.RuneCountInString(t.typed); n > 1 {
		row = t.OnType(t.typed, max(t.lead, 0))
		if row < 0 && strings.Count(t.typed, string(r)) < n {
			return
		}
	}
	if row < 0 {
		row = t.OnType(string(r), t.lead+1)
	}
	t.Select(row)
}
