package ui

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/storage"
	"fyne.io/fyne/v2/test"

	"certviewer/app"
	"certviewer/facts"
	"certviewer/task"
)

// The menu bar is made of the same commands as the shortcuts and the page of keys, in the window's language.
func TestMenuBar(t *testing.T) {
	w := open(t, newFake(t), Options{})
	for lang, want := range map[string]string{
		"en": "File: Open a file… (Ctrl+O), Import… (Ctrl+I), Quit (Ctrl+Q). Edit: Copy (Ctrl+C), Copy for the helpdesk (Ctrl+Shift+C). " +
			"Certificate: Trust for… (Ctrl+T), Block… (Ctrl+B), Remove…, Copy to another store…. " +
			"View: Health check (Ctrl+1), Client certificates (Ctrl+2), Certificates (Ctrl+3), History (Ctrl+4), Settings (Ctrl+5), Search (Ctrl+F), Refresh (F5), Language, Appearance, Size. " +
			"Help: Keyboard shortcuts (F1), About certviewer. ",
		"ja": "ファイル: ファイルを開く… (Ctrl+O), インポート… (Ctrl+I), 終了 (Ctrl+Q). 編集: コピー (Ctrl+C), ヘルプデスク用にコピー (Ctrl+Shift+C). " +
			"証明書: 信頼する用途… (Ctrl+T), 拒否する… (Ctrl+B), 削除する…, 別の場所にコピー…. " +
			"表示: 診断 (Ctrl+1), クライアント証明書 (Ctrl+2), 証明書一覧 (Ctrl+3), 履歴 (Ctrl+4), 設定 (Ctrl+5), 検索 (Ctrl+F), 再読み込み (F5), 言語, 外観, 表示の大きさ. " +
			"ヘルプ: キーボード操作 (F1), certviewer について. ",
	} {
		w.setLanguage(lang)
		if got := menuText(w); got != want {
			t.Errorf("%s: the menu bar is\n%s\nwant\n%s", lang, got, want)
		}
	}
}

func menuText(w *window) string {
	var b strings.Builder
	for _, m := range w.win.MainMenu().Items {
		var items []string
		for _, i := range m.Items {
			if !i.IsSeparator {
				items = append(items, i.Label)
			}
		}
		b.WriteString(m.Label + ": " + strings.Join(items, ", ") + ". ")
	}
	return b.String()
}

// menuItem finds an item by the menus that lead to it.
func menuItem(t *testing.T, w *window, path ...string) *fyne.MenuItem {
	t.Helper()
	menus := w.win.MainMenu().Items
	var items []*fyne.MenuItem
	for _, m := range menus {
		if m.Label == path[0] {
			items = m.Items
		}
	}
	var found *fyne.MenuItem
	for _, label := range path[1:] {
		found = nil
		for _, i := range items {
			if i.Label == label {
				found = i
			}
		}
		if found == nil {
			t.Fatalf("there is no %v in the menu", path)
		}
		if found.ChildMenu != nil {
			items = found.ChildMenu.Items
		}
	}
	return found
}

// What is chosen in the menu holds at once, is kept, and is ticked there and in Settings.
func TestMenuChangesSettings(t *testing.T) {
	t.Setenv(scaleVariable, "")
	var saved app.Settings
	w := open(t, newFake(t), Options{Page: PageSettings, Save: func(s app.Settings) error { saved = s; return nil }})
	menuItem(t, w, "View", "Appearance", "Dark").Action()
	menuItem(t, w, "View", "Size", "120%").Action()
	if saved.Theme != "dark" || saved.Scale != 1.2 || os.Getenv(scaleVariable) != "1.2" {
		t.Errorf("saved %+v, %s=%s", saved, scaleVariable, os.Getenv(scaleVariable))
	}
	for _, ticked := range [][]string{{"View", "Appearance", "Dark"}, {"View", "Size", "120%"}} {
		if !menuItem(t, w, ticked...).Checked {
			t.Errorf("%v is not ticked", ticked)
		}
	}
	menuItem(t, w, "View", "Language", "日本語").Action()
	if saved.Language != "ja" || !menuItem(t, w, "表示", "言語", "日本語").Checked || !strings.Contains(seen(w), "表示の大きさ") {
		t.Errorf("saved %+v; the window shows:\n%s", saved, seen(w))
	}
}

// Every shortcut works without the menu, wherever the keyboard is.
func TestShortcuts(t *testing.T) {
	core := newFake(t)
	w := open(t, core, Options{})
	canvas := w.win.Canvas()
	ctrl := func(key fyne.KeyName, more ...fyne.KeyModifier) {
		s := withCtrl(key)
		for _, m := range more {
			s.held |= m
		}
		w.keys[s]()
	}
	press := func(key fyne.KeyName) {
		e := &fyne.KeyEvent{Name: key}
		if f := canvas.Focused(); f != nil {
			f.TypedKey(e)
			return
		}
		canvas.OnTypedKey()(e)
	}
	for range 12 { // wherever Tab leads
		for key, page := range map[fyne.KeyName]PageID{fyne.Key1: PageHealth, fyne.Key2: PageClients, fyne.Key3: PageCertificates, fyne.Key4: PageHistory, fyne.Key5: PageSettings, fyne.KeyComma: PageSettings} {
			if ctrl(key); w.page != page {
				t.Fatalf("Ctrl+%s with the keyboard in %T shows %s, want %s", key, canvas.Focused(), w.page, page)
			}
		}
		if press(fyne.KeyF1); w.page != PageKeys {
			t.Fatalf("F1 with the keyboard in %T shows %s", canvas.Focused(), w.page)
		}
		w.show(PageCertificates)
		canvas.FocusNext()
	}
	for i, again := range []func(){func() { press(fyne.KeyF5) }, func() { ctrl(fyne.KeyR) }} {
		if again(); core.gathers != i+2 {
			t.Errorf("refresh %d: looked %d times", i, core.gathers)
		}
	}
	if ctrl(fyne.KeyC, fyne.KeyModifierShift); !strings.Contains(fyne.CurrentApp().Clipboard().Content(), "[151]") {
		t.Errorf("the helpdesk's text is not on the clipboard: %q", fyne.CurrentApp().Clipboard().Content())
	}
	if ctrl(fyne.KeyF); w.page != PageCertificates || canvas.Focused() == nil {
		t.Error("Ctrl+F does not lead to the search")
	}
}

// Escape goes back step by step: search, looked-up pages.
func TestEscape(t *testing.T) {
	w := open(t, newFake(t), Options{Page: PageCertificates})
	escape := func() { w.win.Canvas().OnTypedKey()(&fyne.KeyEvent{Name: fyne.KeyEscape}) }
	w.certificates().search.SetText("alpha")
	w.win.Canvas().Unfocus()
	if escape(); w.search != "" || w.page != PageCertificates {
		t.Errorf("the search is still %q, on %s", w.search, w.page)
	}
	w.show(PageSettings)
	w.show(PageAbout)
	for _, want := range []PageID{PageSettings, PageCertificates, PageCertificates} {
		if escape(); w.page != want {
			t.Errorf("Escape led to %s, want %s", w.page, want)
		}
	}
}

// The dialog that asks for a file is in our language and closes by Escape.
func TestFileDialog(t *testing.T) {
	w := open(t, newFake(t), Options{Lang: "ja"})
	w.chooseFile()
	if w.win.Canvas().Overlays().Top() == nil {
		t.Fatal("no dialog")
	}
	w.chooseFile() // a second press opens no second one
	if n := len(w.win.Canvas().Overlays().List()); n != 1 {
		t.Errorf("%d dialogs are open", n)
	}
	w.win.Canvas().OnTypedKey()(&fyne.KeyEvent{Name: fyne.KeyEscape})
	if w.win.Canvas().Overlays().Top() != nil || w.dialog != nil {
		t.Error("Escape does not close the dialog")
	}
}

// A file is opened by what is in it, whether it is named, dropped or handed over, and whatever it is called.
func TestOpenedFiles(t *testing.T) {
	dir := t.TempDir()
	two := filepath.Join(dir, "証明書 2枚.txt")
	core := newFake(t)
	stores := core.host.Stores
	pem := append(stores[0].Entries[0].Certificate.PEM(), stores[2].Entries[1].Certificate.PEM()...)
	other := filepath.Join(dir, "letter.pem")
	for name, content := range map[string][]byte{two: pem, other: []byte("Dear all")} {
		if err := os.WriteFile(name, content, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	w := open(t, core, Options{File: two})
	check := func(how string, want ...string) {
		t.Helper()
		for _, s := range want {
			if !strings.Contains(seen(w), s) {
				t.Errorf("%s: %q is missing in:\n%s", how, s, seen(w))
			}
		}
	}
	check("named", "証明書 2枚.txt", "2 of 2")
	web, err := storage.ParseURI("https://example.org/a.pem")
	if err != nil {
		t.Fatal(err)
	}
	w.dropped([]fyne.URI{web, storage.NewFileURI(other)})
	check("dropped", "letter.pem", "No. 916")
	if w.win.Canvas().Overlays().Top() != nil {
		t.Error("a file that cannot be shown opens a dialog")
	}
	w.openFile(filepath.Join(dir, "gone.pem"))
	check("gone", "No. 910")
	w.show(PageHealth)

	later := make(chan string)
	w.opts.Later = later
	done := make(chan struct{})
	go func() { defer close(done); w.awaitLater() }()
	later <- two
	later <- "" // taken only when the first is done
	w.cancel()
	<-done
	check("handed over", "証明書 2枚.txt", "2 of 2")
}

// While the slowest store is still awaited, the others are in view; Cancel ends the waiting.
func TestFirstRowsBeforeTheSlowestStore(t *testing.T) {
	core := newFake(t)
	var w *window
	var during string
	full := core.host
	core.gather = func(ctx context.Context, soFar func(*facts.Host)) (*facts.Host, error) {
		part := *full
		part.Stores, part.Applications = full.Stores[:1], nil
		soFar(&part)
		w.slow = true
		w.status.update()
		during = seen(w)
		press(t, w, "Cancel")
		if !errors.Is(context.Cause(ctx), task.ErrEnough) {
			t.Errorf("Cancel ends the look by %v", context.Cause(ctx))
		}
		return full, nil
	}
	a := test.NewTempApp(t)
	w = newWindow(a, core, Options{Lang: "en", Page: PageCertificates, Size: fyne.NewSize(1000, 700)})
	t.Cleanup(w.win.Close)
	w.spawn = func(f func()) { f() }
	w.after = func(_ time.Duration, f func()) { f() }
	w.start()
	for _, want := range []string{"2 of 2", "Looking at this computer… 1 of 2", "[Cancel]"} {
		if !strings.Contains(during, want) {
			t.Errorf("%q is missing while the second store is awaited:\n%s", want, during)
		}
	}
	if s := seen(w); strings.Contains(s, "[Cancel]") || !strings.Contains(s, "4 of 4") {
		t.Errorf("after the look:\n%s", s)
	}
}

// A look that was cancelled before anything was found says so.
func TestLookCancelled(t *testing.T) {
	core := newFake(t)
	core.err = context.Canceled
	if s := seen(open(t, core, Options{})); !strings.Contains(s, "Cancelled. Nothing was changed.") {
		t.Errorf("the page shows:\n%s", s)
	}
}

// However many stores answer at once, the window is drawn ten times a second at most, and the last state is.
func TestThrottle(t *testing.T) {
	var waiting []func()
	var waits []time.Duration
	var drawn []int
	th := newThrottle(func(d time.Duration, f func()) { waits = append(waits, d); waiting = append(waiting, f) },
		func(p part) { drawn = append(drawn, p.progress.Done) })
	set := func(n int) { th.set(func(p *part) { p.progress.Done = n }) }
	for n := range 50 {
		set(n)
	}
	waiting[0]()
	set(50)
	set(51)
	if len(waiting) != 2 || waits[0] != 0 || waits[1] < drawEvery/2 {
		t.Fatalf("%d drawings after %v", len(waiting), waits)
	}
	waiting[1]()
	if len(drawn) != 2 || drawn[0] != 49 || drawn[1] != 51 {
		t.Errorf("drawn were %v", drawn)
	}
}

func TestAbout(t *testing.T) {
	for lang, want := range map[string][]string{
		"en": {"About certviewer", "1.2.3", "21 November 2026", "1.26.8", "2.8.1", "Microsoft", "21 June 2026", "SIL Open Font License", "MIT"},
		"ja": {"certviewer について", "1.2.3", "2026年11月21日", "1.26.8", "2.8.1", "Microsoft", "2026年6月21日", "SIL Open Font License", "MIT"},
	} {
		w := open(t, newFake(t), Options{Lang: lang, Page: PageAbout})
		for _, s := range want {
			if !strings.Contains(seen(w), s) {
				t.Errorf("%s: %q is missing in:\n%s", lang, s, seen(w))
			}
		}
		press(t, w, w.p.Text("window.copy"))
		for _, s := range []string{"1.2.3", "2.8.1", "Microsoft: "} {
			if got := fyne.CurrentApp().Clipboard().Content(); !strings.Contains(got, s) {
				t.Errorf("%s: %q is not copied: %q", lang, s, got)
			}
		}
	}
}

func TestWindowSizeIsKept(t *testing.T) {
	var saved app.Settings
	w := open(t, newFake(t), Options{Save: func(s app.Settings) error { saved = s; return nil }})
	w.win.Resize(fyne.NewSize(812, 634))
	w.stop()
	if saved.Window != (app.Window{Width: 812, Height: 634}) {
		t.Errorf("kept %+v", saved.Window)
	}
	if size := (Options{Settings: saved}).size(); size != fyne.NewSize(812, 634) {
		t.Errorf("the next window has %v", size)
	}
}

// A driver without display or OpenGL ends in an error; a mistake of ours stays one.
func TestNoWindow(t *testing.T) {
	for _, c := range []struct {
		show func()
		want error
	}{
		{func() {}, nil},
		{func() { panic(errors.New("NotInitialized: The GLFW library is not initialized")) }, ErrNoDisplay},
		{func() { panic(errors.New("FormatUnavailable: GLX: Failed to find a suitable GLXFBConfig")) }, ErrNoOpenGL},
	} {
		if err := appear(brokenWindow{show: c.show}); !errors.Is(err, c.want) {
			t.Errorf("got %v, want %v", err, c.want)
		}
	}
	defer func() {
		if recover() == nil {
			t.Error("a mistake in our own drawing is taken for a missing driver")
		}
	}()
	appear(brokenWindow{show: func() { var none []int; _ = none[len(none)] }})
}

type brokenWindow struct {
	fyne.Window
	show func()
}

func (b brokenWindow) Show() { b.show() }
