//go:build cgo && linux

package softoken_test

import (
	"crypto/sha256"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"certviewer/cert"
	"certviewer/platform/internal/nss"
	"certviewer/platform/internal/nssdb"
	"certviewer/trust"
	"certviewer/trust/trusttest"
)

// withModern is s with a record of the newer dialect, as Firefox 153 writes it.
func withModern(t *testing.T, c *cert.Certificate, s trust.State, level int) trust.State {
	t.Helper()
	var exact map[string]any
	if s.Exact == nil {
		s.Exact = json.RawMessage("{}")
	}
	must(t, json.Unmarshal(s.Exact, &exact))
	sum := sha256.Sum256(c.Raw)
	records, _ := exact["trust"].([]any)
	exact["trust"] = append(records, map[string]any{"class": nss.ClassTrust, "server": level, "client": 4, "email": 0, "code": 4, "hash": sum[:], "algorithm": 0x250})
	text, err := json.Marshal(exact)
	must(t, err)
	s.Exact = text
	return s
}

// read is what our own reader of files makes of c.
func read(t *testing.T, dir string, d nss.Dialect, c *cert.Certificate) trust.Entry {
	t.Helper()
	token, err := nssdb.Read(t.Context(), dir)
	must(t, err)
	entries := token.Entries(d, nil)
	i := slices.IndexFunc(entries, func(e trust.Entry) bool { return e.Certificate.SHA256 == c.SHA256 })
	if i < 0 {
		return trust.Entry{}
	}
	return entries[i]
}

// TestDialects: Firefox 153 writes trust in a second way, which counts first for it and not at all for others. A
// change leaves both saying the same, and can be taken back.
func TestDialects(t *testing.T) {
	if os.Getenv(childEnv) == "" {
		folder := os.Getenv(newest)
		if found, _ := filepath.Glob("/usr/lib/firefox-esr/libsoftokn3.so"); folder == "" && len(found) > 0 {
			folder = filepath.Dir(found[0])
		}
		if folder == "" {
			t.Skip("there is no Firefox of Debian's, and " + newest + " names no folder with NSS 3.112 or later")
		}
		child(t, folder)
		return
	}
	for _, password := range []string{"", "pw"} {
		dir := newDB(t, password)
		w := open(t, dir, password)
		c := trusttest.Root(t, "Both")
		must(t, w.Add(t.Context(), c, "both", trust.Want{For: []cert.Purpose{cert.Server}}))
		s, err := w.State(t.Context(), c)
		must(t, err)
		must(t, w.Restore(t.Context(), c, withModern(t, c, s, 3)))
		both, err := w.State(t.Context(), c)
		must(t, err)
		if v := both.Trust[cert.Server].Verdict; v != trust.Distrusted || both.Native != "C,," {
			t.Fatalf("both dialects: %+v", both)
		}
		if e := read(t, dir, nss.Modern, c); e.For(cert.Server).Verdict != trust.Distrusted || e.Disputed == nil {
			t.Errorf("our reader sees %+v", e)
		}
		for _, change := range []func() error{
			func() error {
				return w.SetTrust(t.Context(), c, trust.Want{For: []cert.Purpose{cert.Server, cert.Email}})
			},
			func() error { return w.SetTrust(t.Context(), c, trust.Want{Distrust: true}) },
			func() error { return w.Remove(t.Context(), c) },
		} {
			must(t, change())
			for _, d := range []nss.Dialect{nss.Classic, nss.Modern} {
				if e := read(t, dir, d, c); e.Disputed != nil {
					t.Errorf("after a change the dialects differ: %+v", e)
				}
			}
			must(t, w.Restore(t.Context(), c, both))
			after, err := w.State(t.Context(), c)
			must(t, err)
			if after.Hash() != both.Hash() {
				t.Errorf("restored: %+v, was %+v", after, both)
			}
		}
		// An old certutil leaves the newer record behind, which would count for the next certificate.
		certutil(t, dir, "-D", "-n", "both")
		orphan, err := w.State(t.Context(), c)
		must(t, err)
		if orphan.Present || orphan.Exact == nil {
			t.Fatalf("the record left behind is not seen: %+v", orphan)
		}
		must(t, w.Add(t.Context(), c, "again", trust.Want{}))
		if e := read(t, dir, nss.Modern, c); len(e.TrustedFor())+len(e.DistrustedFor()) > 0 {
			t.Errorf("the record left behind counts: %+v", e)
		}
		must(t, w.Restore(t.Context(), c, orphan))
		if s, err := w.State(t.Context(), c); err != nil || s.Hash() != orphan.Hash() {
			t.Errorf("%+v, %v, want %+v", s, err, orphan)
		}
		must(t, w.Close())
	}
}

// TestOldLibrary: an NSS that cannot write the newer records does not delete them either, since that could not be
// taken back.
func TestOldLibrary(t *testing.T) {
	if !inChild(t) {
		return
	}
	if os.Getenv(newest) != "" {
		t.Skip("the library is new")
	}
	dir := newDB(t, "")
	c := trusttest.Root(t, "Old")
	certutil(t, dir, "-A", "-n", "old", "-t", "C,,", "-i", pemFile(t, c))
	modernise(t, dir, c)
	w := open(t, dir)
	defer w.Close()
	before, err := w.State(t.Context(), c)
	must(t, err)
	if before.Trust[cert.Server].Verdict != trust.Distrusted {
		t.Fatalf("the newer record is not seen: %+v", before)
	}
	for name, err := range map[string]error{
		"SetTrust": w.SetTrust(t.Context(), c, trust.Want{Distrust: true}), "Remove": w.Remove(t.Context(), c), "Restore": w.Restore(t.Context(), c, trust.State{}),
	} {
		if !errors.Is(err, trust.ErrReadOnly) {
			t.Errorf("%s: %v, want trust.ErrReadOnly", name, err)
		}
	}
	if s, err := w.State(t.Context(), c); err != nil || s.Hash() != before.Hash() {
		t.Errorf("%+v, %v", s, err)
	}
	other := trusttest.Root(t, "Other") // one without such a record can be changed
	must(t, w.Add(t.Context(), other, "other", trust.Want{For: []cert.Purpose{cert.Server}}))
	if got := listed(t, dir); !slices.Contains(got, "other C,,") {
		t.Errorf("certutil shows %q", got)
	}
}

// TestDamagedRecord: a record whose signature does not fit counts for nothing once the library can check it. A change
// makes a sound one.
func TestDamagedRecord(t *testing.T) {
	if !inChild(t) {
		return
	}
	dir := newDB(t, "")
	c := trusttest.Root(t, "Damaged")
	certutil(t, dir, "-A", "-n", "damaged", "-t", ",,C", "-i", pemFile(t, c))
	execSQL(t, dir, "UPDATE nssPublic SET ace536358 = x'ce534352' WHERE a0 = x'ce534353'")
	w := open(t, dir)
	defer w.Close()
	s, err := w.State(t.Context(), c)
	must(t, err)
	if e := (trust.Entry{Trust: s.Trust}); e.For(cert.Server).Verdict == trust.Trusted {
		t.Errorf("NSS believes a record without its signature: %+v", s)
	}
	must(t, w.SetTrust(t.Context(), c, trust.Want{For: []cert.Purpose{cert.Server}}))
	certutil(t, dir, "-V", "-n", "damaged", "-u", "L")
	must(t, w.Restore(t.Context(), c, s))
	if after, err := w.State(t.Context(), c); err != nil || after.Hash() != s.Hash() {
		t.Errorf("%+v, %v, was %+v", after, err, s)
	}
}
