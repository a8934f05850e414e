package probe

import (
	"bytes"
	"crypto/x509"
	"encoding/pem"
	"time"

	"golang.org/x/crypto/cryptobyte"
	tags "golang.org/x/crypto/cryptobyte/asn1"

	"certviewer/facts"
)

// A list is a certificate revocation list (RFC 5280 5.1). Its entries are walked where they lie: a list may have a million.
type list struct {
	signed
	issuer      []byte // the Name, with its tag and length
	from, until time.Time
	entries     cryptobyte.String // SEQUENCE OF entry, without its tag
	extensions  cryptobyte.String // SEQUENCE OF Extension, with its tag; empty when there are none
}

// An entry is one revoked certificate.
type entry struct {
	revoked time.Time
	reason  string
}

// readList fills q with what a list, as DER or PEM, says of the certificate. The error is a *failure.
func readList(data []byte, p pair, q *facts.Inquiry) error {
	l, err := parseList(data)
	if err != nil {
		return err
	}
	if !bytes.Equal(l.issuer, p.leaf.RawIssuer) && !bytes.Equal(l.issuer, p.issuer.RawSubject) {
		return &failure{facts.WrongSigner, "an indirect list, or another issuer's"}
	}
	if p.issuer.KeyUsage != 0 && p.issuer.KeyUsage&x509.KeyUsageCRLSign == 0 { // RFC 5280 6.3.3 (f)
		return &failure{facts.WrongSigner, "the issuer's key may not sign lists"}
	}
	if err := l.by(p.issuer); err != nil {
		return err
	}
	if err := l.covers(p.leaf); err != nil {
		return err
	}
	if err := holds(l.from, l.until, p.now); err != nil {
		return err
	}
	found, err := l.find(p.leaf.SerialNumber.Bytes())
	if err != nil {
		return err
	}
	q.Status, q.ThisUpdate, q.NextUpdate = facts.Good, l.from, l.until
	if found != nil {
		q.Status, q.RevokedAt, q.Reason = facts.Revoked, found.revoked, found.reason
	}
	return nil
}

func parseList(data []byte) (l list, err error) {
	if block, _ := pem.Decode(data); block != nil && block.Type == "X509 CRL" {
		data = block.Bytes
	}
	var outer, content, explicit cryptobyte.String
	var ok, extended bool
	s := cryptobyte.String(data)
	if !s.ReadASN1(&outer, tags.SEQUENCE) || !s.Empty() {
		return l, errShape
	}
	if l.signed, ok = readSigned(&outer); !ok || !outer.Empty() {
		return l, errShape
	}
	frame := cryptobyte.String(l.content)
	var issuer cryptobyte.String
	if !frame.ReadASN1(&content, tags.SEQUENCE) || !content.SkipOptionalASN1(tags.INTEGER) || // version
		!content.SkipASN1(tags.SEQUENCE) || // signature
		!content.ReadASN1Element(&issuer, tags.SEQUENCE) || !readTime(&content, &l.from) {
		return l, errShape
	}
	l.issuer = issuer
	if content.PeekASN1Tag(tags.UTCTime) || content.PeekASN1Tag(tags.GeneralizedTime) {
		if !readTime(&content, &l.until) {
			return l, errShape
		}
	}
	if !content.ReadOptionalASN1(&l.entries, nil, tags.SEQUENCE) || !content.ReadOptionalASN1(&explicit, &extended, context0) || !content.Empty() {
		return l, errShape
	}
	if extended {
		l.extensions = explicit
	}
	return l, nil
}

// readTime reads a Time (RFC 5280 4.1.2.5).
func readTime(s *cryptobyte.String, t *time.Time) bool {
	if s.PeekASN1Tag(tags.UTCTime) {
		return s.ReadASN1UTCTime(t)
	}
	return s.ReadASN1GeneralizedTime(t)
}

// covers refuses a list that need not have the certificate though it was revoked: one of changes only, one for other issuers,
// other kinds of certificates or some reasons, and one of several that share the issuer's certificates among them
// (RFC 5280 6.3.3 (b)). A list that is like that says so in critical extensions.
func (l list) covers(x *x509.Certificate) error {
	if l.extensions.Empty() {
		return nil
	}
	return eachExtension(l.extensions, func(oid string, critical bool, value cryptobyte.String) error {
		switch oid {
		case oidDelta:
			return &failure{facts.NotSupported, "a delta list"}
		case oidDistribution:
			return inScope(value, x)
		}
		return noCritical(oid, critical, value)
	})
}

// inScope reads an issuingDistributionPoint (RFC 5280 5.2.5).
func inScope(value cryptobyte.String, x *x509.Certificate) error {
	var point, in, names cryptobyte.String
	var hasPoint bool
	if !value.ReadASN1(&in, tags.SEQUENCE) || !value.Empty() || !in.ReadOptionalASN1(&point, &hasPoint, context0) {
		return errShape
	}
	for !in.Empty() {
		var flag cryptobyte.String
		var tag tags.Tag
		if !in.ReadAnyASN1(&flag, &tag) {
			return errShape
		}
		set := len(flag) != 1 || flag[0] != 0 // [3] is a BIT STRING, the others are BOOLEANs
		switch ca := x.BasicConstraintsValid && x.IsCA; {
		case !set:
		case tag == tags.Tag(1).ContextSpecific() && ca, tag == tags.Tag(2).ContextSpecific() && !ca, tag == tags.Tag(5).ContextSpecific():
			return &failure{facts.AboutAnother, "a list for another kind of certificates"}
		case tag == tags.Tag(3).ContextSpecific():
			return &failure{facts.NotSupported, "a list for some reasons only"}
		case tag == tags.Tag(4).ContextSpecific():
			return &failure{facts.NotSupported, "an indirect list"}
		}
	}
	if !hasPoint {
		return nil
	}
	if !point.ReadASN1(&names, context0) {
		return &failure{facts.NotSupported, "a distribution point relative to its issuer"}
	}
	for !names.Empty() {
		var name cryptobyte.String
		if !names.ReadAnyASN1Element(&name, new(tags.Tag)) {
			return errShape
		}
		for _, e := range x.Extensions { // the name stands in the certificate as it stands in the list
			if e.Id.Equal([]int{2, 5, 29, 31}) && bytes.Contains(e.Value, name) {
				return nil
			}
		}
	}
	return &failure{facts.AboutAnother, "another of the issuer's lists"}
}

// find returns the entry of a serial number; nil when the list has none. An entry that is not understood makes the whole
// list useless (RFC 5280 5.3).
func (l list) find(serial []byte) (found *entry, err error) {
	for rest := l.entries; !rest.Empty(); {
		var in, number cryptobyte.String
		if !rest.ReadASN1(&in, tags.SEQUENCE) || !in.ReadASN1(&number, tags.INTEGER) {
			return nil, errShape
		}
		match := found == nil && bytes.Equal(bytes.TrimLeft(number, "\x00"), serial)
		if !match && !bytes.Contains(in, critical) {
			continue
		}
		e := new(entry)
		if err := e.read(in); err != nil {
			return nil, err
		}
		if match {
			found = e
		}
	}
	return found, nil
}

// critical is how an extension says TRUE. Only one entry of most lists is of interest: the others are not taken apart unless
// they may have something that must be understood.
var critical = []byte{0x01, 0x01, 0xff}

// read reads what follows the serial number of an entry.
func (e *entry) read(in cryptobyte.String) error {
	if !readTime(&in, &e.revoked) {
		return errShape
	}
	if in.Empty() {
		return nil
	}
	return eachExtension(in, func(oid string, critical bool, value cryptobyte.String) error {
		switch oid {
		case oidReason:
			var n int
			if !value.ReadASN1Enum(&n) {
				return errShape
			}
			e.reason = reasonName(n)
			return nil
		case oidEntryIssuer:
			return &failure{facts.NotSupported, "an indirect list"}
		}
		return noCritical(oid, critical, value)
	})
}
