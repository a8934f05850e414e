package diagnose

import (
	"testing"
	"time"

	"certviewer/facts"
	"certviewer/trust"
)

// The boundary of NII's notice is midnight in Japan, to the second; only its client and mail issuers count.
func TestUPKIBoundary(t *testing.T) {
	cutoff := time.Date(2020, 12, 24, 15, 0, 0, 0, time.UTC)
	end := now.AddDate(2, 0, 0)
	for name, c := range map[string]struct {
		made made
		want verdict
	}{
		"one second before": {made{subject: person, issuer: niiG4, from: cutoff.Add(-time.Second), to: end, eku: signIn}, verdict{Action, "upki-client-old", []string{"w:upki-client-old"}}},
		"at midnight":       {made{subject: person, issuer: niiG4, from: cutoff, to: end, eku: signIn}, verdict{OK, "upki-client-ok", nil}},
		"server issuer":     {made{subject: person, issuer: niiG5, from: cutoff.Add(-time.Second), to: end, eku: signIn}, verdict{NotNeeded, "upki-client-not-needed", nil}},
		"another issuer":    {made{subject: person, issuer: company, from: cutoff.Add(-time.Second), to: end, eku: signIn}, verdict{NotNeeded, "upki-client-not-needed", nil}},
	} {
		t.Run(name, func(t *testing.T) {
			check(t, judge(t, now, []Topic{UPKIClient}, firefox("a", keyed(issue(t, c.made))))[0], c.want)
		})
	}
}

func TestClients(t *testing.T) {
	from, soonEnds, fine := now.AddDate(-2, 0, 0), now.AddDate(0, 0, 12), now.AddDate(1, 0, 0)
	at := func(m made) trust.Entry {
		if m.subject == nil {
			m.subject = person
		}
		if m.issuer == nil {
			m.issuer = niiG4
		}
		return keyed(issue(t, m))
	}
	noKey := func(e trust.Entry) trust.Entry { e.HasKey = false; return e }
	older := at(made{from: from, to: fine, eku: signIn})
	newer := at(made{from: now.AddDate(0, -1, 0), to: fine, eku: signIn})
	ended := at(made{from: from, to: now.AddDate(0, 0, -3), eku: signIn})
	longEnded := at(made{issuer: company, from: now.AddDate(-5, 0, 0), to: now.AddDate(-3, 0, 0), eku: signIn})
	forMail := at(made{from: from, to: fine, eku: mailOnly, email: "a@example.ac.jp"})
	forMailNew := at(made{from: now.AddDate(0, -1, 0), to: fine, eku: mailOnly, email: "a@example.ac.jp"})
	stopped := at(made{from: time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC), to: fine, eku: signIn})
	stoppedMail := noKey(at(made{from: time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC), to: fine, eku: mailOnly}))
	private := name("C", "JP", "O", "National Institute of Informatics", "CN", "NII Private Client CA")
	for name, c := range map[string]struct {
		stores []facts.Store
		want   verdict
	}{
		"none":                      {[]facts.Store{firefox("a")}, verdict{NotNeeded, "upki-client-not-needed", nil}},
		"good":                      {[]facts.Store{firefox("a", newer)}, verdict{OK, "upki-client-ok", nil}},
		"ends in 12 days":           {[]facts.Store{firefox("a", at(made{from: from, to: soonEnds, eku: signIn}))}, verdict{Action, "upki-client-expiring", []string{"w:upki-client-expiring"}}},
		"ends in 31 days":           {[]facts.Store{firefox("a", at(made{from: from, to: now.AddDate(0, 0, 31), eku: signIn}))}, verdict{OK, "upki-client-ok", nil}},
		"another's ends in 12 days": {[]facts.Store{firefox("a", at(made{issuer: company, from: from, to: soonEnds, eku: signIn}))}, verdict{Action, "client-expiring", []string{"w:client-expiring"}}},
		"ended":                     {[]facts.Store{firefox("a", ended)}, verdict{Action, "upki-client-expired", []string{"w:upki-client-expired"}}},
		"another's ended long ago":  {[]facts.Store{firefox("a", longEnded)}, verdict{NotNeeded, "upki-client-not-needed", []string{"i:client-expired"}}},
		"without key":               {[]facts.Store{firefox("a", noKey(newer))}, verdict{Action, "upki-client-no-key", []string{"w:upki-client-no-key"}}},
		"somebody's mail":           {[]facts.Store{thunderbird(noKey(forMail))}, verdict{NotNeeded, "upki-client-not-needed", nil}},
		"somebody's old mail":       {[]facts.Store{thunderbird(stoppedMail)}, verdict{NotNeeded, "upki-client-not-needed", nil}},
		"old and new":               {[]facts.Store{firefox("a", older, newer)}, verdict{Action, "upki-client-old-still-offered", []string{"w:upki-client-old-still-offered"}}},
		"stopped and new":           {[]facts.Store{firefox("a", stopped, newer)}, verdict{Action, "upki-client-old-still-offered", []string{"w:upki-client-old-still-offered"}}},
		"ended and new":             {[]facts.Store{firefox("a", ended, newer)}, verdict{OK, "upki-client-ok", []string{"i:client-superseded"}}},
		"new in one of two":         {[]facts.Store{firefox("a", older), firefox("b", newer)}, verdict{Action, "upki-client-not-everywhere", []string{"w:upki-client-not-everywhere"}}},
		"kept for old mail":         {[]facts.Store{thunderbird(forMail, forMailNew)}, verdict{OK, "upki-client-ok", []string{"i:upki-client-old-kept"}}},
		"issuer not in our list":    {[]facts.Store{firefox("a", at(made{issuer: private, from: from, to: fine, eku: signIn}))}, verdict{OK, "upki-client-ok", []string{"i:upki-client-unlisted"}}},
		"Firefox is locked":         {[]facts.Store{broken(firefox("a"), trust.StoreLocked)}, verdict{Unknown, "upki-client-unknown", nil}},
	} {
		t.Run(name, func(t *testing.T) {
			check(t, judge(t, now, []Topic{UPKIClient}, c.stores...)[0], c.want)
		})
	}
}
