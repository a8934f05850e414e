package ui

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/theme"

	"certviewer/app"
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
	spawn  func(func()) // starts work beside the window; tests run it at once

	// What the core said last.
	run      int // counts the looks at this computer, so that a late answer to an older one is dropped
	running  bool
	progress task.Progress
	host     *facts.Host
	health   *app.Health
	rows     []app.Row
	problem  *message.Problem // why there is no result
	opened   int              // counts opened files, as run does
	file     *openedFile      // nil = none was opened

	// What is in view. It outlives the widgets, which are made anew for another language.
	page   PageID
	store  storeKey
	search string

	side   *sidebar
	status *statusLine
	body   *fyne.Container
	pages  map[PageID]page
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
	w := &window{app: a, core: core, opts: o, keep: o.Settings, page: o.page(), store: allStores}
	w.spawn = func(f func()) { go f() }
	w.ctx, w.cancel = context.WithCancel(context.Background())
	w.win = a.NewWindow("certviewer")
	w.win.SetMaster()
	w.win.SetPadded(false)
	w.setMode(o.mode())
	w.setLanguage(o.lang())
	w.win.Resize(o.size())
	w.win.Canvas().SetOnTypedKey(func(e *fyne.KeyEvent) {
		if e.Name == fyne.KeyEscape {
			w.escape()
		}
	})
	w.win.Canvas().AddShortcut(&desktop.CustomShortcut{KeyName: fyne.KeyF, Modifier: fyne.KeyModifierShortcutDefault}, func(fyne.Shortcut) { w.find() })
	w.win.Canvas().AddShortcut(&desktop.CustomShortcut{KeyName: fyne.KeyR, Modifier: fyne.KeyModifierShortcutDefault}, func(fyne.Shortcut) { w.look() })
	return w
}

// start begins the first look at this computer.
func (w *window) start() {
	w.win.SetOnClosed(w.cancel)
	w.win.SetOnDropped(func(_ fyne.Position, files []fyne.URI) {
		if len(files) > 0 && files[0].Scheme() == "file" {
			w.openFile(files[0].Path())
		}
	})
	w.look()
	if w.opts.File != "" {
		w.openFile(w.opts.File)
	}
}

// stop ends all work and keeps the window's size.
func (w *window) stop() {
	w.cancel()
	size := w.win.Canvas().Size()
	w.keep.Window = app.Window{Width: size.Width, Height: size.Height}
	w.save()
}

func (w *window) save() {
	if w.opts.Save == nil {
		return
	}
	if err := w.opts.Save(w.keep); err != nil {
		w.status.say(w.p.Text("window.not-saved"))
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
		PageCertificates: newCertificatesPage(w),
		PageSettings:     newSettingsPage(w),
	}
	right := container.NewBorder(nil, w.status.content(), nil, nil, w.body)
	root := widgets.NewSplit(w.side.content(), right, false, 246, 168, 420)
	w.win.SetContent(widgets.On(widgets.NewSurface(theme.ColorNameBackground, "", 0), root))
	w.show(w.page)
}

// show brings a page into view.
func (w *window) show(id PageID) {
	w.page = id
	p := w.pages[id]
	w.body.Objects = []fyne.CanvasObject{p.content()}
	w.body.Refresh()
	w.update()
}

// update tells everything in view that something is new.
func (w *window) update() {
	w.side.update()
	w.status.update()
	w.pages[w.page].update()
}

// look looks at this computer anew, beside the window.
func (w *window) look() {
	w.run++
	run := w.run
	w.running, w.progress = true, task.Progress{}
	w.update()
	talk := task.Talk{Progress: func(p task.Progress) {
		fyne.Do(func() {
			if run == w.run && w.running {
				w.progress = p
				w.pages[w.page].update()
			}
		})
	}}
	w.spawn(func() {
		host, err := w.core.Gather(w.ctx, talk, w.opts.Where)
		var health *app.Health
		var rows []app.Row
		if err == nil {
			health, rows = w.core.Judge(host, nil), w.core.RowsOf(host, "")
		}
		fyne.Do(func() {
			if run != w.run || w.ctx.Err() != nil {
				return
			}
			w.running = false
			if w.problem = nil; err != nil {
				w.problem = message.AsProblem(err)
			} else {
				w.host, w.health, w.rows = host, health, rows
			}
			w.update()
		})
	})
}

// find goes to the search field.
func (w *window) find() {
	w.show(PageCertificates)
	w.pages[PageCertificates].(*certificatesPage).focusSearch()
}

func (w *window) certificates() *certificatesPage {
	return w.pages[PageCertificates].(*certificatesPage)
}

// escape goes one step back.
func (w *window) escape() {
	switch {
	case w.dialog != nil:
		w.dialog.Hide()
		w.dialog = nil
	case w.page == PageCertificates:
		w.certificates().leave()
	}
}

// open shows the certificates of a store.
func (w *window) open(k storeKey) {
	w.store = k
	w.show(PageCertificates)
}

// copy puts text on the clipboard and says so.
func (w *window) copy(text, said string) {
	w.app.Clipboard().SetContent(text)
	w.status.say(said)
}
