package ui

import (
	"os"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/dialog"
	"fyne.io/fyne/v2/storage"

	"certviewer/app"
	"certviewer/ui/look"
	"certviewer/ui/widgets"
)

// chooseFile asks for a file and opens it.
func (w *window) chooseFile() { w.choose(w.p.Text("window.open-file"), w.openFile) }

// chooseP12 asks for a .p12 file, to be imported, or swapped for an older certificate.
func (w *window) chooseP12(swap bool) {
	title := "button.import"
	if swap {
		title = "button.swap"
	}
	w.choose(w.p.Text(title), func(path string) { w.importFile(path, swap) })
}

// p12Button is the button of a card whose next step is a .p12 file; nil where it is not.
func (w *window) p12Button(c app.Card, rank widgets.Rank) *widgets.Button {
	if c.Button != "button.swap" && c.Button != "button.import" {
		return nil
	}
	if rank != widgets.Primary {
		rank = widgets.Ordinary
	}
	return widgets.NewButton(c.Label, look.IconNone, rank, func() {
		if c.Button == "button.import" {
			w.chooseP12(false)
			return
		}
		w.swap(c.Subject)
	})
}

func (w *window) choose(title string, then func(path string)) {
	if w.dialog != nil {
		return
	}
	d := dialog.NewFileOpen(func(r fyne.URIReadCloser, err error) {
		if err != nil || r == nil { // nil = nothing was chosen
			return
		}
		path := r.URI().Path()
		r.Close() // the core opens it anew, with its bounds
		then(path)
	}, w.win)
	if home, err := os.UserHomeDir(); err == nil {
		if there, err := storage.ListerForURI(storage.NewFileURI(home)); err == nil {
			d.SetLocation(there)
		}
	}
	d.SetTitleText(strings.TrimSuffix(title, "…"))
	d.SetOnClosed(func() { w.dialog = nil })
	d.Show()
	size := w.win.Canvas().Size()
	d.Resize(fyne.NewSize(min(size.Width*0.9, 760), min(size.Height*0.9, 560)))
	w.dialog = d
}

// dropped opens the first file of those that were let go over the window.
func (w *window) dropped(files []fyne.URI) {
	for _, f := range files {
		if f.Scheme() == "file" {
			w.openFile(f.Path())
			return
		}
	}
}

// awaitLater opens the files of later starts, beside the window, until it is closed.
func (w *window) awaitLater() {
	for {
		select {
		case <-w.ctx.Done():
			return
		case file := <-w.opts.Later:
			fyne.Do(func() {
				w.win.Show() // it may be an icon only
				w.win.RequestFocus()
				if file != "" {
					w.openFile(file)
				}
			})
		}
	}
}
