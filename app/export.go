package app

import (
	"bytes"

	"certviewer/cert"
	"certviewer/message"
)

// A Format is how certificates are written to a file.
type Format string

// The formats.
const (
	PEM Format = "pem"
	DER Format = "der"
	P7B Format = "p7b"
)

// Encode writes certificates in a format. DER holds one certificate only.
func Encode(cc []*cert.Certificate, f Format) ([]byte, error) {
	switch f {
	case DER:
		if len(cc) != 1 {
			return nil, &message.Problem{What: message.M("export-der-one", "count", len(cc))}
		}
		return cc[0].Raw, nil
	case P7B:
		return cert.EncodePKCS7(cc), nil
	}
	var b bytes.Buffer
	for _, c := range cc {
		b.Write(c.PEM())
	}
	return b.Bytes(), nil
}
