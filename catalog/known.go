package catalog

import (
	"crypto/sha256"
	"encoding/hex"
	"io/fs"
	"time"

	"certviewer/cert"
)

// A Bad is a certificate whose private key is public: anyone can sign with it.
type Bad struct {
	Name    string // what people call it
	SHA256  cert.Fingerprint
	SPKI    cert.Fingerprint // SHA-256 of the SubjectPublicKeyInfo: the key is what is bad
	Date    time.Time        // when the key became publicly known
	Sources []Source
}

// KnownBad returns what is known of x's key when it is public, else nil. A certificate that was made
// anew with the same key is as bad.
func (c *Catalog) KnownBad(x *cert.Certificate) *Bad {
	var key cert.Fingerprint
	if x.SPKI != nil {
		key = sha256.Sum256(x.SPKI)
	}
	for i, b := range c.Bad {
		if x.SHA256 == b.SHA256 || x.SPKI != nil && key == b.SPKI {
			return &c.Bad[i]
		}
	}
	return nil
}

func (c *Catalog) readBad(dir fs.FS, file string) error {
	return readRecords(dir, file, func(r *record) {
		c.Bad = append(c.Bad, Bad{
			Name: r.text("name"), SHA256: r.hash(r.one("sha256")), SPKI: r.hash(r.one("spki")),
			Date: r.day(r.one("date")), Sources: r.sources(c),
		})
	})
}

// A Revoked is an intermediate that its issuer revoked, and whose revocation people meet as a
// warning that no root certificate cures.
type Revoked struct {
	CommonName string // of the intermediate
	Serial     []byte // as encoded
	Date       time.Time
	Sources    []Source
}

// RevokedIntermediate returns what is known of the revocation of x, else nil. It goes by serial
// number and common name: the issuer's DN is not in our sources, and a serial number of sixteen
// bytes is not met twice by accident.
func (c *Catalog) RevokedIntermediate(x *cert.Certificate) *Revoked {
	for i, r := range c.Revoked {
		if string(x.Serial) == string(r.Serial) && x.Subject.CommonName() == r.CommonName {
			return &c.Revoked[i]
		}
	}
	return nil
}

func (c *Catalog) readRevoked(dir fs.FS, file string) error {
	return readRecords(dir, file, func(r *record) {
		serial := r.one("serial")
		b, err := hex.DecodeString(serial.value)
		if err != nil {
			r.fail(serial, "%v", err)
		}
		c.Revoked = append(c.Revoked, Revoked{
			CommonName: r.text("common-name"), Serial: b, Date: r.day(r.one("date")), Sources: r.sources(c),
		})
	})
}
