package ui

import (
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"certviewer/app"
	"certviewer/cert"
	"certviewer/facts"
	"certviewer/message"
	"certviewer/trust"
	"certviewer/ui/look"
	"certviewer/ui/widgets"
)

// certificatesPage lists what the stores hold: a table, and beside it everything about what is chosen there.
type certificatesPage struct {
	w      *window
	search *searchField
	count  *widgets.Text
	room   *fyne.Container // of the count
	marks  marks           // the chips that are on
	chips  map[marks]*widgets.Chip
	filter *fyne.Container // the chips
	top    *fyne.Container
	notice *fyne.Container // why the store in view cannot be shown
	failed *message.Problem
	table  *widgets.Table
	blank  *widgets.Text // why there is no row
	detail *detailPane
	split  fyne.CanvasObject
	root   *fyne.Container

	of     []app.Row   // what the newest index is made of,
	file   *openedFile // and the file
	newest *index
	index  *index  // what is shown,
	shown  []int32 // the positions in it, as the table shows them,
	view   view    // and why these
	chosen place   // what was chosen last, even where it is not in view
	built  int     // counts indexes, so that the older one is dropped
	asked  int     // counts queries
}

// A place is one certificate in one store: what stays chosen when the order changes.
type place struct {
	store trust.StoreID
	cert  cert.Fingerprint
}

// placeOf is where a row's certificate is: what a list inherits is where it comes from, and stays chosen when that row takes the
// place of this one.
func placeOf(r *app.Row) place {
	if r.Folded {
		return place{r.Entry.From, r.Entry.Certificate.SHA256}
	}
	return place{r.Store.ID, r.Entry.Certificate.SHA256}
}

func newCertificatesPage(w *window) *certificatesPage {
	p := w.p
	c := &certificatesPage{w: w, newest: newIndex(nil, time.Time{}, labels{}), chips: map[marks]*widgets.Chip{}}
	c.index = c.newest
	before, _ := w.pages[PageCertificates].(*certificatesPage)
	column, descending := colHolder, false
	if before != nil { // the language was changed
		c.chosen, c.marks = before.chosen, before.marks
		column, descending = before.table.Sort()
	}
	c.search = newSearchField(p.Text("window.search"))
	c.search.SetText(w.search)
	c.search.OnChanged = func(s string) { w.search = s; c.query() }
	c.search.onDown = c.focusRows
	c.count = widgets.NewText("", widgets.Style{Color: look.Muted, Size: look.SizeSmall, Right: true})
	c.room = widgets.AtLeast(fyne.Size{}, c.count)
	c.filter = widgets.Flow(4, 6)
	for _, m := range allMarks {
		chip := widgets.NewChip(alone(p.Print(markWords[m])), func(bool) { c.marks ^= m; c.query() })
		c.chips[m] = chip
		c.filter.Add(chip)
	}
	c.notice = widgets.Column(0)
	c.detail = newDetailPane(w)
	c.table = c.newTable(column)
	c.table.SetSort(column, descending)

	bar := widgets.Inset(10, 14, 6, 12, widgets.Column(8, widgets.Before(12, c.search.content(), c.room), c.filter))
	c.blank = widgets.NewText("", widgets.Quiet)
	c.top = widgets.Topped(bar, c.notice, container.NewStack(c.table, container.NewCenter(c.blank))) // in the order of the Tab key
	left := widgets.On(widgets.NewSurface(look.Card, "", 0), c.top)
	split := widgets.NewSplit(left, c.detail.content(), true, 376, 300, 260)
	split.Share = 0.44
	c.split = split
	c.root = container.NewStack(c.split)
	if before != nil {
		c.table.SetWidths(before.table.Widths())
		c.enlarge(before.detail.large)
	}
	return c
}

func (c *certificatesPage) newTable(sort int) *widgets.Table {
	p := c.w.p
	var states []string
	for _, word := range []message.Message{message.M("window.state-valid"), message.M("mark.expired"), message.M("verdict.distrusted"), message.M("mark.days-left", "days", 29)} {
		states = append(states, alone(p.Print(word)))
	}
	t := widgets.NewTable([]widgets.TableColumn{
		colState:     {Title: p.Text("window.column-state"), Min: widgets.ColumnWidth(p.Text("window.column-state"), true, states...)},
		colHolder:    {Title: p.Text("label.issued-to"), Min: 130, Weight: 3},
		colIssuer:    {Title: p.Text("label.issuer"), Min: 112, Weight: 2, Drop: 2},
		colUntil:     {Title: p.Text("label.valid-until"), Min: widgets.ColumnWidth(p.Text("label.valid-until"), false, "2026-12-28"), Drop: 1},
		colPlace:     {Title: p.Text("label.place"), Min: 148, Weight: 1, Drop: 3},
		colTrust:     {Title: p.Text("label.trust"), Min: 150, Weight: 1, Drop: 4},
		colKind:      {Title: p.Text("label.kind"), Min: 136, Drop: 5},
		colCheckCode: {Title: p.Text("label.check-code"), Min: 104, Drop: 6},
		colSerial:    {Title: p.Text("label.serial"), Min: 150, Weight: 1, Drop: 7},
	}, sort)
	t.Cells = c.cells
	t.OnSort = func(int, bool) { c.query() }
	t.OnSelected = c.selected
	t.OnOpen = func(int) { c.enlarge(true) }
	t.OnMenu = c.menu
	t.OnCopy = c.copyRows
	t.OnType = c.nextNamed
	return t
}

func (c *certificatesPage) content() fyne.CanvasObject { return c.root }

func (c *certificatesPage) focusSearch() {
	c.enlarge(false)
	c.w.win.Canvas().Focus(c.search)
}

// focusRows goes from the search to what it found: to the chosen row, else to the first.
func (c *certificatesPage) focusRows() {
	c.w.win.Canvas().Focus(c.table.Focusable())
	if row := c.table.Selected(); row >= 0 {
		c.table.Reveal(row)
	} else {
		c.table.Select(0)
	}
}

// enlarge gives the whole page to the details, or shows the table beside them again.
func (c *certificatesPage) enlarge(large bool) {
	if c.detail.large == large {
		return
	}
	c.detail.large = large
	c.root.Objects = []fyne.CanvasObject{c.split}
	if large {
		c.root.Objects = []fyne.CanvasObject{c.detail.content()}
	}
	c.root.Refresh()
	c.split.Refresh()
	c.detail.redraw()
	c.takeKeyboard()
}

// takeKeyboard gives the keyboard to what is in view: what had it may have gone.
func (c *certificatesPage) takeKeyboard() {
	if c.detail.large {
		c.w.win.Canvas().Focus(c.detail.back)
	} else {
		c.w.win.Canvas().Focus(c.table.Focusable())
	}
}

// leave goes back to the table, if the details alone were in view.
func (c *certificatesPage) leave() bool {
	was := c.detail.large
	c.enlarge(false)
	return was
}

func (c *certificatesPage) at(row int) *app.Row { return &c.index.rows[c.shown[row]] }

func (c *certificatesPage) cells(row int, into []widgets.TableCell) {
	r := c.at(row)
	x := r.Entry.Certificate
	st := stateOf(r.Entry, c.index.now)
	into[colState] = widgets.TableCell{Text: alone(c.w.p.Print(st.word)), Icon: st.icon, Tone: st.tone}
	into[colHolder] = widgets.TableCell{Text: holder(x)}
	into[colIssuer] = widgets.TableCell{Text: x.Issuer.Display(), Mute: true}
	into[colUntil] = widgets.TableCell{Text: x.NotAfter.Local().Format(time.DateOnly)}
	into[colPlace] = widgets.TableCell{Text: c.index.placeOf(r, c.view.store), Mute: true}
	into[colTrust] = c.w.trustWords(r.Entry)
	into[colKind] = widgets.TableCell{Text: c.index.labels.kinds[x.Kind()], Mute: true}
	into[colCheckCode] = widgets.TableCell{Text: x.CheckCode(), Mute: true}
	into[colSerial] = widgets.TableCell{Text: groups(x.SerialHex(), 2), Mute: true}
}

// selected is called when other rows are chosen.
func (c *certificatesPage) selected() {
	if lead := c.table.Selected(); lead >= 0 {
		c.chosen = placeOf(c.at(lead))
	}
	c.showDetail()
}

func (c *certificatesPage) showDetail() {
	switch rows := c.table.Selection(); len(rows) {
	case 0:
		c.detail.show(nil)
	case 1:
		c.detail.show(c.at(rows[0]).Entry.Certificate)
	default:
		c.detail.showMany(c.certificates(rows))
	}
}

// certificates returns the certificates of rows, each once.
func (c *certificatesPage) certificates(rows []int) []*cert.Certificate {
	return app.Distinct(c.rowsOf(rows))
}

func (c *certificatesPage) rowsOf(rows []int) []app.Row {
	of := make([]app.Row, len(rows))
	for i, row := range rows {
		of[i] = *c.at(row)
	}
	return of
}

// nextNamed returns the next row, from start on and then from the top, whose holder begins with letters.
func (c *certificatesPage) nextNamed(letters string, start int) int {
	letters = cert.Fold(letters)
	for i := range c.shown {
		row := (start + i) % len(c.shown)
		if strings.HasPrefix(cert.Fold(holder(c.at(row).Entry.Certificate)), letters) {
			return row
		}
	}
	return -1
}

// goTo chooses a certificate, wherever it is: a press on an issuer leads there.
func (c *certificatesPage) goTo(x *cert.Certificate) {
	defer c.takeKeyboard()
	for row := range c.shown {
		if c.at(row).Entry.Certificate.SHA256 == x.SHA256 {
			c.table.Select(row)
			return
		}
	}
	for i := range c.newest.rows {
		if r := &c.newest.rows[i]; !r.Folded && r.Entry.Certificate.SHA256 == x.SHA256 {
			c.chosen = placeOf(r)
			c.only(allStores)
			return
		}
	}
}

// only shows all of a store, and nothing else.
func (c *certificatesPage) only(store storeKey) {
	c.w.store, c.marks = store, 0
	c.search.SetText("")
	c.w.side.update()
	c.query()
}

// notices say why the store or the file in view could not be read, and what could not be done.
func (c *certificatesPage) notices() (out []fyne.CanvasObject) {
	if c.failed != nil {
		out = append(out, c.w.noticeCard(cautionLook, c.w.p.Block(c.failed.What)))
	}
	for _, s := range c.w.host.Stores {
		if s.Problem == nil || storeKey(s.ID) != c.w.store {
			continue
		}
		var detail []fyne.CanvasObject
		if s.Problem.Detail != "" {
			detail = append(detail, widgets.NewParagraph(s.Problem.Detail, widgets.Caption))
		}
		out = append(out, c.w.noticeCard(cautionLook, c.w.p.Block(c.w.problemOf(s)), detail...))
	}
	if c.w.file != nil && c.w.store == storeKey(fileStore) {
		out = append(out, c.w.fileNotices()...)
	}
	return out
}

// tell shows what could not be done; nil = nothing any more.
func (c *certificatesPage) tell(problem *message.Problem) {
	c.failed = problem
	c.enlarge(false)
	c.notice.Objects = c.notices()
	c.top.Refresh()
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
