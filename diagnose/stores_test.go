package diagnose

import (
	"testing"
	"time"

	"certviewer/cert"
	"certviewer/facts"
	"certviewer/trust"
)

func rootCases(t *testing.T) map[string]hostCase {
	g4 := known(t, webexRoot)
	dropped := known(t, "verisign-class3-pca-g5")
	superfish := public(t, "superfish.pem")
	ours := made{subject: company, issuer: company, from: now.AddDate(-1, 0, 0), to: now.AddDate(9, 0, 0), ca: true}
	own := issue(t, ours)
	ended := ours
	ended.from, ended.to = now.AddDate(-9, 0, 0), now.AddDate(-1, 0, 0)
	old := issue(t, ended)
	site := issue(t, made{subject: company, issuer: company, from: ours.from, to: ours.to}) // signed itself, and is no CA

	// An intermediate of our own, one below a public root, and that root's own key signed by another.
	below := ours
	below.subject = name("C", "JP", "O", "Example Co.", "CN", "Example Sub CA")
	sub, publicSub := issue(t, below), public(t, "digicert-g4-code-signing-ca1.pem")
	cross := issueRaw(t, g4.X509().RawSubject, made{issuer: company, from: ours.from, to: ours.to, ca: true, key: g4.X509().PublicKey})

	servers, mail := []cert.Purpose{cert.Server}, []cert.Purpose{cert.Email}
	limited := func(c *cert.Certificate, p cert.Purpose, year int) trust.Entry {
		e := nss(c, servers, nil)
		before := time.Date(year, 12, 1, 0, 0, 0, 0, time.UTC)
		e.Trust[p] = trust.Judgement{Verdict: trust.Trusted, How: trust.Explicit, IssuedBefore: &before}
		return e
	}
	disputed := nss(g4, servers, nil)
	disputed.Disputed = map[cert.Purpose]trust.Judgement{cert.Server: {Verdict: trust.Distrusted}}
	fine := verdict{OK, "stores-ok", nil}
	noted := func(codes ...string) verdict { return verdict{OK, "stores-ok", codes} }
	action := func(code string, more ...string) verdict {
		return verdict{Action, code, append([]string{"w:" + code}, more...)}
	}
	bundle := system(flattened(g4, trust.Distribution))
	all := map[string]hostCase{
		"public roots":                           {stores: []facts.Store{bundle}, want: fine},
		"public, also added by hand":             {stores: []facts.Store{bundle, firefox("a", nss(g4, cert.Purposes, nil))}, want: fine},
		"public, added by an administrator":      {stores: []facts.Store{system(flattened(g4, trust.Admin))}, want: fine},
		"nothing is trusted":                     {restricted: true, stores: []facts.Store{chromium()}, want: fine},
		"own root in Firefox":                    {stores: []facts.Store{firefox("a", nss(own, servers, nil))}, want: action("stores-unknown-root")},
		"own root in Chromium":                   {stores: []facts.Store{chromium(nss(own, servers, nil))}, want: action("stores-unknown-root")},
		"own root for mail alone":                {stores: []facts.Store{thunderbird(nss(own, mail, nil))}, want: action("stores-unknown-root")},
		"own root, not trusted":                  {stores: []facts.Store{firefox("a", nss(own, nil, nil))}, want: fine},
		"own root, by an administrator":          {stores: []facts.Store{system(flattened(own, trust.Admin))}, want: action("stores-unknown-root")},
		"own root, by somebody":                  {stores: []facts.Store{system(flattened(own, trust.Added))}, want: action("stores-unknown-root")},
		"own root, by the system":                {stores: []facts.Store{system(flattened(own, trust.Distribution))}, want: noted("I:stores-distribution")},
		"own root, by Mozilla":                   {stores: []facts.Store{builtins(nss(own, servers, nil)), firefox("a", nss(own, servers, nil))}, want: fine},
		"own root, expired":                      {stores: []facts.Store{firefox("a", nss(old, servers, nil))}, want: noted("i:stores-expired")},
		"expired, by the system":                 {stores: []facts.Store{system(flattened(old, trust.Distribution))}, want: noted("I:stores-distribution")},
		"a device's own certificate":             {stores: []facts.Store{system(flattened(site, trust.Admin))}, want: fine},
		"intermediate of our own, trusted":       {stores: []facts.Store{firefox("a", nss(sub, servers, nil))}, want: action("stores-unknown-root")},
		"intermediate of our own, in the bundle": {stores: []facts.Store{system(flattened(sub, trust.Admin))}, want: action("stores-unknown-root")},
		"intermediate kept by Thunderbird":       {stores: []facts.Store{thunderbird(nss(sub, nil, nil))}, want: fine},
		"public intermediate, trusted":           {stores: []facts.Store{bundle, chromium(nss(publicSub, cert.Purposes, nil))}, want: fine},
		"public intermediate, its root is not":   {stores: []facts.Store{chromium(nss(publicSub, cert.Purposes, nil))}, want: action("stores-unknown-root")},
		"a public root by another's signature":   {stores: []facts.Store{system(flattened(g4, trust.Distribution), flattened(cross, trust.Admin))}, want: fine},
		"dropped, by the system":                 {stores: []facts.Store{system(flattened(dropped, trust.Distribution))}, want: fine},
		"dropped, added by hand":                 {stores: []facts.Store{chromium(nss(dropped, servers, nil))}, want: action("stores-distrusted-since")},
		"dropped, by an administrator":           {stores: []facts.Store{system(flattened(dropped, trust.Admin))}, want: action("stores-distrusted-since")},
		"dropped, here and not trusted":          {stores: []facts.Store{firefox("a", nss(dropped, nil, nil))}, want: fine},
		"dropped, blocked in one":                {stores: []facts.Store{system(flattened(dropped, trust.Admin)), firefox("a", nss(dropped, nil, servers))}, want: action("stores-distrusted-since")},
		"known to be dangerous":                  {stores: []facts.Store{chromium(nss(superfish, servers, nil))}, want: verdict{Action, "stores-known-bad", []string{"e:stores-known-bad"}}},
		"known to be dangerous, for everybody":   {stores: []facts.Store{system(flattened(superfish, trust.Admin)), firefox("a", nss(superfish, nil, servers))}, want: verdict{Action, "stores-known-bad", []string{"e:stores-known-bad"}}},
		"known to be dangerous, blocked":         {stores: []facts.Store{firefox("a", nss(superfish, nil, cert.Purposes))}, want: fine},
		"blocked in one":                         {stores: []facts.Store{builtins(nss(g4, servers, nil)), firefox("a", nss(g4, nil, servers)), firefox("b")}, want: noted("i:stores-app-differs")},
		"blocked in two":                         {stores: []facts.Store{builtins(nss(g4, servers, nil)), firefox("a", nss(g4, nil, servers)), firefox("b", nss(g4, nil, servers)), chromium()}, want: noted("i:stores-app-differs")},
		"dialects differ":                        {stores: []facts.Store{firefox("a", disputed)}, want: noted("i:stores-dialects-differ")},
		"damaged, public root":                   {stores: []facts.Store{bundle, firefox("a", damaged(nss(g4, servers, nil)))}, want: action("stores-trust-record-damaged")},
		"damaged, own root":                      {stores: []facts.Store{firefox("a", damaged(nss(own, servers, nil)))}, want: action("stores-trust-record-damaged")},
		"damaged in two":                         {stores: []facts.Store{firefox("a", damaged(nss(g4, servers, nil))), chromium(damaged(nss(g4, nil, mail)))}, want: action("stores-trust-record-damaged", "w:stores-trust-record-damaged")},
		"damaged, in a named folder":             {restricted: true, stores: []facts.Store{folder(damaged(nss(g4, servers, nil)))}, want: action("stores-trust-record-damaged")},
		"damaged, expired":                       {stores: []facts.Store{bundle, firefox("a", damaged(nss(old, servers, nil)))}, want: noted("i:stores-expired")},
		"damaged, known to be dangerous":         {stores: []facts.Store{bundle, firefox("a", damaged(nss(superfish, servers, nil)))}, want: fine},
		"damaged block of a dangerous one":       {stores: []facts.Store{firefox("a", damaged(nss(superfish, nil, servers)))}, want: action("stores-trust-record-damaged")},
		"damaged, dropped":                       {stores: []facts.Store{bundle, firefox("a", damaged(nss(dropped, servers, nil)))}, want: fine},
		"damaged, dropped and offered for mail":  {stores: []facts.Store{bundle, firefox("a", damaged(nss(known(t, mailRoot), mail, nil)))}, want: action("stores-trust-record-damaged")},
		"confirmed":                              {stores: []facts.Store{bundle, firefox("a", confirmed(nss(g4, servers, nil)))}, want: fine},
		"for older certificates":                 {stores: []facts.Store{builtins(limited(g4, cert.Server, 2024)), firefox("a")}, want: noted("i:stores-issued-before")},
		"several for older certificates":         {stores: []facts.Store{builtins(limited(g4, cert.Server, 2024), limited(known(t, "digicert-global-root-g2"), cert.Server, 2025)), firefox("a"), thunderbird()}, want: noted("i:stores-issued-before")},
		"for older mail, which nobody reads":     {stores: []facts.Store{builtins(limited(g4, cert.Email, 2024)), firefox("a")}, want: fine},
		"for older certificates, no browser":     {stores: []facts.Store{bundle, builtins(limited(g4, cert.Server, 2024))}, want: fine},
	}
	out := map[string]hostCase{}
	for name, c := range all {
		c.topic = Stores
		out["stores: "+name] = c
	}
	return out
}

func unreadableCases(t *testing.T) map[string]hostCase {
	bundle := system(flattened(known(t, webexRoot), trust.Distribution))
	own := issue(t, made{subject: company, issuer: company, from: now.AddDate(-1, 0, 0), to: now.AddDate(9, 0, 0), ca: true})
	out := map[string]hostCase{
		"unread: nothing was found":     {topic: Stores, want: verdict{Unknown, "stores-unknown", nil}},
		"unread: no built-in list":      {topic: Stores, stores: []facts.Store{bundle, broken(builtins(), trust.StoreNoBuiltins)}, want: verdict{OK, "stores-ok", []string{"i:store-no-builtin-list"}}},
		"unread: an old database":       {topic: Stores, stores: []facts.Store{bundle, broken(firefox("a"), trust.StoreOldFormat)}, want: verdict{OK, "stores-ok", []string{"i:store-old-format"}}},
		"unread: two":                   {topic: Stores, stores: []facts.Store{bundle, broken(firefox("a"), trust.StoreLocked), broken(thunderbird(), trust.StoreDamaged)}, want: verdict{Unknown, "stores-unreadable", []string{"i:store-locked", "i:store-damaged"}}},
		"unread: one, and an own root":  {topic: Stores, stores: []facts.Store{broken(firefox("b"), trust.StoreLocked), firefox("a", nss(own, []cert.Purpose{cert.Server}, nil))}, want: verdict{Action, "stores-unknown-root", []string{"w:stores-unknown-root", "i:store-locked"}}},
		"unread: Firefox, for a client": {topic: UPKIClient, stores: []facts.Store{broken(firefox("a"), trust.StoreLocked)}, want: verdict{Unknown, "upki-client-unknown", nil}},
	}
	for _, code := range []string{
		trust.StoreLocked, trust.StoreDamaged, trust.StoreNoPermission, trust.StoreNoAnswer, trust.StoreForeign,
		trust.StoreRefused, trust.StoreNotAwaited, trust.StoreNothingThere,
	} {
		out["unread: "+code] = hostCase{topic: Stores, stores: []facts.Store{bundle, broken(firefox("a"), code)}, want: verdict{Unknown, "stores-unreadable", []string{"i:" + code}}}
	}
	return out
}

// A clock before the build is told once, silences what depends on it, and lets nothing be green that does.
func clockCases(t *testing.T) map[string]hostCase {
	past := time.Date(2019, 1, 1, 0, 0, 0, 0, time.UTC)
	root := issue(t, made{subject: company, issuer: company, from: now.AddDate(-9, 0, 0), to: now.AddDate(-8, 0, 0), ca: true})
	mine := issue(t, made{subject: person, issuer: niiG4, from: past.AddDate(-3, 0, 0), to: past.AddDate(0, 0, 5), eku: signIn})
	stores := []facts.Store{system(flattened(root, trust.Distribution)), firefox("a", keyed(mine))}
	behind := []string{"e:clock-before-build"}
	return map[string]hostCase{
		"clock: told with the roots":     {topic: Stores, at: past, stores: stores, want: verdict{Action, "clock-before-build", behind}},
		"clock: a client is not judged":  {topic: UPKIClient, at: past, stores: []facts.Store{firefox("a", keyed(issue(t, made{subject: person, issuer: niiG5, from: past.AddDate(-1, 0, 0), to: past.AddDate(0, 0, 5), eku: signIn})))}, want: verdict{Unknown, "clock-before-build", nil}},
		"clock: the notice still counts": {topic: UPKIClient, at: past, stores: stores, want: verdict{Action, "upki-client-old", []string{"w:upki-client-old"}}},
	}
}
