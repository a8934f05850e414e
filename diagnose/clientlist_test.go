package diagnose

import (
	"crypto/x509"
	"fmt"
	"strings"
	"testing"
	"time"

	"certviewer/cert"
	"certviewer/facts"
	"certviewer/trust"
)

// aPerson's certificate, with its key in a place of the database's order.
func aPerson(t *testing.T, m made, order int) trust.Entry {
	t.Helper()
	if m.subject == nil {
		m.subject = person
	}
	if m.issuer == nil {
		m.issuer = niiG4
	}
	if m.eku == nil {
		m.eku = signIn
	}
	e := keyed(issue(t, m))
	e.KeyOrder = order
	return e
}

// with is the same certificate with its key elsewhere.
func with(e trust.Entry, order int) trust.Entry { e.KeyOrder = order; return e }

func without(e trust.Entry) trust.Entry { e.HasKey, e.KeyOrder, e.Native = false, 0, ",,"; return e }

// told writes clients as a person would read them: state, whether something is to be done, where, and what is offered.
func told(cc []Client, names map[cert.Fingerprint]string) string {
	var lines []string
	for _, c := range cc {
		line := names[c.Certificate.SHA256] + " " + string(c.State)
		if c.Action() {
			line += "!"
		}
		if c.Successor != nil {
			line += " < " + names[c.Successor.SHA256]
		}
		for _, p := range c.Places {
			line += " " + string(p.Store.ID)
			if p.HasKey {
				line += "+"
			}
			if p.Offer != NoOffer {
				line += fmt.Sprintf("(%s", p.Offer)
				if p.Before != nil {
					line += " " + names[p.Before.SHA256]
				}
				line += ")"
			}
		}
		lines = append(lines, line)
	}
	return strings.Join(lines, "; ")
}

func TestClients(t *testing.T) {
	from, lately, fine := now.AddDate(-2, 0, 0), now.AddDate(0, -1, 0), now.AddDate(1, 0, 0)
	both := []x509.ExtKeyUsage{x509.ExtKeyUsageClientAuth, x509.ExtKeyUsageEmailProtection}
	old, fresh := aPerson(t, made{from: from, to: fine}, 1), aPerson(t, made{from: lately, to: fine.AddDate(1, 0, 0)}, 2)
	stopped := aPerson(t, made{from: time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC), to: fine}, 1)
	gone := aPerson(t, made{from: now.AddDate(-3, 0, 0), to: now.AddDate(0, 0, -3)}, 1)
	longGone := aPerson(t, made{subject: name("O", "U", "CN", "b"), issuer: company, from: now.AddDate(-5, 0, 0), to: now.AddDate(-3, 0, 0)}, 1)
	coming := aPerson(t, made{from: now.AddDate(0, 0, 2), to: fine}, 1)
	ending := aPerson(t, made{issuer: company, from: from, to: now.AddDate(0, 0, 12)}, 3)
	mail := aPerson(t, made{issuer: company, from: from, to: fine, eku: mailOnly, email: "a@example.ac.jp"}, 1)
	unnamed := aPerson(t, made{from: lately, to: fine, eku: []x509.ExtKeyUsage{x509.ExtKeyUsageAny}}, 1)
	agreeing := aPerson(t, made{from: lately, to: fine, usage: x509.KeyUsageKeyAgreement}, 1)
	short := aPerson(t, made{from: lately, to: now.AddDate(0, 6, 0)}, 2)
	colleague := aPerson(t, made{subject: name("O", "Example University", "CN", "j20-0002"), from: from, to: fine}, 1)
	a := aPerson(t, made{subject: name("O", "U", "CN", "a"), from: now.AddDate(-3, 0, 0), to: fine, email: "a@u.jp"}, 1)
	ab := aPerson(t, made{subject: name("O", "U", "CN", "a"), from: from, to: fine, eku: both, email: "a@u.jp"}, 2)
	names := map[cert.Fingerprint]string{}
	for name, e := range map[string]trust.Entry{"old": old, "new": fresh, "stopped": stopped, "gone": gone, "longGone": longGone, "coming": coming,
		"ending": ending, "mail": mail, "short": short, "unnamed": unnamed, "agreeing": agreeing, "colleague": colleague, "a": a, "ab": ab} {
		names[e.Certificate.SHA256] = name
	}
	for what, c := range map[string]struct {
		stores []facts.Store
		want   string
	}{
		"nothing":              {[]facts.Store{firefox("f"), chromium()}, ""},
		"one":                  {[]facts.Store{firefox("f", with(fresh, 1))}, "new good firefox:f+(first)"},
		"in three programs":    {[]facts.Store{firefox("f", with(fresh, 1)), chromium(with(fresh, 1)), thunderbird(without(fresh))}, "new good firefox:f+(first) chromium+(first) thunderbird:x"},
		"old key first":        {[]facts.Store{firefox("f", with(fresh, 2), with(old, 1))}, "new good firefox:f+(behind old); old superseded! < new firefox:f+(first)"},
		"new key first":        {[]facts.Store{firefox("f", with(old, 2), with(fresh, 1))}, "new good firefox:f+(first); old superseded! < new firefox:f+(behind new)"},
		"two for one key":      {[]facts.Store{firefox("f", with(old, 1), with(fresh, 1))}, "new good firefox:f+(behind old); old superseded! < new firefox:f+(first)"},
		"order not known":      {[]facts.Store{firefox("f", with(old, 0), with(fresh, 0))}, "new good firefox:f+; old superseded! < new firefox:f+"},
		"one, order not known": {[]facts.Store{firefox("f", with(old, 0))}, "old good firefox:f+(first)"},
		"Chromium's newest":    {[]facts.Store{chromium(with(old, 1), with(fresh, 2))}, "new good chromium+(first); old superseded! < new chromium+(behind new)"},
		"the one that ends last, not the one issued last": {[]facts.Store{chromium(with(old, 1), with(short, 2))}, "short good chromium+(behind old); old superseded! < short chromium+(first)"},
		"ended ones are passed over":                      {[]facts.Store{firefox("f", with(gone, 1), with(fresh, 2))}, "new good firefox:f+(first); gone ended < new firefox:f+"},
		"so are coming ones":                              {[]facts.Store{firefox("f", with(coming, 1))}, "coming not-yet firefox:f+"},
		"stopped by NII, and still offered":               {[]facts.Store{firefox("f", stopped)}, "stopped stopped! firefox:f+(first)"},
		"of another issuer, no rival":                     {[]facts.Store{firefox("f", with(fresh, 2), with(ending, 1))}, "ending soon! firefox:f+(first); new good firefox:f+(first)"},
		"another person's, a rival":                       {[]facts.Store{firefox("f", with(colleague, 1), with(fresh, 2))}, "colleague good firefox:f+(first); new good firefox:f+(behind colleague)"},
		"mail alone is not for signing in":                {[]facts.Store{firefox("f", mail), thunderbird(mail)}, "mail good firefox:f+ thunderbird:x+"},
		"for any use, which NSS takes for none":           {[]facts.Store{firefox("f", unnamed), chromium(unnamed)}, "unnamed good firefox:f+ chromium+"},
		"for agreeing on keys":                            {[]facts.Store{firefox("f", agreeing, with(ending, 2))}, "ending soon! firefox:f+(first); agreeing good firefox:f+"},
		"a folder's program is not known":                 {[]facts.Store{{Info: trust.Info{ID: "nssdb:/db", Scope: trust.ScopeUser}, Entries: []trust.Entry{fresh}}}, "new good nssdb:/db+"},
		"without key":                                     {[]facts.Store{firefox("f", without(fresh))}, "new no-key! firefox:f"},
		"what is urgent first, what is over last":         {[]facts.Store{firefox("f", longGone, with(colleague, 2), with(ending, 3), with(mail, 4))}, "ending soon! firefox:f+(first); colleague good firefox:f+(first); mail good firefox:f+; longGone ended firefox:f+"},
		"a successor's successor":                         {[]facts.Store{firefox("f", with(a, 1), with(ab, 2))}, "ab good firefox:f+(behind a); a superseded! < ab firefox:f+(first)"},
	} {
		host := &facts.Host{Computer: facts.Computer{OS: "linux", Clock: now}, Stores: c.stores}
		got, more := Clients(Input{Host: host, Catalog: theCatalog(t), Now: now})
		if told := told(got, names); told != c.want || len(more) > 0 {
			t.Errorf("%s:\n got %s\nwant %s (%v)", what, told, c.want, more)
		}
	}
}

// A Firefox that chooses by itself sends the first key's certificate, but one for signatures that are stood by only where it has
// no other: so it was seen to (internal/fixture/witness).
func TestClientsUnasked(t *testing.T) {
	from, lately, fine := now.AddDate(-2, 0, 0), now.AddDate(0, -1, 0), now.AddDate(1, 0, 0)
	signing := x509.KeyUsageDigitalSignature | x509.KeyUsageContentCommitment
	old, fresh := aPerson(t, made{from: from, to: fine, usage: signing}, 1), aPerson(t, made{from: lately, to: fine}, 2)
	alike := aPerson(t, made{from: lately, to: fine, usage: signing}, 3)
	names := map[cert.Fingerprint]string{old.Certificate.SHA256: "old", fresh.Certificate.SHA256: "new", alike.Certificate.SHA256: "alike"}
	for what, c := range map[string]struct {
		unasked []trust.StoreID
		store   facts.Store
		want    string
	}{
		"asks":                        {nil, firefox("f", old, fresh), "new good firefox:f+(behind old); old superseded! < new firefox:f+(first)"},
		"chooses":                     {[]trust.StoreID{"firefox:f"}, firefox("f", old, fresh), "new good firefox:f+(first); old superseded! < new firefox:f+(behind new)"},
		"another profile chooses":     {[]trust.StoreID{"firefox:g"}, firefox("f", old, fresh), "new good firefox:f+(behind old); old superseded! < new firefox:f+(first)"},
		"chooses among those of kind": {[]trust.StoreID{"firefox:f"}, firefox("f", alike, old), "alike good firefox:f+(behind old); old superseded! < alike firefox:f+(first)"},
	} {
		host := &facts.Host{Computer: facts.Computer{OS: "linux", Clock: now}, Stores: []facts.Store{c.store}}
		host.Unasked = c.unasked
		got, _ := Clients(Input{Host: host, Catalog: theCatalog(t), Now: now})
		if told := told(got, names); told != c.want {
			t.Errorf("%s:\n got %s\nwant %s", what, told, c.want)
		}
		if unasked := len(c.unasked) > 0 && c.unasked[0] == "firefox:f"; got[0].Places[0].Unasked != unasked {
			t.Errorf("%s: unasked is %v", what, !unasked)
		}
	}
}

// By a clock that cannot be right no certificate is judged, and the list says so.
func TestClientsByWrongClock(t *testing.T) {
	e := aPerson(t, made{from: now.AddDate(-1, 0, 0), to: now.AddDate(1, 0, 0)}, 1)
	host := &facts.Host{Computer: facts.Computer{OS: "linux", Clock: time.Unix(0, 0), Built: now}, Stores: []facts.Store{firefox("f", e)}}
	cc, more := Clients(Input{Host: host, Catalog: theCatalog(t), Now: host.Computer.Clock})
	if len(cc) != 1 || cc[0].Action() || len(more) != 1 || more[0].Code != "clock-before-build" {
		t.Errorf("%+v %+v", cc, more)
	}
}

// What other settings say of a certificate stands with the place whose program they are of.
func TestClientsInSettings(t *testing.T) {
	e := aPerson(t, made{from: now.AddDate(-1, 0, 0), to: now.AddDate(1, 0, 0)}, 1)
	other := aPerson(t, made{issuer: company, from: now.AddDate(-1, 0, 0), to: now.AddDate(1, 0, 0)}, 2)
	names := func(x *cert.Certificate) trust.Reference {
		return trust.Reference{Issuer: x.Issuer.Raw, Serial: x.Serial}
	}
	host := &facts.Host{Computer: facts.Computer{OS: "linux", Clock: now}, Stores: []facts.Store{firefox("f", e), thunderbird(e, other)}}
	host.Accounts = []facts.Account{
		{Store: "thunderbird:x", Address: "a@u.jp", Signing: names(e.Certificate)},
		{Store: "thunderbird:x", Address: "a@u.jp", Signing: names(e.Certificate)},
		{Store: "thunderbird:x", Address: "b@u.jp", Encryption: names(e.Certificate)},
		{Store: "thunderbird:x", Address: "c@u.jp"},
	}
	host.Choices = []facts.Choice{{Store: "firefox:f", Host: "sso.u.jp", Certificate: names(e.Certificate)}, {Store: "firefox:f", Host: "other.jp"}}
	cc, _ := Clients(Input{Host: host, Catalog: theCatalog(t), Now: now})
	var got []string
	for _, c := range cc {
		for _, p := range c.Places {
			got = append(got, fmt.Sprintf("%s %s%v%v", c.Certificate.Issuer.CommonName(), p.Store.ID, p.Accounts, p.Sites))
		}
	}
	want := "NII Open Domain CA - G4 firefox:f[][sso.u.jp]; NII Open Domain CA - G4 thunderbird:x[a@u.jp][]; Example CA thunderbird:x[][]"
	if strings.Join(got, "; ") != want {
		t.Errorf("got  %s\nwant %s", strings.Join(got, "; "), want)
	}
}

// TestClientsOfWindows: Edge and Chrome sign in with what is in the person's own list, the one that ends last first, where they are
// installed.
func TestClientsOfWindows(t *testing.T) {
	old := aPerson(t, made{from: now.AddDate(-3, 0, 0), to: now.AddDate(0, 3, 0)}, 0)
	fresh := aPerson(t, made{from: now.AddDate(0, -1, 0), to: now.AddDate(3, 0, 0)}, 0)
	names := map[cert.Fingerprint]string{old.Certificate.SHA256: "old", fresh.Certificate.SHA256: "fresh"}
	for installed, want := range map[string]string{
		"chrome edge": "user/MY+(first)", "edge": "user/MY+(first)", "": "user/MY+",
	} {
		in := Input{Host: &facts.Host{Computer: facts.Computer{OS: "windows", Programs: strings.Fields(installed)}, Stores: windows(map[trust.StoreID][]trust.Entry{"user/MY": {old, fresh}}, nil)}, Catalog: theCatalog(t), Now: now}
		cc, _ := Clients(in)
		lines := strings.Split(told(cc, names), "; ")
		if len(lines) != 2 || !strings.HasPrefix(lines[0], "fresh ") || !strings.HasSuffix(lines[0], want) {
			t.Errorf("%q: %q", installed, lines)
		}
		if installed != "" && !strings.HasSuffix(lines[1], "user/MY+(behind fresh)") {
			t.Errorf("%q: %q", installed, lines[1])
		}
		for _, c := range cc {
			if got := strings.Join(c.Places[0].Programs, " "); got != installed {
				t.Errorf("%q: offered by %q", installed, got)
			}
		}
	}
}
