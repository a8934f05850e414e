package ui

import (
	"fyne.io/fyne/v2"

	"certviewer/app"
	"certviewer/message"
	"certviewer/ui/widgets"
)

// update is called when the window knows something new, and when the page comes into view.
func (c *certificatesPage) update() {
	w := c.w
	if w.host == nil {
		if w.problem != nil {
			c.notice.Objects = []fyne.CanvasObject{w.noticeCard(cautionLook, w.p.Block(w.problem.What))}
			c.top.Refresh()
		}
		return
	}
	c.notice.Objects = c.notices()
	c.top.Refresh()
	if !sameRows(c.of, w.rows) || c.file != w.file {
		c.of, c.file = w.rows, w.file
		c.build(w.allRows())
		return
	}
	if c.wanted() != c.view {
		c.query()
	}
}

// sameRows says whether two lists are one and the same, not whether they are equal.
func sameRows(a, b []app.Row) bool {
	return len(a) == len(b) && (len(a) == 0 || &a[0] == &b[0])
}

// wanted is what the window asks the page to show.
func (c *certificatesPage) wanted() view {
	column, descending := c.table.Sort()
	return view{c.w.store, c.search.Text, c.marks, column, descending}
}

// atOnce is how many rows are shown before all of them are in order, when there is nothing to see yet.
const atOnce = 1000

// build makes an index of rows beside the window.
func (c *certificatesPage) build(rows []app.Row) {
	c.built++
	built, v, empty := c.built, c.wanted(), len(c.shown) == 0
	now, words := c.w.host.Computer.Clock, c.w.labels(rows)
	ready := func(x *index, shown []int32) {
		fyne.Do(func() {
			if built != c.built {
				return
			}
			c.newest = x
			if c.wanted() != v {
				c.query()
				return
			}
			c.show(x, shown, v)
		})
	}
	c.w.spawn(func() {
		var x *index
		for _, some := range steps(rows, empty) {
			x = newIndex(some, now, words)
			ready(x, x.query(v))
		}
		x.search.Prepare() // so that the first letter that is typed finds it ready
	})
}

// steps returns the parts of rows that are shown one after the other: some at once, where there is nothing to see
// and much to do, and in the end all.
func steps(rows []app.Row, empty bool) [][]app.Row {
	if empty && len(rows) > 4*atOnce {
		return [][]app.Row{rows[:atOnce], rows}
	}
	return [][]app.Row{rows}
}

// query fills the table, beside the window.
func (c *certificatesPage) query() {
	c.asked++
	asked, x, v := c.asked, c.newest, c.wanted()
	c.w.spawn(func() {
		shown := x.query(v)
		fyne.Do(func() {
			if asked == c.asked && x == c.newest {
				c.show(x, shown, v)
			}
		})
	})
}

// show fills the table. What is chosen stays chosen, and where only the rows have changed, those in view stay where
// they are.
func (c *certificatesPage) show(x *index, shown []int32, v view) {
	was := c.keep()
	same := v == c.view
	c.index, c.shown, c.view = x, shown, v

	var chosen []int
	lead, top := -1, -1
	for row := range shown {
		p := placeOf(c.at(row))
		if was.chosen[p] {
			chosen = append(chosen, row)
		}
		if p == c.chosen && (lead < 0 || was.chosen[p]) {
			lead = row
		}
	}
	if same {
		top = c.firstOf(was.inView)
	}
	switch {
	case lead >= 0 && !was.chosen[c.chosen]: // it was out of view, and comes back
		chosen = []int{lead}
	case lead < 0 && v.store == storeKey(fileStore) && len(shown) > 0:
		lead, chosen = 0, []int{0}
		c.chosen = placeOf(c.at(0))
	case lead < 0 && len(chosen) > 0:
		lead = chosen[0]
	}
	c.table.SetRows(len(shown), chosen, lead)
	switch {
	case top >= 0:
		c.table.SetTop(top, was.above)
	case same:
	case lead >= 0:
		c.table.SetTop(0, 0)
		c.table.Reveal(lead)
	default:
		c.table.SetTop(0, 0)
	}
	c.showDetail()
	c.showCounts()
	c.top.Refresh() // the chips may take another line
}

// kept is what of the table outlives other rows.
type kept struct {
	chosen map[place]bool
	inView []place // from the top
	above  float32 // how much of the first of them is out of view
}

func (c *certificatesPage) keep() kept {
	k := kept{chosen: map[place]bool{}}
	for _, row := range c.table.Selection() {
		k.chosen[placeOf(c.at(row))] = true
	}
	top, above := c.table.Top()
	k.above = above
	for row := top; row < min(len(c.shown), top+c.table.InView()+1); row++ {
		k.inView = append(k.inView, placeOf(c.at(row)))
	}
	if top == 0 && above == 0 {
		k.inView = nil // who is at the top stays there
	}
	return k
}

// firstOf returns the row at the top when the first of places that is still there is as far below it as it was; -1
// when none is there.
func (c *certificatesPage) firstOf(places []place) int {
	if len(places) == 0 {
		return -1
	}
	at := make(map[place]int, len(places))
	for i, p := range places {
		at[p] = i
	}
	best, row := len(places), -1
	for i := range c.shown {
		if n, ok := at[placeOf(c.at(i))]; ok && n < best {
			best, row = n, max(0, i-n)
		}
	}
	return row
}

func (c *certificatesPage) showCounts() {
	total, of := c.index.count(c.view.store)
	for m, chip := range c.chips {
		chip.Set(c.marks&m != 0, c.w.p.Number(of[m]))
		chip.Hidden = of[m] == 0 && !chip.On()
	}
	switch {
	case len(c.shown) > 0:
		c.blank.SetText("")
	case total > 0:
		c.blank.SetText(c.w.p.Text("window.none-match"))
	default:
		c.blank.SetText(c.w.p.Text("window.none-here"))
	}
	c.count.SetText(c.w.p.Text("window.shown", "n", message.Number(len(c.shown)), "total", message.Number(total)))
	// As wide as for all of them, so that the search field keeps its edge while a person types into it.
	most := widgets.NewText(c.w.p.Text("window.shown", "n", message.Number(total), "total", message.Number(total)), widgets.Caption)
	c.room.Layout = widgets.AtLeast(most.MinSize(), c.count).Layout
}
