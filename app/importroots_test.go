package app

import (
	"crypto/sha256"
	"crypto/x509"
	"slices"
	"testing"

	"certviewer/catalog"
	"certviewer/cert"
	"certviewer/change"
	"certviewer/facts"
	"certviewer/message"
	"certviewer/trust"
	"certviewer/trust/trusttest"
)

// A root comes along only where it was asked for, and only by the rules of root add.
func TestRootAlong(t *testing.T) {
	a := gatherer(t)
	root, rootKey := trusttest.RootWithKey(t, "Campus Root")
	next, key := issuing{issuer: "Campus Root", person: "hanako", from: someday, root: root, key: rootKey}.issue(t)
	f := unlocked(t, pack(t, next, key, root))
	trusting := keeps("chromium")
	trusting.Entries = []trust.Entry{{Certificate: root, Native: "C,,", Trust: map[cert.Purpose]trust.Judgement{cert.Server: {Verdict: trust.Trusted, How: trust.Explicit}}}}
	lacking := keeps("firefox:b")
	lacking.Entries = []trust.Entry{{Certificate: root}}
	host := hostOf(keeps("firefox:a"), trusting, lacking, keeps("thunderbird:a", next))
	all := []trust.StoreID{"firefox:a", "chromium", "firefox:b", "thunderbird:a"}
	if rr := RootsOffered(a.Destinations(host, f)); len(rr) != 1 || rr[0].SHA256 != root.SHA256 {
		t.Errorf("offered: %v", rr)
	}
	steps := func(wish ...change.Request) (out []string, err error) {
		f.Trust = wish
		p, err := a.PreviewImport(host, f, all)
		for _, s := range p.Steps {
			if s.SHA256 == root.SHA256.String() {
				out = append(out, string(s.Op)+" "+string(s.Store))
			}
		}
		return out, err
	}
	if got, err := steps(); err != nil || got != nil {
		t.Errorf("unasked: %q, %v", got, err)
	}
	wish := change.Request{Certificate: root, Fingerprint: root.SHA256.String()}
	if got, err := steps(wish); err != nil || !slices.Equal(got, []string{"add firefox:a", "trust firefox:b", "add thunderbird:a"}) {
		t.Errorf("%q, %v", got, err)
	}
	dd := a.Destinations(host, f)
	if !f.Trusts(dd[0]) || f.Trusts(dd[1]) || !dd[3].Has || !f.Trusts(dd[3]) {
		t.Errorf("%+v", dd)
	}
	// The exact set that the person says goes to all.
	wish.For = []cert.Purpose{cert.Email}
	if got, err := steps(wish); err != nil || len(got) != 4 {
		t.Errorf("%q, %v", got, err)
	}
	wish.For = []cert.Purpose{cert.Timestamp}
	_, err := steps(wish)
	isProblem(t, err, "change-no-timestamp")
	_, err = steps(change.Request{Certificate: root})
	isProblem(t, err, "root-paste-fingerprint")
	_, err = steps(change.Request{Certificate: root, Fingerprint: next.SHA256.String()})
	isProblem(t, err, "root-fingerprint-differs")

	bad := *a.Catalog
	bad.Bad = append(slices.Clone(bad.Bad), catalog.Bad{Name: "leaked", SPKI: sha256.Sum256(root.SPKI)})
	a.Catalog = &bad
	if rr := RootsOffered(a.Destinations(host, f)); rr != nil {
		t.Errorf("a public key is offered: %v", rr)
	}
	_, err = steps(change.Request{Certificate: root, Fingerprint: root.SHA256.String()})
	isProblem(t, err, "root-known-bad")
	if m, ok := a.rootNote(host, f); !ok || m.Args["variant"] != message.Text("along") {
		t.Errorf("%+v %v", m, ok)
	}
	f.Trust = nil
	if m, ok := a.rootNote(host, f); !ok || m.Args["variant"] != nil {
		t.Errorf("of a public key is said: %+v %v", m, ok)
	}
}

// What a program trusts already is not offered: by its own store, or by the list that it ships with. On Windows the root goes into
// the list of what is trusted.
func TestRootOffered(t *testing.T) {
	a := gatherer(t)
	own, key := issuing{issuer: "CA", person: "hanako", from: someday}.issue(t)
	g4, g3 := a.Catalog.RootByID("digicert-trusted-root-g4").Certificate(), a.Catalog.RootByID("verisign-class3-pca-g3").Certificate()
	offered := func(root *cert.Certificate, host *facts.Host) (out []trust.StoreID) {
		for _, d := range a.Destinations(host, unlocked(t, pack(t, own, key, root))) {
			if len(d.Roots) > 0 {
				out = append(out, d.Store.ID)
			}
		}
		return out
	}
	host := hostOf(keeps("firefox:a"), keeps("chromium"), keeps("thunderbird:a"), keeps("nssdb:/x"))
	if got := offered(g4, host); !slices.Equal(got, []trust.StoreID{"nssdb:/x"}) {
		t.Errorf("a root that Mozilla ships: %v", got)
	}
	if got := offered(g3, host); !slices.Equal(got, []trust.StoreID{"thunderbird:a", "nssdb:/x"}) {
		t.Errorf("a root for mail alone: %v", got)
	}
	list := func(name trust.StoreID) facts.Store {
		return facts.Store{Info: trust.Info{ID: name, Scope: trust.ScopeUser, Writable: true}}
	}
	campus := trusttest.Root(t, "Campus Root")
	host = hostOf(list("user/MY"), list("user/Root"))
	host.Computer.OS = "windows"
	if got := offered(campus, host); !slices.Equal(got, []trust.StoreID{"user/MY"}) {
		t.Errorf("on Windows: %v", got)
	}
	f := unlocked(t, pack(t, own, key, campus))
	f.Trust = []change.Request{{Certificate: campus, Fingerprint: campus.SHA256.String()}}
	p, err := a.PreviewImport(host, f, []trust.StoreID{"user/MY"})
	if err != nil || len(p.Steps) != 2 || p.Steps[1].Store != "user/Root" || p.Steps[1].Op != change.Add {
		t.Errorf("%+v, %v", p, err)
	}
	if got := offered(g4, host); got != nil {
		t.Errorf("what Windows fetches: %v", got)
	}
}

// A certificate that is its own root comes with its key: it is not a root that lies beside it.
func TestOwnRootIsNone(t *testing.T) {
	root, key := trusttest.RootWithKey(t, "self")
	pkcs8, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		t.Fatal(err)
	}
	f := unlocked(t, pack(t, root, pkcs8))
	if rr := f.Roots(); rr != nil {
		t.Errorf("%v", rr)
	}
}
