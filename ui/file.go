package ui

import (
	"errors"
	"path/filepath"
	"strings"

	"fyne.io/fyne/v2"

	"certviewer/app"
	"certviewer/cert"
	"certviewer/diagnose"
	"certviewer/facts"
	"certviewer/message"
	"certviewer/trust"
	"certviewer/ui/look"
	"certviewer/ui/widgets"
)

// fileStore is under which store the certificates of the opened file are listed. No store has such an ID.
const fileStore trust.StoreID = "file"

// An openedFile is a certificate file that was dropped on the window or named on the command line.
type openedFile struct {
	name    string
	rows    []app.Row
	problem *message.Problem // why it cannot be shown
}

// openFile reads a file beside the window and shows what is in it. One that holds a private key is imported. It may come while a
// dialog waits for its answer, from another program or a second start: what is behind the dialog stays until it is closed.
func (w *window) openFile(path string) {
	w.opened++
	opened := w.opened
	w.spawn(func() {
		f, isP12 := w.readFile(path)
		fyne.Do(func() {
			w.afterDialog(func() {
				switch {
				case opened != w.opened: // another was opened meanwhile
				case isP12:
					w.importFile(path, false)
				default:
					w.file = f
					w.open(storeKey(fileStore))
				}
			})
		})
	})
}

// afterDialog calls f as soon as no dialog is open. Some dialogs are Fyne's: they are asked from time to time.
func (w *window) afterDialog(f func()) {
	switch {
	case w.ctx.Err() != nil: // the window was closed
	case w.dialog == nil:
		f()
	default:
		w.after(drawEvery, func() { w.afterDialog(f) })
	}
}

// readFile reads a file, or says that it is a .p12 file: by its content, and where that is damaged by its name. What the
// core knows of the certificates is known of those of a store.
func (w *window) readFile(path string) (f *openedFile, isP12 bool) {
	f = &openedFile{name: filepath.Base(path)}
	read, err := cert.ReadFile(path)
	if err != nil {
		f.problem = app.FileProblem(f.name, err)
		e, ok := errors.AsType[*cert.FileError](err)
		return f, ok && (e.Kind == cert.KindP12 || e.Kind == cert.KindDamaged && namedP12(path))
	}
	store := facts.Store{Info: trust.Info{ID: fileStore}}
	for _, c := range read.Certificates {
		store.Entries = append(store.Entries, trust.Entry{Certificate: c})
	}
	f.rows = w.core.RowsOf(&facts.Host{Stores: []facts.Store{store}}, "")
	return f, false
}

func namedP12(path string) bool {
	ext := strings.ToLower(filepath.Ext(path))
	return ext == ".p12" || ext == ".pfx"
}

// allRows are the rows of the stores, and those of the opened file.
func (w *window) allRows() []app.Row {
	if w.file == nil {
		return w.rows
	}
	return append(w.rows[:len(w.rows):len(w.rows)], w.file.rows...)
}

// fileNotices say why the opened file cannot be shown, or what about a root in it: the person may have been told to
// install it, and mostly nothing is to be done.
func (w *window) fileNotices() []fyne.CanvasObject {
	if w.file.problem != nil {
		return []fyne.CanvasObject{w.noticeCard(cautionLook, w.p.Block(w.file.problem.What))}
	}
	x := w.file.root()
	if x == nil || w.health == nil { // not all of the computer was looked at yet
		return nil
	}
	names := w.core.Names()
	name := names.ShortName(x)
	if names.KnownBad(x) != nil {
		return []fyne.CanvasObject{w.noticeCard(standing{look.IconDanger, look.ToneDanger}, w.p.Block(message.M("root-known-bad", "cert", name)))}
	}
	if in := app.TrustedIn(names, w.host, x); len(in) > 0 {
		return []fyne.CanvasObject{w.noticeCard(verdictLook(diagnose.OK), w.p.Block(message.M("root-already-trusted", "root", name, "place", w.places(in))))}
	}
	if _, ok := w.trustWish([]*cert.Certificate{x}); !ok {
		return nil
	}
	trustIt := func() {
		if q, ok := w.trustWish([]*cert.Certificate{x}); ok {
			w.ask(q)
		}
	}
	return []fyne.CanvasObject{w.noticeCard(standing{look.IconNote, look.ToneNote}, w.p.Block(message.M("root-here-untrusted", "root", name)),
		widgets.Row(8, widgets.NewButton(w.p.Text("button.trust"), look.IconNone, widgets.Primary, trustIt)))}
}

// root is the one root in the file; nil when there is none, or several.
func (f *openedFile) root() (root *cert.Certificate) {
	for _, r := range f.rows {
		if x := r.Entry.Certificate; x.IsCA() && x.Kind() == cert.Root {
			if root != nil {
				return nil
			}
			root = x
		}
	}
	return root
}

var cautionLook = standing{look.IconUnknown, look.ToneCaution}

// noticeCard is a block above the table.
func (w *window) noticeCard(st standing, b message.Block, more ...fyne.CanvasObject) fyne.CanvasObject {
	head := widgets.Before(12, widgets.NewParagraph(b.Title, widgets.Style{Bold: true, Size: look.SizeTitle}),
		widgets.NewText(w.p.Text("window.number", "number", message.Text(threeDigits(b.Number))), widgets.Style{Color: look.Muted, Bold: true}))
	body := widgets.Column(5, head, w.lines(b.Lines))
	for _, o := range more {
		body.Add(o)
	}
	return widgets.Inset(2, 14, 10, 14, widgets.On(widgets.NewSurface(st.tone.Tint, "", look.FieldRadius),
		widgets.Inset(12, 14, 12, 14, widgets.Beside(12, widgets.NewGlyph(st.icon, 24, st.tone.Shape, st.tone.Tint), body))))
}
