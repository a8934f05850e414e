package catalog

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"certviewer/cert"
	"certviewer/trust"
)

func TestMembership(t *testing.T) {
	c := loaded(t)
	for _, x := range []struct {
		root          string
		known, public bool
		dropped       string // by whom and when, altogether
		server, mail  string // when trust for that purpose ended
	}{
		{root: "digicert-trusted-root-g4", known: true, public: true},
		{root: "verisign-class3-pca-g3", known: true, dropped: "mozilla_tls 2020-06-12", server: "2020-06-12", mail: "2020-06-12"},
		{root: "verisign-universal-root", known: true, public: true, dropped: "mozilla_tls 2021-02-23", server: "2021-02-23", mail: "2021-02-23"},
		{root: "digicert-global-root-ca", known: true, public: true, server: "2026-04-09"},
		{root: "isrg-root-x1", known: true, public: true},
		{root: "symantec-class3-pca-g6", known: true},
		{root: "microsoft-root-2011"},
	} {
		r := c.RootByID(x.root)
		m, in := c.Membership(r.SHA256[0])
		if in != x.known || m.Known() != x.known || m.Public() != x.public {
			t.Errorf("%s: known %t, public %t", x.root, m.Known(), m.Public())
		}
		got := ""
		if p, at, ok := m.DroppedBy(); ok {
			got = string(p) + " " + at.Format(time.DateOnly)
		}
		if got != x.dropped {
			t.Errorf("%s: dropped by %q, not %q", x.root, got, x.dropped)
		}
		for p, want := range map[cert.Purpose]string{cert.Server: x.server, cert.Email: x.mail, cert.Code: ""} {
			got := ""
			if _, at, ok := m.DroppedFor(p); ok {
				got = at.Format(time.DateOnly)
			}
			if got != want {
				t.Errorf("%s: dropped for %s on %q, not %q", x.root, p, got, want)
			}
		}
	}
	if r := c.RootByID("microsoft-root-2011"); !c.Known(&cert.Certificate{SHA256: r.SHA256[0]}) {
		t.Error("Microsoft's own root is not known")
	}
}

// everyRow returns the fingerprints of a table, each of whose lines can be read, and stands in its place.
func everyRow(t *testing.T, c *Catalog) (all []cert.Fingerprint) {
	t.Helper()
	last := ""
	for line := range strings.Lines(c.membership.text) {
		line = strings.TrimSuffix(line, "\n")
		fp, _, err := readRow(line)
		if err != nil || line <= last {
			t.Fatalf("%s: %v, after %s", line, err, last)
		}
		if got, ok := c.membership.find(fp.String()); !ok || got != line {
			t.Fatalf("%s is not found: %q", line, got)
		}
		all, last = append(all, fp), line
	}
	return all
}

// Whatever is in the table can be read and found, whatever is not is not, and a line that cannot be read is not passed over.
func TestMembershipTable(t *testing.T) {
	c := loaded(t)
	all := everyRow(t, c)
	if len(all) < 700 {
		t.Errorf("only %d rows", len(all))
	}
	for _, fp := range all {
		fp[31]++
		if row, ok := c.membership.row(fp); ok {
			t.Errorf("%s: %v", fp, row)
		}
	}
	for _, fp := range []cert.Fingerprint{{}, {0xff, 0xff, 0xff}} {
		if _, ok := c.Membership(fp); ok {
			t.Errorf("%s is a member", fp)
		}
	}
	line := all[0].String()
	for bad, want := range map[string]string{
		line + " y y y y":                     "5 columns, not 6",
		line + " y y y y y y":                 "7 columns, not 6",
		line + " - - x - -":                   `"x" is not a date`,
		line[1:] + " - - - - -":               "is not a SHA-256",
		strings.ToUpper(line) + "A - - - - -": "is not a SHA-256",
	} {
		if _, _, err := readRow(bad); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v", bad, err)
		}
	}
	defer func() {
		if recover() == nil {
			t.Error("a line that cannot be read was passed over")
		}
	}()
	table{text: line + " y y y y\n"}.row(all[0])
}

func TestStandingJSON(t *testing.T) {
	c := loaded(t)
	m, _ := c.Membership(fingerprint(t, "eb04cf5eb1f39afa762f2bb120f296cba520c1b97db1589565b81cb9a17b7244"))
	b, err := json.Marshal(m)
	if err != nil {
		t.Fatal(err)
	}
	const want = `{"android":"no","apple":"no","microsoft":"disabled","mozilla_email":"removed 2020-06-12","mozilla_tls":"removed 2020-06-12"}`
	if string(b) != want {
		t.Errorf("%s\nwant %s", b, want)
	}
	var back Membership
	if err := json.Unmarshal(b, &back); err != nil || back[MozillaTLS] != m[MozillaTLS] || back[Microsoft] != m[Microsoft] {
		t.Errorf("read back: %v, %v", back, err)
	}
	for _, bad := range []string{`{"apple":"perhaps"}`, `{"apple":"removed soon"}`, `{"apple":1}`} {
		if err := json.Unmarshal([]byte(bad), &back); err == nil {
			t.Errorf("%s was read", bad)
		}
	}
}

// Where no built-in list can be read, Mozilla's word is ours, its dates included.
func TestMozillaStandIn(t *testing.T) {
	c := loaded(t)
	firefox := trust.Application{ID: "firefox:x", Stores: map[cert.Purpose][]trust.StoreID{
		cert.Server: {"firefox:x", "nss-builtin"}, cert.Email: {"firefox:x", "nss-builtin"}, cert.Code: {"nss-builtin"},
	}}
	// ePKI Root Certification Authority: Mozilla refuses what it issued from 2025-04-16 on.
	limited := fingerprint(t, "c0a6f4dc63a24bfdcf54ef2a6a082a0a72de35803e2ff5ff527ae5d87206dfd5")
	for _, x := range []struct {
		name string
		fp   cert.Fingerprint
		p    cert.Purpose
		leaf time.Time
		want trust.Verdict
		why  trust.Why
	}{
		{"G4", c.RootByID("digicert-trusted-root-g4").SHA256[0], cert.Server, time.Time{}, trust.Trusted, trust.WhyStated},
		{"G4 code", c.RootByID("digicert-trusted-root-g4").SHA256[0], cert.Code, time.Time{}, trust.Unstated, trust.WhyPresent},
		{"X1 mail", c.RootByID("isrg-root-x1").SHA256[0], cert.Email, time.Time{}, trust.Unstated, trust.WhyPresent},
		{"G3", c.RootByID("verisign-class3-pca-g3").SHA256[0], cert.Server, time.Time{}, trust.Unstated, trust.WhyAbsent},
		{"limited, older", limited, cert.Server, day("2025-04-15"), trust.Trusted, trust.WhyStated},
		{"limited, newer", limited, cert.Server, day("2025-04-16"), trust.Distrusted, trust.WhyIssuedBefore},
	} {
		entries := map[trust.StoreID][]trust.Entry{}
		if e, ok := c.MozillaEntry(&cert.Certificate{SHA256: x.fp}); ok {
			entries["nss-builtin"] = []trust.Entry{e}
		}
		got := trust.Judge(firefox, entries, x.fp, x.leaf, x.p)
		if got.Verdict != x.want || got.Why != x.why {
			t.Errorf("%s: %s, %s; not %s, %s", x.name, got.Verdict, got.Why, x.want, x.why)
		}
	}
}

func TestKeeper(t *testing.T) {
	for i, want := range []string{"mozilla", "mozilla", "microsoft", "apple", "google"} {
		if got := Programmes[i].Keeper(); got != want {
			t.Errorf("%s is kept by %s, not %s", Programmes[i], got, want)
		}
	}
}
