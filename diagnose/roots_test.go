package diagnose

import (
	"slices"
	"testing"
	"time"

	"certviewer/cert"
	"certviewer/facts"
	"certviewer/trust"
)

// A verdict is what a case must answer.
type verdict struct {
	verdict  Verdict
	headline string
	codes    []string
}

func check(t *testing.T, got Answer, want verdict) {
	t.Helper()
	if got.Verdict != want.verdict || got.Headline.ID != want.headline || !slices.Equal(codes(got), want.codes) {
		t.Errorf("got  %s %s %v\nwant %s %s %v", got.Verdict, got.Headline.ID, codes(got), want.verdict, want.headline, want.codes)
	}
}

func TestWebexRoot(t *testing.T) {
	g4 := known(t, "digicert-trusted-root-g4")
	for name, c := range map[string]struct {
		stores     []facts.Store
		restricted bool
		want       verdict
	}{
		"in the bundle":          {[]facts.Store{system(flattened(g4, trust.Distribution))}, false, verdict{OK, "webex-tsa-ok", nil}},
		"not in the bundle":      {[]facts.Store{system()}, false, verdict{Action, "webex-tsa-absent", []string{"w:webex-tsa-absent"}}},
		"no bundle at all":       {nil, false, verdict{Unknown, "webex-tsa-unknown", nil}},
		"bundle not readable":    {[]facts.Store{broken(system(), trust.StoreNoPermission)}, false, verdict{Unknown, "webex-tsa-unknown", nil}},
		"in Firefox only":        {[]facts.Store{system(), firefox("a", nss(g4, cert.Purposes, nil))}, false, verdict{Action, "webex-tsa-absent", []string{"w:webex-tsa-absent"}}},
		"NSS, trusted":           {[]facts.Store{firefox("a", nss(g4, []cert.Purpose{cert.Code}, nil))}, true, verdict{OK, "webex-tsa-ok", nil}},
		"NSS, present":           {[]facts.Store{firefox("a", nss(g4, nil, nil))}, true, verdict{Action, "webex-tsa-purpose-off", []string{"w:webex-tsa-purpose-off"}}},
		"NSS, for servers alone": {[]facts.Store{firefox("a", nss(g4, []cert.Purpose{cert.Server}, nil))}, true, verdict{Action, "webex-tsa-purpose-off", []string{"w:webex-tsa-purpose-off"}}},
		"NSS, distrusted":        {[]facts.Store{firefox("a", nss(g4, nil, []cert.Purpose{cert.Server, cert.Email, cert.Code}))}, true, verdict{Action, "webex-tsa-distrusted", []string{"w:webex-tsa-distrusted"}}},
		"NSS, absent":            {[]facts.Store{firefox("a")}, true, verdict{Action, "webex-tsa-absent", []string{"w:webex-tsa-absent"}}},
	} {
		t.Run(name, func(t *testing.T) {
			check(t, run(t, now, []Topic{WebexTSA}, c.restricted, c.stores)[0], c.want)
		})
	}
}

// The four causes of the notice are told apart, for both certificates of the root.
func TestSecureMailID(t *testing.T) {
	g3 := known(t, "verisign-class3-pca-g3")
	mail, server := []cert.Purpose{cert.Email}, []cert.Purpose{cert.Server, cert.Email}
	for name, c := range map[string]struct {
		store facts.Store
		want  verdict
	}{
		"absent":               {firefox("a"), verdict{NotNeeded, "secure-mail-id-not-needed", []string{"i:secure-mail-id-absent"}}},
		"for mail only":        {firefox("a", nss(g3, mail, nil)), verdict{OK, "secure-mail-id-ok", nil}},
		"mail purpose off":     {firefox("a", nss(g3, nil, nil)), verdict{NotNeeded, "secure-mail-id-purpose-off", []string{"i:secure-mail-id-purpose-off"}}},
		"distrusted":           {firefox("a", nss(g3, nil, server)), verdict{NotNeeded, "secure-mail-id-distrusted-since", []string{"i:secure-mail-id-distrusted-since"}}},
		"for servers too":      {firefox("a", nss(g3, server, nil)), verdict{Action, "secure-mail-id-too-wide", []string{"w:secure-mail-id-too-wide"}}},
		"added to the bundle":  {system(flattened(g3, trust.Admin)), verdict{Action, "secure-mail-id-too-wide", []string{"w:secure-mail-id-too-wide"}}},
		"shipped in an old OS": {system(flattened(g3, trust.Distribution)), verdict{NotNeeded, "secure-mail-id-too-wide", []string{"i:secure-mail-id-too-wide"}}},
	} {
		t.Run(name, func(t *testing.T) {
			check(t, judge(t, now, []Topic{SecureMailID}, c.store)[0], c.want)
		})
	}
}

func TestStores(t *testing.T) {
	g4 := known(t, "digicert-trusted-root-g4")
	own := issue(t, made{subject: company, issuer: company, from: now.AddDate(-1, 0, 0), to: now.AddDate(9, 0, 0), ca: true})
	old := issue(t, made{subject: company, issuer: company, from: now.AddDate(-9, 0, 0), to: now.AddDate(-1, 0, 0), ca: true})
	servers := []cert.Purpose{cert.Server}
	limited := nss(g4, servers, nil)
	before := time.Date(2024, 12, 1, 0, 0, 0, 0, time.UTC)
	limited.Trust[cert.Server] = trust.Judgement{Verdict: trust.Trusted, How: trust.Explicit, IssuedBefore: &before}
	disputed := nss(g4, servers, nil)
	disputed.Disputed = map[cert.Purpose]trust.Judgement{cert.Server: {Verdict: trust.Distrusted}}
	for name, c := range map[string]struct {
		stores []facts.Store
		want   verdict
	}{
		"public roots":            {[]facts.Store{system(flattened(g4, trust.Distribution))}, verdict{OK, "stores-ok", nil}},
		"own root in Firefox":     {[]facts.Store{firefox("a", nss(own, servers, nil))}, verdict{Action, "stores-unknown-root", []string{"w:stores-unknown-root"}}},
		"own root, not trusted":   {[]facts.Store{firefox("a", nss(own, nil, nil))}, verdict{OK, "stores-ok", nil}},
		"own root, by an admin":   {[]facts.Store{system(flattened(own, trust.Admin))}, verdict{Action, "stores-unknown-root", []string{"w:stores-unknown-root"}}},
		"own root, by the system": {[]facts.Store{system(flattened(own, trust.Distribution))}, verdict{OK, "stores-ok", []string{"i:stores-distribution"}}},
		"own root, expired":       {[]facts.Store{firefox("a", nss(old, servers, nil))}, verdict{OK, "stores-ok", []string{"i:stores-expired"}}},
		"expired, by the system":  {[]facts.Store{system(flattened(old, trust.Distribution))}, verdict{OK, "stores-ok", []string{"i:stores-distribution"}}},
		"blocked in one":          {[]facts.Store{builtins(nss(g4, servers, nil)), firefox("a", nss(g4, nil, servers)), firefox("b")}, verdict{OK, "stores-ok", []string{"i:stores-app-differs"}}},
		"dialects differ":         {[]facts.Store{firefox("a", disputed)}, verdict{OK, "stores-ok", []string{"i:stores-dialects-differ"}}},
		"for older certificates":  {[]facts.Store{builtins(limited), firefox("a")}, verdict{OK, "stores-ok", []string{"i:stores-issued-before"}}},
		"one profile is locked":   {[]facts.Store{system(flattened(g4, trust.Distribution)), broken(firefox("a"), trust.StoreLocked)}, verdict{Unknown, "stores-unreadable", []string{"i:store-locked"}}},
		"no built-in list":        {[]facts.Store{system(flattened(g4, trust.Distribution)), broken(builtins(), trust.StoreNoBuiltins)}, verdict{OK, "stores-ok", []string{"i:store-no-builtin-list"}}},
		"locked, and an own root": {[]facts.Store{broken(firefox("b"), trust.StoreLocked), firefox("a", nss(own, servers, nil))}, verdict{Action, "stores-unknown-root", []string{"w:stores-unknown-root", "i:store-locked"}}},
	} {
		t.Run(name, func(t *testing.T) {
			check(t, judge(t, now, []Topic{Stores}, c.stores...)[0], c.want)
		})
	}
}

// A clock before the build is told once, and silences what depends on it.
func TestClock(t *testing.T) {
	own := issue(t, made{subject: company, issuer: company, from: now.AddDate(-9, 0, 0), to: now.AddDate(-8, 0, 0), ca: true})
	past := time.Date(2019, 1, 1, 0, 0, 0, 0, time.UTC)
	ended := issue(t, made{subject: person, issuer: company, from: past.AddDate(-3, 0, 0), to: past.AddDate(0, 0, 5), eku: signIn})
	aa := judge(t, past, nil, system(flattened(own, trust.Distribution)), firefox("a", keyed(ended)))
	for _, a := range aa {
		for _, f := range a.Findings {
			if f.Code == "stores-expired" || f.Code == "client-expiring" {
				t.Errorf("%s is judged by a wrong clock", f.Code)
			}
		}
	}
	check(t, aa[3], verdict{Action, "clock-before-build", []string{"e:clock-before-build"}})
}
