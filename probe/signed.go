package probe

import (
	"crypto/x509"
	"encoding/asn1"
	"errors"

	"golang.org/x/crypto/cryptobyte"
	tags "golang.org/x/crypto/cryptobyte/asn1"

	"certviewer/facts"
)

// A signed is what the outer SEQUENCE of a list and of an OCSP answer have in common: what is signed, how, and the
// signature.
type signed struct {
	content   []byte // with its tag and length
	algorithm asn1.ObjectIdentifier
	signature []byte
}

var errShape = &failure{facts.Unreadable, "not of this shape"}

// readSigned reads the three from s and leaves the rest.
func readSigned(s *cryptobyte.String) (out signed, ok bool) {
	var content, algorithm cryptobyte.String
	var bits asn1.BitString
	ok = s.ReadASN1Element(&content, tags.SEQUENCE) && s.ReadASN1(&algorithm, tags.SEQUENCE) &&
		algorithm.ReadASN1ObjectIdentifier(&out.algorithm) && s.ReadASN1BitString(&bits)
	out.content, out.signature = content, bits.RightAlign()
	return out, ok
}

// algorithms are the signatures that are verified. SHA-1 and older ones prove nothing any more; parameters of RSASSA-PSS
// are not read.
var algorithms = map[string]x509.SignatureAlgorithm{
	"1.2.840.113549.1.1.11": x509.SHA256WithRSA,
	"1.2.840.113549.1.1.12": x509.SHA384WithRSA,
	"1.2.840.113549.1.1.13": x509.SHA512WithRSA,
	"1.2.840.10045.4.3.2":   x509.ECDSAWithSHA256,
	"1.2.840.10045.4.3.3":   x509.ECDSAWithSHA384,
	"1.2.840.10045.4.3.4":   x509.ECDSAWithSHA512,
	"1.3.101.112":           x509.PureEd25519,
}

// by verifies the signature with the key of x.
func (s signed) by(x *x509.Certificate) error {
	algorithm, known := algorithms[s.algorithm.String()]
	if !known {
		return &failure{facts.NotSupported, "signature algorithm " + s.algorithm.String()}
	}
	if err := x.CheckSignature(algorithm, s.content, s.signature); err != nil {
		if errors.Is(err, x509.ErrUnsupportedAlgorithm) {
			return &failure{facts.NotSupported, err.Error()}
		}
		return &failure{facts.WrongSigner, err.Error()}
	}
	return nil
}

// The extensions that are read, by the content of their OIDs (RFC 5280 5.2 and 5.3).
const (
	oidReason       = "\x55\x1d\x15"
	oidDelta        = "\x55\x1d\x1b"
	oidDistribution = "\x55\x1d\x1c"
	oidEntryIssuer  = "\x55\x1d\x1d"
)

// eachExtension calls f with every extension of a SEQUENCE OF Extension, up to the first error, which it returns.
func eachExtension(list cryptobyte.String, f func(oid string, critical bool, value cryptobyte.String) error) error {
	var in cryptobyte.String
	if !list.ReadASN1(&in, tags.SEQUENCE) || !list.Empty() {
		return errShape
	}
	for !in.Empty() {
		var e, oid, value cryptobyte.String
		critical := false
		if !in.ReadASN1(&e, tags.SEQUENCE) || !e.ReadASN1(&oid, tags.OBJECT_IDENTIFIER) ||
			e.PeekASN1Tag(tags.BOOLEAN) && !e.ReadASN1Boolean(&critical) || !e.ReadASN1(&value, tags.OCTET_STRING) {
			return errShape
		}
		if err := f(string(oid), critical, value); err != nil {
			return err
		}
	}
	return nil
}

// noCritical refuses what must be understood and is not (RFC 5280 4.2).
func noCritical(oid string, critical bool, _ cryptobyte.String) error {
	if !critical {
		return nil
	}
	return &failure{facts.NotSupported, "critical extension " + oidText(oid)}
}

// oidText is the dotted form of an OID's content.
func oidText(content string) string {
	var oid asn1.ObjectIdentifier
	whole, err := asn1.Marshal(asn1.RawValue{Tag: asn1.TagOID, Bytes: []byte(content)})
	if err == nil {
		_, err = asn1.Unmarshal(whole, &oid)
	}
	if err != nil {
		return "of an unreadable OID"
	}
	return oid.String()
}

// reasons are the CRLReasons by their numbers (RFC 5280 5.3.1).
var reasons = []string{"unspecified", "keyCompromise", "cACompromise", "affiliationChanged", "superseded", "cessationOfOperation",
	"certificateHold", "", "removeFromCRL", "privilegeWithdrawn", "aACompromise"}

func reasonName(n int) string {
	if n < 0 || n >= len(reasons) {
		return ""
	}
	return reasons[n]
}
