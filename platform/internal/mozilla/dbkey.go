package mozilla

import (
	"encoding/base64"
	"encoding/binary"

	"certviewer/cert"
	"certviewer/trust"
)

// dbKeyHead is what stands before the serial number: two words of zeros, where module and slot once were, and
// the lengths of serial number and issuer (nsNSSCertificate::GetDbKey).
const dbKeyHead = 16

// DBKey returns how a program of Mozilla's names c in its settings.
func DBKey(c *cert.Certificate) string {
	b := make([]byte, 8, dbKeyHead+len(c.Serial)+len(c.Issuer.Raw))
	b = binary.BigEndian.AppendUint32(b, uint32(len(c.Serial)))
	b = binary.BigEndian.AppendUint32(b, uint32(len(c.Issuer.Raw)))
	b = append(b, c.Serial...)
	return base64.StdEncoding.EncodeToString(append(b, c.Issuer.Raw...))
}

// ParseDBKey reads what DBKey makes. Versions before 2008 broke it into lines and filled the first words.
func ParseDBKey(key string) (r trust.Reference, ok bool) {
	b, err := base64.StdEncoding.DecodeString(key) // leaves line ends out
	if err != nil || len(b) < dbKeyHead {
		return r, false
	}
	serial, issuer := uint64(binary.BigEndian.Uint32(b[8:])), uint64(binary.BigEndian.Uint32(b[12:]))
	if b = b[dbKeyHead:]; serial == 0 || issuer == 0 || uint64(len(b)) != serial+issuer {
		return r, false
	}
	return trust.Reference{Serial: b[:serial:serial], Issuer: b[serial:]}, true
}
