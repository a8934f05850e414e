package crypt32

import (
	"bytes"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"time"
)

// Errors of a chain or of one of its certificates (CERT_TRUST_STATUS, wincrypt.h), those that say why it is not trusted.
const (
	CERT_TRUST_IS_NOT_TIME_VALID                 = 0x00000001
	CERT_TRUST_IS_REVOKED                        = 0x00000004
	CERT_TRUST_IS_NOT_SIGNATURE_VALID            = 0x00000008
	CERT_TRUST_IS_NOT_VALID_FOR_USAGE            = 0x00000010
	CERT_TRUST_IS_UNTRUSTED_ROOT                 = 0x00000020
	CERT_TRUST_REVOCATION_STATUS_UNKNOWN         = 0x00000040
	CERT_TRUST_IS_CYCLIC                         = 0x00000080
	CERT_TRUST_INVALID_EXTENSION                 = 0x00000100
	CERT_TRUST_INVALID_POLICY_CONSTRAINTS        = 0x00000200
	CERT_TRUST_INVALID_BASIC_CONSTRAINTS         = 0x00000400
	CERT_TRUST_INVALID_NAME_CONSTRAINTS          = 0x00000800
	CERT_TRUST_HAS_NOT_SUPPORTED_NAME_CONSTRAINT = 0x00001000
	CERT_TRUST_HAS_NOT_DEFINED_NAME_CONSTRAINT   = 0x00002000
	CERT_TRUST_HAS_NOT_PERMITTED_NAME_CONSTRAINT = 0x00004000
	CERT_TRUST_HAS_EXCLUDED_NAME_CONSTRAINT      = 0x00008000
	CERT_TRUST_IS_PARTIAL_CHAIN                  = 0x00010000
	CERT_TRUST_HAS_WEAK_SIGNATURE                = 0x00100000
	CERT_TRUST_IS_OFFLINE_REVOCATION             = 0x01000000
	CERT_TRUST_NO_ISSUANCE_CHAIN_POLICY          = 0x02000000
	CERT_TRUST_IS_EXPLICIT_DISTRUST              = 0x04000000
	CERT_TRUST_HAS_NOT_SUPPORTED_CRITICAL_EXT    = 0x08000000
)

// Answers of CertVerifyCertificateChainPolicy (winerror.h).
const (
	TRUST_E_CERT_SIGNATURE    = 0x80096004
	TRUST_E_BASIC_CONSTRAINTS = 0x80096019
	CERT_E_EXPIRED            = 0x800B0101
	CERT_E_ROLE               = 0x800B0103
	CERT_E_CRITICAL           = 0x800B0105
	CERT_E_PURPOSE            = 0x800B0106
	CERT_E_UNTRUSTEDROOT      = 0x800B0109
	CERT_E_CHAINING           = 0x800B010A
	CERT_E_REVOKED            = 0x800B010C
	CERT_E_WRONG_USAGE        = 0x800B0110
	TRUST_E_EXPLICIT_DISTRUST = 0x800B0111
	CERT_E_INVALID_POLICY     = 0x800B0113
	CERT_E_INVALID_NAME       = 0x800B0114
)

// A ChainQuestion asks what Windows makes of a certificate. It goes from the parent to the child that asks; the format is
// private to one version of the program.
type ChainQuestion struct {
	Certificate []byte       `json:"certificate"`
	With        [][]byte     `json:"with,omitempty"` // further certificates that may lead up to a root
	At          time.Time    `json:"at"`
	Usages      []ChainUsage `json:"usages"`
}

// A ChainUsage is one purpose to ask about.
type ChainUsage struct {
	EKU string `json:"eku"`           // the extended key usage that the whole chain must allow, in dots
	SSL bool   `json:"ssl,omitempty"` // judged by the rules for TLS, else by the rules for everything
}

// A ChainAnswer is what Windows says to one ChainUsage.
type ChainAnswer struct {
	Errors uint32   `json:"errors"` // CERT_TRUST_… of the chain
	Policy uint32   `json:"policy"` // what CertVerifyCertificateChainPolicy says; 0 = nothing against it
	Chain  [][]byte `json:"chain"`  // SHA-256 of its certificates, from the one that was asked about
}

// ErrNotWindows says that there is nobody to ask.
var ErrNotWindows = errors.New("crypt32.dll is Windows' alone")

// ServeChains is the child's end: it reads a ChainQuestion from in, and writes the answers to out, in the order of the usages.
func ServeChains(in io.Reader, out io.Writer) error {
	var q ChainQuestion
	if err := json.NewDecoder(in).Decode(&q); err != nil {
		return fmt.Errorf("the question makes no sense: %w", err)
	}
	a, err := buildChains(q)
	if err != nil {
		return err
	}
	return json.NewEncoder(out).Encode(a)
}

// ReadChains is the parent's end: it reads what ServeChains wrote in answer to q, and believes nothing else.
func ReadChains(output []byte, q ChainQuestion) ([]ChainAnswer, error) {
	var aa []ChainAnswer
	if err := json.Unmarshal(output, &aa); err != nil {
		return nil, fmt.Errorf("what Windows was said to answer makes no sense: %w", err)
	}
	if len(aa) != len(q.Usages) {
		return nil, errors.New("the answer is to another question")
	}
	self := sha256.Sum256(q.Certificate)
	for _, a := range aa {
		if len(a.Chain) == 0 || !bytes.Equal(a.Chain[0], self[:]) {
			return nil, errors.New("the answer is about another certificate")
		}
		for _, sum := range a.Chain {
			if len(sum) != sha256.Size {
				return nil, fmt.Errorf("a fingerprint of %d bytes", len(sum))
			}
		}
	}
	return aa, nil
}
