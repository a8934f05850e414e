package ui

import (
	"strings"
	"unicode"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/dialog"

	"certviewer/app"
	"certviewer/cert"
	"certviewer/message"
)

// export asks where to write certificates, and writes them there.
func (w *window) export(cc []*cert.Certificate, f app.Format) {
	data, err := app.Encode(cc, f)
	if err != nil {
		w.tell(message.AsProblem(err))
		return
	}
	w.saveAs("window.export-title", fileName(cc, f), data)
}

// saveAs asks where to write a file, and writes it there. title is the ID of the dialog's.
func (w *window) saveAs(title, name string, data []byte) {
	d := dialog.NewFileSave(func(file fyne.URIWriteCloser, err error) {
		w.dialog = nil
		switch {
		case err != nil:
			w.tell(&message.Problem{What: message.M("write-failed", "file", name), Cause: err})
		case file != nil:
			// The dialog has opened the file, after a question if there was one before. It is replaced whole.
			file.Close()
			w.saveTo(file.URI().Path(), data)
		}
	}, w.win)
	d.SetTitleText(w.p.Text(title))
	d.SetConfirmText(w.p.Text("window.save"))
	d.SetDismissText(w.p.Text("button.cancel"))
	d.SetFileName(name)
	w.dialog = d
	d.Show()
	size := w.win.Canvas().Size()
	d.Resize(fyne.NewSize(min(760, size.Width-60), min(520, size.Height-60)))
}

// saveTo writes to a file that may be replaced.
func (w *window) saveTo(path string, data []byte) {
	w.spawn(func() {
		err := app.WriteNew(path, data, true)
		fyne.Do(func() {
			if err != nil {
				w.tell(message.AsProblem(err))
				return
			}
			w.tell(nil)
			w.status.say(w.p.Text("window.exported", "file", path[strings.LastIndexAny(path, `/\`)+1:]))
		})
	})
}

// tell shows on the page in view what could not be done; nil = nothing any more.
func (w *window) tell(problem *message.Problem) {
	if w.page == PageClients {
		w.pages[PageClients].(*clientsPage).tell(problem)
		return
	}
	w.certificates().tell(problem)
}

// fileName proposes a name that every system takes.
func fileName(cc []*cert.Certificate, f app.Format) string {
	name := "certificates"
	if len(cc) == 1 {
		name = strings.Map(func(r rune) rune {
			if unicode.IsControl(r) || unicode.IsSpace(r) || strings.ContainsRune(`/\:*?"<>|`, r) {
				return '_'
			}
			return r
		}, holder(cc[0]))
	}
	const longest = 60 // of the 255 octets that a name may have
	if runes := []rune(name); len(runes) > longest {
		name = string(runes[:longest])
	}
	return strings.Trim(name, "._") + "." + string(f)
}
