package ui

import (
	"crypto/sha256"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"certviewer/app"
	"certviewer/catalog"
	"certviewer/cert"
	"certviewer/trust"
)

// rows returns the holders as the table shows them.
func rows(w *window) (out []string) {
	c := w.pages[PageCertificates].(*certificatesPage)
	for i := range c.shown {
		out = append(out, holder(c.at(i).Entry.Certificate))
	}
	return out
}

func TestTableSearchesAndSorts(t *testing.T) {
	w := open(t, newFake(t), Options{Page: PageCertificates})
	c := w.pages[PageCertificates].(*certificatesPage)
	if got, want := rows(w), []string{"Alpha Root", "Bravo Root", "Charlie Root", "山田 花子"}; !slices.Equal(got, want) {
		t.Fatalf("by holder: %q, want %q", got, want)
	}
	for _, x := range []struct {
		column     int
		descending bool
		want       []string
	}{
		{colHolder, true, []string{"山田 花子", "Charlie Root", "Bravo Root", "Alpha Root"}},
		{colUntil, false, []string{"Alpha Root", "山田 花子", "Charlie Root", "Bravo Root"}},
		{colState, false, []string{"山田 花子", "Alpha Root", "Charlie Root", "Bravo Root"}}, // what needs looking at comes first
		{colPlace, false, []string{"Charlie Root", "山田 花子", "Alpha Root", "Bravo Root"}},
	} {
		c.table.SetSort(x.column, x.descending)
		c.query()
		if got := rows(w); !slices.Equal(got, x.want) {
			t.Errorf("column %d, descending %t: %q, want %q", x.column, x.descending, got, x.want)
		}
	}
	c.table.SetSort(colHolder, false)
	test.Type(c.search, "ａｌｐｈａ") // full width, as a Japanese keyboard gives it
	if got := rows(w); !slices.Equal(got, []string{"Alpha Root"}) {
		t.Errorf("search: %q", got)
	}
	c.search.TypedKey(&fyne.KeyEvent{Name: fyne.KeyDown})
	if at := c.table.Selected(); at != 0 || w.win.Canvas().Focused() != c.table.Focusable() {
		t.Errorf("Down goes to row %d, and the keyboard to %T", at, w.win.Canvas().Focused())
	}
	c.search.TypedKey(&fyne.KeyEvent{Name: fyne.KeyEscape})
	if got := rows(w); len(got) != 4 {
		t.Errorf("after Escape: %q", got)
	}
}

// What was chosen stays chosen when the order changes, and its details stay in view.
func TestSelectionFollowsTheCertificate(t *testing.T) {
	w := open(t, newFake(t), Options{Page: PageCertificates})
	c := w.pages[PageCertificates].(*certificatesPage)
	c.table.Select(2)
	chosen := c.at(2).Entry.Certificate
	if c.detail.shown != chosen {
		t.Fatal("the details are not of the chosen row")
	}
	c.table.SetSort(colHolder, true)
	c.query()
	if got := c.at(c.table.Selected()).Entry.Certificate; got != chosen || c.detail.shown != chosen {
		t.Errorf("chosen is %s", holder(got))
	}
	w.setLanguage("ja")
	c = w.pages[PageCertificates].(*certificatesPage)
	if got := c.table.Selected(); got < 0 || c.at(got).Entry.Certificate != chosen {
		t.Error("another language forgets what was chosen")
	}
}

func TestDetailsTellWhatTheHelpdeskAsks(t *testing.T) {
	w := open(t, newFake(t), Options{Page: PageCertificates})
	c := w.pages[PageCertificates].(*certificatesPage)
	c.table.Select(2)
	x := c.at(2).Entry.Certificate
	text := seen(w)
	for _, want := range []string{x.CheckCode(), x.SHA1Tail(), groups(x.SHA256.String(), 4), groups(x.SHA1Hex(), 4), "4D", "77",
		"2021-11-21\n2031-11-21\ntoday", "1,826 days left", "Firefox", "Decided by: Firefox (仕事用)", "Root certificate"} {
		if !strings.Contains(text, want) {
			t.Errorf("%q is missing in:\n%s", want, text)
		}
	}
	press(t, w, "Full text")
	if !strings.Contains(seen(w), "Signature Algorithm") {
		t.Error("the full text does not appear")
	}
}

// A trust record that programs do not believe is told of beside its store, and can be set again from there.
func TestDetailsTellOfADamagedRecord(t *testing.T) {
	for lang, want := range map[string][]string{
		"en": {"Trust record damaged", "A trust setting in Firefox (仕事用) is damaged.", "The setting for “Charlie Root” is stored", "Press “Fix…”", "No. 156"},
		"ja": {"信頼設定の破損", "の信頼設定が1つ壊れています。", "「Charlie Root」の設定は残っていますが", "「直す…」", "番号：156"},
	} {
		core := newFake(t)
		e := &core.host.Stores[0].Entries[0]
		e.Standing, e.Ignored = trust.Damaged, map[cert.Purpose]trust.Judgement{cert.Server: {Verdict: trust.Trusted, How: trust.Explicit}}
		w := open(t, core, Options{Page: PageCertificates, Lang: lang})
		c := w.pages[PageCertificates].(*certificatesPage)
		for i := range c.shown {
			if c.at(i).Entry.Certificate == e.Certificate {
				c.table.Select(i)
			}
		}
		for _, text := range want {
			if got := seen(w); !strings.Contains(got, text) {
				t.Errorf("%s: %q is missing in:\n%s", lang, text, got)
			}
		}
		press(t, w, w.p.Text("button.fix"))
		if len(core.asked) != 1 || core.asked[0] != "propose trust [firefox:a] [server]" {
			t.Errorf("%s: asked %q", lang, core.asked)
		}
	}
}

// A store that cannot be read has a mark in the sidebar, and says why when it is chosen.
func TestStoreWithAProblem(t *testing.T) {
	w := open(t, newFake(t), Options{})
	w.side.nav.Select(storePrefix + "firefox:b")
	text := seen(w)
	for _, want := range []string{"The certificate file of Firefox is damaged.", "No. 701", "page 3 is not a page", "0 of 0"} {
		if !strings.Contains(text, want) {
			t.Errorf("%q is missing in:\n%s", want, text)
		}
	}
	for _, item := range w.side.nav.Items() {
		if marked := item.Mark != "" && item.ID != string(PageHealth); marked != (item.ID == storePrefix+"firefox:b") {
			t.Errorf("%s: marked is %t", item.ID, marked)
		}
	}
}

func TestOpensAFile(t *testing.T) {
	x := selfSigned(t, "ルート認証局", true, now.AddDate(-1, 0, 0), now.AddDate(1, 0, 0))
	name := filepath.Join(t.TempDir(), "ルート.pem")
	if err := os.WriteFile(name, x.PEM(), 0o600); err != nil {
		t.Fatal(err)
	}
	core := newFake(t)
	core.listed = map[cert.Fingerprint]catalog.Membership{x.SHA256: {catalog.MozillaTLS: {State: catalog.In}}}
	w := open(t, core, Options{File: name})
	if got := rows(w); !slices.Equal(got, []string{"ルート認証局"}) {
		t.Fatalf("the table shows %q", got)
	}
	if w.certificates().chips[markUnlisted].Visible() { // read without the core, every root was
		t.Error("a root of Mozilla's list, opened from a file, is said to be in no public list")
	}
	if c := w.pages[PageCertificates].(*certificatesPage); c.detail.shown.SHA256 != x.SHA256 {
		t.Error("the only certificate of the file is not chosen")
	}
	w.side.nav.Select(string(PageCertificates))
	if got := rows(w); slices.Contains(got, "ルート認証局") {
		t.Errorf("a file is no store, but is among them: %q", got)
	}

	bad := filepath.Join(t.TempDir(), "note.txt")
	if err := os.WriteFile(bad, []byte("hello\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	w.openFile(bad)
	if s := seen(w); !strings.Contains(s, "note.txt holds no certificate.") || !strings.Contains(s, "By its content it is a text.") {
		t.Errorf("the file is not explained:\n%s", s)
	}
}

// chosenNames returns the holders of the chosen rows.
func chosenNames(c *certificatesPage) (out []string) {
	for _, row := range c.table.Selection() {
		out = append(out, holder(c.at(row).Entry.Certificate))
	}
	return out
}

// A new root in a store appears after a refresh; what is chosen and what is in view stay, by certificate and not by
// row.
func TestRefreshKeepsThePlace(t *testing.T) {
	core := newFake(t)
	store := &core.host.Stores[0]
	for i := range 60 {
		store.Entries = append(store.Entries, trust.Entry{Certificate: selfSigned(t, fmt.Sprintf("Extra %02d", i), true, now.AddDate(-1, 0, 0), now.AddDate(3, 0, 0))})
	}
	w := open(t, core, Options{Page: PageCertificates})
	c := w.certificates()
	c.table.Select(slices.Index(rows(w), "Extra 10"))
	c.table.SetTop(slices.Index(rows(w), "Extra 20"), 5)

	fresh := *core.host
	fresh.Stores = slices.Clone(core.host.Stores)
	fresh.Stores[0].Entries = append([]trust.Entry{{Certificate: selfSigned(t, "Added Root", true, now.AddDate(-1, 0, 0), now.AddDate(3, 0, 0))}}, store.Entries...)
	fresh.Stores[0].Entries = slices.DeleteFunc(fresh.Stores[0].Entries, func(e trust.Entry) bool { return holder(e.Certificate) == "Extra 20" })
	core.host = &fresh
	w.look()
	if !slices.Contains(rows(w), "Added Root") {
		t.Fatal("the new root is not there")
	}
	if got := chosenNames(c); !slices.Equal(got, []string{"Extra 10"}) {
		t.Errorf("chosen: %q", got)
	}
	// The one at the top has gone: the next one is still where it was, one row below.
	if top, above := c.table.Top(); above != 5 || rows(w)[top+1] != "Extra 21" {
		t.Errorf("at the top: %q, %g above", rows(w)[top], above)
	}
	if c.detail.shown == nil || holder(c.detail.shown) != "Extra 10" || c.detail.known == nil {
		t.Error("the details have gone")
	}
}

// The first of many rows are there before all of them are in order, but only where there is nothing to see.
func TestManyRowsComeInSteps(t *testing.T) {
	w := open(t, newFake(t), Options{Page: PageCertificates})
	c := w.certificates()
	many := fakeRows(4*atOnce + 1)
	if got := steps(many, true); len(got) != 2 || len(got[0]) != atOnce || len(got[1]) != len(many) {
		t.Errorf("%d steps", len(got))
	}
	if got := steps(many, false); len(got) != 1 {
		t.Errorf("%d steps, though there is something to see", len(got))
	}
	c.table.Select(1)
	w.rows = many
	c.update()
	if len(c.shown) != len(many) || len(c.table.Selection()) != 0 {
		t.Errorf("%d of %d rows, %d chosen", len(c.shown), len(many), len(c.table.Selection()))
	}
}

func TestChipsFilter(t *testing.T) {
	core := newFake(t)
	store := &core.host.Stores[0]
	store.Entries[1].HasKey = true
	blocked := trust.Entry{Certificate: selfSigned(t, "Delta Root", true, now.AddDate(-9, 0, 0), now.AddDate(-1, 0, 0)),
		Trust: map[cert.Purpose]trust.Judgement{cert.Server: {Verdict: trust.Distrusted, How: trust.Explicit}}}
	store.Entries = append(store.Entries, blocked)
	w := open(t, core, Options{Page: PageCertificates})
	c := w.certificates()
	label := func(m marks) string { return c.chips[m].AccessibilityLabel() }
	for m, want := range map[marks]string{markExpired: "Expired 2", markSoon: "Ends within 30 days 1", markUnlisted: "In no public list 4", markHasKey: "With its private key 1", markDistrusted: "Blocked 1"} {
		if got := label(m); got != want {
			t.Errorf("chip %q, want %q", got, want)
		}
	}
	test.Tap(c.chips[markExpired])
	if got := rows(w); !slices.Equal(got, []string{"Alpha Root", "Delta Root"}) {
		t.Errorf("expired: %q", got)
	}
	c.chips[markDistrusted].TypedKey(&fyne.KeyEvent{Name: fyne.KeySpace})
	if got := rows(w); !slices.Equal(got, []string{"Delta Root"}) || label(markExpired) != "✓ Expired 2" {
		t.Errorf("expired and blocked: %q, %q", got, label(markExpired))
	}
	test.Type(c.search, "alpha")
	if got := rows(w); len(got) != 0 || !strings.Contains(seen(w), "Nothing matches the search.") {
		t.Errorf("and a word: %q", got)
	}
	c.only(allStores)
	if got := rows(w); len(got) != 5 || c.chips[markExpired].On() {
		t.Errorf("all again: %q", got)
	}
	w.open("system")
	if c.chips[markHasKey].Visible() || !c.chips[markExpired].Visible() {
		t.Error("a chip that finds nothing is shown, or one that finds something is not")
	}
}

func TestMenuOfRows(t *testing.T) {
	w := open(t, newFake(t), Options{Page: PageCertificates})
	c := w.certificates()
	c.table.Select(2)
	x := c.at(2).Entry.Certificate
	run := func(label string) {
		t.Helper()
		for _, item := range c.menuOf(c.table.Selection()).Items {
			if item.Label == label {
				item.Action()
				return
			}
		}
		t.Errorf("there is no %q", label)
	}
	for label, want := range map[string]string{
		"Copy the name":                    "Charlie Root",
		"Copy the check code":              x.CheckCode(),
		"Copy the fingerprint (SHA-256)":   x.SHA256.String(),
		"Copy the fingerprint (SHA-1)":     x.SHA1Hex(),
		"Copy the serial number (decimal)": "77",
		"Copy the row":                     "Charlie Root\tCharlie Root\t2021-11-21\t2031-11-21\tFirefox (仕事用)\t" + x.SHA256.String() + "\t77\n",
	} {
		run(label)
		if got := w.app.Clipboard().Content(); got != want {
			t.Errorf("%s: %q, want %q", label, got, want)
		}
	}
	run("Show only Firefox (仕事用)")
	if got := rows(w); !slices.Equal(got, []string{"Charlie Root", "山田 花子"}) {
		t.Errorf("only this store: %q", got)
	}
	if got := chosenNames(c); !slices.Equal(got, []string{"Charlie Root"}) {
		t.Errorf("chosen: %q", got)
	}
	run("Show all places")
	c.table.SelectAll()
	for _, item := range c.menuOf(c.table.Selection()).Items {
		if item.Disabled != (item.Label == "Export as DER…") {
			t.Errorf("%q: disabled is %t", item.Label, item.Disabled)
		}
	}
	run("Copy 4 rows")
	if got := strings.Count(w.app.Clipboard().Content(), "\n"); got != 4 {
		t.Errorf("copied %d rows", got)
	}
}

// Several certificates have a summary, one that is opened has the whole page, and Escape leads back.
func TestDetailsLargeAndOfSeveral(t *testing.T) {
	w := open(t, newFake(t), Options{Page: PageCertificates})
	c := w.certificates()
	c.table.SelectAll()
	for _, want := range []string{"4 certificates are chosen.", "12 days left 1", "Expired 1", "Valid 2", "The first to end is “山田 花子”, on 3 December 2026.", "[Export…]"} {
		if s := seen(w); !strings.Contains(s, want) {
			t.Errorf("%q is missing in:\n%s", want, s)
		}
	}
	c.table.Select(0)
	c.table.Focusable().TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	s := seen(w)
	if !strings.Contains(s, "[Back to the list]") || strings.Contains(s, "4 of 4") || w.win.Canvas().Focused() != c.detail.back {
		t.Errorf("the details are not alone:\n%s", s)
	}
	w.setLanguage("ja")
	c = w.certificates()
	c.takeKeyboard()
	w.win.Canvas().Focused().TypedKey(&fyne.KeyEvent{Name: fyne.KeyEscape})
	if s := seen(w); strings.Contains(s, "一覧に戻る") || !strings.Contains(s, "4 / 4件") || w.win.Canvas().Focused() != c.table.Focusable() {
		t.Errorf("Escape does not lead back:\n%s", s)
	}
}

// A press on the issuer in the tree leads to it, whatever the table was limited to.
func TestChainLeadsToTheIssuer(t *testing.T) {
	core := newFake(t)
	issuer := core.host.Stores[2].Entries[1].Certificate
	core.chain = []*cert.Certificate{issuer}
	w := open(t, core, Options{Page: PageCertificates})
	w.open("firefox:a")
	c := w.certificates()
	test.Type(c.search, "花子")
	c.table.Select(0)
	c.goTo(issuer)
	if c.detail.shown != issuer || !slices.Equal(chosenNames(c), []string{"Bravo Root"}) || len(rows(w)) != 4 {
		t.Errorf("at %q of %q", chosenNames(c), rows(w))
	}
}

func TestExport(t *testing.T) {
	w := open(t, newFake(t), Options{Page: PageCertificates})
	c := w.certificates()
	x := c.at(3).Entry.Certificate
	for _, f := range []struct {
		format app.Format
		name   string
	}{{app.PEM, "山田_花子.pem"}, {app.DER, "山田_花子.der"}, {app.P7B, "山田_花子.p7b"}} {
		name := fileName([]*cert.Certificate{x}, f.format)
		if name != f.name {
			t.Errorf("proposes %q, want %q", name, f.name)
		}
		data, err := app.Encode([]*cert.Certificate{x}, f.format)
		if err != nil {
			t.Fatal(err)
		}
		path := filepath.Join(t.TempDir(), name)
		w.saveTo(path, data)
		read, err := cert.ReadFile(path)
		if err != nil || len(read.Certificates) != 1 || read.Certificates[0].SHA256 != x.SHA256 {
			t.Errorf("%s: %v", name, err)
		}
		if s := seen(w); !strings.Contains(s, "Saved as "+name) {
			t.Errorf("nothing is said:\n%s", s)
		}
	}
	w.saveTo(filepath.Join(t.TempDir(), "no such folder", "x.pem"), nil)
	if s := seen(w); !strings.Contains(s, "x.pem could not be written.") {
		t.Errorf("an error is not told:\n%s", s)
	}
	if got := fileName([]*cert.Certificate{selfSigned(t, "../a/b: \u202e*?"+strings.Repeat("長", 99), true, now, now)}, app.PEM); strings.ContainsAny(got, `/\:*? `) || len([]rune(got)) > 64 {
		t.Errorf("proposes %q", got)
	}
	w.export([]*cert.Certificate{x}, app.PEM)
	if w.win.Canvas().Overlays().Top() == nil || w.dialog == nil {
		t.Error("no dialog asks where to write")
	}
	w.escape()
	if w.dialog != nil {
		t.Error("Escape does not close it")
	}
}

// Names are in the order in which people look for them.
func TestNaturalOrder(t *testing.T) {
	want := []string{"", "CA", "ＣＡ 2", "ca 02b", "CA 10", "CA 10b", "CA 100", "Caa", "が", "ガ 2", "ｶﾞ 10", "山田 花子"}
	ranks := rankText(len(want), func(i int) string { return want[i] })
	for i := range ranks[1:] {
		if ranks[i] > ranks[i+1] {
			t.Errorf("%q comes behind %q: %d", want[i], want[i+1], ranks)
		}
	}
	if r := rankText(3, func(i int) string { return []string{"Ａ 007", "a 7", "B"}[i] }); r[0] != r[1] || r[2] == r[0] {
		t.Errorf("equal names: %d", r)
	}
}

// Rows that are equal in a column keep their order by name, whichever way the column is sorted.
func TestSortIsStable(t *testing.T) {
	x := newIndex(fakeRows(100), now, labels{})
	for _, descending := range []bool{false, true} {
		shown := x.query(view{column: colPlace, descending: descending})
		for i := range shown[1:] {
			if x.tie[shown[i]] > x.tie[shown[i+1]] {
				t.Fatalf("descending %t: %q comes before %q", descending, holder(x.rows[shown[i]].Entry.Certificate), holder(x.rows[shown[i+1]].Entry.Certificate))
			}
		}
	}
}

// fakeRows makes many rows that are no certificates but sort and are found like some.
func fakeRows(n int) []app.Row {
	rows := make([]app.Row, n)
	for i := range rows {
		name := fmt.Sprintf("Example %s CA %d", []string{"Root", "認証局", "ｻｰﾊﾞｰ", "山田 花子"}[i%4], (i*7919)%n)
		subject := cert.Name{Raw: []byte(name), RDNs: [][]cert.Attribute{{{OID: "2.5.4.3", Value: name, Raw: append([]byte{0x0c, byte(len(name))}, name...)}}}}
		x := &cert.Certificate{Subject: subject, Issuer: subject, Serial: []byte{byte(i), byte(i >> 8), byte(i >> 16), 1}, SHA256: sha256.Sum256([]byte(name)),
			NotBefore: now.AddDate(-1, 0, 0), NotAfter: now.AddDate(0, 0, i%4000-300)}
		rows[i] = app.Row{Store: trust.Info{ID: "firefox:a"}, Entry: trust.Entry{Certificate: x}}
	}
	return rows
}

// A press on a title, with 100,000 rows: at most 100 ms, also the first time.
func BenchmarkSort100k(b *testing.B) {
	rows := fakeRows(100_000)
	for column, name := range map[int]string{colHolder: "holder", colIssuer: "issuer", colUntil: "until", colState: "state", colSerial: "serial"} {
		b.Run(name+"_first", func(b *testing.B) {
			x := newIndex(rows, now, labels{})
			x.query(view{column: colPlace})
			for b.Loop() {
				x.ranks[column] = nil
				x.query(view{column: column})
			}
		})
		b.Run(name+"_again", func(b *testing.B) {
			x := newIndex(rows, now, labels{})
			x.query(view{column: column})
			for b.Loop() {
				x.query(view{column: column, descending: true})
			}
		})
	}
}

// All that the window does with 100,000 rows before it shows them.
func BenchmarkIndex100k(b *testing.B) {
	rows := fakeRows(100_000)
	for b.Loop() {
		newIndex(rows, now, labels{}).query(view{column: colHolder})
	}
}

func TestGroups(t *testing.T) {
	if got := groups("0ac89988ff", 4); got != "0AC8 9988 FF" {
		t.Errorf("groups: %q", got)
	}
	if got := foursFromRight("1234567890"); got != "12 3456 7890" {
		t.Errorf("foursFromRight: %q", got)
	}
}
