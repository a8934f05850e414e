package cert

import (
	"bytes"
	"crypto/sha1"
	"crypto/sha256"
	"time"
)

// Parse reads one certificate and never fails. Bytes after the outer SEQUENCE are left out of Raw. The fields are filled
// as far as the bytes allow, also of a certificate that Go's parser refuses. Of bytes that are no certificate at all,
// only Raw and the fingerprints are filled, and Err is ErrNotCertificate. Nothing refers to der afterwards.
func Parse(der []byte) *Certificate {
	if e, _, ok := readElement(der); ok && e.tag == tagSequence {
		der = e.raw
	}
	c := &Certificate{Raw: bytes.Clone(der), asked: new(asked)}
	c.SHA256 = sha256.Sum256(c.Raw)
	c.SHA1 = sha1.Sum(c.Raw)
	shape, ok := readShape(c.Raw)
	if !ok {
		return c
	}
	c.fill(shape)
	return c
}

// A shape is the outer structure of a certificate (RFC 5280 4.1), its parts not looked into.
type shape struct {
	tbs, version, serial, issuer, validity, subject, spki, algorithm, signature element
	rest                                                                        reader // of the tbsCertificate: unique IDs and extensions
}

// readShape finds the parts of a certificate. It asks for those up to the subject, in their places: this
// tells a certificate from a request, a revocation list, a key and whatever else begins with a SEQUENCE.
func readShape(der []byte) (s shape, ok bool) {
	r := reader(der)
	outer, ok := r.take(tagSequence)
	if !ok {
		return s, false
	}
	r = outer.content
	if s.tbs, ok = r.take(tagSequence); !ok {
		return s, false
	}
	// A signature that is cut off or not there leaves a certificate that can be listed.
	s.algorithm, _ = r.take(tagSequence)
	s.signature, _ = r.take(tagBitString)

	r = s.tbs.content
	if v, ok := r.take(tagContext0); ok {
		inner := reader(v.content)
		s.version, _ = inner.take(tagInteger)
	}
	if s.serial, ok = r.take(tagInteger); !ok {
		return s, false
	}
	inner, ok := r.take(tagSequence)
	if !ok {
		return s, false
	}
	if s.algorithm.raw == nil {
		s.algorithm = inner
	}
	for _, part := range []*element{&s.issuer, &s.validity, &s.subject} {
		if *part, ok = r.take(tagSequence); !ok {
			return s, false
		}
	}
	s.spki, _ = r.take(tagSequence)
	s.rest = r
	return s, true
}

// fill fills every field that our own walk answers for.
func (c *Certificate) fill(s shape) {
	c.version = 1
	if v := s.version.content; len(v) > 0 {
		c.version = int(v[len(v)-1]) + 1
	}
	c.tbs, c.signature = s.tbs.raw, octets(s.signature)
	c.Serial = s.serial.content
	c.Subject = parseName(s.subject)
	if c.Issuer = c.Subject; !bytes.Equal(s.issuer.raw, s.subject.raw) { // roots, the bulk of every store, have one name
		c.Issuer = parseName(s.issuer)
	}
	validity := reader(s.validity.content)
	for _, at := range []*time.Time{&c.NotBefore, &c.NotAfter} {
		if e, ok := validity.next(); ok {
			*at = parseTime(e)
		}
	}
	c.Signature = signatureName(s.algorithm.content)
	if s.spki.raw != nil {
		c.SPKI, c.Key = s.spki.raw, keyName(s.spki.content)
	}
	s.rest.skipUniqueIDs()
	if e, ok := s.rest.take(tagContext0 + 3); ok {
		c.extensions = parseExtensions(e.content)
	}
}

// skipUniqueIDs skips issuerUniqueID and subjectUniqueID (RFC 5280 4.1.2.8).
func (r *reader) skipUniqueIDs() {
	for _, tag := range []byte{0x81, 0x82} {
		r.take(tag)
	}
}

// parseTime reads a UTCTime or GeneralizedTime, and more than RFC 5280 4.1.2.5 allows: without seconds, with
// fractions, with an offset or no zone at all. The zero time is returned for what cannot be read.
func parseTime(e element) time.Time {
	s := e.content
	var failed bool
	number := func(digits int) int {
		if len(s) < digits {
			failed = true
			return 0
		}
		n := 0
		for _, d := range s[:digits] {
			failed = failed || d < '0' || d > '9'
			n = 10*n + int(d-'0')
		}
		s = s[digits:]
		return n
	}
	more := func() bool { return len(s) > 0 && s[0] >= '0' && s[0] <= '9' }

	var year int
	switch e.tag {
	case tagUTCTime:
		if year = number(2); year < 50 {
			year += 2000
		} else {
			year += 1900
		}
	case tagGeneralize:
		year = number(4)
	default:
		return time.Time{}
	}
	month, day, hour := number(2), number(2), number(2)
	var minute, second, fraction int
	if more() {
		minute = number(2)
	}
	if more() {
		second = number(2)
	}
	if len(s) > 0 && (s[0] == '.' || s[0] == ',') {
		scale := int(time.Second)
		for s = s[1:]; more(); s = s[1:] {
			scale /= 10
			fraction += int(s[0]-'0') * scale
		}
	}
	offset := 0
	if len(s) == 5 && (s[0] == '+' || s[0] == '-') {
		sign := int(',') - int(s[0]) // '+' is 43, ',' 44, '-' 45
		s = s[1:]
		offset = sign * (number(2)*3600 + number(2)*60)
	}
	if failed || month < 1 || month > 12 || day < 1 || day > 31 || hour > 24 || minute > 59 || second > 60 {
		return time.Time{}
	}
	t := time.Date(year, time.Month(month), day, hour, minute, second, fraction, time.UTC)
	return t.Add(-time.Duration(offset) * time.Second)
}
