package ui

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"certviewer/ui/look"
	"certviewer/ui/widgets"
)

// changeDialog is the one dialog in which a change is previewed, made and told of. It lies over the window from the
// preview to the outcome, and only what is in it changes.
type changeDialog struct {
	w      *window
	below  interface{ Hide() } // the dialog that it lies over, as where an import asks for a password; nil = none
	hidden bool                // the page is out of sight for that one's sake: see vouch
	ctx    context.Context     // of the work that it stands for
	cancel context.CancelFunc
	pop    *widget.PopUp
	frame  *fyne.Container
	leave  func()        // what Escape does now
	back   func()        // from the preview to what was asked for; nil = there is no way back
	said   *widgets.Text // beside the buttons: what is missing before one can go on

	doing *widgets.Text // while it is busy
	gauge *widgets.Gauge
}

func newChangeDialog(w *window) *changeDialog {
	d := &changeDialog{w: w, below: w.dialog, hidden: !w.body.Visible(), frame: container.NewStack(), gauge: widgets.NewGauge(0, look.Note)}
	d.ctx, d.cancel = context.WithCancel(w.ctx)
	d.pop = widget.NewModalPopUp(d.frame, w.win.Canvas())
	w.dialog = d
	d.pop.Show()
	return d
}

// Hide is called by Escape. The dialog stays until its work has ended.
func (d *changeDialog) Hide() {
	d.w.dialog = d
	d.leave()
}

// close ends the work, if there is any, and takes the dialog away.
func (d *changeDialog) close() {
	d.cancel()
	d.pop.Hide()
	d.bare()
	d.w.dialog = d.below
}

// bare brings the page behind the dialog into view again.
func (d *changeDialog) bare() {
	if !d.hidden {
		d.w.body.Show()
	}
}

const (
	dialogWidth  = 560
	dialogMargin = 20
)

// put shows something else in the dialog, with buttons below it. Escape does what leave does; the keyboard goes to
// focus.
func (d *changeDialog) put(body *fyne.Container, focus fyne.Focusable, leave func(), buttons ...*widgets.Button) {
	d.leave = leave
	row := widgets.Row(8)
	for _, b := range buttons {
		row.Add(b)
	}
	d.bare() // see vouch
	d.said = widgets.NewText("", widgets.Style{Color: look.Caution, Bold: true})
	footer := widgets.Inset(0, dialogMargin, dialogMargin, dialogMargin, widgets.Before(12, d.said, row))
	d.frame.Objects = []fyne.CanvasObject{container.NewBorder(nil, footer, nil, nil, widgets.NewPage(0, dialogMargin, body))}
	d.frame.Refresh()
	d.fit(body, footer)
	// The key that brought this into view is done with by then, and does not press the button too.
	d.w.after(0, func() { d.w.win.Canvas().Focus(focus) })
}

// fit makes the dialog as tall as what is in it, as far as the window is.
func (d *changeDialog) fit(body, footer fyne.CanvasObject) {
	window := d.w.win.Canvas().Size()
	width := min(dialogWidth, window.Width-40)
	around := 2 * theme.InnerPadding() // Fyne's own, with something to spare
	height := widgets.HeightFor(body, width-2*dialogMargin-around) + 2*dialogMargin + footer.MinSize().Height + around
	d.pop.Resize(fyne.NewSize(width, min(height, window.Height-40)))
}

// busy shows that something is being done; cancel ends it.
func (d *changeDialog) busy(doing string, cancel func()) {
	d.doing = widgets.NewText(doing, widgets.Style{Bold: true, Size: look.SizeTitle})
	button := widgets.NewButton(d.w.p.Text("button.cancel"), look.IconNone, widgets.Ordinary, cancel)
	d.put(widgets.Column(12, d.doing, d.gauge), button, cancel, button)
}

func dialogTitle(title string) fyne.CanvasObject {
	return widgets.NewParagraph(title, widgets.Style{Bold: true, Size: look.SizeTitle})
}
