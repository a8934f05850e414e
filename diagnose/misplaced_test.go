package diagnose

import (
	"crypto"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/asn1"
	"math/big"
	"slices"
	"strings"
	"testing"
	"time"

	"certviewer/cert"
	"certviewer/facts"
	"certviewer/trust"
)

// signedItself makes a certificate that signed itself, of a key of its own when none is given.
func signedItself(t *testing.T, key crypto.Signer, change func(*x509.Certificate)) *cert.Certificate {
	t.Helper()
	if key == nil {
		k, err := rsa.GenerateKey(rand.Reader, 2048)
		if err != nil {
			t.Fatal(err)
		}
		key = k
	}
	tmpl := &x509.Certificate{
		SerialNumber: big.NewInt(7), RawSubject: rawName(t, company), NotBefore: now.AddDate(-1, 0, 0), NotAfter: now.AddDate(9, 0, 0),
		BasicConstraintsValid: true, IsCA: true, KeyUsage: x509.KeyUsageCertSign,
	}
	if change != nil {
		change(tmpl)
	}
	der, err := x509.CreateCertificate(rand.Reader, tmpl, tmpl, key.Public(), key)
	if err != nil {
		t.Fatal(err)
	}
	return cert.Parse(der)
}

// weakKey is one of 1024 bits, as of devices: “Root Agency” of every Windows has 512, which Go does not sign with.
func weakKey(t *testing.T) *rsa.PrivateKey {
	t.Helper()
	t.Setenv("GODEBUG", "rsa1024min=0")
	k, err := rsa.GenerateKey(rand.Reader, 1000)
	if err != nil {
		t.Fatal(err)
	}
	return k
}

// Roots in lists of Windows in which they are none, and what lies there by right.
func misplacedCases(t *testing.T) map[string]hostCase {
	april := &trust.RootList{Issued: time.Date(2026, 4, 22, 0, 33, 28, 0, time.UTC)}
	off := &trust.RootList{Issued: april.Issued, Off: true}
	own, g2 := signedItself(t, nil, nil), known(t, "digicert-global-root-g2")
	onDemand := saying(listed(g2, cert.Purposes...), trust.Trusted, trust.OnDemand)
	plain := func(c *cert.Certificate) trust.Entry { return ofPerson(trust.Entry{Certificate: c}) }
	withKey := plain(own)
	withKey.HasKey = true
	another := *own // the same name and key, renewed
	another.SHA256[0]++
	type lists = map[trust.StoreID][]trust.Entry
	in := func(id trust.StoreID, c *cert.Certificate) lists { return lists{id: {plain(c)}} }
	both := func(a, b lists) lists {
		out := lists{}
		for _, l := range []lists{a, b} {
			for id, ee := range l {
				out[id] = append(out[id], ee...)
			}
		}
		return out
	}
	fine := verdict{OK, "stores-ok", nil}
	told := verdict{OK, "stores-ok", []string{"i:stores-root-not-counted"}}
	fault := verdict{Action, "stores-root-wrong-list", []string{"w:stores-root-wrong-list"}}
	mine := func(change func(*x509.Certificate)) lists { return in("user/MY", signedItself(t, nil, change)) }
	all := map[string]hostCase{
		"among the intermediates":          {stores: windows(in("user/CA", own), april), want: told},
		"in the personal list":             {stores: windows(in("user/MY", own), april), want: told},
		"of the computer":                  {stores: windows(in("machine/CA", own), april), want: told},
		"in two lists":                     {stores: windows(both(in("user/CA", own), in("user/MY", own)), april), want: told},
		"as the person's list shows it":    {stores: windows(lists{"user/CA": {inherited("machine/CA", plain(own))}, "machine/CA": {plain(own)}}, april), want: told},
		"of a domain":                      {stores: windows(lists{"user/CA": {inherited("machine-policy/CA", plain(own))}}, april), want: fine},
		"public, and nothing is fetched":   {stores: windows(in("user/CA", g2), off), want: fault},
		"public, for everybody":            {stores: windows(in("machine/CA", g2), off), want: fault},
		"public, and not on Windows' list": {stores: windows(in("user/CA", g2), april), want: told},
		"public, and fetched when needed":  {stores: windows(in("user/CA", g2), april, onDemand), want: fine},
		"public, and no list yet":          {stores: windows(in("user/CA", g2), &trust.RootList{}), want: fine},
		"public, and fetched before":       {stores: windows(both(in("user/CA", g2), lists{"machine/AuthRoot": {listed(g2, cert.Purposes...)}}), off), want: fine},
		"Webex' root":                      {stores: windows(in("user/CA", known(t, webexRoot)), off), want: fine}, // its topic tells
		"among the roots too, for nothing": {stores: windows(lists{"user/CA": {plain(own)}, "user/Root": {ofPerson(listed(own))}}, april), want: fine},
		"its like is among the roots":      {stores: windows(lists{"user/CA": {plain(&another)}, "machine/Root": {listed(own)}}, april), want: fine},
		"blocked":                          {stores: windows(lists{"user/CA": {plain(own)}, "user/Disallowed": {saying(listed(own), trust.Distrusted, trust.Explicit)}}, april), want: fine},
		"with its private key":             {stores: windows(lists{"machine/MY": {withKey}}, april), want: fine},
		"its private key is elsewhere":     {stores: windows(lists{"user/CA": {plain(own)}, "user/MY": {withKey}}, april), want: fine},
		"ended":                            {stores: windows(mine(func(c *x509.Certificate) { c.NotAfter = now.AddDate(0, 0, -1) }), april), want: verdict{OK, "stores-ok", []string{"i:stores-expired"}}},
		"not yet":                          {stores: windows(mine(func(c *x509.Certificate) { c.NotBefore = now.AddDate(0, 0, 1) }), april), want: fine},
		"a key of 1000 bits":               {stores: windows(in("user/CA", signedItself(t, weakKey(t), nil)), april), want: fine},
		"of a host":                        {stores: windows(mine(func(c *x509.Certificate) { c.DNSNames = []string{"localhost"} }), april), want: fine},
		"of a person":                      {stores: windows(mine(func(c *x509.Certificate) { c.EmailAddresses = []string{"a@example.jp"} }), april), want: fine},
		"for encrypting files": {stores: windows(mine(func(c *x509.Certificate) {
			c.UnknownExtKeyUsage = []asn1.ObjectIdentifier{{1, 3, 6, 1, 4, 1, 311, 10, 3, 4, 1}}
		}), april), want: fine},
		"no authority's":                    {stores: windows(mine(func(c *x509.Certificate) { c.IsCA, c.KeyUsage = false, x509.KeyUsageDigitalSignature }), april), want: fine},
		"an intermediate":                   {stores: windows(in("user/CA", public(t, "digicert-g4-code-signing-ca1.pem")), april), want: fine},
		"known to be dangerous":             {stores: windows(in("user/CA", public(t, "superfish.pem")), april), want: fine},
		"dropped by the programmes":         {stores: windows(in("user/CA", known(t, "verisign-class3-pca-g5")), off), want: fine},
		"for mail alone":                    {stores: windows(in("user/CA", known(t, mailRoot)), off), want: fine},
		"a list of roots cannot be read":    {stores: unread(windows(in("user/CA", own), april), "machine/Root"), want: verdict{Unknown, "stores-unreadable", []string{"i:store-damaged"}}},
		"only this list was asked about":    {restricted: true, stores: windows(in("user/CA", own), april)[1:2], want: fine},
		"trusted people, which are no link": {stores: append(windows(nil, april), facts.Store{Info: trust.Info{ID: "user/TrustedPeople", Scope: trust.ScopeUser}, Entries: []trust.Entry{plain(own)}}), want: fine},
	}
	out := map[string]hostCase{}
	for name, c := range all {
		c.topic, c.os = Stores, "windows"
		out["windows, misplaced: "+name] = c
	}
	return out
}

func unread(stores []facts.Store, id trust.StoreID) []facts.Store {
	for i := range stores {
		if stores[i].ID == id {
			stores[i] = broken(stores[i], trust.StoreDamaged)
		}
	}
	return stores
}

// TestMoves: what the button of a misplaced root would do, and that one certificate is told of as the check tells of all.
func TestMoves(t *testing.T) {
	all := misplacedCases(t)
	for name, want := range map[string]Fix{
		"among the intermediates":        {Stores: []trust.StoreID{"user/Root"}, From: []trust.StoreID{"user/CA"}},
		"of the computer":                {Stores: []trust.StoreID{"machine/Root"}, From: []trust.StoreID{"machine/CA"}},
		"in two lists":                   {Stores: []trust.StoreID{"user/Root"}, From: []trust.StoreID{"user/CA", "user/MY"}},
		"as the person's list shows it":  {Stores: []trust.StoreID{"machine/Root"}, From: []trust.StoreID{"machine/CA"}},
		"public, and nothing is fetched": {Stores: []trust.StoreID{"user/Root"}, From: []trust.StoreID{"user/CA"}},
	} {
		c := all["windows, misplaced: "+name]
		f := answerOf(t, c).Findings[0]
		got := f.Remedies[0].Fix
		if got == nil || got.Op != "add" || !slices.Equal(got.Stores, want.Stores) || !slices.Equal(got.From, want.From) || got.For != nil || got.Certificate != f.Subject {
			t.Errorf("%s: %+v", name, got)
		}
		// The line for a root that no programme knows was refused as it stood, without a word of the fingerprint that it wants.
		line := f.Remedies[0].Command
		if asks := strings.HasSuffix(line, " --fingerprint SHA256"); asks == strings.HasPrefix(name, "public") || strings.Contains(line, f.Subject.SHA256.String()) {
			t.Errorf("%s: %s", name, line)
		}
		in := Input{Host: &facts.Host{Computer: facts.Computer{OS: "windows"}, Stores: c.stores}, Catalog: theCatalog(t), Now: now}
		if one, ok := RootMisplaced(in, f.Subject); !ok || one.Code != f.Code || !slices.Equal(one.Stores, f.Stores) {
			t.Errorf("%s: of itself it is told as %+v", name, one)
		}
		if _, ok := RootMisplaced(in, known(t, mailRoot)); ok {
			t.Errorf("%s: a root is misplaced that is not here", name)
		}
	}
	c := windowsCases(t)["windows, webex: intermediate list"]
	in := Input{Host: &facts.Host{Computer: facts.Computer{OS: "windows"}, Stores: c.stores}, Catalog: theCatalog(t), Now: now}
	if f, ok := RootMisplaced(in, known(t, webexRoot)); !ok || f.Code != "stores-root-wrong-list" {
		t.Errorf("the root of Webex, of itself: %+v", f)
	}
}
