package diagnose

import (
	"crypto/x509"
	"testing"

	"certviewer/cert"
	"certviewer/facts"
	"certviewer/message"
)

// Which certificates a profile of Windows' takes: by the roots above them, and by sets of usages of which one is enough.
func TestPicks(t *testing.T) {
	from, to := now.AddDate(-1, 0, 0), now.AddDate(1, 0, 0)
	const clientAuth, anyPurpose, campus = "1.3.6.1.5.5.7.3.2", "1.3.6.1.4.1.311.10.12.1", "1.3.6.1.4.1.311.42.1.15"
	root := issue(t, made{subject: company, issuer: company, from: from, to: to, ca: true})
	signs := issue(t, made{subject: person, issuer: company, from: from, to: to, eku: signIn})
	mails := issue(t, made{subject: person, issuer: company, from: from, to: to, eku: []x509.ExtKeyUsage{x509.ExtKeyUsageEmailProtection}})
	any := issue(t, made{subject: person, issuer: company, from: from, to: to, eku: []x509.ExtKeyUsage{x509.ExtKeyUsageAny}})
	none := issue(t, made{subject: person, issuer: company, from: from, to: to})
	for what, c := range map[string]struct {
		s    facts.Selection
		c    *cert.Certificate
		way  []*cert.Certificate
		want bool
	}{
		"any that signs in": {facts.Selection{}, signs, nil, true}, "a mail certificate": {facts.Selection{}, mails, nil, false},
		"an issuer":                         {facts.Selection{}, root, nil, false},
		"below a root of the list":          {facts.Selection{Issuers: []string{"00", root.SHA1Hex()}}, signs, []*cert.Certificate{root}, true},
		"below another root":                {facts.Selection{Issuers: []string{"00"}}, signs, []*cert.Certificate{root}, false},
		"below what is not here":            {facts.Selection{Issuers: []string{"00"}}, signs, nil, true},
		"for signing in":                    {facts.Selection{Usages: [][]string{{clientAuth}}}, signs, nil, true},
		"for the campus too, and is not":    {facts.Selection{Usages: [][]string{{clientAuth, campus}}}, signs, nil, false},
		"for the campus, or anything":       {facts.Selection{Usages: [][]string{{clientAuth, campus}, {}}}, any, nil, true},
		"says nothing, and that is allowed": {facts.Selection{Usages: [][]string{{anyPurpose}, {}}}, none, nil, true},
		"says nothing, and must":            {facts.Selection{Usages: [][]string{{anyPurpose}}}, none, nil, false},
	} {
		if got := Picks(&c.s, append([]*cert.Certificate{c.c}, c.way...)); got != c.want {
			t.Errorf("%s: %v", what, got)
		}
	}
	if !signs.ListsUsage(clientAuth) || signs.ListsUsage(anyPurpose) || none.ListsUsage("") {
		t.Error("usages in dots are not found")
	}
}

func TestNetworkName(t *testing.T) {
	for want, n := range map[string]facts.Network{"eduroam": {SSID: "eduroam", Name: "x"}, "x": {Name: "x"}, "Ethernet": {}} {
		if got := message.For("en").Arg(NetworkName(n)); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}
