package cert

import (
	"bytes"
	"encoding/base64"
	"encoding/binary"
	"unicode/utf16"
)

// recognise finds the certificates in data. When there are none, kind is what data seems to be.
func recognise(data []byte) (f *File, kind string) {
	f = &File{Format: FormatDER}
	if e, _, ok := readElement(data); ok && e.tag == tagSequence {
		f.addDER(data)
		return f, f.firstKind()
	}
	text := toUTF8(data)
	if bytes.Contains(text, pemBegin) {
		f.Format = FormatPEM
		f.addPEM(text)
		return f, f.firstKind()
	}
	if der, ok := bareBase64(text); ok {
		f.addDER(der)
		f.Format = FormatBase64
		return f, f.firstKind()
	}
	if len(data) > 4 && data[0] == tagSequence && data[1] >= 0x81 && data[1] <= 0x83 {
		return f, KindDamaged // begins as DER does, and ends before its stated length
	}
	return f, sniff(text)
}

// add appends what one element is: a certificate, the certificates of a SignedData, or a Skip.
func (f *File) add(e element, where int) {
	if _, ok := readShape(e.raw); ok {
		if len(f.Certificates) < maxCertificates {
			f.Certificates = append(f.Certificates, Parse(e.raw))
		} else {
			f.skip(where, SkipTooMany, "")
		}
		return
	}
	if certificates, ok := signedDataCertificates(e); ok && len(certificates) > 0 {
		for {
			e, ok := certificates.next()
			if !ok {
				return
			}
			if e.tag == tagSequence { // the other choices are attribute certificates (RFC 5652 10.2.2)
				f.add(e, where)
			}
		}
	}
	f.skip(where, derKind(e), "")
}

func (f *File) skip(where int, what, detail string) {
	if len(f.Skipped) < maxSkipped {
		f.Skipped = append(f.Skipped, Skip{where, what, detail})
	}
}

// full says that nothing more will be taken from the file.
func (f *File) full() bool {
	return len(f.Certificates) >= maxCertificates || len(f.Skipped) >= maxSkipped
}

// addDER reads elements one after the other. Zeros and line ends behind the last one, which file transfers
// leave, are no fault.
func (f *File) addDER(data []byte) {
	if e, _, ok := readElement(data); ok {
		if _, ok := signedDataCertificates(e); ok {
			f.Format = FormatPKCS7
		}
	}
	for rest := data; len(bytes.Trim(rest, "\x00\r\n\x1a")) > 0; {
		where := len(data) - len(rest)
		if f.full() {
			f.skip(where, SkipTooMany, "")
			return
		}
		e, after, ok := readElement(rest)
		if !ok {
			f.skip(where, SkipCutOff, "")
			return
		}
		f.add(e, where)
		rest = after
	}
}

// firstKind returns what a file without certificates is, by the first thing in it.
func (f *File) firstKind() string {
	if len(f.Skipped) == 0 {
		return KindUnknown
	}
	switch what := f.Skipped[0].What; what {
	case SkipCutOff, SkipNotBase64:
		return KindDamaged
	case SkipNotCertificate:
		return KindUnknown
	default:
		return what
	}
}

// signedDataCertificates returns the certificates of a PKCS #7 or CMS SignedData, encoded one behind the
// other (RFC 5652 5.1).
func signedDataCertificates(e element) (reader, bool) {
	r := reader(e.content)
	oid, ok := r.take(tagOID)
	if !ok || string(oid.content) != signedData {
		return nil, false
	}
	explicit, _ := r.take(tagContext0)
	r = explicit.content
	body, _ := r.take(tagSequence)
	r = body.content
	for _, tag := range []byte{tagInteger, tagSet, tagSequence} { // version, digestAlgorithms, encapContentInfo
		r.take(tag)
	}
	certificates, ok := r.take(tagContext0)
	return certificates.content, ok
}

var signedData = content(oidSignedData.String())

// toUTF8 removes a byte order mark, and turns UTF-16 into UTF-8: Windows' Notepad and PowerShell's ">"
// write it, the latter with a mark, some tools without.
func toUTF8(b []byte) []byte {
	var order binary.ByteOrder
	switch {
	case bytes.HasPrefix(b, []byte("\xef\xbb\xbf")):
		return b[3:]
	case bytes.HasPrefix(b, []byte("\xff\xfe")):
		order, b = binary.LittleEndian, b[2:]
	case bytes.HasPrefix(b, []byte("\xfe\xff")):
		order, b = binary.BigEndian, b[2:]
	case bytes.Contains(b, []byte("-\x00B\x00E\x00G\x00I\x00N\x00")): // so in either order; which, the first octet tells
		if order = binary.LittleEndian; b[0] == 0 {
			order = binary.BigEndian
		}
	default:
		return b
	}
	units := make([]uint16, len(b)/2)
	for i := range units {
		units[i] = order.Uint16(b[2*i:])
	}
	return []byte(string(utf16.Decode(units)))
}

// bareBase64 decodes text that is nothing but base64 of something that begins with a SEQUENCE.
func bareBase64(text []byte) ([]byte, bool) {
	der, err := decodeBase64(text)
	if err != nil || len(der) < 32 {
		return nil, false
	}
	e, _, ok := readElement(der)
	return der, ok && e.tag == tagSequence
}

// decodeBase64 decodes base64 in which white space may stand anywhere, also in the form \n that
// environment variables and JSON carry, and whose padding may be missing.
func decodeBase64(text []byte) ([]byte, error) {
	text = bytes.ReplaceAll(text, []byte(`\r`), nil)
	text = bytes.ReplaceAll(text, []byte(`\n`), nil)
	clean := bytes.Map(func(r rune) rune {
		switch r {
		case ' ', '\t', '\r', '\n', '\v', '\f', '\u00a0', '\u3000', '\ufeff', '\u200b':
			return -1
		}
		return r
	}, text)
	clean = bytes.TrimRight(clean, "=")
	out := make([]byte, base64.RawStdEncoding.DecodedLen(len(clean)))
	n, err := base64.RawStdEncoding.Decode(out, clean)
	return out[:n], err
}
