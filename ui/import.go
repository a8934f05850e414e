package ui

import (
	"context"
	"path/filepath"
	"slices"

	"fyne.io/fyne/v2"

	"certviewer/app"
	"certviewer/cert"
	"certviewer/change"
	"certviewer/facts"
	"certviewer/message"
	"certviewer/trust"
)

// importing is a .p12 file on its way into the programs of this computer, and a swap where it takes the place of an older
// certificate. It outlives the widgets of its page: a person may look something up while it works. Each stage draws
// itself from what is here.
type importing struct {
	w      *window
	ctx    context.Context // of all its work; ends when it is left
	cancel context.CancelFunc
	path   string
	asked  bool // the person pressed Swap…: that nothing is older is worth a word

	stage stage
	said  *message.Message // beside the buttons: what is missing before one can go on, or what is being done
	busy  context.CancelFunc
	trap  *message.Problem // why it did not go on, told above the stage

	field *secretEntry // for the PIN
	wrong *message.Problem
	guess *guess

	file       *app.P12
	pin        []byte // until it was given to the password store, or the person wants none of that
	remember   bool
	remembered bool // the file was opened with a PIN from the password store
	notKept    *message.Problem

	host     *facts.Host // what the rest was made of
	places   []app.Destination
	chosen   map[trust.StoreID]bool
	vouched  map[cert.Fingerprint]string // the roots in the file that are to be trusted too, and the fingerprints that were pasted
	plan     change.Plan                 // as it is shown
	details  bool                        // all of its steps are shown
	outcomes []change.Outcome
	number   int // of the import in the history

	watched bool   // it is asked soon whether programs were closed
	await   func() // what goes on once this computer was looked at anew
	leaving *leaving
}

// A stage is what the page of an import shows now.
type stage interface {
	// draw makes the widgets, and names the one that gets the keyboard.
	draw() drawn
	// escape goes one step back, or ends what is being done.
	escape()
}

// drawn is a stage as widgets: what scrolls, and the buttons below it.
type drawn struct {
	body    []fyne.CanvasObject
	buttons []fyne.CanvasObject
	focus   fyne.Focusable
}

// importFile leads a file into programs. One that is being worked on is not given up for it.
func (w *window) importFile(path string, swap bool) {
	if w.importing != nil && w.importing.started() {
		w.show(PageImport)
		return
	}
	w.opened++ // one that came before and still waits is not opened over it
	f := w.beginImport(path, swap)
	f.stage = &opening{f}
	w.show(PageImport)
	w.spawn(func() {
		file, err := app.ReadP12(f.ctx, path)
		open := err == nil && file.Open()
		if err == nil && !open {
			open, _ = w.core.UnlockRemembered(f.ctx, file) // else the PIN is asked for
		}
		fyne.Do(func() {
			switch {
			case f.ctx.Err() != nil:
				closeFile(file)
			case err != nil:
				f.enter(&refused{f, message.AsProblem(err)})
			default:
				f.file, f.remembered = file, open && file.NeedsPIN()
				if open {
					f.opened()
					return
				}
				f.enter(&askPIN{f})
			}
		})
	})
}

// beginImport gives up what is there of another import.
func (w *window) beginImport(path string, swap bool) *importing {
	w.endImport()
	f := &importing{w: w, path: path, asked: swap, chosen: map[trust.StoreID]bool{}, vouched: map[cert.Fingerprint]string{}}
	f.ctx, f.cancel = context.WithCancel(w.ctx)
	w.importing = f
	return f
}

// swap puts a newer certificate in the place of old: the one that is there beside it already, else one from a file.
func (w *window) swap(old *cert.Certificate) {
	if w.health == nil || old == nil || w.importing != nil && w.importing.started() {
		w.chooseP12(true)
		return
	}
	for _, c := range w.core.Clients(w.health.Host).List {
		if c.Certificate.SHA256 != old.SHA256 || c.Successor == nil {
			continue
		}
		next := w.core.Installed(c.Successor)
		if !slices.ContainsFunc(w.core.Destinations(w.health.Host, next), func(d app.Destination) bool { return d.Has && len(d.Replace) > 0 }) {
			break
		}
		f := w.beginImport("", true)
		f.file = next
		f.look()
		f.stage = &contents{f}
		w.show(PageImport)
		return
	}
	w.chooseP12(true)
}

func closeFile(file *app.P12) {
	if file != nil {
		file.Close()
	}
}

// name is what the file is called in a sentence.
func (f *importing) name() string { return filepath.Base(f.path) }

// started reports whether something was or is being written: it is not left by looking at another page.
func (f *importing) started() bool {
	switch f.stage.(type) {
	case *working, *choosing:
		return true
	}
	return false
}

// enter goes to another stage.
func (f *importing) enter(s stage) {
	f.stage, f.said, f.trap = s, nil, nil
	f.redraw(true)
}

// redraw draws the stage anew, where it is in view. The keyboard goes to where the stage wants it when the stage
// is new, else it stays.
func (f *importing) redraw(fresh bool) {
	if f.w.page == PageImport && f.w.importing == f {
		f.w.pages[PageImport].(*importPage).build(fresh)
	}
}

// say shows beside the buttons what is missing, or what is being done.
func (f *importing) say(m message.Message) {
	f.said = &m
	f.redraw(false)
}

// endImport ends what is there of an import, and overwrites what was secret in it.
func (w *window) endImport() {
	f := w.importing
	if f == nil {
		return
	}
	w.importing = nil
	f.cancel()
	f.wipe()
	closeFile(f.file)
}

// wipe overwrites the PIN, and empties the fields.
func (f *importing) wipe() {
	clear(f.pin)
	f.pin, f.remember = nil, false
	f.guess.wipe()
	f.guess = nil
	if f.field != nil {
		f.field.wipe()
	}
	if f.leaving != nil {
		f.leaving.empty()
	}
}

// leave ends the import and goes to the page of certificates, where its outcome is to be seen.
func (f *importing) leave() {
	w := f.w
	back := PageClients
	if from := w.from[PageImport]; !f.started() && f.outcomes == nil && from != "" {
		back = from
	}
	w.endImport()
	w.show(back)
}

// look takes what is known of this computer for the stages that need it.
func (f *importing) look() {
	w := f.w
	if w.health == nil || f.file == nil || !f.file.Open() || f.host == w.health.Host {
		return
	}
	f.host = w.health.Host
	before := f.places
	f.file.Prove = len(w.core.Superseded(f.host, f.file)) > 0 // a swap rests on what is there already too
	f.places = w.core.Destinations(f.host, f.file)
	for _, d := range f.places {
		known := slices.ContainsFunc(before, func(b app.Destination) bool { return b.Store.ID == d.Store.ID && b.Usual() == d.Usual() })
		if !known {
			f.chosen[d.Store.ID] = d.Usual() || d.Has && len(d.Replace) > 0
		}
	}
	f.preview()
	if _, here := f.stage.(*choosing); here {
		f.leaving.renew()
	}
}

// next is the certificate that comes, and old are those whose place it takes.
func (f *importing) next() *cert.Certificate  { return f.file.Certificates()[0] }
func (f *importing) old() []*cert.Certificate { return f.w.core.Superseded(f.host, f.file) }

// swaps reports whether something is replaced.
func (f *importing) swaps() bool { return f.host != nil && len(f.old()) > 0 }
