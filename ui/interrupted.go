package ui

import (
	"slices"

	"fyne.io/fyne/v2"

	"certviewer/app"
	"certviewer/change"
	"certviewer/diagnose"
	"certviewer/message"
	"certviewer/ui/look"
	"certviewer/ui/widgets"
)

// loadInterrupted asks beside the window whether a change was killed in the middle, and then for the history where
// that is in view.
func (w *window) loadInterrupted() {
	w.spawn(func() {
		killed, _ := w.core.Interrupted(w.ctx, w.opts.Where) // of what it says nothing about, the history says why
		fyne.Do(func() {
			if w.ctx.Err() != nil {
				return
			}
			w.killed = slices.DeleteFunc(killed, func(r change.Record) bool { return !r.Unfinished() })
			w.side.update() // its mark tells of them on every page
			switch w.page {
			case PageHealth:
				w.pages[PageHealth].update()
			case PageHistory:
				w.loadHistory()
			}
		})
	})
}

// overallVerdict is that of the health check and of the changes that wait beside it, which need action.
func overallVerdict(h *app.Health, stopped []change.Record) diagnose.Verdict {
	if len(stopped) > 0 {
		return diagnose.Action
	}
	return h.Verdict
}

// interruptedCard is a change that was killed in the middle: it can be gone on with, and what was made can be undone. Both
// show the history behind the preview, where the change stays.
func (w *window) interruptedCard(r change.Record, primary bool) fyne.CanvasObject {
	p := w.p
	b := p.Block(app.InterruptedMessage(r))
	st := verdictLook(diagnose.Action)
	rank := widgets.Ordinary
	if primary {
		rank = widgets.Primary
	}
	buttons := widgets.Flow(8, 4, widgets.NewButton(b.Buttons[0], look.IconNone, rank, func() {
		w.show(PageHistory)
		w.goOn(r.N)
	}))
	if r.Undoes == 0 && r.Left() {
		buttons.Add(widgets.NewButton(b.Buttons[1], look.IconNone, widgets.Ordinary, func() {
			w.show(PageHistory)
			w.undo(r.N)
		}))
	}
	number := p.Text("window.number", "number", message.Text(threeDigits(b.Number)))
	head := widgets.Before(12, widgets.NewParagraph(b.Title, widgets.Style{Bold: true, Size: look.SizeTitle}),
		widgets.NewText(number, widgets.Style{Color: look.Muted, Bold: true}))
	body := widgets.Column(6, head, w.lines(b.Lines), widgets.Inset(4, 0, 0, 0, buttons))
	return widgets.NewCard(b.Title+" "+number, widgets.Inset(16, 16, 14, 18, widgets.Beside(14, widgets.NewGlyph(st.icon, 28, st.tone.Shape, look.Card), body)))
}

// settled forgets that change n waits, from any goroutine: something was done about it.
func (w *window) settled(n int) {
	fyne.Do(func() { w.killed = slices.DeleteFunc(w.killed, func(r change.Record) bool { return r.N == n }) })
}
