package catalog

import (
	"bufio"
	"crypto/sha256"
	"encoding/pem"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"certviewer/cert"
)

// The table agrees with the collected facts row by row, and has no row beyond them.
func TestFactsMembership(t *testing.T) {
	c := loaded(t)
	rows := 0
	eachRow(t, "root-programs.tsv", func(col []string) {
		if len(col) != 7 || col[0] == "subject" {
			return
		}
		rows++
		m, ok := c.Membership(fingerprint(t, col[1]))
		if !ok {
			t.Errorf("%s (%s) is missing", col[1], col[0])
		}
		for i, p := range Programmes {
			if got := m[p].String(); got != col[2+i] {
				t.Errorf("%s (%s) in %s: %q, not %q", col[1], col[0], p, got, col[2+i])
			}
		}
	})
	if all := everyRow(t, c); rows != len(all) {
		t.Errorf("%d rows in the facts, %d in the table", rows, len(all))
	}
}

var trustChange = regexp.MustCompile(`(?:added |->)\[([^\]]*)\]$`)

// The limits agree with Mozilla's trust history, replayed.
func TestFactsLimits(t *testing.T) {
	c := loaded(t)
	type state struct {
		flags        [2]bool // servers, mail
		ended        [2]time.Time
		issuedBefore [2]time.Time
	}
	now := map[string]*state{}
	eachRow(t, "mozilla-trust-events.tsv", func(col []string) {
		if strings.Contains(col[1], "removed") {
			delete(now, col[2])
			return
		}
		m := trustChange.FindStringSubmatch(col[1])
		if m == nil {
			t.Fatalf("not understood: %q", col[1])
		}
		s := now[col[2]]
		if s == nil {
			s = &state{}
			now[col[2]] = s
		}
		words := strings.Fields(m[1])
		flags := []string{"", ""}
		if len(words) > 0 {
			flags = strings.Split(words[0], ",")
		}
		for i, purpose := range []string{"server", "email"} {
			in := flags[i] == "C" || flags[i] == "TRUSTED"
			switch {
			case in:
				s.ended[i] = time.Time{}
			case s.flags[i]:
				s.ended[i] = day(col[0])
			}
			s.flags[i], s.issuedBefore[i] = in, time.Time{}
			for _, w := range words {
				if last, ok := strings.CutPrefix(w, purpose+"-distrust-after="); ok && in {
					at, err := time.Parse("060102150405Z", last)
					if err != nil {
						t.Fatal(err)
					}
					s.issuedBefore[i] = at.Add(time.Second) // “after” that second
				}
			}
		}
	})
	checked := 0
	for _, fp := range everyRow(t, c) {
		row, _ := c.membership.row(fp)
		for i, p := range []Programme{MozillaTLS, MozillaEmail} {
			s := now[fp.String()]
			if s == nil {
				if row[i].State == In || !row[i].IssuedBefore.IsZero() {
					t.Errorf("%s is not in Mozilla's list for %s", fp, p)
				}
				continue
			}
			if (row[i].State == In) != s.flags[i] || !row[i].IssuedBefore.Equal(s.issuedBefore[i]) || row[i].State == NotIn && !row[i].Since.Equal(s.ended[i]) {
				t.Errorf("%s, %s: %+v; the history says %+v", fp, p, row[i], s)
			}
			checked++
		}
	}
	if checked < 200 {
		t.Errorf("only %d standings were compared", checked)
	}
}

// Every root of the facts is found by its certificate, whatever its signature, and no cross certificate is
// taken for a root.
func TestFactsRoots(t *testing.T) {
	c := loaded(t)
	dir := factsDir(t)
	for _, f := range glob(t, dir, "roots/*.pem") {
		x := parseFile(t, f)
		r := c.RootFor(x)
		if r == nil || r.SPKI != sha256.Sum256(x.SPKI) || r.Subject != x.Subject.String() {
			t.Errorf("%s: found as %v", filepath.Base(f), r)
		}
	}
	for _, f := range append(glob(t, dir, "roots/cross/*.pem"), glob(t, dir, "roots/smime/*.pem")...) {
		if r := c.RootFor(parseFile(t, f)); r != nil {
			t.Errorf("%s is taken for root %s", filepath.Base(f), r.ID)
		}
	}
}

func TestFactsKnownBad(t *testing.T) {
	c := loaded(t)
	files := glob(t, factsDir(t), "known-bad/*.crt")
	for _, f := range files {
		x := parseFile(t, f)
		b := c.KnownBad(x)
		if b == nil || b.SHA256 != x.SHA256 || b.SPKI != sha256.Sum256(x.SPKI) {
			t.Errorf("%s: %+v", filepath.Base(f), b)
		}
		again := *x
		again.SHA256 = cert.Fingerprint{}
		if c.KnownBad(&again) != b {
			t.Errorf("%s is not found by its key", filepath.Base(f))
		}
	}
	if len(files) != len(c.Bad) {
		t.Errorf("%d files, %d rows", len(files), len(c.Bad))
	}
}

func TestFactsUPKI(t *testing.T) {
	u := loaded(t).UPKI()
	for _, f := range glob(t, factsDir(t), "roots/nii/*.pem") {
		x := parseFile(t, f)
		if !u.Listed(x.Subject) {
			t.Errorf("%s: %s is not listed", filepath.Base(f), x.Subject)
		}
		// An issuer that says what it issues agrees with its role.
		if x.Permits(cert.Server) && len(x.ExtKeyUsages()) > 0 && u.InFamily(x.Subject) {
			t.Errorf("%s issues for servers, and is taken for a client issuer", filepath.Base(f))
		}
		if len(x.ExtKeyUsages()) > 0 && !x.Permits(cert.Server) && !u.InFamily(x.Subject) {
			t.Errorf("%s issues for %v, and is not taken for a client issuer", filepath.Base(f), x.ExtKeyUsages())
		}
	}
}

// eachRow calls use for the columns of every row of a file of tab-separated facts.
func eachRow(t *testing.T, file string, use func([]string)) {
	t.Helper()
	f, err := os.Open(filepath.Join(factsDir(t), file))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	lines := bufio.NewScanner(f)
	for lines.Scan() {
		if !strings.HasPrefix(lines.Text(), "#") {
			use(strings.Split(lines.Text(), "\t"))
		}
	}
	if err := lines.Err(); err != nil {
		t.Fatal(err)
	}
}

func glob(t *testing.T, dir, pattern string) []string {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(dir, pattern))
	if err != nil || len(files) == 0 {
		t.Fatalf("%s: %d files, %v", pattern, len(files), err)
	}
	return files
}

func parseFile(t *testing.T, file string) *cert.Certificate {
	t.Helper()
	b, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	block, _ := pem.Decode(b)
	if block == nil {
		t.Fatalf("%s: no PEM", file)
	}
	return cert.Parse(block.Bytes)
}
