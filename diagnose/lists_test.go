package diagnose

import (
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"certviewer/cert"
	"certviewer/facts"
	"certviewer/message"
	"certviewer/trust"
)

// listed is an entry of one of Windows' lists of roots, trusted for these purposes.
func listed(c *cert.Certificate, pp ...cert.Purpose) trust.Entry {
	e := trust.Entry{Certificate: c, Origin: trust.Admin, Trust: map[cert.Purpose]trust.Judgement{}}
	for _, p := range cert.Purposes {
		e.Trust[p] = trust.Judgement{Verdict: trust.Unstated, How: trust.Explicit}
		if slices.Contains(pp, p) {
			e.Trust[p] = trust.Judgement{Verdict: trust.Trusted, How: trust.Explicit}
		}
	}
	return e
}

// ofPerson is an entry that this person, or the import wizard, put there.
func ofPerson(e trust.Entry) trust.Entry {
	e.Origin = trust.Added
	return e
}

// inherited is an entry as a person's list shows it that has it from elsewhere.
func inherited(from trust.StoreID, e trust.Entry) trust.Entry {
	e.From, e.Native = from, "from="+string(from)
	return e
}

func saying(e trust.Entry, v trust.Verdict, how trust.How) trust.Entry {
	m := map[cert.Purpose]trust.Judgement{}
	for p := range e.Trust {
		m[p] = trust.Judgement{Verdict: v, How: how}
	}
	e.Trust = m
	return e
}

// windows is the lists of a Windows, with what each holds, the roots that it would fetch, and how it goes about that.
func windows(lists map[trust.StoreID][]trust.Entry, l *trust.RootList, fetches ...trust.Entry) (out []facts.Store) {
	for _, id := range []trust.StoreID{"user/Root", "user/CA", "user/MY", "user/Disallowed", "machine/Root", "machine/CA", "machine/MY", "machine/Disallowed", "machine/AuthRoot"} {
		s := facts.Store{Info: trust.Info{ID: id, Scope: trust.ScopeUser, Writable: true}, Entries: lists[id]}
		if strings.HasPrefix(string(id), "machine/") {
			s.Scope, s.Writable = trust.ScopeComputer, false
		}
		if id == "machine/AuthRoot" {
			s.OnDemand, s.StandIn = l, fetches
			for i := range s.Entries {
				s.Entries[i].Origin = trust.Vendor
			}
		}
		out = append(out, s)
	}
	return out
}

// The states of knowledge.md: a root that is not stored is not yet missing, being stored is not enough, and Windows has
// lists in which a root is none.
func windowsCases(t *testing.T) map[string]hostCase {
	g4, g3 := known(t, webexRoot), known(t, mailRoot)
	april := &trust.RootList{Issued: time.Date(2026, 4, 22, 0, 33, 28, 0, time.UTC), Asked: now.AddDate(0, 0, -2)}
	off := &trust.RootList{Issued: april.Issued, Off: true}
	onDemand := saying(listed(g4, cert.Purposes...), trust.Trusted, trust.OnDemand)
	blocked := saying(listed(g4), trust.Distrusted, trust.Explicit)
	plain := func(c *cert.Certificate) trust.Entry { return trust.Entry{Certificate: c} }
	type lists = map[trust.StoreID][]trust.Entry
	ok, demand := verdict{OK, "webex-tsa-ok", nil}, verdict{OK, "webex-tsa-ok-on-demand", nil}
	action := func(code string) verdict { return verdict{Action, code, []string{"w:" + code}} }
	out := map[string]hostCase{
		"windows, webex: fetched before":                {stores: windows(lists{"machine/AuthRoot": {listed(g4, cert.Purposes...)}, "user/Root": {inherited("machine/AuthRoot", listed(g4, cert.Purposes...))}}, april), want: ok},
		"windows, webex: added by the person":           {stores: windows(lists{"user/Root": {ofPerson(listed(g4, cert.Purposes...))}}, off), want: ok},
		"windows, webex: fetched when needed":           {stores: windows(nil, april, onDemand), want: demand},
		"windows, webex: no list yet":                   {stores: windows(nil, &trust.RootList{}, onDemand), want: demand},
		"windows, webex: nothing is fetched":            {stores: windows(nil, off), want: action("webex-tsa-absent-policy")},
		"windows, webex: not on the list":               {stores: windows(nil, april), want: action("webex-tsa-absent")},
		"windows, webex: on the list, not for software": {stores: windows(nil, april, saying(listed(g4), trust.Unstated, trust.OnDemand)), want: action("webex-tsa-absent")},
		"windows, webex: disabled by the list":          {stores: windows(nil, april, saying(listed(g4), trust.Distrusted, trust.OnDemand)), want: action("webex-tsa-absent")},
		"windows, webex: intermediate list":             {stores: windows(lists{"user/CA": {ofPerson(plain(g4))}}, off), want: action("webex-tsa-wrong-place")},
		"windows, webex: personal list":                 {stores: windows(lists{"user/MY": {ofPerson(plain(g4))}}, april), want: action("webex-tsa-wrong-place")},
		"windows, webex: wrong list, but fetched":       {stores: windows(lists{"user/CA": {ofPerson(plain(g4))}}, april, onDemand), want: demand},
		"windows, webex: purpose switched off":          {stores: windows(lists{"machine/Root": {listed(g4, cert.Server, cert.Email)}, "user/Root": {inherited("machine/Root", listed(g4, cert.Server, cert.Email))}}, april), want: action("webex-tsa-purpose-off")},
		"windows, webex: blocked though trusted":        {stores: windows(lists{"user/Root": {listed(g4, cert.Purposes...)}, "user/Disallowed": {blocked}}, april), want: action("webex-tsa-distrusted")},
		"windows, webex: blocked though on demand":      {stores: windows(lists{"machine/Disallowed": {blocked}}, april, onDemand), want: action("webex-tsa-distrusted")},
		"windows, webex: list not readable":             {stores: append(windows(nil, nil)[:8], broken(windows(nil, nil)[8], trust.StoreDamaged)), want: verdict{Unknown, "webex-tsa-unknown", nil}},
	}
	maps.Copy(out, map[string]hostCase{
		"windows, webex: brought by a policy":         {stores: windows(lists{"user/Root": {inherited("machine-policy/Root", listed(g4, cert.Purposes...))}, "machine/Root": {inherited("machine-policy/Root", listed(g4, cert.Purposes...))}}, off), want: ok},
		"windows, webex: by a policy, and wrong list": {stores: windows(lists{"user/Root": {inherited("machine-policy/Root", listed(g4, cert.Purposes...))}, "user/CA": {ofPerson(plain(g4))}}, off), want: ok},
		"windows, webex: blocked by a policy":         {stores: windows(lists{"machine/AuthRoot": {listed(g4, cert.Purposes...)}, "machine/Disallowed": {inherited("machine-policy/Disallowed", blocked)}}, april), want: action("webex-tsa-distrusted")},
		"windows, webex: time stamps switched off":    {stores: windows(lists{"machine/AuthRoot": {listed(g4, cert.Server, cert.Client, cert.Email, cert.Code)}}, april), want: action("webex-tsa-purpose-off")},
		"windows, webex: software switched off":       {stores: windows(lists{"machine/AuthRoot": {listed(g4, cert.Server, cert.Client, cert.Email, cert.Timestamp)}}, april, onDemand), want: action("webex-tsa-purpose-off")},
		"windows, webex: disabled where it is":        {stores: windows(lists{"machine/AuthRoot": {saying(listed(g4), trust.Distrusted, trust.Explicit)}}, april), want: action("webex-tsa-distrusted")},
		"windows, webex: properties not readable":     {stores: windows(lists{"user/Root": {ofPerson(listed(g4))}}, april), want: action("webex-tsa-purpose-off")},
		"windows, webex: one copy is whole":           {stores: windows(lists{"user/Root": {ofPerson(listed(g4, cert.Purposes...))}, "machine/AuthRoot": {listed(g4, cert.Server)}}, april), want: ok},
		"windows, webex: the person's list is denied": {stores: append([]facts.Store{broken(windows(nil, nil)[0], trust.StoreNoPermission)}, windows(nil, april, onDemand)[1:]...), want: verdict{Unknown, "webex-tsa-unknown", nil}},
	})
	for name, c := range out {
		c.topic = WebexTSA
		out[name] = c
	}
	mail := func(l lists, want verdict) hostCase {
		return hostCase{topic: SecureMailID, stores: windows(l, april, onDemand), want: want}
	}
	out["windows, mail: neither root here"] = mail(nil, verdict{NotNeeded, "secure-mail-id-not-needed", []string{"I:secure-mail-id-absent"}})
	out["windows, mail: for mail alone"] = mail(lists{"user/Root": {ofPerson(listed(g3, cert.Email))}}, verdict{OK, "secure-mail-id-ok", nil})
	out["windows, mail: purpose removed"] = mail(lists{"machine/AuthRoot": {listed(g3, cert.Server, cert.Code)}}, verdict{NotNeeded, "secure-mail-id-too-wide", []string{"i:secure-mail-id-too-wide"}})
	out["windows, mail: no purpose left"] = mail(lists{"user/Root": {ofPerson(listed(g3))}}, verdict{NotNeeded, "secure-mail-id-purpose-off", []string{"i:secure-mail-id-purpose-off"}})
	out["windows, mail: disabled by Microsoft"] = mail(lists{"machine/AuthRoot": {saying(listed(g3), trust.Distrusted, trust.Explicit)}}, verdict{NotNeeded, "secure-mail-id-distrusted-since", []string{"i:secure-mail-id-distrusted-since"}})
	out["windows, mail: followed the notice of 2016"] = mail(lists{"user/Root": {ofPerson(listed(g3, cert.Purposes...))}}, action("secure-mail-id-too-wide"))
	// The four conditions of 2016, and what each cause looks like today.
	g1, again, issuer := mailRoots(t)
	fetched := func(want verdict, l lists, standIns ...trust.Entry) hostCase {
		return hostCase{topic: SecureMailID, stores: windows(l, april, append(standIns, onDemand)...), want: want}
	}
	told := func(code string) verdict { return verdict{NotNeeded, code, []string{"i:" + code}} }
	quiet := verdict{NotNeeded, "secure-mail-id-not-needed", []string{"I:secure-mail-id-absent"}}
	g1Off, g1On := listed(g1, cert.Server, cert.Client), listed(g1, cert.Server, cert.Client, cert.Email)
	maps.Copy(out, map[string]hostCase{
		"windows, mail: the state of 2016":                   mail(lists{"machine/AuthRoot": {g1Off}}, told("secure-mail-id-absent")),
		"windows, mail: the state of 2016, G3 is fetched":    fetched(verdict{NotNeeded, "secure-mail-id-not-needed", nil}, lists{"machine/AuthRoot": {g1Off}}, saying(listed(g3, cert.Purposes...), trust.Trusted, trust.OnDemand)),
		"windows, mail: the state of 2016, G3 is disabled":   fetched(told("secure-mail-id-absent"), lists{"machine/AuthRoot": {g1Off}}, saying(listed(g3), trust.Distrusted, trust.OnDemand)),
		"windows, mail: corrected on 25 January 2016":        mail(lists{"machine/AuthRoot": {g1On}}, quiet),
		"windows, mail: today, G3 is disabled by the list":   fetched(quiet, nil, saying(listed(g3), trust.Distrusted, trust.OnDemand)),
		"windows, mail: its second certificate for mail":     mail(lists{"user/Root": {ofPerson(listed(again, cert.Email))}}, verdict{OK, "secure-mail-id-ok", nil}),
		"windows, mail: its second certificate for all":      mail(lists{"user/Root": {ofPerson(listed(again, cert.Purposes...))}}, action("secure-mail-id-too-wide")),
		"windows, mail: for mail by a policy":                mail(lists{"user/Root": {inherited("machine-policy/Root", listed(g3, cert.Email))}}, verdict{OK, "secure-mail-id-ok", nil}),
		"windows, mail: blocked":                             mail(lists{"user/Disallowed": {saying(listed(g3), trust.Distrusted, trust.Explicit)}}, told("secure-mail-id-distrusted-since")),
		"windows, mail: for mail, and blocked":               mail(lists{"user/Root": {ofPerson(listed(g3, cert.Email))}, "machine/Disallowed": {saying(listed(g3), trust.Distrusted, trust.Explicit)}}, told("secure-mail-id-distrusted-since")),
		"windows, mail: for everything, and blocked":         mail(lists{"user/Root": {ofPerson(listed(g3, cert.Purposes...))}, "machine/Disallowed": {saying(listed(g3), trust.Distrusted, trust.Explicit)}}, told("secure-mail-id-distrusted-since")),
		"windows, mail: among the intermediates":             mail(lists{"user/CA": {ofPerson(plain(g3))}}, quiet),
		"windows, mail: issuer of a sender revoked":          mail(lists{"user/CA": {plain(issuer)}}, verdict{NotNeeded, "secure-mail-id-intermediate-revoked", []string{"I:secure-mail-id-absent", "i:secure-mail-id-intermediate-revoked"}}),
		"windows, mail: issuer of a sender revoked, blocked": mail(lists{"machine/Disallowed": {saying(listed(issuer), trust.Distrusted, trust.Explicit)}}, verdict{NotNeeded, "secure-mail-id-intermediate-revoked", []string{"I:secure-mail-id-absent", "i:secure-mail-id-intermediate-revoked"}}),
	})
	for name, c := range out {
		c.os = "windows"
		out[name] = c
	}
	return out
}

// TestWindowsLimits: a root that Microsoft's list limits is told of as limited by Microsoft.
func TestWindowsLimits(t *testing.T) {
	limit := now.AddDate(-1, 0, 0)
	e := listed(issue(t, made{subject: company, from: now.AddDate(-2, 0, 0), to: now.AddDate(2, 0, 0), ca: true}), cert.Server)
	e.Trust[cert.Server] = trust.Judgement{Verdict: trust.Trusted, How: trust.Explicit, IssuedBefore: &limit}
	stores := windows(map[trust.StoreID][]trust.Entry{"machine/AuthRoot": {e}, "user/Root": {inherited("machine/AuthRoot", e)}}, &trust.RootList{Issued: now})
	a := answerOf(t, hostCase{topic: Stores, stores: stores, os: "windows"})
	if len(a.Findings) != 1 || a.Findings[0].Code != "stores-issued-before" || a.Findings[0].Args["programme"].(message.Message).ID != "programme.microsoft" || !slices.Equal(a.Findings[0].Stores, []trust.StoreID{"machine/AuthRoot"}) {
		t.Errorf("%+v", a.Findings)
	}
}

// TestWindowsFixes: what the button of a card would do.
func TestWindowsFixes(t *testing.T) {
	all := windowsCases(t)
	for name, want := range map[string]string{
		"windows, webex: nothing is fetched":         "certviewer root add digicert-trusted-root-g4 --store user/Root --for code,timestamp",
		"windows, webex: intermediate list":          "certviewer root add 552f7bdcf1a7af9e --store user/Root --from user/CA --for code,timestamp",
		"windows, webex: purpose switched off":       "certviewer root trust 552f7bdcf1a7af9e --store machine/Root --for server,email,code,timestamp",
		"windows, mail: followed the notice of 2016": "certviewer root trust eb04cf5eb1f39afa --store user/Root --for email",
		"windows, webex: blocked though trusted":     "",
	} {
		got := ""
		for _, r := range answerOf(t, all[name]).Findings[0].Remedies {
			if r.Fix != nil {
				got = r.Command
			}
		}
		if got != want {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
	}
}
