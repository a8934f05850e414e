package diagnose

import (
	"crypto/x509"
	"testing"

	"certviewer/cert"
	"certviewer/facts"
	"certviewer/message"
	"certviewer/trust"
)

// settingsCases are what the settings of programs name, beside what their stores hold.
func settingsCases(t *testing.T) map[string]hostCase {
	from, lately, fine, ended := now.AddDate(-2, 0, 0), now.AddDate(0, -1, 0), now.AddDate(1, 0, 0), now.AddDate(0, 0, -3)
	const address = "a@example.ac.jp"
	both := []x509.ExtKeyUsage{x509.ExtKeyUsageClientAuth, x509.ExtKeyUsageEmailProtection}
	at := func(m made) trust.Entry {
		m.subject, m.email = person, address
		if m.issuer == nil {
			m.issuer = company
		}
		if m.eku == nil {
			m.eku = both
		}
		return keyed(issue(t, m))
	}
	older, newer := at(made{from: from, to: fine}), at(made{from: lately, to: fine})
	gone, signInNew := at(made{from: from, to: ended}), at(made{from: lately, to: fine, eku: signIn})
	uniOlder, uniNewer := at(made{issuer: niiG4, from: from, to: fine, eku: signIn}), at(made{issuer: niiG4, from: lately, to: fine, eku: signIn})

	names := func(e trust.Entry) trust.Reference {
		return trust.Reference{Name: "A", Issuer: e.Certificate.Issuer.Raw, Serial: e.Certificate.Serial}
	}
	account := func(signing, encryption trust.Reference) facts.Settings {
		return facts.Settings{Accounts: []facts.Account{{Store: "thunderbird:x", ID: "id1", Address: address, Signing: signing, Encryption: encryption}}}
	}
	mail := func(ee ...trust.Entry) []facts.Store { return []facts.Store{thunderbird(ee...)} }
	remembers := func(e trust.Entry) facts.Settings {
		return facts.Settings{Choices: []facts.Choice{
			{Store: "firefox:a", Host: "www.example.ac.jp", Certificate: names(e)}, {Store: "firefox:a", Host: "www.example.ac.jp", Attributes: "^userContextId=1", Certificate: names(e)},
			{Store: "firefox:a", Host: "mail.example.ac.jp", Certificate: names(e)}, {Store: "firefox:a", Host: "none.example.ac.jp"},
		}}
	}
	network := func(cc ...*cert.Certificate) facts.Settings {
		return facts.Settings{Networks: []facts.Network{{Manager: "networkmanager", SSID: "eduroam", Client: "/home/a/me.pem", Certificates: cc}}}
	}
	picked := func() facts.Settings {
		return facts.Settings{Networks: []facts.Network{{Manager: "windows", SSID: "eduroam", Selection: &facts.Selection{Stores: []trust.StoreID{"user/MY"}}}}}
	}
	windowsMY := func(ee ...trust.Entry) facts.Store {
		return facts.Store{Info: trust.Info{ID: "user/MY", Scope: trust.ScopeUser}, Entries: ee}
	}
	held := func(n facts.Settings) facts.Settings { n.Networks[0].Client = ""; return n }

	notNeeded := func(codes ...string) verdict { return verdict{NotNeeded, "upki-client-not-needed", codes} }
	action := func(code string, more ...string) verdict {
		return verdict{Action, code, append([]string{"w:" + code}, more...)}
	}
	root := issue(t, made{subject: company, issuer: company, from: from, to: fine, ca: true})
	all := map[string]hostCase{
		"mail: names the newer":                {stores: mail(older, newer), settings: account(names(newer), names(newer)), want: notNeeded("i:upki-client-old-kept")},
		"mail: names none":                     {stores: mail(older, newer), settings: account(trust.Reference{}, trust.Reference{}), want: notNeeded("i:upki-client-old-kept")},
		"mail: signs with the older":           {stores: mail(older, newer), settings: account(names(older), names(newer)), want: notNeeded("i:upki-client-old-kept", "i:client-mail-old")},
		"mail: is sealed for the older":        {stores: mail(older, newer), settings: account(names(newer), names(older)), want: notNeeded("i:upki-client-old-kept", "i:client-mail-old")},
		"mail: signs with one that ended":      {stores: mail(gone, newer), settings: account(names(gone), names(newer)), want: action("client-mail-old", "i:upki-client-old-kept")},
		"mail: the newer is not for mail":      {stores: mail(older, signInNew), settings: account(names(older), names(older)), want: notNeeded("i:upki-client-old-kept")},
		"mail: the newer is elsewhere":         {stores: append(mail(older), firefox("a", newer)), settings: account(names(older), names(older)), want: notNeeded("i:upki-client-old-kept")},
		"mail: names one that is gone":         {stores: mail(newer), settings: account(names(older), names(newer)), want: notNeeded("i:client-mail-missing")},
		"mail: a name alone":                   {stores: mail(newer), settings: account(trust.Reference{Name: "A"}, trust.Reference{}), want: notNeeded("i:client-mail-missing")},
		"mail: the store is not read":          {stores: []facts.Store{broken(thunderbird(), trust.StoreLocked)}, settings: account(names(older), names(older)), want: verdict{Unknown, "upki-client-unknown", nil}},
		"mail: an account names what signs in": {stores: mail(uniOlder, uniNewer), settings: account(names(uniOlder), trust.Reference{}), want: verdict{OK, "upki-client-ok", []string{"i:upki-client-old-kept"}}},

		"remembered: the newer":                       {stores: []facts.Store{firefox("a", older, newer)}, settings: remembers(newer), want: notNeeded("i:client-superseded")},
		"remembered: the older":                       {stores: []facts.Store{firefox("a", older, newer)}, settings: remembers(older), want: notNeeded("i:client-superseded", "i:client-remembered-old")},
		"remembered: one that ended":                  {stores: []facts.Store{firefox("a", gone, newer)}, settings: remembers(gone), want: action("client-remembered-old", "i:client-superseded")},
		"remembered: one that is gone":                {stores: []facts.Store{firefox("a", newer)}, settings: remembers(older), want: notNeeded()},
		"remembered: the older, newer elsewhere":      {stores: []facts.Store{firefox("a", older), chromium(newer)}, settings: remembers(older), want: notNeeded("i:client-superseded")},
		"remembered: the older, the newest elsewhere": {stores: []facts.Store{firefox("a", older, newer), chromium(at(made{from: lately.AddDate(0, 0, 9), to: fine}))}, settings: remembers(older), want: notNeeded("i:client-superseded", "i:client-superseded", "i:client-remembered-old")},
		"remembered: a university's older":            {stores: []facts.Store{firefox("a", uniOlder, uniNewer)}, settings: remembers(uniOlder), want: action("upki-client-old-still-offered", "w:client-remembered-old")},

		"network: the newer":                    {stores: []facts.Store{firefox("a", newer)}, settings: network(root, newer.Certificate), want: notNeeded()},
		"network: the older":                    {stores: []facts.Store{firefox("a", newer)}, settings: network(older.Certificate, root), want: notNeeded("i:client-network-old")},
		"network: one that ended":               {stores: []facts.Store{firefox("a")}, settings: held(network(gone.Certificate)), want: action("client-network-old")},
		"network: not known which":              {stores: []facts.Store{firefox("a", newer)}, settings: network(), want: notNeeded()},
		"network: Windows finds one":            {stores: []facts.Store{firefox("a", newer), windowsMY(newer, gone)}, settings: picked(), want: notNeeded("i:client-superseded")},
		"network: Windows finds one that ended": {stores: []facts.Store{firefox("a", newer), windowsMY(gone)}, settings: picked(), want: action("client-network-old", "i:client-superseded")},
		"network: Windows finds none":           {stores: []facts.Store{firefox("a", newer), windowsMY()}, settings: picked(), want: notNeeded()},
		"network: Windows' list is not read":    {stores: []facts.Store{firefox("a", newer), broken(windowsMY(), trust.StoreDamaged)}, settings: picked(), want: verdict{Unknown, "upki-client-unknown", nil}},
		"network: an issuer alone":              {stores: []facts.Store{firefox("a", newer)}, settings: network(root), want: notNeeded()},
	}
	out := map[string]hostCase{}
	for name, c := range all {
		c.topic = UPKIClient
		out["settings of "+name] = c
	}
	return out
}

// What follows once the choice is forgotten depends on whether Firefox asks, and on which key is its first.
func TestRememberedNote(t *testing.T) {
	from, lately, fine := now.AddDate(-2, 0, 0), now.AddDate(0, -1, 0), now.AddDate(1, 0, 0)
	old, fresh := aPerson(t, made{from: from, to: fine}, 1), aPerson(t, made{from: lately, to: fine}, 2)
	for what, c := range map[string]struct {
		unasked []trust.StoreID
		store   facts.Store
		want    string
	}{
		"asks":                   {nil, firefox("a", old, fresh), "From then on it asks again; choose the newer one."},
		"chooses, new key first": {[]trust.StoreID{"firefox:a"}, firefox("a", with(old, 2), with(fresh, 1)), "From then on it sends the newer one, without asking."},
		"chooses, old key first": {[]trust.StoreID{"firefox:a"}, firefox("a", old, fresh), "It never asks: take the older one out too, or it goes on being sent."},
	} {
		host := &facts.Host{Computer: facts.Computer{OS: "linux", Clock: now}, Stores: []facts.Store{c.store}}
		host.Choices = []facts.Choice{{Store: "firefox:a", Host: "sso.example.ac.jp", Certificate: trust.Reference{Issuer: old.Certificate.Issuer.Raw, Serial: old.Certificate.Serial}}}
		host.Unasked = c.unasked
		var got []string
		for _, f := range Run(Input{Host: host, Catalog: theCatalog(t), Now: now}, []Topic{UPKIClient})[0].Findings {
			if f.Code == "client-remembered-old" {
				for _, l := range message.For("en").Block(f.Message()).Lines {
					if l.Part == "note" {
						got = append(got, l.Text)
					}
				}
			}
		}
		if len(got) != 1 || got[0] != c.want {
			t.Errorf("%s: %q, want %q", what, got, c.want)
		}
	}
}
