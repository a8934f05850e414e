package ui

import (
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"certviewer/app"
	"certviewer/cert"
	"certviewer/diagnose"
	"certviewer/facts"
	"certviewer/message"
	"certviewer/trust"
	"certviewer/ui/look"
	"certviewer/ui/widgets"
)

// clientsPage shows a person's own certificates: a card for each, with those that it superseded below it, and in each
// card where the certificate is and which program would offer it.
type clientsPage struct {
	w      *window
	page   *widgets.Page
	body   *fyne.Container
	search *searchField
	root   *fyne.Container

	of     *facts.Host // what clients was made of
	known  *app.Clients
	asked  int
	failed *message.Problem
	items  []*clientItem // in the order of the page
}

// A clientItem is one certificate on the page.
type clientItem struct {
	*widgets.Item
	of diagnose.Client
}

// manyClients is from how many certificates on a search is of use.
const manyClients = 8

func newClientsPage(w *window) *clientsPage {
	c := &clientsPage{w: w, body: widgets.Column(look.CardGap)}
	c.search = newSearchField(w.p.Text("window.clients-search"))
	c.search.OnChanged = func(string) { c.build() }
	c.search.onDown = func() { c.step(nil, 0) }
	c.page = widgets.NewPage(look.CardWidth, 24, c.body)
	c.root = container.NewStack(c.page)
	return c
}

func (c *clientsPage) content() fyne.CanvasObject { return c.root }

// update is called when the window knows something new, and when the page comes into view.
func (c *clientsPage) update() {
	w := c.w
	if w.health == nil || c.of == w.health.Host {
		c.build()
		return
	}
	c.asked++
	asked, host := c.asked, w.health.Host
	w.spawn(func() {
		clients := w.core.Clients(host)
		fyne.Do(func() {
			if asked == c.asked && w.ctx.Err() == nil {
				c.of, c.known = host, clients
				c.build()
			}
		})
	})
}

// tell shows what could not be done; nil = nothing any more.
func (c *clientsPage) tell(problem *message.Problem) {
	c.failed = problem
	c.build()
}

// build draws the page. The keyboard stays at the certificate where it was.
func (c *clientsPage) build() {
	w, p := c.w, c.w.p
	at := c.focused()
	c.items = nil
	title := pageTitle(p.Text("page.clients"))
	if c.known != nil && len(c.known.List) > 0 {
		title = widgets.Before(12, title, widgets.Row(8, c.importButton(widgets.Ordinary),
			widgets.NewButton(p.Text("window.save-dates"), look.IconSave, widgets.Ordinary, c.saveDates)))
	}
	c.body.Objects = append([]fyne.CanvasObject{title}, c.notices()...)
	switch {
	case c.known == nil && w.problem == nil:
		c.body.Add(widgets.NewParagraph(p.Text("client.loading"), widgets.Quiet))
	case c.known == nil: // the notice says it
	case len(c.known.List) == 0:
		c.body.Add(c.empty())
	default:
		if len(c.known.List) > manyClients {
			c.body.Add(c.search.content())
		}
		shown := c.shown()
		for _, group := range byPerson(shown) {
			c.body.Add(c.card(group))
		}
		if len(shown) == 0 {
			c.body.Add(widgets.NewParagraph(p.Text("window.none-match"), widgets.Quiet))
		}
	}
	c.page.Relayout()
	if i := c.itemOf(at); i != nil {
		w.win.Canvas().Focus(i)
	}
}

// shown is the certificates that match the search. An older one is there whenever the one before it is.
func (c *clientsPage) shown() (out []diagnose.Client) {
	match := app.Matcher(c.search.Text)
	in := false
	for i, x := range c.known.List {
		if i == 0 || x.Successor == nil {
			in = match(trust.Entry{Certificate: x.Certificate})
		}
		if in {
			out = append(out, x)
		}
	}
	return out
}

// byPerson cuts the list into the newest certificates, each with those that it superseded behind it.
func byPerson(list []diagnose.Client) (out [][]diagnose.Client) {
	for _, x := range list {
		if x.Successor == nil || len(out) == 0 {
			out = append(out, nil)
		}
		out[len(out)-1] = append(out[len(out)-1], x)
	}
	return out
}

// notices say what holds of the whole list: a clock by which nothing can be judged, a program whose certificates could
// not be read, and what went wrong.
func (c *clientsPage) notices() (out []fyne.CanvasObject) {
	w, p := c.w, c.w.p
	notice := func(title string, lines []message.Line) {
		out = append(out, bannerOf(standing{look.IconUnknown, look.ToneCaution},
			widgets.Column(6, widgets.NewParagraph(title, widgets.Style{Bold: true, Size: look.SizeTitle}), w.lines(lines))))
	}
	for _, problem := range []*message.Problem{c.failed, w.problem} {
		if problem != nil {
			b := p.Block(problem.What)
			notice(b.Title, b.Lines)
		}
	}
	if c.known == nil {
		return out
	}
	for _, f := range c.known.More {
		card := app.FindingCard(p, f, abilities)
		notice(card.Title, card.Lines)
	}
	for _, s := range c.known.Unread() {
		b := p.Block(w.problemOf(s))
		notice(b.Title, b.Lines)
	}
	return out
}

// empty says in plain words what is not here, and whether that is all right.
func (c *clientsPage) empty() fyne.CanvasObject {
	p := c.w.p
	none := p.Print(c.known.None())
	return widgets.NewCard(none, widgets.Inset(18, 20, 18, 20, widgets.Beside(14,
		widgets.NewGlyph(look.IconCalm, 28, look.CalmShape, look.Card),
		widgets.Column(6, widgets.NewParagraph(none, widgets.Style{Bold: true, Size: look.SizeTitle}),
			widgets.NewParagraph(p.Text("client.what"), widgets.Plain),
			widgets.NewParagraph(p.Text("client.how"), widgets.Quiet),
			widgets.Inset(4, 0, 0, 0, widgets.Row(0, c.importButton(widgets.Primary)))))))
}

func (c *clientsPage) importButton(rank widgets.Rank) *widgets.Button {
	return widgets.NewButton(c.w.p.Text("button.import"), look.IconNone, rank, func() { c.w.chooseP12(false) })
}

// focused returns the certificate where the keyboard is; the zero value when it is elsewhere.
func (c *clientsPage) focused() cert.Fingerprint {
	at, _ := c.w.win.Canvas().Focused().(*widgets.Item)
	for _, i := range c.items {
		if i.Item == at {
			return i.of.Certificate.SHA256
		}
	}
	return cert.Fingerprint{}
}

func (c *clientsPage) itemOf(x cert.Fingerprint) *widgets.Item {
	for _, i := range c.items {
		if i.of.Certificate.SHA256 == x {
			return i.Item
		}
	}
	return nil
}

// step goes some items on from one, as far as there are any; from nil it goes to the first.
func (c *clientsPage) step(from *clientItem, by int) {
	if len(c.items) == 0 {
		return
	}
	to := min(max(slices.Index(c.items, from)+by, 0), len(c.items)-1)
	c.w.win.Canvas().Focus(c.items[to].Item)
	c.page.Reveal(c.items[to].Item)
}
