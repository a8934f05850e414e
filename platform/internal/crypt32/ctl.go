package crypt32

import (
	"crypto/sha1"
	"encoding/asn1"
	"errors"
	"fmt"
	"math/big"
	"strings"
	"time"
)

// A CTL is a certificate trust list: what Microsoft says of the roots of its programme. Windows keeps the last one that it
// fetched as EncodedCtl in the registry, and fetches a root that is on it when one is needed.
type CTL struct {
	Usage      []string // what the list is for: szOID_ROOT_LIST_SIGNER
	ThisUpdate time.Time
	Subjects   []CTLSubject
}

// A CTLSubject is one certificate of a CTL.
type CTLSubject struct {
	SHA1       [sha1.Size]byte
	Properties Properties
}

// ErrCTL is the error of bytes that are no certificate trust list, or not one of this kind.
var ErrCTL = errors.New("not a certificate trust list")

// maxCTLSubjects is far more than the some 600 of Microsoft's list.
const maxCTLSubjects = 20_000

var (
	oidSignedData = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 7, 2}
	szOID_CTL     = asn1.ObjectIdentifier{1, 3, 6, 1, 4, 1, 311, 10, 1}
	oidSHA1       = asn1.ObjectIdentifier{1, 3, 14, 3, 2, 26}
)

// szOID_CERT_PROP_ID_PREFIX begins the type of an attribute that holds a property of the certificate; its PROP_ID follows.
const szOID_CERT_PROP_ID_PREFIX = "1.3.6.1.4.1.311.10.11."

// contentInfo is ContentInfo (RFC 2315 7).
type contentInfo struct {
	Type    asn1.ObjectIdentifier
	Content asn1.RawValue `asn1:"explicit,tag:0"`
}

// certificateTrustList is CertificateTrustList, [MS-CAESO] appendix A.
type certificateTrustList struct {
	Version          int `asn1:"optional,default:0"`
	SubjectUsage     []asn1.ObjectIdentifier
	ListIdentifier   []byte   `asn1:"optional"`
	SequenceNumber   *big.Int `asn1:"optional"`
	ThisUpdate       time.Time
	NextUpdate       time.Time `asn1:"optional"`
	SubjectAlgorithm struct {
		Algorithm  asn1.ObjectIdentifier
		Parameters asn1.RawValue `asn1:"optional"`
	}
	TrustedSubjects []trustedSubject `asn1:"optional"`
	Extensions      asn1.RawValue    `asn1:"optional,explicit,tag:0"`
}

type trustedSubject struct {
	Identifier []byte
	Attributes []attribute `asn1:"set,optional"`
}

type attribute struct {
	Type   asn1.ObjectIdentifier
	Values []asn1.RawValue `asn1:"set"`
}

// ParseCTL reads a signed CTL (PKCS #7 SignedData) whose subjects are named by SHA-1. Its signature is not verified: the
// registry key it comes from is as well kept as the roots themselves, and Windows verifies what it acts on. The error is ErrCTL.
func ParseCTL(b []byte) (*CTL, error) {
	der, err := signedContent(b)
	if err != nil {
		return nil, err
	}
	var l certificateTrustList
	if err := unmarshal(der, &l); err != nil {
		return nil, err
	}
	if !l.SubjectAlgorithm.Algorithm.Equal(oidSHA1) || len(l.TrustedSubjects) > maxCTLSubjects {
		return nil, fmt.Errorf("%w: %d subjects by %v", ErrCTL, len(l.TrustedSubjects), l.SubjectAlgorithm.Algorithm)
	}
	out := &CTL{ThisUpdate: l.ThisUpdate.UTC()}
	for _, oid := range l.SubjectUsage {
		out.Usage = append(out.Usage, oid.String())
	}
	for _, s := range l.TrustedSubjects {
		if len(s.Identifier) != sha1.Size {
			return nil, fmt.Errorf("%w: a subject of %d bytes", ErrCTL, len(s.Identifier))
		}
		p, err := properties(s.Attributes)
		if err != nil {
			return nil, err
		}
		out.Subjects = append(out.Subjects, CTLSubject{[sha1.Size]byte(s.Identifier), p})
	}
	return out, nil
}

// signedContent returns what a SignedData signs, if that is a CTL. Here it is no OCTET STRING, as in RFC 5652, but the
// structure itself.
func signedContent(b []byte) ([]byte, error) {
	var outer contentInfo
	if err := unmarshal(b, &outer); err != nil {
		return nil, err
	}
	var signed asn1.RawValue
	if err := unmarshal(outer.Content.Bytes, &signed); err != nil || !outer.Type.Equal(oidSignedData) {
		return nil, fmt.Errorf("%w: content of type %v", ErrCTL, outer.Type)
	}
	var version int
	var digests asn1.RawValue
	var inner contentInfo
	rest := signed.Bytes
	for _, part := range []any{&version, &digests, &inner} {
		var err error
		if rest, err = asn1.Unmarshal(rest, part); err != nil {
			return nil, fmt.Errorf("%w: %w", ErrCTL, err)
		}
	}
	if !inner.Type.Equal(szOID_CTL) {
		return nil, fmt.Errorf("%w: signed content of type %v", ErrCTL, inner.Type)
	}
	return inner.Content.Bytes, nil
}

// properties are those attributes that hold one, each in an OCTET STRING.
func properties(aa []attribute) (Properties, error) {
	out := Properties{}
	for _, a := range aa {
		name, ok := strings.CutPrefix(a.Type.String(), szOID_CERT_PROP_ID_PREFIX)
		if !ok || len(a.Values) != 1 {
			continue
		}
		var id uint32
		if _, err := fmt.Sscan(name, &id); err != nil {
			continue
		}
		var value []byte
		if err := unmarshal(a.Values[0].FullBytes, &value); err != nil {
			return nil, err
		}
		out[id] = value
	}
	return out, nil
}

// unmarshal reads exactly one value.
func unmarshal(b []byte, v any) error {
	rest, err := asn1.Unmarshal(b, v)
	if err == nil && len(rest) > 0 {
		err = errors.New("more follows")
	}
	if err != nil {
		return fmt.Errorf("%w: %w", ErrCTL, err)
	}
	return nil
}
