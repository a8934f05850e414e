package crypt32

import (
	"encoding/asn1"
	"encoding/binary"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf16"
)

// filetimeEpoch is 1970 in a FILETIME, which counts 100 ns since 1601.
const filetimeEpoch = 116444736000000000

// Properties are what Windows keeps beside a certificate, by PROP_ID, as the bytes that
// CertGetCertificateContextProperty gives.
type Properties map[uint32][]byte

// ErrProperty is the error of bytes that are not what their property holds.
var ErrProperty = errors.New("not what this property holds")

// FriendlyName returns CERT_FRIENDLY_NAME_PROP_ID; empty when there is none.
func (p Properties) FriendlyName() string { return UTF16(p[CERT_FRIENDLY_NAME_PROP_ID]) }

// Usages returns the key purposes of a property that lists them: CERT_ENHKEY_USAGE_PROP_ID,
// CERT_DISALLOWED_ENHKEY_USAGE_PROP_ID, CERT_NOT_BEFORE_ENHKEY_USAGE_PROP_ID. A nil list with no error means that there is
// no such property; an empty one that it lists nothing. The error is ErrProperty.
func (p Properties) Usages(id uint32) ([]string, error) {
	b, ok := p[id]
	if !ok {
		return nil, nil
	}
	return DecodeUsages(b)
}

// DecodeUsages reads a SEQUENCE OF OBJECT IDENTIFIER (ExtKeyUsageSyntax, RFC 5280 4.2.1.12), which unlike there may be
// empty. No bytes at all are an empty one. The error is ErrProperty.
func DecodeUsages(b []byte) ([]string, error) {
	out := []string{}
	if len(b) == 0 {
		return out, nil
	}
	var oids []asn1.ObjectIdentifier
	if rest, err := asn1.Unmarshal(b, &oids); err != nil || len(rest) > 0 {
		return nil, fmt.Errorf("%w: key purposes", ErrProperty)
	}
	for _, oid := range oids {
		if s := oid.String(); !slices.Contains(out, s) {
			out = append(out, s)
		}
	}
	return out, nil
}

// EncodeUsages is the inverse of DecodeUsages. The error is ErrProperty, for what is no object identifier.
func EncodeUsages(usages []string) ([]byte, error) {
	oids := make([]asn1.ObjectIdentifier, len(usages))
	for i, s := range usages {
		for arc := range strings.SplitSeq(s, ".") {
			n, err := strconv.ParseUint(arc, 10, 31)
			if err != nil {
				return nil, fmt.Errorf("%w: %w", ErrProperty, err)
			}
			oids[i] = append(oids[i], int(n))
		}
	}
	b, err := asn1.Marshal(oids)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrProperty, err)
	}
	return b, nil
}

// Filetime returns a property that is a FILETIME: CERT_DISALLOWED_FILETIME_PROP_ID, CERT_NOT_BEFORE_FILETIME_PROP_ID. ok
// is false when there is no such property, or an empty one: that is how Microsoft's list says that a date which it once set holds
// no more. The zero time stands for a FILETIME of zero, "always". The error is ErrProperty.
func (p Properties) Filetime(id uint32) (t time.Time, ok bool, err error) {
	b := p[id]
	if len(b) == 0 {
		return t, false, nil
	}
	t, err = DecodeFiletime(b)
	return t, true, err
}

// DecodeFiletime reads a FILETIME as it lies in memory. The zero time stands for one of zero. The error is ErrProperty.
func DecodeFiletime(b []byte) (t time.Time, err error) {
	if len(b) != 8 {
		return t, fmt.Errorf("%w: a FILETIME of %d bytes", ErrProperty, len(b))
	}
	ticks := binary.LittleEndian.Uint64(b)
	if ticks == 0 {
		return t, nil
	}
	if ticks > 1<<63-1 {
		return t, fmt.Errorf("%w: a FILETIME of %x", ErrProperty, ticks)
	}
	since := int64(ticks) - filetimeEpoch
	return time.Unix(since/1e7, since%1e7*100).UTC(), nil
}

// EncodeFiletime is the inverse of DecodeFiletime.
func EncodeFiletime(t time.Time) []byte {
	return binary.LittleEndian.AppendUint64(nil, uint64(t.Unix()*1e7+int64(t.Nanosecond())/100+filetimeEpoch))
}

// UTF16 returns the text of little-endian UTF-16 up to its first NUL.
func UTF16(b []byte) string {
	var units []uint16
	for ; len(b) >= 2; b = b[2:] {
		u := binary.LittleEndian.Uint16(b)
		if u == 0 {
			break
		}
		units = append(units, u)
	}
	return string(utf16.Decode(units))
}

// EncodeUTF16 returns s as little-endian UTF-16 with a NUL behind it.
func EncodeUTF16(s string) []byte {
	var out []byte
	for _, u := range append(utf16.Encode([]rune(s)), 0) {
		out = binary.LittleEndian.AppendUint16(out, u)
	}
	return out
}
