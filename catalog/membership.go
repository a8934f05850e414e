package catalog

import (
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"certviewer/cert"
	"certviewer/trust"
)

// A Programme is a public root programme. Mozilla's counts twice, for it decides on servers and
// on mail apart.
type Programme string

// The programmes.
const (
	MozillaTLS   Programme = "mozilla_tls"
	MozillaEmail Programme = "mozilla_email"
	Microsoft    Programme = "microsoft"
	Apple        Programme = "apple"
	Android      Programme = "android"
)

// Keeper returns who keeps the programme's list, for sentences about a root as a whole: a key
// "programme."+Keeper() is in the locales.
func (p Programme) Keeper() string {
	switch p {
	case MozillaTLS, MozillaEmail:
		return "mozilla"
	case Android:
		return "google"
	}
	return string(p)
}

// Programmes is all programmes, in the order of the columns of membership.txt.
var Programmes = []Programme{MozillaTLS, MozillaEmail, Microsoft, Apple, Android}

// A Membership is a root's standing in every programme; "no" where a programme never had it.
type Membership map[Programme]Standing

// A State is a root's place in one programme.
type State string

// The states.
const (
	In       State = "yes"      // in the list today
	NotIn    State = "no"       // not in the list
	Removed  State = "removed"  // was in the list, and was taken out
	Disabled State = "disabled" // in the list, but switched off for at least one purpose or fully
)

// A Standing is a root's place in one programme.
type Standing struct {
	State State
	// Since is when trust ended; zero when not known. It may be set with NotIn: the programme then still
	// has the root for another purpose.
	Since time.Time
	// IssuedBefore, when not zero, limits In to certificates issued before it.
	IssuedBefore time.Time
}

// String returns the form of --json: "yes", "no", "disabled" or "removed 2020-06-12".
func (s Standing) String() string {
	switch {
	case s.State == "":
		return string(NotIn)
	case s.State == Removed && !s.Since.IsZero():
		return string(Removed) + " " + s.Since.Format(time.DateOnly)
	}
	return string(s.State)
}

// MarshalJSON writes the form of String.
func (s Standing) MarshalJSON() ([]byte, error) { return json.Marshal(s.String()) }

// UnmarshalJSON reads the form of String.
func (s *Standing) UnmarshalJSON(b []byte) error {
	var text string
	if err := json.Unmarshal(b, &text); err != nil {
		return err
	}
	state, day, dated := strings.Cut(text, " ")
	*s = Standing{State: State(state)}
	switch s.State {
	case In, NotIn, Disabled, Removed:
	default:
		return fmt.Errorf("catalog: %q is not a standing", text)
	}
	var err error
	if dated {
		s.Since, err = time.Parse(time.DateOnly, day)
	}
	return err
}

// Known reports whether some programme has the root or once had it. A root that is not known is
// one that no public list vouches for: an employer, a product or unwanted software put it there.
func (m Membership) Known() bool {
	for _, s := range m {
		if s.State != NotIn && s.State != "" {
			return true
		}
	}
	return false
}

// Public reports whether some programme trusts the root today. Disabled does not count, for our data
// does not say which purposes are switched off.
func (m Membership) Public() bool {
	for _, s := range m {
		if s.State == In {
			return true
		}
	}
	return false
}

// DroppedBy returns the programme that ended its trust in the root altogether, and on which day.
// Only Mozilla's days are known; a root that Mozilla still has for one purpose is not dropped.
func (m Membership) DroppedBy() (Programme, time.Time, bool) {
	tls, mail := m[MozillaTLS], m[MozillaEmail]
	if tls.State == In || mail.State == In {
		return "", time.Time{}, false
	}
	p, last := MozillaTLS, tls
	if mail.Since.After(tls.Since) {
		p, last = MozillaEmail, mail
	}
	return p, last.Since, !last.Since.IsZero()
}

// DroppedFor returns the programme that ended its trust in the root for purpose p, and on which
// day, whether or not it goes on for another purpose. It knows about servers and mail.
func (m Membership) DroppedFor(p cert.Purpose) (Programme, time.Time, bool) {
	for programme, purpose := range mozillaPurpose {
		if s := m[programme]; purpose == p && s.State != In && !s.Since.IsZero() {
			return programme, s.Since, true
		}
	}
	return "", time.Time{}, false
}

var mozillaPurpose = map[Programme]cert.Purpose{MozillaTLS: cert.Server, MozillaEmail: cert.Email}

// Membership returns the standing of the certificate with that fingerprint. It reports false when
// no programme ever had it; the Membership then says "no" everywhere.
func (c *Catalog) Membership(fp cert.Fingerprint) (Membership, bool) {
	row, ok := c.membership.row(fp)
	if !ok {
		return nowhere, false
	}
	m := make(Membership, len(Programmes))
	for i, p := range Programmes {
		m[p] = row[i]
	}
	return m, true
}

// nowhere is the standing of the thousands of certificates that are no public root; it is shared and never
// changed.
var nowhere = Membership{
	MozillaTLS: {State: NotIn}, MozillaEmail: {State: NotIn}, Microsoft: {State: NotIn}, Apple: {State: NotIn}, Android: {State: NotIn},
}

// MembershipOf returns the standing of a certificate, or that of another self-signed certificate of
// the same name and key: CAs sign their roots anew, and programmes list one of them.
func (c *Catalog) MembershipOf(x *cert.Certificate) (Membership, bool) {
	best, found := c.Membership(x.SHA256)
	if found {
		return best, true
	}
	if root := c.RootFor(x); root != nil {
		for _, fp := range root.SHA256 {
			if m, ok := c.Membership(fp); ok && (!found || m.Public() && !best.Public()) {
				best, found = m, true
			}
		}
	}
	return best, found
}

// Known reports whether the catalogue knows who stands behind x: some programme has or had it, or another
// certificate of its name and key, or it is one of the catalogue's own roots, such as Microsoft's.
func (c *Catalog) Known(x *cert.Certificate) bool {
	m, _ := c.MembershipOf(x)
	return m.Known() || c.RootFor(x) != nil
}

// MozillaJudgement is what Mozilla's list says of a root, by our copy of it: for computers where no
// built-in list can be read (block store-no-builtin-list). It says nothing about purposes other than
// servers and mail.
func (c *Catalog) MozillaJudgement(fp cert.Fingerprint, p cert.Purpose) trust.Judgement {
	for i, programme := range Programmes {
		if mozillaPurpose[programme] != p {
			continue
		}
		row, _ := c.membership.row(fp)
		if s := row[i]; s.State == In {
			j := trust.Judgement{Verdict: trust.Trusted, How: trust.Explicit}
			if !s.IssuedBefore.IsZero() {
				j.IssuedBefore = &s.IssuedBefore
			}
			return j
		}
	}
	return trust.Judgement{Verdict: trust.Unstated}
}

// MozillaEntry is x as Mozilla's built-in list would hold it, and false when the list does not have it. To
// judge x where no list can be read, give trust.Judge this entry as the content of store nss-builtin.
func (c *Catalog) MozillaEntry(x *cert.Certificate) (trust.Entry, bool) {
	e := trust.Entry{Certificate: x, Origin: trust.Vendor, Trust: map[cert.Purpose]trust.Judgement{}}
	for _, p := range mozillaPurpose {
		if j := c.MozillaJudgement(x.SHA256, p); j.Verdict == trust.Trusted {
			e.Trust[p] = j
		}
	}
	return e, len(e.Trust) > 0
}
