package cert

import (
	"bytes"
	"strings"
)

var (
	pemBegin = []byte("-----BEGIN ")
	pemEnd   = []byte("-----END ")
	pemDash  = []byte("-----")
)

// addPEM reads the blocks of a text (RFC 7468) more patiently than encoding/pem, which passes over
// damaged blocks in silence: line ends of every system, everything on one line, rubbish between blocks, headers.
// A block is what its content is; its label decides only when the content is nothing we know.
func (f *File) addPEM(text []byte) {
	line, counted := 1, 0
	for at, end := 0, -1; ; {
		begin := index(text, pemBegin, at)
		if begin < 0 {
			return
		}
		line += bytes.Count(text[counted:begin], []byte("\n"))
		counted = begin
		if f.full() {
			f.skip(line, SkipTooMany, "")
			return
		}
		at = begin + len(pemBegin)
		label, ok := pemLabel(text[at:])
		if !ok {
			continue
		}
		at += len(label) + len(pemDash)
		if end < at && end != len(text) { // looked for once only, however many blocks lack it
			if end = index(text, pemEnd, at); end < 0 {
				end = len(text)
			}
		}
		if next := index(text[:end], pemBegin, at); next >= 0 || end == len(text) {
			f.skip(line, SkipCutOff, label)
			continue
		}
		f.addBlock(label, text[at:end], line)
		at = end
	}
}

// addBlock adds the content of one block.
func (f *File) addBlock(label string, body []byte, line int) {
	kind := labelKind(label)
	if kind == KindKey || kind == KindPGP { // a key needs no second copy in memory; PGP adds a checksum that is not base64
		f.skip(line, kind, label)
		return
	}
	der, err := decodeBase64(dropHeaders(body))
	if err != nil {
		f.skip(line, SkipNotBase64, label+": "+err.Error())
		return
	}
	e, _, ok := readElement(der) // what follows in a TRUSTED CERTIFICATE is OpenSSL's own
	switch {
	case !ok:
		f.skip(line, SkipCutOff, label)
		return
	case e.tag != tagSequence:
		f.skip(line, SkipNotCertificate, label)
		return
	}
	before := len(f.Skipped)
	f.add(e, line)
	if len(f.Skipped) == before {
		return
	}
	if s := &f.Skipped[before]; s.What == KindUnknown {
		s.Detail = label
		if s.What = kind; kind == "" {
			s.What = SkipNotCertificate
		}
	}
}

// labelKind returns what a label says its block is; "" for certificates.
func labelKind(label string) string {
	switch {
	case strings.Contains(label, "PRIVATE KEY"):
		return KindKey
	case strings.Contains(label, "PUBLIC KEY"):
		return KindPublicKey
	case strings.Contains(label, "REQUEST"):
		return KindCSR
	case strings.Contains(label, "CRL"):
		return KindCRL
	case strings.HasPrefix(label, "PGP"):
		return KindPGP
	case strings.Contains(label, "PKCS7"), strings.Contains(label, "PKCS #7"), label == "CMS":
		return KindP7
	case strings.HasSuffix(label, "CERTIFICATE"):
		return ""
	}
	return KindUnknown
}

// pemLabel returns the label that text begins with.
func pemLabel(text []byte) (string, bool) {
	n := bytes.Index(text[:min(len(text), 80)], pemDash)
	if n < 0 || bytes.ContainsAny(text[:n], "\r\n") {
		return "", false
	}
	return string(text[:n]), true
}

// dropHeaders drops lines such as "Proc-Type: 4,ENCRYPTED" (RFC 1421 4.6) in front of the base64.
func dropHeaders(body []byte) []byte {
	colon := bytes.LastIndexByte(body, ':')
	if colon < 0 {
		return body
	}
	if end := bytes.IndexByte(body[colon:], '\n'); end >= 0 {
		return body[colon+end:]
	}
	return body
}

// index is bytes.Index from an offset.
func index(text, what []byte, from int) int {
	if from > len(text) {
		return -1
	}
	if i := bytes.Index(text[from:], what); i >= 0 {
		return from + i
	}
	return -1
}
