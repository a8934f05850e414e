package catalog

import (
	"crypto/sha256"
	"io/fs"
	"regexp"
	"slices"
	"strings"
	"testing"

	"certviewer/assets"
	"certviewer/cert"
)

// What the notices are about, as design and notices state it.
func TestRootsOfTheNotices(t *testing.T) {
	c := loaded(t)

	g4 := c.RootByID("digicert-trusted-root-g4")
	if g4 == nil || g4.Short != "DigiCert Trusted Root G4" {
		t.Fatalf("G4: %+v", g4)
	}
	if x := g4.Certificate(); x.SHA256.String() != "552f7bdcf1a7af9e6ce672017f4f12abf77240c78e761ac203d1d9d20ac89988" ||
		x.SHA1Hex() != "ddfb16cd4931c973a2037d3fc83a4d7d775d05e4" {
		t.Errorf("G4 is %s", x.SHA256)
	}
	if !g4.MayAddFor(cert.Code) || !g4.MayAddFor(cert.Timestamp) || g4.MayAddFor(cert.Client) {
		t.Errorf("G4 is offered for %v", g4.Offer)
	}
	if len(g4.Distrust) != 0 {
		t.Errorf("G4 is distrusted: %v", g4.Distrust)
	}

	g3 := c.RootByID("verisign-class3-pca-g3")
	var got []string
	for _, fp := range g3.SHA256 {
		got = append(got, fp.String())
	}
	if want := []string{
		"eb04cf5eb1f39afa762f2bb120f296cba520c1b97db1589565b81cb9a17b7244",
		"faf78b73d93e50021c0c25f4d20b8e08f7f42c272a2792488a1c29372149c5cf",
	}; !slices.Equal(got, want) {
		t.Errorf("G3 is %v", got)
	}
	if !slices.Equal(g3.Offer, []cert.Purpose{cert.Email}) {
		t.Errorf("G3 is offered for %v", g3.Offer)
	}
	if d := g3.Distrust; len(d) != 3 ||
		d[0].Programme != MozillaTLS || !d[0].Date.Equal(day("2020-06-12")) || !slices.Equal(d[0].Purposes, []cert.Purpose{cert.Server}) ||
		d[1].Programme != MozillaEmail || !d[1].Date.Equal(day("2020-06-12")) || !slices.Equal(d[1].Purposes, []cert.Purpose{cert.Email}) ||
		d[2].Programme != Microsoft || !d[2].Date.IsZero() || d[2].Purposes != nil {
		t.Errorf("G3 is distrusted so: %+v", d)
	}

	g1 := c.RootByID("verisign-class3-pca-g1")
	if len(g1.SHA256) != 3 || len(g1.Offer) != 0 || g1.PEM != nil || g1.Certificate() != nil {
		t.Errorf("G1: %+v", g1)
	}
	if d := g1.Distrust; len(d) != 3 || !d[0].Date.Equal(day("2016-08-26")) { // when the last of them went
		t.Errorf("G1 is distrusted so: %+v", d)
	}
	if g5 := c.RootByID("verisign-class3-pca-g5"); len(g5.Offer) != 0 || g5.Certificate() == nil {
		t.Errorf("G5: %+v", g5)
	}
	if c.RootByID("nothing") != nil {
		t.Error("a root that is not there")
	}
}

func TestEveryRoot(t *testing.T) {
	c := loaded(t)
	id := regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)
	keys, shorts, pems := map[cert.Fingerprint]string{}, map[string]string{}, map[string]bool{}
	for i := range c.Roots {
		r := &c.Roots[i]
		if !id.MatchString(r.ID) {
			t.Errorf("%s: not a good ID", r.ID)
		}
		if width(r.Short) > 28 || r.Short == "" {
			t.Errorf("%s: short name %q", r.ID, r.Short)
		}
		if other := shorts[r.Short]; other != "" {
			t.Errorf("%s and %s have one short name", r.ID, other)
		}
		if other := keys[r.SPKI]; other != "" {
			t.Errorf("%s and %s have one key", r.ID, other)
		}
		keys[r.SPKI], shorts[r.Short] = r.ID, r.ID
		checkOffer(t, c, r)
		if r.PEM == nil {
			continue
		}
		pems[r.ID+".pem"] = true
		x := r.Certificate()
		switch {
		case x.Err() != nil:
			t.Errorf("%s: %v", r.ID, x.Err())
		case x.SHA256 != r.SHA256[0]:
			t.Errorf("%s: the PEM is %s, not %s", r.ID, x.SHA256, r.SHA256[0])
		case sha256.Sum256(x.SPKI) != r.SPKI:
			t.Errorf("%s: the key's hash is %x", r.ID, sha256.Sum256(x.SPKI))
		case x.Subject.String() != r.Subject:
			t.Errorf("%s: the subject is %s", r.ID, x.Subject)
		case x.Kind() != cert.Root:
			t.Errorf("%s: a %s", r.ID, x.Kind())
		case c.RootFor(x) != r || c.ShortName(x) != r.Short:
			t.Errorf("%s: not found by its certificate", r.ID)
		}
		if strings.Count(string(r.PEM), "BEGIN CERTIFICATE") != 1 {
			t.Errorf("%s: not one certificate", r.ID)
		}
	}
	files, err := fs.ReadDir(assets.Catalog, "catalog/roots")
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		if !pems[f.Name()] {
			t.Errorf("roots/%s belongs to no root", f.Name())
		}
	}
}

// checkOffer checks that nothing is offered beyond what a programme trusts today. G3 is the one
// exception, told in roots.txt.
func checkOffer(t *testing.T, c *Catalog, r *Root) {
	t.Helper()
	if r.ID == "verisign-class3-pca-g3" {
		return
	}
	m, _ := c.Membership(r.SHA256[0])
	mozilla := m[MozillaTLS].State == In || m[MozillaEmail].State == In
	for _, p := range r.Offer {
		ok := m[Microsoft].State == In
		switch p {
		case cert.Client:
			ok = false
		case cert.Server:
			ok = m[MozillaTLS].State == In || !mozilla && ok && strings.Contains(r.Short, "TLS")
		case cert.Email:
			ok = m[MozillaEmail].State == In || !mozilla && ok && strings.Contains(r.Short, "SMIME")
		}
		if _, _, dropped := m.DroppedFor(p); !ok || dropped {
			t.Errorf("%s is offered for %s, and the programmes say %v", r.ID, p, m)
		}
	}
	for p, s := range map[cert.Purpose]Standing{cert.Server: m[MozillaTLS], cert.Email: m[MozillaEmail]} {
		if s.State == In && s.IssuedBefore.IsZero() && !r.MayAddFor(p) {
			t.Errorf("%s is in Mozilla's list for %s and not offered for it", r.ID, p)
		}
	}
}

// A root is recognised when its CA signs it anew, and nothing else is taken for it.
func TestRootFor(t *testing.T) {
	c := loaded(t)
	g3 := c.RootByID("verisign-class3-pca-g3")
	resigned := cert.Parse(changed(g3.Certificate().Raw, -1)) // another signature
	if c.RootFor(resigned) != g3 || c.ShortName(resigned) != "VeriSign PCA G3" {
		t.Error("G3 with another signature is not recognised")
	}
	if m, ok := c.MembershipOf(resigned); !ok || m[MozillaTLS].String() != "removed 2020-06-12" {
		t.Errorf("the programmes say of G3 with another signature: %v", m)
	}
	if m, ok := c.Membership(resigned.SHA256); ok || m[Microsoft].State != NotIn || len(m) != len(Programmes) {
		t.Errorf("membership by fingerprint: %v", m)
	}
	if !c.Known(resigned) {
		t.Error("G3 with another signature is not known")
	}

	other := *g3.Certificate() // the name alone is no proof
	other.SPKI, other.SHA256 = c.RootByID("digicert-trusted-root-g4").Certificate().SPKI, cert.Fingerprint{}
	if r := c.RootFor(&other); r != nil {
		t.Errorf("another key under the name of G3 is taken for %s", r.ID)
	}
	if c.Known(&other) {
		t.Error("another key under the name of G3 is known")
	}
	cross := *g3.Certificate() // signed by another CA
	cross.Issuer, cross.SHA256 = c.RootByID("verisign-class3-pca-g5").Certificate().Issuer, cert.Fingerprint{}
	if r := c.RootFor(&cross); r != nil {
		t.Errorf("a cross certificate is taken for root %s", r.ID)
	}
	if r := c.RootFor(&cert.Certificate{}); r != nil {
		t.Errorf("an empty certificate is taken for %s", r.ID)
	}
}

// changed returns a copy of b with one byte changed; at counts from the end when negative.
func changed(b []byte, at int) []byte {
	b = slices.Clone(b)
	if at < 0 {
		at += len(b)
	}
	b[at] ^= 1
	return b
}
