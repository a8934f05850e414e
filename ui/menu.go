package ui

import (
	"cmp"
	"runtime"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"certviewer/ui/look"
)

// A stroke is a key with those held down for it.
type stroke struct {
	key  fyne.KeyName
	held fyne.KeyModifier
}

// withCtrl is a key with Ctrl, on a Mac with Command.
func withCtrl(key fyne.KeyName) stroke { return stroke{key, fyne.KeyModifierShortcutDefault} }

func (s stroke) shortcut() fyne.Shortcut {
	return &desktop.CustomShortcut{KeyName: s.key, Modifier: s.held}
}

// String is the stroke as it is written on keyboards, in every language.
func (s stroke) String() string {
	var keys []string
	for _, m := range []struct {
		held fyne.KeyModifier
		name string
	}{{fyne.KeyModifierControl, "Ctrl"}, {fyne.KeyModifierSuper, "⌘"}, {fyne.KeyModifierAlt, "Alt"}, {fyne.KeyModifierShift, "Shift"}} {
		if s.held&m.held != 0 {
			keys = append(keys, m.name)
		}
	}
	name := string(s.key)
	if s.key == fyne.KeyEscape {
		name = "Esc"
	}
	return strings.Join(append(keys, name), "+")
}

// A command is something that the menu bar offers. What it does can be done without the menu.
type command struct {
	text   string // what the menu says
	keys   []stroke
	run    func()
	always bool      // it works while a dialog waits, too
	on     bool      // it is what was chosen among its like
	below  []command // a menu of its own
}

// A commandGroup is one menu. A nil command in it stands for a line.
type commandGroup struct {
	text     string
	commands []*command
}

// commands is all that the menu bar and the page of keys know.
func (w *window) commands() []commandGroup {
	p := w.p
	page := func(id PageID, key string, keys ...stroke) *command {
		return &command{text: p.Text(key), keys: keys, run: func() { w.show(id) }}
	}
	change := func(label string, keys ...stroke) *command {
		return &command{text: p.Text(label), keys: keys, run: func() { w.change(label) }}
	}
	return []commandGroup{
		{p.Text("window.menu-file"), []*command{
			{text: p.Text("window.open-file"), keys: []stroke{withCtrl(fyne.KeyO)}, run: w.chooseFile},
			{text: p.Text("button.import"), keys: []stroke{withCtrl(fyne.KeyI)}, run: func() { w.chooseP12(false) }},
			nil,
			{text: p.Text("window.quit"), keys: []stroke{withCtrl(fyne.KeyQ)}, run: w.app.Quit, always: true},
		}},
		{p.Text("window.menu-edit"), []*command{
			{text: p.Text("window.copy"), keys: []stroke{withCtrl(fyne.KeyC)}, run: w.copyFocused, always: true},
			{text: p.Text("button.copy"), keys: []stroke{{fyne.KeyC, fyne.KeyModifierShortcutDefault | fyne.KeyModifierShift}}, run: w.copyForHelpdesk, always: true},
		}},
		{p.Text("trust.menu"), []*command{
			change("button.trust", withCtrl(fyne.KeyT)),
			change("button.block", withCtrl(fyne.KeyB)),
			change("trust.remove-item"),
			change("trust.copy-item"),
		}},
		{p.Text("window.menu-view"), []*command{
			page(PageHealth, "page.health", withCtrl(fyne.Key1)),
			page(PageClients, "page.clients", withCtrl(fyne.Key2)),
			{text: p.Text("page.certificates"), keys: []stroke{withCtrl(fyne.Key3)}, run: func() { w.open(allStores) }},
			page(PageHistory, "page.history", withCtrl(fyne.Key4)),
			page(PageSettings, "page.settings", withCtrl(fyne.Key5), withCtrl(fyne.KeyComma)),
			nil,
			{text: p.Text("window.find"), keys: []stroke{withCtrl(fyne.KeyF)}, run: w.find},
			{text: p.Text("button.refresh"), keys: []stroke{{key: fyne.KeyF5}, withCtrl(fyne.KeyR)}, run: w.look},
			nil,
			{text: p.Text("window.language"), below: choices(w.languages(), w.language(), w.chooseLanguage)},
			{text: p.Text("window.theme"), below: choices(w.themes(), string(w.mode), w.chooseTheme)},
			{text: p.Text("window.size"), below: choices(scales(), scaleID(w.keep.Scale), w.chooseScale)},
		}},
		{p.Text("window.menu-help"), []*command{
			page(PageKeys, "window.keys", stroke{key: fyne.KeyF1}),
			page(PageAbout, "window.about"),
		}},
	}
}

func choices(options []option, chosen string, choose func(id string)) (out []command) {
	for _, o := range options {
		out = append(out, command{text: o.text, on: o.id == chosen, run: func() { choose(o.id) }})
	}
	return out
}

// setCommands makes the menu bar, and gives the keys their meaning without it.
func (w *window) setCommands() {
	w.keys = map[stroke]func(){{key: fyne.KeyEscape}: w.escape}
	var menus []*fyne.Menu
	for _, g := range w.commands() {
		menu := fyne.NewMenu(g.text)
		for _, c := range g.commands {
			if c == nil {
				menu.Items = append(menu.Items, fyne.NewMenuItemSeparator())
				continue
			}
			if !c.always {
				w.leaveUndisturbed(c)
			}
			menu.Items = append(menu.Items, c.item())
			for _, s := range c.keys {
				w.keys[s] = c.run
				if s.held != 0 { // Fyne has shortcuts with Ctrl and the like only; see typedKey
					w.win.Canvas().AddShortcut(s.shortcut(), func(fyne.Shortcut) { c.run() })
				}
			}
		}
		menus = append(menus, menu)
	}
	w.win.SetMainMenu(fyne.NewMainMenu(menus...))
}

// leaveUndisturbed has a command, and those below it, do nothing while a dialog waits for its answer: the page behind it stays.
// The menu bar of a Mac is not under the dialog, and its keys are the system's.
func (w *window) leaveUndisturbed(c *command) {
	if run := c.run; run != nil {
		c.run = func() {
			if w.dialog == nil {
				run()
			}
		}
	}
	for i := range c.below {
		w.leaveUndisturbed(&c.below[i])
	}
}

// item is the command in the menu bar. Fyne writes the keys of an item in the colour of shadows, which nobody
// can read, so they are part of its text; but a Mac has a menu bar of its own, which does it well.
func (c *command) item() *fyne.MenuItem {
	item := fyne.NewMenuItem(c.text, c.run)
	item.Checked = c.on
	switch {
	case len(c.keys) > 0 && runtime.GOOS == "darwin":
		item.Shortcut = c.keys[0].shortcut()
	case len(c.keys) > 0:
		item.Label += " (" + c.keys[0].String() + ")"
	}
	if len(c.below) > 0 {
		item.ChildMenu = fyne.NewMenu("")
		for _, b := range c.below {
			item.ChildMenu.Items = append(item.ChildMenu.Items, b.item())
		}
	}
	// Fyne puts a "Quit" of its own into the first menu unless ours says that it is one. A Mac has it
	// in the menu of the program.
	item.IsQuit = len(c.keys) > 0 && c.keys[0] == withCtrl(fyne.KeyQ) && runtime.GOOS != "darwin"
	return item
}

// typedKey gets the keys that nothing else had a use for.
func (w *window) typedKey(e *fyne.KeyEvent) {
	if run := w.keys[stroke{key: e.Name}]; run != nil {
		run()
	}
}

// copyFocused copies what the keyboard is in.
func (w *window) copyFocused() {
	if f, ok := w.win.Canvas().Focused().(fyne.Shortcutable); ok {
		f.TypedShortcut(&fyne.ShortcutCopy{Clipboard: w.app.Clipboard()})
	}
}

// change changes what is chosen in the list of certificates.
func (w *window) change(label string) {
	if w.page != PageCertificates {
		w.show(PageCertificates) // where a person sees first what is chosen
		return
	}
	w.certificates().change(label)
}

// copyForHelpdesk copies all answers, once there are some.
func (w *window) copyForHelpdesk() {
	if w.health != nil {
		w.pages[PageHealth].(*healthPage).copy("")
	}
}

func (w *window) languages() []option {
	return []option{{"", w.p.Text("window.language-system")}, {"ja", "日本語"}, {"en", "English"}}
}

// language is what was chosen, which may be the system's.
func (w *window) language() string { return cmp.Or(w.opts.Lang, w.keep.Language) }

func (w *window) chooseLanguage(id string) {
	w.keep.Language = id
	w.opts.Lang = "" // what is chosen here beats the command line
	w.save()
	w.setLanguage(w.opts.lang())
}

func (w *window) themes() []option {
	return []option{
		{string(look.System), w.p.Text("window.theme-system")},
		{string(look.Light), w.p.Text("window.theme-light")},
		{string(look.Dark), w.p.Text("window.theme-dark")},
	}
}

func (w *window) chooseTheme(id string) {
	w.keep.Theme = id
	w.save()
	w.setMode(look.Mode(id))
	w.setCommands() // another one is ticked
	w.update()
}
