package platform

import (
	"bytes"
	"encoding/pem"
	"iter"
	"strings"
	"unicode/utf8"
)

// A found certificate is one in a PEM file.
type found struct {
	der     []byte
	name    string
	trusted bool // written as OpenSSL's TRUSTED CERTIFICATE
}

// pemCertificates returns the certificates in a PEM text. Damaged blocks are passed over. A
// comment right above a block ("# ISRG Root X1", "# Label: …") is the certificate's name.
func pemCertificates(text []byte) []found {
	var out []found
	for before, block := range blocks(text) {
		p, _ := pem.Decode(block)
		if p == nil || len(p.Headers) > 0 { // with headers it is encrypted, or something else
			continue
		}
		f := found{name: comment(before)}
		switch p.Type {
		case "CERTIFICATE", "X509 CERTIFICATE":
			f.der = p.Bytes
		case "TRUSTED CERTIFICATE": // OpenSSL's: the certificate, and behind it what it is trusted for
			f.der, f.trusted = firstElement(p.Bytes), true
		}
		if len(f.der) > 0 {
			out = append(out, f)
		}
	}
	return out
}

// blocks yields each PEM block that has both its ends, with what stands before it. It looks for the
// ends itself: pem.Decode steps over a damaged block without saying so, and the next one would
// get its name.
func blocks(text []byte) iter.Seq2[[]byte, []byte] {
	begin, end := []byte("-----BEGIN "), []byte("-----END ")
	return func(yield func(before, block []byte) bool) {
		for {
			at := bytes.Index(text, begin)
			if at < 0 {
				return
			}
			stop := bytes.Index(text[at:], end)
			if stop < 0 {
				return
			}
			// The last beginning before this end: an earlier one was cut off.
			start := bytes.LastIndex(text[:at+stop], begin)
			next := len(text)
			if nl := bytes.IndexByte(text[at+stop:], '\n'); nl >= 0 {
				next = at + stop + nl + 1
			}
			if !yield(text[:start], text[start:next]) {
				return
			}
			text = text[next:]
		}
	}
}

// comment returns the name in the last line before a block, or "".
func comment(before []byte) string {
	before = bytes.TrimRight(before, "\r\n")
	line := bytes.TrimPrefix(before[bytes.LastIndexByte(before, '\n')+1:], []byte("\ufeff"))
	if !utf8.Valid(line) || !bytes.HasPrefix(line, []byte("#")) {
		return ""
	}
	name := strings.TrimSpace(strings.TrimLeft(string(line), "# \t"))
	if label, ok := strings.CutPrefix(name, "Label:"); ok {
		name = strings.Trim(strings.TrimSpace(label), `"`)
	}
	if len(name) > 200 {
		return ""
	}
	return name
}

// firstElement returns the first DER element of b; nil if there is none.
func firstElement(b []byte) []byte {
	if len(b) < 2 {
		return nil
	}
	head, size := 2, int(b[1])
	if size >= 0x80 {
		n := size & 0x7f
		if n == 0 || n > 4 || len(b) < 2+n {
			return nil
		}
		head, size = 2+n, 0
		for _, x := range b[2:head] {
			size = size<<8 | int(x)
		}
	}
	if size < 0 || size > len(b)-head {
		return nil
	}
	return b[:head+size]
}
