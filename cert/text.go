package cert

import (
	"encoding/hex"
	"fmt"
	"strings"
	"time"

	"github.com/smallstep/certinfo"
)

// Text returns all there is to say about the certificate, for experts, as OpenSSL lays it out. A
// certificate that Go refuses is written by our own, plainer means, its extensions in hexadecimal. The
// error is ErrNotCertificate.
func (c *Certificate) Text() (string, error) {
	if c.Subject.Raw == nil {
		return "", ErrNotCertificate
	}
	x := c.X509()
	if x == nil {
		return c.dump(), nil
	}
	text, err := certinfo.CertificateText(x)
	if err != nil {
		return c.dump(), nil // it does not know every key and extension that Go parses
	}
	return printableLines(text), nil
}

// printableLines is Printable for text of many lines.
func printableLines(text string) string {
	lines := strings.Split(text, "\n")
	for i, line := range lines {
		lines[i] = Printable(strings.ReplaceAll(line, "\t", "    "))
	}
	return strings.Join(lines, "\n")
}

// dump writes what our own walk found.
func (c *Certificate) dump() string {
	var s strings.Builder
	line := func(depth int, label, value string) {
		s.WriteString(strings.Repeat("    ", depth))
		s.WriteString(strings.TrimRight(label+": "+Printable(value), " "))
		s.WriteByte('\n')
	}
	date := func(t time.Time) string {
		if t.IsZero() {
			return "cannot be read"
		}
		return t.UTC().Format("Jan _2 15:04:05 2006 MST")
	}
	line(0, "Certificate", "")
	line(1, "Data", "")
	line(2, "Version", fmt.Sprintf("%d (0x%x)", c.version, c.version-1))
	line(2, "Serial Number", fmt.Sprintf("%s (%s)", c.SerialDecimal(), c.SerialHex()))
	line(2, "Signature Algorithm", c.Signature)
	line(2, "Issuer", c.Issuer.String())
	line(2, "Validity", "")
	line(3, "Not Before", date(c.NotBefore))
	line(3, "Not After", date(c.NotAfter))
	line(2, "Subject", c.Subject.String())
	line(2, "Subject Public Key Info", c.Key)
	shape, _ := readShape(c.Raw)
	shape.rest.skipUniqueIDs()
	if e, ok := shape.rest.take(tagContext0 + 3); ok {
		line(2, "X509v3 extensions", "")
		eachExtension(e.content, func(oid []byte, critical bool, value []byte) {
			name := oidString(oid)
			if critical {
				name += " critical"
			}
			line(3, name, hex.EncodeToString(value))
		})
	}
	line(1, "Signature Value", hex.EncodeToString(c.signature))
	if c.Err() != nil {
		line(1, "Go's parser", c.Err().Error())
	}
	return s.String()
}
