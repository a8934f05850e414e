package diagnose

import (
	"crypto/x509"
	"testing"
	"time"

	"certviewer/facts"
	"certviewer/trust"
)

func clientCases(t *testing.T) map[string]hostCase {
	from, lately, fine := now.AddDate(-2, 0, 0), now.AddDate(0, -1, 0), now.AddDate(1, 0, 0)
	ended, long := now.AddDate(0, 0, -3), now.AddDate(-3, 0, 0)
	at := func(m made) trust.Entry {
		if m.subject == nil {
			m.subject = person
		}
		if m.issuer == nil {
			m.issuer = niiG4
		}
		if m.eku == nil {
			m.eku = signIn
		}
		return keyed(issue(t, m))
	}
	noKey := func(e trust.Entry) trust.Entry { e.HasKey, e.Native = false, ",,"; return e }
	address := "a@example.ac.jp"
	both := []x509.ExtKeyUsage{x509.ExtKeyUsageClientAuth, x509.ExtKeyUsageEmailProtection}
	server := []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth}
	private := name("C", "JP", "O", "National Institute of Informatics", "CN", "NII Private Client CA")

	// NII's boundary is midnight in Japan, to the second; only its client and mail issuers count.
	cutoff := time.Date(2020, 12, 24, 15, 0, 0, 0, time.UTC)
	before, year2020 := cutoff.Add(-time.Second), time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC)

	older, newer := at(made{from: from, to: fine}), at(made{from: lately, to: fine})
	forMail, forMailNew := at(made{from: from, to: fine, eku: mailOnly, email: address}), at(made{from: lately, to: fine, eku: mailOnly, email: address})
	forBoth := at(made{from: from, to: fine, eku: both, email: address})
	signInNew := at(made{from: lately, to: fine, email: address})

	notNeeded := func(codes ...string) verdict { return verdict{NotNeeded, "upki-client-not-needed", codes} }
	ok := func(codes ...string) verdict { return verdict{OK, "upki-client-ok", codes} }
	action := func(code string, more ...string) verdict {
		return verdict{Action, code, append([]string{"w:" + code}, more...)}
	}
	one := func(e ...trust.Entry) []facts.Store { return []facts.Store{firefox("a", e...)} }
	all := map[string]hostCase{
		"none": {stores: one(), want: notNeeded()},
		"good": {stores: one(newer), want: ok()},

		"issued a second before midnight":        {stores: one(at(made{from: before, to: fine})), want: action("upki-client-old")},
		"issued at midnight":                     {stores: one(at(made{from: cutoff, to: fine})), want: ok()},
		"issued before, by a server issuer":      {stores: one(at(made{issuer: niiG5, from: before, to: fine})), want: notNeeded()},
		"issued before, by another":              {stores: one(at(made{issuer: company, from: before, to: fine})), want: notNeeded()},
		"stopped, and ended":                     {stores: one(at(made{from: year2020, to: ended})), want: action("upki-client-old")},
		"stopped, the one before it stopped":     {stores: one(at(made{from: year2020.AddDate(-1, 0, 0), to: fine}), at(made{from: year2020, to: fine})), want: action("upki-client-old")},
		"stopped, without key":                   {stores: one(noKey(at(made{from: year2020, to: fine}))), want: action("upki-client-old")},
		"a colleague's, stopped":                 {stores: []facts.Store{thunderbird(noKey(at(made{from: year2020, to: fine, eku: both, email: address})))}, want: notNeeded()},
		"a colleague's, for mail":                {stores: []facts.Store{thunderbird(noKey(forMail))}, want: notNeeded()},
		"a colleague's, for mail and signing in": {stores: []facts.Store{thunderbird(noKey(forBoth))}, want: notNeeded()},

		"ends in 12 days":              {stores: one(at(made{from: from, to: now.AddDate(0, 0, 12)})), want: action("upki-client-expiring")},
		"ends today":                   {stores: one(at(made{from: from, to: now.Add(time.Hour)})), want: action("upki-client-expiring")},
		"ends in 31 days":              {stores: one(at(made{from: from, to: now.AddDate(0, 0, 31)})), want: ok()},
		"another's ends in 12 days":    {stores: one(at(made{issuer: company, from: from, to: now.AddDate(0, 0, 12)})), want: action("client-expiring")},
		"ended":                        {stores: one(at(made{from: from, to: ended})), want: action("upki-client-expired")},
		"ended, for mail":              {stores: one(at(made{from: from, to: ended, eku: mailOnly})), want: action("upki-client-expired")},
		"another's ended":              {stores: one(at(made{issuer: company, from: from, to: ended})), want: action("client-expired")},
		"another's ended, for mail":    {stores: one(at(made{issuer: company, from: from, to: ended, eku: mailOnly})), want: action("client-expired")},
		"another's ended long ago":     {stores: one(at(made{issuer: company, from: now.AddDate(-5, 0, 0), to: long})), want: notNeeded("i:client-expired")},
		"a server's, ended":            {stores: one(at(made{issuer: company, from: from, to: ended, eku: server})), want: notNeeded()},
		"without key":                  {stores: one(noKey(newer)), want: action("upki-client-no-key")},
		"without key, twice":           {stores: []facts.Store{firefox("a", noKey(newer)), chromium(noKey(newer))}, want: action("upki-client-no-key")},
		"without key here, with there": {stores: []facts.Store{firefox("a", noKey(older)), chromium(newer)}, want: ok()},
		"issuer not in our list":       {stores: one(at(made{issuer: private, from: from, to: fine})), want: ok("i:upki-client-unlisted")},

		"old and new":                       {stores: one(older, newer), want: action("upki-client-old-still-offered")},
		"old and new, twice":                {stores: []facts.Store{firefox("a", older, newer), chromium(older, newer)}, want: action("upki-client-old-still-offered")},
		"stopped and new":                   {stores: one(at(made{from: year2020, to: fine}), newer), want: action("upki-client-old-still-offered")},
		"ended and new":                     {stores: one(at(made{from: from, to: ended}), newer), want: ok("i:client-superseded")},
		"new in one of two":                 {stores: []facts.Store{firefox("a", older), firefox("b", newer)}, want: action("upki-client-not-everywhere")},
		"ended long ago, new elsewhere":     {stores: []facts.Store{firefox("a", at(made{from: now.AddDate(-5, 0, 0), to: long})), firefox("b", newer)}, want: ok("i:upki-client-not-everywhere")},
		"kept for old mail":                 {stores: []facts.Store{thunderbird(forMail, forMailNew)}, want: ok("i:upki-client-old-kept")},
		"new one is not for mail":           {stores: []facts.Store{thunderbird(forBoth), firefox("a", signInNew)}, want: ok("i:upki-client-not-for-mail")},
		"another's old and new":             {stores: one(at(made{issuer: company, from: from, to: fine}), at(made{issuer: company, from: lately, to: fine})), want: notNeeded("i:client-superseded")},
		"another's old here, new elsewhere": {stores: []facts.Store{firefox("a", at(made{issuer: company, from: from, to: fine})), chromium(at(made{issuer: company, from: lately, to: fine}))}, want: notNeeded("i:client-superseded")},
	}
	out := map[string]hostCase{}
	for name, c := range all {
		c.topic = UPKIClient
		out["client: "+name] = c
	}
	return out
}

func TestDaysLeft(t *testing.T) {
	for left, want := range map[time.Duration]int{time.Second: 1, 24 * time.Hour: 1, 24*time.Hour + 1: 2, 30 * 24 * time.Hour: 30} {
		if got := DaysLeft(now, now.Add(left)); got != want {
			t.Errorf("%v: %d days, want %d", left, got, want)
		}
	}
	if got := DaysLeft(now, time.Date(9999, 12, 31, 23, 59, 59, 0, time.UTC)); got != 2912119 {
		t.Errorf("of one that never ends, as RFC 5280 writes it: %d days", got)
	}
}
