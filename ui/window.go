package ui

import (
	"cmp"
	"context"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"

	"certviewer/app"
	"certviewer/change"
	"certviewer/facts"
	"certviewer/message"
	"certviewer/task"
	"certviewer/ui/look"
	"certviewer/ui/widgets"
)

// window is the window and everything it knows. Its methods run on Fyne's goroutine, unless they say
// otherwise.
type window struct {
	app  fyne.App
	core Core
	opts Options
	win  fyne.Window
	p    *message.Printer
	mode look.Mode
	keep app.Settings

	ctx    context.Context // of all work; ends with the window
	cancel context.CancelFunc
	spawn  func(func())                // starts work beside the window; tests run it at once
	after  func(time.Duration, func()) // calls on Fyne's goroutine when a time has passed

	// What the core said last.
	run      int // counts the looks at this computer, so that a late answer to an older one is dropped
	running  bool
	slow     bool                    // it has been running for long enough to say so
	enough   context.CancelCauseFunc // ends the look that is running
	progress task.Progress
	host     *facts.Host // without applications until the first look is done
	health   *app.Health
	rows     []app.Row
	count    int              // of the rows that a list of all stores shows
	problem  *message.Problem // why there is no result
	history  history
	secrets  secrets
	killed   []change.Record // changes whose run was killed, until something is done about them
	opened   int             // counts opened files, as run does
	file     *openedFile     // nil = none was opened

	importing *importing // a .p12 file on its way into programs; nil = there is none

	// What is in view. It outlives the widgets, which are made anew for another language.
	page   PageID
	from   map[PageID]PageID // where Escape leads from a page that is only looked up
	store  storeKey
	search string

	side   *sidebar
	status *statusLine
	body   *fyne.Container
	pages  map[PageID]page
	keys   map[stroke]func()   // what each key does, wherever the keyboard is
	dialog interface{ Hide() } // nil = none is open
}

// A page is one view of the window.
type page interface {
	// content is what is shown.
	content() fyne.CanvasObject
	// update is called when the window knows something new, and when the page comes into view.
	update()
}

func newWindow(a fyne.App, core Core, o Options) *window {
	w := &window{app: a, core: core, opts: o, keep: o.Settings, page: o.page(), from: map[PageID]PageID{}, store: allStores}
	w.spawn = func(f func()) { go f() }
	w.after = func(d time.Duration, f func()) { time.AfterFunc(d, func() { fyne.Do(f) }) }
	w.ctx, w.cancel = context.WithCancel(context.Background())
	applyScale(w.keep.Scale)
	w.win = a.NewWindow("certviewer")
	w.win.SetMaster()
	w.win.SetPadded(false)
	w.setMode(o.mode())
	w.setLanguage(o.lang())
	w.win.Resize(o.size())
	w.win.Canvas().SetOnTypedKey(w.typedKey)
	return w
}

// start begins the first look at this computer.
func (w *window) start() {
	w.win.SetOnClosed(w.cancel)
	w.win.SetOnDropped(func(_ fyne.Position, files []fyne.URI) { w.dropped(files) })
	w.look()
	w.loadInterrupted()
	if w.page == PageSettings {
		w.loadKept()
	}
	if w.opts.File != "" {
		w.openFile(w.opts.File)
	}
	if w.opts.Later != nil {
		w.spawn(w.awaitLater)
	}
}

// stop ends all work and keeps the window's size.
func (w *window) stop() {
	w.cancel()
	w.endImport()
	size := w.win.Canvas().Size()
	w.keep.Window = app.Window{Width: size.Width, Height: size.Height}
	w.save()
}

func (w *window) save() {
	w.opts.Settings = w.keep
	if w.opts.Save == nil {
		return
	}
	if err := w.opts.Save(w.keep); err != nil {
		w.status.warn(w.p.Text("window.not-saved"))
	}
}

// setMode changes between light and dark.
func (w *window) setMode(m look.Mode) {
	w.mode = m
	w.app.Settings().SetTheme(look.Theme{Mode: m})
}

// setLanguage makes all widgets anew in a language.
func (w *window) setLanguage(code string) {
	w.p = message.For(code)
	translateToolkit(w.p)
	w.side = newSidebar(w)
	w.status = newStatusLine(w)
	w.body = container.NewStack()
	w.pages = map[PageID]page{
		PageHealth:       newHealthPage(w),
		PageClients:      newClientsPage(w),
		PageCertificates: newCertificatesPage(w),
		PageHistory:      newHistoryPage(w),
		PageSettings:     newSettingsPage(w),
		PageKeys:         newKeysPage(w),
		PageAbout:        newAboutPage(w),
		PageImport:       newImportPage(w),
	}
	w.setCommands()
	right := container.NewBorder(nil, w.status.content(), nil, nil, w.body)
	root := widgets.NewSplit(w.side.content(), right, false, 246, 168, 420)
	w.win.SetContent(widgets.On(widgets.NewSurface(theme.ColorNameBackground, "", 0), root))
	w.show(w.page)
}

// show brings a page into view.
func (w *window) show(id PageID) {
	if f := w.importing; f != nil && id != PageImport {
		switch {
		case !f.started():
			w.endImport()
		case id == PageClients: // where a person looks for it
			id = PageImport
		case f.leaving != nil: // what is at work has a copy
			f.leaving.empty()
		}
	}
	if lookedUp(id) > lookedUp(w.page) {
		w.from[id] = w.page
	}
	w.page = id
	p := w.pages[id]
	w.body.Objects = []fyne.CanvasObject{p.content()}
	w.body.Refresh()
	w.update()
	switch {
	case w.run == 0: // see start
	case id == PageHistory:
		w.loadHistory()
	case id == PageSettings:
		w.loadKept()
	}
}

// update tells everything in view that something is new.
func (w *window) update() {
	w.side.update()
	w.status.update()
	w.pages[w.page].update()
}

// find goes to the search field.
func (w *window) find() {
	w.show(PageCertificates)
	w.certificates().focusSearch()
}

func (w *window) certificates() *certificatesPage {
	return w.pages[PageCertificates].(*certificatesPage)
}

// open shows the certificates of a store.
func (w *window) open(k storeKey) {
	w.store = k
	w.show(PageCertificates)
}

// lookedUp is how far a page is from those where the work is done.
func lookedUp(id PageID) int {
	switch id {
	case PageSettings, PageImport:
		return 1
	case PageKeys, PageAbout:
		return 2
	}
	return 0
}

// escape goes one step back: out of a dialog, a search, a page that was only looked up.
func (w *window) escape() {
	switch {
	case w.dialog != nil:
		d := w.dialog
		w.dialog = nil // one that stays open says so
		d.Hide()
	case w.page == PageImport:
		w.pages[PageImport].(*importPage).escape()
	case w.page == PageCertificates && w.certificates().leave():
	case w.page == PageCertificates && w.search != "":
		w.certificates().search.SetText("")
	case lookedUp(w.page) == 0:
		w.win.Canvas().Unfocus()
	default:
		w.show(cmp.Or(w.from[w.page], PageHealth))
	}
}

// copy puts text on the clipboard and says so.
func (w *window) copy(text, said string) {
	w.app.Clipboard().SetContent(text)
	w.status.say(said)
}
