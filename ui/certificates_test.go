package ui

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
)

// rows returns the holders as the table shows them.
func rows(w *window) (out []string) {
	c := w.pages[PageCertificates].(*certificatesPage)
	for i := range c.shown {
		out = append(out, c.at(i).holder)
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
		"2021-11-21 – 2031-11-21", "1,826 days left", "Firefox", "Decided by: Firefox (仕事用)", "Root certificate"} {
		if !strings.Contains(text, want) {
			t.Errorf("%q is missing in:\n%s", want, text)
		}
	}
	press(t, w, "Full text")
	if !strings.Contains(seen(w), "Signature Algorithm") {
		t.Error("the full text does not appear")
	}
	c.table.OnCopy(2)
	if got := w.app.Clipboard().Content(); got != x.SHA256.String() {
		t.Errorf("copied %q", got)
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
	w := open(t, newFake(t), Options{File: name})
	if got := rows(w); !slices.Equal(got, []string{"ルート認証局"}) {
		t.Fatalf("the table shows %q", got)
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

func TestGroups(t *testing.T) {
	if got := groups("0ac89988ff", 4); got != "0AC8 9988 FF" {
		t.Errorf("groups: %q", got)
	}
	if got := foursFromRight("1234567890"); got != "12 3456 7890" {
		t.Errorf("foursFromRight: %q", got)
	}
}
