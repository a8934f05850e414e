package nss

import (
	"certviewer/cert"
	"certviewer/trust"
)

// A Signature is what NSS's library makes of the signatures that key4.db keeps over a trust record. It
// ignores the whole record when one of them is missing or wrong (sftkdb_fixupTemplateOut in sftkdb.c,
// nssTrust_Create in pki/certificate.c: no trust at all, not even that of a list of built-in roots).
type Signature uint8

// The outcomes.
const (
	Unchecked Signature = iota // the library was not asked, or cannot tell without the Primary Password
	Good
	Bad
)

// states reports whether a record says anything beside "decide by the chain": only then does it matter whether
// it is believed.
func (r *Record) states() bool {
	for _, l := range [...]Level{r.Server, r.Client, r.Email, r.Code} {
		if l == Anchor || l == Peer || l == Distrusted {
			return true
		}
	}
	return false
}

// Stating returns those of the records that trust or distrust for any purpose.
func Stating(all []Record) (some []*Record) {
	for i := range all {
		if all[i].states() {
			some = append(some, &all[i])
		}
	}
	return some
}

// ignored is what programs see of a record that NSS ignores: for every purpose, the chain decides. Like a record that
// says so, it hides what a list of built-in roots says.
var ignored = Record{Server: MustVerify, Client: MustVerify, Email: MustVerify, Code: MustVerify}

// standing says whether the record that counts for c is believed, and what it would say if it is not.
func standing(r *Record, c *Certificate) (trust.Standing, map[cert.Purpose]trust.Judgement) {
	switch {
	case r == nil || r.Signature == Unchecked || !r.states():
		return "", nil
	case r.Signature == Good:
		return trust.Confirmed, nil
	}
	written := *r
	written.Signature = Unchecked
	return trust.Damaged, sayings{}.judgements(&written, c)
}
