package catalog

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"certviewer/assets"
	"certviewer/cert"
)

func loaded(t testing.TB) *Catalog {
	t.Helper()
	c, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// factsDir is the folder of facts beside the repository, which developers have and users have not.
func factsDir(t *testing.T) string {
	t.Helper()
	dir := filepath.Join("..", "..", "shared", "facts")
	if corpora := os.Getenv("CERTVIEWER_CORPORA"); corpora != "" {
		dir = filepath.Join(filepath.Dir(corpora), "facts")
	}
	if _, err := os.Stat(dir); err != nil {
		t.Skipf("the facts are not here: %v", err)
	}
	return dir
}

func day(s string) time.Time {
	t, err := time.Parse(time.DateOnly, s)
	if err != nil {
		panic(err)
	}
	return t
}

func fingerprint(t testing.TB, s string) (fp cert.Fingerprint) {
	t.Helper()
	if !parseHash(&fp, s) {
		t.Fatalf("%q is not a SHA-256", s)
	}
	return fp
}

func TestDates(t *testing.T) {
	c := loaded(t)
	for p, want := range map[Programme]string{
		MozillaTLS: "2026-07-01", MozillaEmail: "2026-07-01", Microsoft: "2026-07-19",
		Apple: "2025-12-28", Android: "2026-06-21",
	} {
		if got := c.ListDate(p); !got.Equal(day(want)) {
			t.Errorf("list of %s: %s, not %s", p, got, want)
		}
		if len(c.ListSources(p)) == 0 {
			t.Errorf("list of %s has no source", p)
		}
	}
	if !c.Date.Equal(day("2026-07-19")) {
		t.Errorf("the catalogue is of %s", c.Date)
	}
}

// Every source has what a reader needs to find it, is referred to, and is not newer than the catalogue.
func TestSources(t *testing.T) {
	c := loaded(t)
	used := map[Source]bool{}
	mark := func(what string, ss []Source) {
		if len(ss) == 0 {
			t.Errorf("%s: no source", what)
		}
		for _, s := range ss {
			used[s] = true
		}
	}
	for p, x := range c.programmes {
		mark(string(p), x.Sources)
	}
	for _, r := range c.Roots {
		mark(r.ID, r.Sources)
	}
	for _, b := range c.Bad {
		mark(b.Name, b.Sources)
		if b.Date.IsZero() {
			t.Errorf("%s: no date", b.Name)
		}
	}
	for _, r := range c.Revoked {
		mark(r.CommonName, r.Sources)
	}
	for _, p := range c.programs {
		mark(p.ID, p.Sources)
	}
	for _, i := range c.upki.Issuers {
		mark(i.Name, i.Sources)
	}
	mark("upki", c.upki.Sources)
	for _, n := range c.notices {
		mark(n.Topic, n.Sources)
	}
	for id, s := range c.sources {
		switch {
		case s.Title == "" || s.Date.IsZero():
			t.Errorf("source %s: no title or no date", id)
		case s.Date.After(c.Date):
			t.Errorf("source %s is newer than the catalogue: %s", id, s.Date)
		case !used[s]:
			t.Errorf("source %s is not used", id)
		}
	}
}

func TestNotices(t *testing.T) {
	c := loaded(t)
	for _, topic := range []string{"webex-tsa", "secure-mail-id", "upki-client", "stores"} {
		n := c.Notice(topic)
		if n == nil {
			t.Errorf("no notice for topic %s", topic)
			continue
		}
		for i, d := range n.Days {
			if i > 0 && d.Date.Before(n.Days[i-1].Date) {
				t.Errorf("%s: %s is out of order", topic, d.ID)
			}
		}
	}
	if len(c.Notices()) != 4 {
		t.Errorf("%d notices", len(c.Notices()))
	}
	for _, x := range []struct{ topic, day, want string }{
		{"webex-tsa", "timestamps-moved", "2022-04-01"},
		{"secure-mail-id", "purpose-switched-off", "2016-01-20"},
		{"secure-mail-id", "list-corrected", "2016-01-25"},
		{"secure-mail-id", "list-corrected-again", "2016-01-28"},
		{"secure-mail-id", "intermediate-revoked", "2022-10-14"},
		{"upki-client", "private-ca", "2023-12-14"},
	} {
		if got := c.Notice(x.topic).Day(x.day); !got.Equal(day(x.want)) {
			t.Errorf("%s: %s was on %s, not %s", x.topic, x.day, got, x.want)
		}
	}
	if c.Notice("nothing") != nil || !c.Notice("stores").Day("nothing").IsZero() {
		t.Error("a notice or a day that is not there")
	}
}

// A mistake in the data is told with its file and line.
func TestLoadErrors(t *testing.T) {
	for _, x := range []struct {
		file, old, new, want string
	}{
		{"sources.txt", "date: 2026-07-19", "date: 2026-13-19", `sources.txt:13: date: "2026-13-19" is not a date`},
		{"sources.txt", "id: microsoft-ctl", "id: nss-builtins", `sources.txt:10: id: "nss-builtins" is there twice`},
		{"sources.txt", "url: https://wiki", "url: wiki", "sources.txt:7: url: \"wiki.mozilla.org/CA/Included_Certificates\" is not an address"},
		{"programmes.txt", "id: apple", "id: pear", `programmes.txt:15: id: "pear" is not a programme`},
		{"limits.txt", " server ended ", " code ended ", `limits.txt:6: "code" is not a purpose of Mozilla's list`},
		{"limits.txt", " server ended ", " server issued-before ", `limits.txt:6: "issued-before" does not fit what membership.txt says: "no"`},
		{"roots.txt", "short: DigiCert Trusted Root G4\n", "", "roots.txt:13: short: missing"},
		{"roots.txt", "pem: debian-ca-certificates", "pem: nowhere", `roots.txt:19: pem: "nowhere" is not in sources.txt`},
		{"roots.txt", "offer: server email code", "offer: server post code", `roots.txt:18: offer: "post" is not a purpose`},
		{"roots.txt", "\nshort: VeriSign PCA G3", "\nnick: x\nshort: VeriSign PCA G3", "roots.txt:26: nick: no such key in this file"},
		{"roots.txt", "spki: 59df", "spki: 59DF", "is not a SHA-256"},
		{"roots.txt", "id: verisign-class3-pca-g1", "id: verisign-class3-pca-g3", "is there twice"},
		{"known-bad.txt", "source: cert-vu-529496\n", "", "known-bad.txt:4: source: missing"},
		{"revoked.txt", "serial: 0e9", "serial: e9", "revoked.txt:4: serial: "},
		{"applications.txt", "consults: server = own nss-builtin|", "consults: server, own|", "is not a purpose"},
		{"applications.txt", "consults: server client email code timestamp = own", "consults: server", "not of the form"},
		{"applications.txt", "own: firefox:*", "own: *", `applications.txt:17: own: "*" is not a pattern of stores`},
		{"upki.txt", "cutoff: 2020-12-25T00:00:00+09:00", "cutoff: 2020-12-25", `is not a time`},
		{"upki.txt", "role: successor", "role: heir", `"heir" is not a role`},
		{"notices.txt", "2022-04-01 timestamps-moved", "2022-04-01", "not of the form"},
		{"notices.txt", "topic: stores", "topic stores", "not of the form “key: value”"},
	} {
		t.Run(x.file+"/"+x.new, func(t *testing.T) {
			dir := ours(t)
			text := string(dir[x.file].Data)
			if !strings.Contains(text, x.old) {
				t.Fatalf("%s does not contain %q", x.file, x.old)
			}
			dir[x.file] = &fstest.MapFile{Data: []byte(strings.Replace(text, x.old, x.new, 1))}
			_, err := load(dir)
			if err == nil {
				t.Fatal("loaded")
			}
			if got := err.Error(); !strings.HasPrefix(got, "catalog: "+x.file+":") || !strings.Contains(got, x.want) {
				t.Errorf("%s\nwant %s", got, x.want)
			}
		})
	}
	t.Run("file missing", func(t *testing.T) {
		dir := ours(t)
		delete(dir, "limits.txt")
		if _, err := load(dir); err == nil {
			t.Error("loaded")
		}
	})
}

// ours is a copy of the data that may be changed.
func ours(t *testing.T) fstest.MapFS {
	t.Helper()
	dir := fstest.MapFS{}
	err := fs.WalkDir(assets.Catalog, "catalog", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		b, err := fs.ReadFile(assets.Catalog, path)
		dir[strings.TrimPrefix(path, "catalog/")] = &fstest.MapFile{Data: b}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return dir
}

func BenchmarkLoad(b *testing.B) {
	dir, err := fs.Sub(assets.Catalog, "catalog")
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if _, err := load(dir); err != nil {
			b.Fatal(err)
		}
	}
}
