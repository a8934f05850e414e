package ui

import (
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"certviewer/app"
	"certviewer/cert"
	"certviewer/facts"
	"certviewer/message"
	"certviewer/trust"
	"certviewer/ui/look"
	"certviewer/ui/widgets"
)

// certificatesPage lists what the stores hold: a table, and beside it everything about one of them.
type certificatesPage struct {
	w      *window
	search *searchField
	count  *widgets.Text
	top    *fyne.Container
	notice *fyne.Container // why the store in view cannot be shown
	table  *widgets.Table
	blank  *widgets.Text // why there is no row
	detail *detailPane
	root   fyne.CanvasObject

	rows   index
	of     []app.Row   // what rows was made of,
	file   *openedFile // and the file
	shown  []int       // positions in rows, as the table shows them
	chosen place
	asked  int // counts queries, so that the answer to an older one is dropped
}

// A place is one certificate in one store: what stays chosen when the order changes.
type place struct {
	store trust.StoreID
	cert  cert.Fingerprint
}

func newCertificatesPage(w *window) *certificatesPage {
	p := w.p
	c := &certificatesPage{w: w}
	before, _ := w.pages[PageCertificates].(*certificatesPage)
	column, descending := colHolder, false
	if before != nil { // the language was changed
		c.chosen = before.chosen
		column, descending = before.table.Sort()
	}
	c.search = newSearchField(p.Text("window.search"))
	c.search.SetText(w.search)
	c.search.OnChanged = func(s string) { w.search = s; c.query() }
	c.count = widgets.NewText("", widgets.Caption)
	c.notice = widgets.Column(0)
	c.detail = newDetailPane(w)
	c.table = widgets.NewTable([]widgets.TableColumn{
		colState:  {Title: p.Text("window.column-state"), Min: 112},
		colHolder: {Title: p.Text("label.issued-to"), Min: 146, Weight: 3},
		colIssuer: {Title: p.Text("label.issuer"), Min: 140, Weight: 2, Drop: 2},
		colUntil:  {Title: p.Text("label.valid-until"), Min: 104, Drop: 1},
		colKind:   {Title: p.Text("label.kind"), Min: 128, Drop: 4},
		colPlace:  {Title: p.Text("label.place"), Min: 120, Weight: 1, Drop: 3},
	}, column)
	c.table.SetSort(column, descending)
	c.table.Cells = c.cells
	c.table.OnSort = func(int, bool) { c.query() }
	c.table.OnSelected = c.choose
	c.table.OnMenu = c.menu
	c.table.OnCopy = func(row int) { c.copyFingerprint(c.at(row).Entry.Certificate) }

	bar := widgets.Inset(10, 14, 6, 12, widgets.Before(12, c.search.content(), c.count))
	c.blank = widgets.NewText("", widgets.Quiet)
	c.top = widgets.Topped(bar, c.notice, container.NewStack(c.table, container.NewCenter(c.blank))) // in the order of the Tab key
	left := widgets.On(widgets.NewSurface(look.Card, "", 0), c.top)
	split := widgets.NewSplit(left, c.detail.content(), true, 372, 300, 260)
	split.Share = 0.42
	c.root = split
	return c
}

func (c *certificatesPage) content() fyne.CanvasObject { return c.root }

func (c *certificatesPage) focusSearch() { c.w.win.Canvas().Focus(c.search) }

func (c *certificatesPage) update() {
	w := c.w
	if w.host == nil {
		if w.problem != nil {
			c.notice.Objects = []fyne.CanvasObject{noticeCard(w, w.p.Block(w.problem.What))}
			c.top.Refresh()
		}
		return
	}
	if !sameRows(c.of, w.rows) || c.file != w.file {
		c.of, c.file = w.rows, w.file
		c.rows = newIndex(w.allRows(), w.host.Computer.Clock, func(k cert.Kind) string { return w.label("kind." + string(k)) }, w.place)
	}
	c.notice.Objects = c.notices()
	c.top.Refresh()
	c.query()
}

// sameRows says whether two lists are one and the same, not whether they are equal.
func sameRows(a, b []app.Row) bool {
	return len(a) == len(b) && (len(a) == 0 || &a[0] == &b[0])
}

// notices say why the store or the file in view could not be read.
func (c *certificatesPage) notices() (out []fyne.CanvasObject) {
	for _, s := range c.w.host.Stores {
		if s.Problem == nil || storeKey(s.ID) != c.w.store {
			continue
		}
		var detail []fyne.CanvasObject
		if s.Problem.Detail != "" {
			detail = append(detail, widgets.NewParagraph(s.Problem.Detail, widgets.Caption))
		}
		out = append(out, noticeCard(c.w, c.w.p.Block(c.w.problemOf(s)), detail...))
	}
	if f := c.w.file; f != nil && f.problem != nil && c.w.store == storeKey(fileStore) {
		out = append(out, noticeCard(c.w, c.w.p.Block(f.problem.What)))
	}
	return out
}

// problemOf is the block that says why a store could not be read.
func (w *window) problemOf(s facts.Store) message.Message {
	var app message.Arg = w.placeArg(s.ID)
	if s.Application != "" && w.p.Has("app."+s.Application) {
		app = message.M("app." + s.Application)
	}
	m := message.M(s.Problem.Code, "app", app, "place", w.placeArg(s.ID), "count", int(trust.Patience.Seconds()))
	if w.health != nil {
		m.Args["catalog_date"] = day(w.health.Knowledge)
	}
	return m
}

func (w *window) problemTitle(s facts.Store) string { return w.p.Block(w.problemOf(s)).Title }

// query fills the table, beside the window.
func (c *certificatesPage) query() {
	c.asked++
	asked, rows, store, text := c.asked, c.rows, c.w.store, c.search.Text
	column, descending := c.table.Sort()
	c.w.spawn(func() {
		shown := rows.query(store, text, column, descending)
		fyne.Do(func() {
			if asked == c.asked {
				c.show(shown)
			}
		})
	})
}

func (c *certificatesPage) show(shown []int) {
	c.shown = shown
	selected := -1
	for i, at := range shown {
		r := &c.rows[at]
		if (place{r.Store.ID, r.Entry.Certificate.SHA256}) == c.chosen {
			selected = i
		}
	}
	if selected < 0 && c.w.store == storeKey(fileStore) && len(shown) > 0 {
		selected = 0
	}
	c.table.SetRows(len(shown), selected)
	if selected >= 0 {
		c.detail.show(c.rows[shown[selected]].Entry.Certificate)
	} else {
		c.detail.show(nil)
	}
	total := 0
	for _, r := range c.rows {
		if r.in(c.w.store) {
			total++
		}
	}
	switch {
	case len(shown) > 0:
		c.blank.SetText("")
	case total > 0:
		c.blank.SetText(c.w.p.Text("window.none-match"))
	default:
		c.blank.SetText(c.w.p.Text("window.none-here"))
	}
	c.count.SetText(c.w.p.Text("window.shown", "n", len(shown), "total", total))
	c.root.Refresh()
}

func (c *certificatesPage) at(row int) *certRow { return &c.rows[c.shown[row]] }

func (c *certificatesPage) cells(row int, into []widgets.TableCell) {
	r := c.at(row)
	into[colState] = widgets.TableCell{Text: alone(c.w.p.Print(r.state.word)), Icon: r.state.icon, Tone: r.state.tone}
	into[colHolder] = widgets.TableCell{Text: r.holder}
	into[colIssuer] = widgets.TableCell{Text: r.issuer, Mute: true}
	into[colUntil] = widgets.TableCell{Text: r.Entry.Certificate.NotAfter.Local().Format(time.DateOnly)}
	into[colKind] = widgets.TableCell{Text: r.kind, Mute: true}
	into[colPlace] = widgets.TableCell{Text: r.place, Mute: true}
}

func (c *certificatesPage) choose(row int) {
	r := c.at(row)
	c.chosen = place{r.Store.ID, r.Entry.Certificate.SHA256}
	c.detail.show(r.Entry.Certificate)
}

func (c *certificatesPage) menu(row int, at fyne.Position) {
	p, x := c.w.p, c.at(row).Entry.Certificate
	menu := fyne.NewMenu("",
		fyne.NewMenuItem(p.Text("window.copy-fingerprint"), func() { c.copyFingerprint(x) }),
		fyne.NewMenuItem(p.Text("window.copy-check-code"), func() { c.w.copy(x.CheckCode(), p.Text("window.copied")) }),
		fyne.NewMenuItem(p.Text("window.copy-name"), func() { c.w.copy(holder(x), p.Text("window.copied")) }))
	widget.ShowPopUpMenuAtPosition(menu, c.w.win.Canvas(), at)
}

func (c *certificatesPage) copyFingerprint(x *cert.Certificate) {
	c.w.copy(x.SHA256.String(), c.w.p.Text("window.copied"))
}
