package probe

import (
	"bytes"
	"crypto/sha1"
	"crypto/sha256"
	"crypto/x509"
	"encoding/asn1"
	"math/big"
	"slices"
	"strconv"
	"time"

	"golang.org/x/crypto/cryptobyte"
	tags "golang.org/x/crypto/cryptobyte/asn1"

	"certviewer/facts"
)

var (
	oidSHA1      = asn1.ObjectIdentifier{1, 3, 14, 3, 2, 26}
	oidSHA256    = asn1.ObjectIdentifier{2, 16, 840, 1, 101, 3, 4, 2, 1}
	oidOCSPBasic = asn1.ObjectIdentifier{1, 3, 6, 1, 5, 5, 7, 48, 1, 1}
)

// ocspRequest is the question about one certificate (RFC 6960 4.1.1), by SHA-1, which every responder knows and on which
// nothing rests. It has no nonce: most responders sign their answers beforehand (RFC 5019 2.1.1).
func ocspRequest(p pair) ([]byte, error) {
	key, ok := keyBits(p.issuer)
	if !ok {
		return nil, &failure{facts.NotSupported, "the issuer's key"}
	}
	nameHash, keyHash := sha1.Sum(p.leaf.RawIssuer), sha1.Sum(key)
	var b cryptobyte.Builder
	in := func(parent *cryptobyte.Builder, f func(*cryptobyte.Builder)) {
		parent.AddASN1(tags.SEQUENCE, f)
	}
	in(&b, func(b *cryptobyte.Builder) { // OCSPRequest
		in(b, func(b *cryptobyte.Builder) { // TBSRequest
			in(b, func(b *cryptobyte.Builder) { // requestList
				in(b, func(b *cryptobyte.Builder) { // Request
					in(b, func(b *cryptobyte.Builder) { // CertID
						in(b, func(b *cryptobyte.Builder) {
							b.AddASN1ObjectIdentifier(oidSHA1)
							b.AddASN1NULL()
						})
						b.AddASN1OctetString(nameHash[:])
						b.AddASN1OctetString(keyHash[:])
						b.AddASN1BigInt(p.leaf.SerialNumber)
					})
				})
			})
		})
	})
	return b.Bytes()
}

// keyBits returns the key of x without its algorithm, as CertID and ResponderID hash it.
func keyBits(x *x509.Certificate) ([]byte, bool) {
	spki, in, bits := cryptobyte.String(x.RawSubjectPublicKeyInfo), cryptobyte.String(nil), asn1.BitString{}
	ok := spki.ReadASN1(&in, tags.SEQUENCE) && in.SkipASN1(tags.SEQUENCE) && in.ReadASN1BitString(&bits)
	return bits.RightAlign(), ok
}

// An ocspAnswer is a BasicOCSPResponse, of which no more than the signature's frame was read (RFC 6960 4.2.1).
type ocspAnswer struct {
	signed
	responder    cryptobyte.String // ResponderID: name or key hash, as its tag says
	responderTag tags.Tag
	singles      cryptobyte.String   // SEQUENCE OF SingleResponse, without its tag
	certificates []*x509.Certificate // that came with it and Go can parse
}

const maxResponderCertificates = 8

// The tags [0], [1] and [2] of a SEQUENCE or CHOICE.
var (
	context0, context1, context2 = tags.Tag(0).ContextSpecific().Constructed(), tags.Tag(1).ContextSpecific().Constructed(), tags.Tag(2).ContextSpecific().Constructed()
	plain0, plain2               = tags.Tag(0).ContextSpecific(), tags.Tag(2).ContextSpecific()
)

// readOCSP fills q with what an answer says of the certificate. The error is a *failure.
func readOCSP(data []byte, p pair, q *facts.Inquiry) error {
	a, err := parseOCSP(data)
	if err != nil {
		return err
	}
	if err := a.bySomeoneFor(p); err != nil {
		return err
	}
	for singles := a.singles; !singles.Empty(); {
		var single, id cryptobyte.String
		if !singles.ReadASN1(&single, tags.SEQUENCE) || !single.ReadASN1(&id, tags.SEQUENCE) {
			return errShape
		}
		if isAbout(id, p) {
			return readSingle(single, p.now, q)
		}
	}
	return &failure{facts.AboutAnother, "no answer about this certificate"}
}

func parseOCSP(data []byte) (a ocspAnswer, err error) {
	var outer, response, basic, octets cryptobyte.String
	var status int
	var kind asn1.ObjectIdentifier
	s := cryptobyte.String(data)
	if !s.ReadASN1(&outer, tags.SEQUENCE) || !s.Empty() || !outer.ReadASN1Enum(&status) {
		return a, errShape
	}
	if status != 0 { // not "successful": RFC 6960 4.2.1
		return a, &failure{facts.Declined, "status " + strconv.Itoa(status)}
	}
	if !outer.ReadASN1(&response, context0) || !response.ReadASN1(&basic, tags.SEQUENCE) || !basic.ReadASN1ObjectIdentifier(&kind) {
		return a, errShape
	}
	if !kind.Equal(oidOCSPBasic) {
		return a, &failure{facts.NotSupported, "response type " + kind.String()}
	}
	var ok, extended bool
	if !basic.ReadASN1(&octets, tags.OCTET_STRING) || !octets.ReadASN1(&basic, tags.SEQUENCE) || !octets.Empty() {
		return a, errShape
	}
	if a.signed, ok = readSigned(&basic); !ok {
		return a, errShape
	}
	a.certificates = readCertificates(basic)

	var content, extensions cryptobyte.String
	frame := cryptobyte.String(a.content)
	if !frame.ReadASN1(&content, tags.SEQUENCE) || !content.SkipOptionalASN1(context0) || // version
		!content.ReadAnyASN1(&a.responder, &a.responderTag) || !content.SkipASN1(tags.GeneralizedTime) || // producedAt
		!content.ReadASN1(&a.singles, tags.SEQUENCE) || !content.ReadOptionalASN1(&extensions, &extended, context1) || !content.Empty() {
		return a, errShape
	}
	if extended {
		return a, eachExtension(extensions, noCritical)
	}
	return a, nil
}

// readCertificates reads the optional [0] behind a signature. What Go cannot parse verifies nothing.
func readCertificates(s cryptobyte.String) (out []*x509.Certificate) {
	var list cryptobyte.String
	if !s.ReadASN1(&list, context0) || !list.ReadASN1(&list, tags.SEQUENCE) {
		return nil
	}
	for range maxResponderCertificates {
		var der cryptobyte.String
		if !list.ReadASN1Element(&der, tags.SEQUENCE) {
			break
		}
		if x, err := x509.ParseCertificate(der); err == nil {
			out = append(out, x)
		}
	}
	return out
}

// bySomeoneFor verifies that the issuer signed the answer, or a responder that it appointed: one whose certificate the issuer
// itself signed, for this purpose, and whose time includes now (RFC 6960 4.2.2.2). Whether that certificate was revoked is
// not asked: most say that nobody need ask (4.2.2.2.1).
func (a ocspAnswer) bySomeoneFor(p pair) error {
	err := a.by(p.issuer)
	if err == nil {
		return nil
	}
	for _, x := range a.certificates {
		if !a.names(x) || !bytes.Equal(x.RawIssuer, p.issuer.RawSubject) || !slices.Contains(x.ExtKeyUsage, x509.ExtKeyUsageOCSPSigning) ||
			x.NotBefore.After(p.now.Add(clockTolerance)) || x.NotAfter.Before(p.now.Add(-clockTolerance)) {
			continue
		}
		if p.issuer.CheckSignature(x.SignatureAlgorithm, x.RawTBSCertificate, x.Signature) == nil && a.by(x) == nil {
			return nil
		}
	}
	return err
}

// names reports whether x is the responder that the answer says it is from.
func (a ocspAnswer) names(x *x509.Certificate) bool {
	switch a.responderTag {
	case context1:
		return bytes.Equal(a.responder, x.RawSubject)
	case context2:
		id, hash := a.responder, cryptobyte.String(nil)
		key, ok := keyBits(x)
		sum := sha1.Sum(key)
		return ok && id.ReadASN1(&hash, tags.OCTET_STRING) && bytes.Equal(hash, sum[:])
	}
	return false
}

// isAbout reports whether a CertID is that of the certificate. Serial numbers alone would not do: each issuer has its own.
func isAbout(id cryptobyte.String, p pair) bool {
	var algorithm, name, key cryptobyte.String
	var hash asn1.ObjectIdentifier
	serial := new(big.Int)
	if !id.ReadASN1(&algorithm, tags.SEQUENCE) || !algorithm.ReadASN1ObjectIdentifier(&hash) || !id.ReadASN1(&name, tags.OCTET_STRING) ||
		!id.ReadASN1(&key, tags.OCTET_STRING) || !id.ReadASN1Integer(serial) || serial.Cmp(p.leaf.SerialNumber) != 0 {
		return false
	}
	bits, ok := keyBits(p.issuer)
	switch {
	case !ok:
	case hash.Equal(oidSHA1):
		n, k := sha1.Sum(p.leaf.RawIssuer), sha1.Sum(bits)
		return bytes.Equal(name, n[:]) && bytes.Equal(key, k[:])
	case hash.Equal(oidSHA256):
		n, k := sha256.Sum256(p.leaf.RawIssuer), sha256.Sum256(bits)
		return bytes.Equal(name, n[:]) && bytes.Equal(key, k[:])
	}
	return false
}

// readSingle reads what follows the CertID of a SingleResponse.
func readSingle(s cryptobyte.String, now time.Time, q *facts.Inquiry) error {
	var choice, next, extensions cryptobyte.String
	var tag tags.Tag
	var from, until, revoked time.Time
	var hasNext, extended bool
	if !s.ReadAnyASN1(&choice, &tag) || !s.ReadASN1GeneralizedTime(&from) || !s.ReadOptionalASN1(&next, &hasNext, context0) ||
		hasNext && !next.ReadASN1GeneralizedTime(&until) || !s.ReadOptionalASN1(&extensions, &extended, context1) || !s.Empty() {
		return errShape
	}
	if extended {
		if err := eachExtension(extensions, noCritical); err != nil {
			return err
		}
	}
	status, reason := facts.RevocationStatus(""), ""
	switch tag {
	case plain0:
		status = facts.Good
	case context1:
		status = facts.Revoked
		var in cryptobyte.String
		var given bool
		var n int
		if !choice.ReadASN1GeneralizedTime(&revoked) || !choice.ReadOptionalASN1(&in, &given, context0) || given && !in.ReadASN1Enum(&n) {
			return errShape
		}
		if reason = reasonName(n); reason == "certificateHold" && revoked.Unix() == 0 { // one that was never issued: 4.4.8
			status, reason, revoked = facts.NotKnownToIt, "", time.Time{}
		}
	case plain2:
		status = facts.NotKnownToIt
	default:
		return errShape
	}
	if err := holds(from, until, now); err != nil {
		return err
	}
	q.Status, q.ThisUpdate, q.NextUpdate, q.RevokedAt, q.Reason = status, from, until, revoked, reason
	return nil
}
