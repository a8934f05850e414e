// Package nss is the vocabulary of NSS, Mozilla's cryptographic library: how it writes down
// trust, and what its records mean for a person. It is shared by the reader of databases and
// the reader of built-in roots; it opens nothing.
package nss

// Object classes (pkcs11t.h, pkcs11n.h of NSS).
const (
	ClassCertificate = 0x00000001 // CKO_CERTIFICATE
	ClassPublicKey   = 0x00000002 // CKO_PUBLIC_KEY
	ClassPrivateKey  = 0x00000003 // CKO_PRIVATE_KEY
	ClassTrust       = 0x0000000B // CKO_TRUST, PKCS #11 v3.2, NSS 3.112 and later
	ClassNSSTrust    = 0xCE534353 // CKO_NSS_TRUST
)

// Attributes.
const (
	Label        = 0x00000003 // CKA_LABEL
	Value        = 0x00000011 // CKA_VALUE
	Issuer       = 0x00000081 // CKA_ISSUER
	SerialNumber = 0x00000082 // CKA_SERIAL_NUMBER, a DER INTEGER
	ID           = 0x00000102 // CKA_ID

	NSSDB             = 0xD5A0DB00 // CKA_NSS_DB, of a private key: its public number
	NSSEmail          = 0xCE534352 // CKA_NSS_EMAIL
	NSSCertSHA1       = 0xCE5363B4 // CKA_NSS_CERT_SHA1_HASH
	NSSCertMD5        = 0xCE5363B5 // CKA_NSS_CERT_MD5_HASH
	NSSTrustServer    = 0xCE536358 // CKA_NSS_TRUST_SERVER_AUTH
	NSSTrustClient    = 0xCE536359 // CKA_NSS_TRUST_CLIENT_AUTH
	NSSTrustCode      = 0xCE53635A // CKA_NSS_TRUST_CODE_SIGNING
	NSSTrustEmail     = 0xCE53635B // CKA_NSS_TRUST_EMAIL_PROTECTION
	NSSStepUp         = 0xCE536360 // CKA_NSS_TRUST_STEP_UP_APPROVED
	NSSServerDistrust = 0xCE534373 // CKA_NSS_SERVER_DISTRUST_AFTER
	NSSEmailDistrust  = 0xCE534374 // CKA_NSS_EMAIL_DISTRUST_AFTER
	NSSMozillaPolicy  = 0xCE534372 // CKA_NSS_MOZILLA_CA_POLICY

	HashOfCertificate = 0x00000635 // CKA_HASH_OF_CERTIFICATE, by the algorithm of NameHashAlgorithm
	NameHashAlgorithm = 0x0000008C // CKA_NAME_HASH_ALGORITHM
	TrustServer       = 0x0000062C // CKA_TRUST_SERVER_AUTH
	TrustClient       = 0x0000062D // CKA_TRUST_CLIENT_AUTH
	TrustCode         = 0x0000062E // CKA_TRUST_CODE_SIGNING
	TrustEmail        = 0x0000062F // CKA_TRUST_EMAIL_PROTECTION
)

// A Level is what a trust record says for one purpose, whichever dialect it is written in.
type Level uint8

// The levels. Names in brackets are those of CKT_NSS_… and CKT_….
const (
	Unknown    Level = iota // nothing is said (TRUST_UNKNOWN)
	Distrusted              // NOT_TRUSTED
	MustVerify              // decide by the chain (MUST_VERIFY_TRUST)
	ValidCA                 // a CA, but no anchor (VALID_DELEGATOR; NSS's own dialect only)
	Peer                    // this very certificate (TRUSTED)
	Anchor                  // everything below it (TRUSTED_DELEGATOR, TRUST_ANCHOR)
)

// LevelOf translates a CK_TRUST value of either dialect. What neither knows is Unknown, as NSS
// takes it.
func LevelOf(v uint64) Level {
	switch v {
	case 0xCE534352, 2:
		return Anchor
	case 0xCE534351, 1:
		return Peer
	case 0xCE53435A, 3:
		return Distrusted
	case 0xCE534353, 4:
		return MustVerify
	case 0xCE53435B:
		return ValidCA
	}
	return Unknown
}
