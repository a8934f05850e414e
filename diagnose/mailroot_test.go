package diagnose

import (
	"encoding/hex"
	"math/big"
	"testing"

	"certviewer/cert"
	"certviewer/facts"
	"certviewer/trust"
)

// mailRoots are the older root of the notice, the second certificate of the one it names, and the issuer that was revoked in 2022.
func mailRoots(t *testing.T) (older, again, issuer *cert.Certificate) {
	t.Helper()
	g3 := known(t, mailRoot)
	rawName := g3.X509().RawSubject
	again = issueRaw(t, rawName, made{from: now.AddDate(-6, 0, 0), to: now.AddDate(10, 0, 0), ca: true, key: g3.X509().PublicKey})
	if theCatalog(t).RootFor(again) == nil || again.SHA256 == g3.SHA256 {
		t.Fatal("the root's second certificate is not known by name and key")
	}
	olderName := name("C", "US", "O", "VeriSign, Inc.", "OU", "Class 3 Public Primary Certification Authority")
	older = knownOnlyByPrint(t, olderRoot, made{subject: olderName, issuer: olderName, from: now.AddDate(-30, 0, 0), to: now.AddDate(2, 0, 0), ca: true})
	serial, err := hex.DecodeString("0e9fa1d4c459b3d01a1da2762b83509c")
	if err != nil {
		t.Fatal(err)
	}
	issuer = issue(t, made{
		subject: name("C", "US", "O", "DigiCert Inc", "CN", "DigiCert SHA2 Assured ID CA - G1"), issuer: name("C", "US", "O", "DigiCert Inc", "CN", "DigiCert Assured ID Root CA"),
		from: now.AddDate(-10, 0, 0), to: now.AddDate(5, 0, 0), ca: true, serial: new(big.Int).SetBytes(serial),
	})
	return older, again, issuer
}

// The four causes of the notice are told apart, for both certificates of the root.
func mailCases(t *testing.T) map[string]hostCase {
	g3 := known(t, mailRoot)
	older, anew, revoked := mailRoots(t)
	mail, servers := []cert.Purpose{cert.Email}, []cert.Purpose{cert.Server, cert.Email}
	quiet := verdict{NotNeeded, "secure-mail-id-not-needed", []string{"I:secure-mail-id-absent"}}
	told := func(code string) verdict { return verdict{NotNeeded, code, []string{"i:" + code}} }
	wide := verdict{Action, "secure-mail-id-too-wide", []string{"w:secure-mail-id-too-wide"}}
	return map[string]hostCase{
		"mail: absent":                        {topic: SecureMailID, stores: []facts.Store{firefox("a")}, want: quiet},
		"mail: absent, the older one for all": {topic: SecureMailID, stores: []facts.Store{thunderbird(nss(older, servers, nil))}, want: quiet},
		"mail: the state of 2016":             {topic: SecureMailID, stores: []facts.Store{thunderbird(nss(older, []cert.Purpose{cert.Server}, nil))}, want: told("secure-mail-id-absent")},
		"mail: for mail only":                 {topic: SecureMailID, stores: []facts.Store{thunderbird(nss(g3, mail, nil))}, want: verdict{OK, "secure-mail-id-ok", nil}},
		"mail: one of both, the other off":    {topic: SecureMailID, stores: []facts.Store{thunderbird(nss(g3, mail, nil), nss(anew, nil, nil))}, want: verdict{OK, "secure-mail-id-ok", nil}},
		"mail: its second certificate":        {topic: SecureMailID, stores: []facts.Store{thunderbird(nss(anew, mail, nil))}, want: verdict{OK, "secure-mail-id-ok", nil}},
		"mail: mail purpose off":              {topic: SecureMailID, stores: []facts.Store{thunderbird(nss(g3, nil, nil))}, want: told("secure-mail-id-purpose-off")},
		"mail: distrusted":                    {topic: SecureMailID, stores: []facts.Store{thunderbird(nss(g3, nil, servers))}, want: told("secure-mail-id-distrusted-since")},
		"mail: for servers too":               {topic: SecureMailID, stores: []facts.Store{firefox("a", nss(g3, servers, nil))}, want: wide},
		"mail: for servers too, Chromium":     {topic: SecureMailID, stores: []facts.Store{chromium(nss(g3, servers, nil))}, want: wide},
		"mail: the second for servers too":    {topic: SecureMailID, stores: []facts.Store{chromium(nss(anew, servers, nil))}, want: wide},
		"mail: added to the bundle":           {topic: SecureMailID, stores: []facts.Store{system(flattened(g3, trust.Admin))}, want: wide},
		"mail: shipped in an old OS":          {topic: SecureMailID, stores: []facts.Store{system(flattened(g3, trust.Distribution))}, want: told("secure-mail-id-too-wide")},
		"mail: intermediate revoked":          {topic: SecureMailID, stores: []facts.Store{thunderbird(nss(revoked, nil, nil))}, want: verdict{NotNeeded, "secure-mail-id-intermediate-revoked", []string{"I:secure-mail-id-absent", "i:secure-mail-id-intermediate-revoked"}}},
		"mail: Thunderbird is locked":         {topic: SecureMailID, stores: []facts.Store{broken(thunderbird(), trust.StoreLocked)}, want: verdict{Unknown, "secure-mail-id-unknown", []string{"I:secure-mail-id-absent"}}},
		"mail: Firefox is locked":             {topic: SecureMailID, stores: []facts.Store{broken(firefox("a"), trust.StoreLocked)}, want: quiet},
		"mail: the only store is locked":      {topic: SecureMailID, restricted: true, stores: []facts.Store{broken(firefox("a"), trust.StoreLocked)}, want: verdict{Unknown, "secure-mail-id-unknown", []string{"I:secure-mail-id-absent"}}},
	}
}
