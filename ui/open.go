package ui

import (
	"os"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/dialog"
	"fyne.io/fyne/v2/storage"
)

// chooseFile asks for a file and opens it.
func (w *window) chooseFile() {
	if w.dialog != nil {
		return
	}
	d := dialog.NewFileOpen(func(r fyne.URIReadCloser, err error) {
		if err != nil || r == nil { // nil = nothing was chosen
			return
		}
		path := r.URI().Path()
		r.Close() // the core opens it anew, with its bounds
		w.openFile(path)
	}, w.win)
	if home, err := os.UserHomeDir(); err == nil {
		if there, err := storage.ListerForURI(storage.NewFileURI(home)); err == nil {
			d.SetLocation(there)
		}
	}
	d.SetTitleText(strings.TrimSuffix(w.p.Text("window.open-file"), "…"))
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
