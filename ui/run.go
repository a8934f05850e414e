// Package ui is the window. It asks the core for results and draws them, and has it make the changes that a person
// confirmed; it changes nothing and looks at nothing by itself. It is given a fyne.App, so that its tests need no display.
package ui

import (
	"context"
	"os"
	"os/user"
	"strings"

	"fyne.io/fyne/v2"

	"certviewer/app"
	"certviewer/assets"
	"certviewer/catalog"
	"certviewer/cert"
	"certviewer/change"
	"certviewer/diagnose"
	"certviewer/facts"
	"certviewer/message"
	"certviewer/task"
	"certviewer/trust"
	"certviewer/ui/look"
)

// A Core is what the window needs of the program; *app.App is one.
type Core interface {
	GatherEach(ctx context.Context, talk task.Talk, w trust.Where, soFar func(*facts.Host)) (*facts.Host, error)
	Judge(*facts.Host, []diagnose.Topic) *app.Health
	RowsOf(host *facts.Host, filter string) []app.Row
	Portrait(*facts.Host, *cert.Certificate) *app.Portrait
	SystemView(context.Context, *facts.Host, *app.Portrait) *diagnose.SystemView
	About() app.About
	Clients(*facts.Host) *app.Clients
	Calendar(*message.Printer, *app.Clients) ([]byte, error)
	RevocationHosts(*app.Clients, ...cert.Fingerprint) []string
	CheckRevocation(context.Context, task.Talk, *app.Clients, ...cert.Fingerprint) (*app.Clients, error)

	Names() *catalog.Catalog
	Request(diagnose.Fix) (change.Request, bool)
	Propose(context.Context, trust.Where, ...change.Request) (change.Plan, *facts.Host, error)
	Apply(context.Context, task.Talk, change.Plan) (int, []change.Outcome, error)
	History(context.Context, trust.Where) ([]change.Record, error)
	Interrupted(context.Context, trust.Where) ([]change.Record, error)
	UndoPlan(ctx context.Context, w trust.Where, n int) (change.Plan, error)
	RestPlan(ctx context.Context, w trust.Where, n int) (change.Plan, error)
	UndoNotes(*facts.Host, change.Plan) []message.Message
	ApplyUndo(ctx context.Context, talk task.Talk, p change.Plan, n int) (int, []change.Outcome, error)
	ApplyRest(ctx context.Context, talk task.Talk, p change.Plan, n int) (int, []change.Outcome, error)

	Installed(*cert.Certificate) *app.P12
	UnlockRemembered(context.Context, *app.P12) (bool, error)
	Destinations(*facts.Host, *app.P12) []app.Destination
	Superseded(*facts.Host, *app.P12) []*cert.Certificate
	Contents(*facts.Host, *app.P12) []app.Content
	ImportNotes(*facts.Host, *app.P12) []message.Message
	PreviewImport(*facts.Host, *app.P12, []trust.StoreID) (change.Plan, error)
	StillRunning(context.Context, []trust.Info) []trust.StoreID
	ProposeImport(context.Context, trust.Where, *app.P12, []trust.StoreID) (change.Plan, *facts.Host, error)
	ApplyImport(context.Context, task.Talk, *app.P12, change.Plan) (int, []change.Outcome, error)
	SwapLeavings(*facts.Host, *app.P12, []change.Outcome) []app.Leaving
	ProposeRemoval(context.Context, trust.Where, []app.Leaving) (change.Plan, *facts.Host, error)
	ApplyRemoval(context.Context, task.Talk, change.Plan, *app.Backup) (int, []change.Outcome, error)
	SwapRest(*facts.Host, *cert.Certificate, []*cert.Certificate) []message.Message
	SwapDone(*facts.Host, *cert.Certificate, []*cert.Certificate) message.Message

	PINOf(*cert.Certificate) app.Remembered
	Remember(context.Context, app.Remembered, []byte) error
	Remembered(context.Context) ([]app.Remembered, error)
	Forget(context.Context, app.Remembered) error
	ForgetAll(context.Context) error
}

var _ Core = (*app.App)(nil)

// A PageID names a page for good: on the command line and in settings.
type PageID string

// The pages. Keys and About are reached from Settings and from the menu, and Import by a .p12 file.
const (
	PageHealth       PageID = "health"
	PageClients      PageID = "clients"
	PageCertificates PageID = "certificates"
	PageHistory      PageID = "history"
	PageSettings     PageID = "settings"
	PageKeys         PageID = "keys"
	PageAbout        PageID = "about"
	PageImport       PageID = "import"
)

// Pages is all pages that the window may begin with, in the order of the sidebar.
var Pages = []PageID{PageHealth, PageClients, PageCertificates, PageHistory, PageSettings, PageKeys, PageAbout}

// Options say how the window opens. Zero values mean: as in Settings, and failing that as the system says.
type Options struct {
	Lang  string    // "en" or "ja"
	Theme look.Mode // look.System, look.Light or look.Dark
	Page  PageID
	Size  fyne.Size
	File  string // a certificate file to show

	Where    trust.Where
	Settings app.Settings
	// Save keeps settings that a person changed; nil = they last until the window is closed.
	Save func(app.Settings) error
	// System is the language the system asks for, such as message.Detect finds it.
	System string
	// Later is the files of later starts, which find this window open; "" only brings it to the front.
	Later <-chan string
	// Appeared is called once the window is on the screen.
	Appeared func()
}

// Run opens the window and returns when it is closed. The error is that no window can be drawn here.
func Run(a fyne.App, core Core, o Options) error {
	a.SetIcon(fyne.NewStaticResource("certviewer.png", assets.Icon))
	w := newWindow(a, core, o)
	defer w.cancel()
	w.start()
	if err := appear(w.win); err != nil {
		return err
	}
	if o.Appeared != nil {
		o.Appeared()
	}
	a.Run()
	w.stop()
	return nil
}

// lang is the language the window opens in: the flag's, else the setting's, else the system's.
func (o Options) lang() string {
	for _, l := range []string{o.Lang, o.Settings.Language, o.System} {
		if l != "" {
			return message.For(l).Lang()
		}
	}
	return message.For("").Lang()
}

func (o Options) mode() look.Mode {
	for _, m := range []look.Mode{o.Theme, look.Mode(o.Settings.Theme)} {
		if m == look.Light || m == look.Dark || m == look.System {
			return m
		}
	}
	return look.System
}

func (o Options) page() PageID {
	for _, p := range Pages {
		if p == o.Page {
			return p
		}
	}
	if o.File != "" {
		return PageCertificates
	}
	return PageHealth
}

// The window's size when nothing is known, and the smallest that is of use.
var (
	usualSize = fyne.NewSize(1080, 720)
	leastSize = fyne.NewSize(720, 480)
)

func (o Options) size() fyne.Size {
	for _, s := range []fyne.Size{o.Size, fyne.NewSize(o.Settings.Window.Width, o.Settings.Window.Height)} {
		if s.Width >= leastSize.Width/2 && s.Height >= leastSize.Height/2 {
			return s
		}
	}
	return usualSize
}

// private are words of this computer that do not leave it in a copied text: the person's name
// and home folder.
func private() []string {
	var out []string
	if home, err := os.UserHomeDir(); err == nil && len(home) > 1 {
		out = append(out, home)
	}
	if u, err := user.Current(); err == nil {
		for _, name := range []string{u.Username, u.Name} {
			// "root" is nobody's name and in every text about certificates; two letters are in every word.
			if !strings.EqualFold(name, "root") && len([]rune(name)) > 2 {
				out = append(out, name)
			}
		}
	}
	return out
}
