package platform

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"certviewer/cert"
	"certviewer/platform/internal/crypt32"
	"certviewer/trust"
)

// What Windows' stores mean. This file is of no system, so that it is tested on all of them.

// usageOf is what Windows calls the purposes (RFC 5280 4.2.1.12).
var usageOf = map[cert.Purpose]string{
	cert.Server: "1.3.6.1.5.5.7.3.1", cert.Client: "1.3.6.1.5.5.7.3.2", cert.Code: "1.3.6.1.5.5.7.3.3",
	cert.Email: "1.3.6.1.5.5.7.3.4", cert.Timestamp: "1.3.6.1.5.5.7.3.8",
}

// anyUsage stands for all of them.
const anyUsage = "2.5.29.37.0"

// The names of Windows' stores that say something about trust. What is in any other one is there, and no more.
const (
	storeRoot       = "Root"
	storeAuthRoot   = "AuthRoot"
	storeDisallowed = "Disallowed"
	storePersonal   = "MY"
)

// windowsTrust says what it means that a certificate with these properties is in a store of this name; nil where that says
// nothing. native is the properties as text.
//
// Microsoft's ways to end trust in a root (learn.microsoft.com/security/trusted-root/deprecation), and the properties that
// carry them, as its list of 2026-04-22 uses them: a purpose removed is not among the usages, or among the disallowed
// ones; a root disabled has a date from which on nothing counts but time-stamped signatures of before; for "not before" what
// was issued later does not count, for everything or for the usages that are named.
func windowsTrust(store string, p crypt32.Properties, now time.Time) (m map[cert.Purpose]trust.Judgement, native string) {
	switch store {
	case storeDisallowed:
		m = map[cert.Purpose]trust.Judgement{}
		for _, x := range cert.Purposes {
			m[x] = trust.Judgement{Verdict: trust.Distrusted, How: trust.Explicit}
		}
		return m, ""
	case storeRoot, storeAuthRoot:
	default:
		return nil, ""
	}
	r := restrictions(p)
	m = map[cert.Purpose]trust.Judgement{}
	for _, x := range cert.Purposes {
		m[x] = r.judge(usageOf[x], now)
	}
	return m, r.String()
}

// A restriction is what the properties of a root take from it.
type restriction struct {
	usages, disallowed, limited []string // nil = no such property
	disabled, before            *time.Time
	unreadable                  bool // then it is trusted for nothing: what Windows makes of it is not known
}

func restrictions(p crypt32.Properties) (r restriction) {
	list := func(id uint32) []string {
		l, err := p.Usages(id)
		r.unreadable = r.unreadable || err != nil
		return l
	}
	date := func(id uint32) *time.Time {
		t, ok, err := p.Filetime(id)
		r.unreadable = r.unreadable || err != nil
		if !ok || err != nil {
			return nil
		}
		return &t
	}
	r.usages = list(crypt32.CERT_ENHKEY_USAGE_PROP_ID)
	r.disallowed = list(crypt32.CERT_DISALLOWED_ENHKEY_USAGE_PROP_ID)
	r.limited = list(crypt32.CERT_NOT_BEFORE_ENHKEY_USAGE_PROP_ID)
	r.disabled = date(crypt32.CERT_DISALLOWED_FILETIME_PROP_ID)
	r.before = date(crypt32.CERT_NOT_BEFORE_FILETIME_PROP_ID)
	return r
}

// judge says what is left for a usage.
func (r restriction) judge(usage string, now time.Time) trust.Judgement {
	switch {
	case r.unreadable, r.usages != nil && !slices.Contains(r.usages, usage) && !slices.Contains(r.usages, anyUsage), slices.Contains(r.disallowed, usage):
		return trust.Judgement{Verdict: trust.Unstated, How: trust.Explicit}
	case r.disabled != nil && !r.disabled.After(now):
		return trust.Judgement{Verdict: trust.Distrusted, How: trust.Explicit}
	}
	j := trust.Judgement{Verdict: trust.Trusted, How: trust.Explicit}
	if r.before == nil || r.limited != nil && !slices.Contains(r.limited, usage) {
		return j
	}
	if r.before.IsZero() {
		return trust.Judgement{Verdict: trust.Distrusted, How: trust.Explicit}
	}
	j.IssuedBefore = r.before
	return j
}

// String writes the restriction with the vendor's names; empty when there is none.
func (r restriction) String() string {
	var out []string
	list := func(name string, l []string) {
		if l != nil {
			out = append(out, fmt.Sprintf("%s=%s", name, strings.Join(l, ",")))
		}
	}
	date := func(name string, t *time.Time) {
		if t != nil {
			out = append(out, fmt.Sprintf("%s=%s", name, t.Format(time.RFC3339)))
		}
	}
	list("ENHKEY_USAGE", r.usages)
	date("DISALLOWED_FILETIME", r.disabled)
	list("DISALLOWED_ENHKEY_USAGE", r.disallowed)
	date("NOT_BEFORE_FILETIME", r.before)
	list("NOT_BEFORE_ENHKEY_USAGE", r.limited)
	if r.unreadable {
		out = append(out, "unreadable")
	}
	return strings.Join(out, " ")
}

// usagesFor are the properties that make a root trusted for exactly these purposes: none where it is all of them. The
// error is trust.ErrPurpose.
func usagesFor(store string, want trust.Want) (crypt32.Properties, error) {
	p := crypt32.Properties{}
	for _, x := range want.For {
		if usageOf[x] == "" {
			return nil, trust.ErrPurpose
		}
	}
	switch {
	case store == storeDisallowed:
		if !want.Distrust || len(want.For) > 0 {
			return nil, trust.ErrPurpose
		}
		return p, nil
	case want.Distrust, store != storeRoot && len(want.For) > 0:
		return nil, trust.ErrPurpose
	case store != storeRoot:
		return p, nil
	}
	var usages []string
	for _, x := range cert.Purposes {
		if slices.Contains(want.For, x) {
			usages = append(usages, usageOf[x])
		}
	}
	if len(usages) == len(cert.Purposes) {
		return p, nil
	}
	b, err := crypt32.EncodeUsages(usages)
	p[crypt32.CERT_ENHKEY_USAGE_PROP_ID] = b
	return p, err
}

// onDemand is what a list of roots that Windows fetches says of its certificates.
func onDemand(l *crypt32.CTL, now time.Time) []trust.Listed {
	out := make([]trust.Listed, 0, len(l.Subjects))
	for _, s := range l.Subjects {
		m, native := windowsTrust(storeAuthRoot, s.Properties, now)
		for p, j := range m {
			j.How = trust.OnDemand
			m[p] = j
		}
		out = append(out, trust.Listed{SHA1: s.SHA1, Name: s.Properties.FriendlyName(), Trust: m, Native: native})
	}
	return out
}
