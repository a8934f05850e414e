package ui

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"certviewer/diagnose"
	"certviewer/message"
	"certviewer/ui/look"
	"certviewer/ui/widgets"
)

// importPage shows the stage of the import that is under way, with its buttons always in sight.
type importPage struct {
	w    *window
	root *fyne.Container
	page *widgets.Page
	body *fyne.Container
	said *widgets.Text
	row  *fyne.Container
}

func newImportPage(w *window) *importPage {
	i := &importPage{w: w, body: widgets.Column(look.CardGap), row: widgets.Row(8)}
	i.said = widgets.NewParagraph("", widgets.Style{Color: look.Caution, Bold: true})
	i.page = widgets.NewPage(look.CardWidth, 24, i.body)
	footer := widgets.Column(0, widgets.NewLine(), widgets.Inset(12, 24, 12, 24, widgets.AtMost(look.CardWidth, widgets.Before(12, i.said, i.row))))
	i.root = container.NewBorder(nil, footer, nil, nil, i.page)
	if f := w.importing; f != nil && f.field != nil {
		f.field = nil // it speaks the language of before
	}
	return i
}

func (i *importPage) content() fyne.CanvasObject { return i.root }

// update is called when the window knows something new, and when the page comes into view.
func (i *importPage) update() {
	f := i.w.importing
	if f == nil {
		return
	}
	if f.await != nil && !i.w.running {
		go_on := f.await
		f.await = nil
		go_on()
		return
	}
	unknown := f.host == nil
	f.look()
	i.build(len(i.row.Objects) == 0 || unknown && f.host != nil)
}

// build draws the stage. fresh says that it is a new one: then the page begins at its top, and the keyboard goes to
// where the stage wants it. Else both stay where they are.
func (i *importPage) build(fresh bool) {
	f, p := i.w.importing, i.w.p
	if f == nil {
		return
	}
	title := "button.import"
	if f.asked || f.file != nil && f.file.Open() && f.swaps() {
		title = "button.swap"
	}
	at := labelOf(i.w.win.Canvas().Focused())
	d := f.stage.draw()
	i.body.Objects = append([]fyne.CanvasObject{pageTitle(strings.TrimSuffix(p.Text(title), "…"))}, d.body...)
	if f.trap != nil {
		i.body.Objects = append(i.body.Objects, i.w.pageNote(cautionLook, i.w.p.Block(f.trap.What)))
	}
	i.row.Objects = d.buttons
	said, style := "", widgets.Style{Color: look.Caution, Bold: true}
	if f.said != nil {
		said = p.Print(*f.said)
	}
	if f.busy != nil { // nothing is missing: it is being done
		style = widgets.Quiet
	}
	i.said.SetStyle(style)
	i.said.SetText(said)
	i.root.Refresh()
	i.page.Relayout()
	canvas := i.w.win.Canvas()
	switch {
	case fresh:
		i.page.ScrollToTop()
		if d.focus != nil {
			// The key that brought this into view is done with by then, and does not press the button too.
			i.w.after(0, func() { canvas.Focus(d.focus) })
			// What has the keyboard is in view, also once all of the stage has its place.
			i.w.after(drawEvery, func() {
				if o, ok := d.focus.(fyne.CanvasObject); ok && canvas.Focused() == d.focus {
					widgets.Follow(o)
				}
			})
		}
	case at != "":
		if same := widgets.Find(i.root, func(o fyne.Focusable) bool { return labelOf(o) == at }); same != nil {
			canvas.Focus(same)
		}
	}
}

// escape goes one step back.
func (i *importPage) escape() {
	if f := i.w.importing; f != nil {
		f.stage.escape()
		return
	}
	i.w.show(PageClients)
}

// labelOf is the words on a tick or button, which tell it from others on a page.
func labelOf(o fyne.Focusable) string {
	switch o := o.(type) {
	case *widgets.Tick:
		return "tick " + o.Text()
	case *widgets.Button:
		return "button " + o.AccessibilityLabel()
	}
	return ""
}

// blockCard is a card of sentences: its icon, its title with its number, its lines, and more below them.
func (w *window) blockCard(st standing, b message.Block, more ...fyne.CanvasObject) fyne.CanvasObject {
	body := widgets.Column(6, w.headed(b), w.lines(b.Lines))
	for _, o := range more {
		body.Add(o)
	}
	label := b.Title
	if b.Number > 0 {
		label += " " + w.p.Text("window.number", "number", message.Text(threeDigits(b.Number)))
	}
	return widgets.NewCard(label,
		widgets.Inset(16, 16, 16, 18, widgets.Beside(14, widgets.NewGlyph(st.icon, 28, st.tone.Shape, look.Card), body)))
}

func (w *window) headed(b message.Block) fyne.CanvasObject {
	title := widgets.NewParagraph(b.Title, widgets.Style{Bold: true, Size: look.SizeTitle})
	if b.Number == 0 {
		return title
	}
	return widgets.Before(12, title, widgets.NewText(w.p.Text("window.number", "number", message.Text(threeDigits(b.Number))), widgets.Style{Color: look.Muted, Bold: true}))
}

// note is a block inside a card, on a tint.
func (w *window) note(st standing, b message.Block, more ...fyne.CanvasObject) fyne.CanvasObject {
	return widgets.On(widgets.NewSurface(st.tone.Tint, "", look.FieldRadius),
		widgets.Inset(10, 12, 10, 12, widgets.Beside(10, noteGlyph(st), w.noteBody(st, b, more...))))
}

// pageNote is a block between cards, on a tint; its text and its icon stand below theirs.
func (w *window) pageNote(st standing, b message.Block) fyne.CanvasObject {
	return widgets.On(widgets.NewSurface(st.tone.Tint, "", look.CardRadius),
		widgets.Inset(12, 16, 12, 22, widgets.Beside(18, noteGlyph(st), w.noteBody(st, b))))
}

func noteGlyph(st standing) fyne.CanvasObject {
	return widgets.NewGlyph(st.icon, 20, st.tone.Shape, st.tone.Tint)
}

func (w *window) noteBody(st standing, b message.Block, more ...fyne.CanvasObject) fyne.CanvasObject {
	number := widgets.NewText(w.p.Text("window.number", "number", message.Text(threeDigits(b.Number))), widgets.Style{Color: st.tone.Text, Size: look.SizeSmall, Bold: true})
	body := widgets.Column(4, widgets.Before(12, widgets.NewParagraph(b.Title, widgets.Strong), number), w.lines(b.Lines))
	for _, o := range more {
		body.Add(o)
	}
	return body
}

var (
	noteLook = standing{look.IconNote, look.ToneNote}
	okLook   = verdictLook(diagnose.OK)
)
