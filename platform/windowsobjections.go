package platform

import (
	"certviewer/facts"
	"certviewer/platform/internal/crypt32"
)

// What the bits of CERT_TRUST_STATUS and the answers of CertVerifyCertificateChainPolicy say against a certificate
// (learn.microsoft.com, "CERT_TRUST_STATUS structure", "CERT_CHAIN_POLICY_STATUS structure").
var (
	trustErrors = map[uint32]facts.Objection{
		crypt32.CERT_TRUST_IS_EXPLICIT_DISTRUST:              facts.Blocked,
		crypt32.CERT_TRUST_IS_REVOKED:                        facts.RevokedThere,
		crypt32.CERT_TRUST_IS_UNTRUSTED_ROOT:                 facts.NoTrustedRoot,
		crypt32.CERT_TRUST_IS_PARTIAL_CHAIN:                  facts.NoWayUp,
		crypt32.CERT_TRUST_IS_CYCLIC:                         facts.NoWayUp,
		crypt32.CERT_TRUST_IS_NOT_VALID_FOR_USAGE:            facts.NotForPurpose,
		crypt32.CERT_TRUST_IS_NOT_TIME_VALID:                 facts.NotInTime,
		crypt32.CERT_TRUST_HAS_WEAK_SIGNATURE:                facts.WeakSignature,
		crypt32.CERT_TRUST_IS_NOT_SIGNATURE_VALID:            facts.BadSignature,
		crypt32.CERT_TRUST_INVALID_NAME_CONSTRAINTS:          facts.NameNotAllowed,
		crypt32.CERT_TRUST_HAS_NOT_SUPPORTED_NAME_CONSTRAINT: facts.NameNotAllowed,
		crypt32.CERT_TRUST_HAS_NOT_DEFINED_NAME_CONSTRAINT:   facts.NameNotAllowed,
		crypt32.CERT_TRUST_HAS_NOT_PERMITTED_NAME_CONSTRAINT: facts.NameNotAllowed,
		crypt32.CERT_TRUST_HAS_EXCLUDED_NAME_CONSTRAINT:      facts.NameNotAllowed,
		crypt32.CERT_TRUST_INVALID_BASIC_CONSTRAINTS:         facts.NotAnIssuer,
		crypt32.CERT_TRUST_INVALID_EXTENSION:                 facts.OddExtension,
		crypt32.CERT_TRUST_HAS_NOT_SUPPORTED_CRITICAL_EXT:    facts.OddExtension,
		crypt32.CERT_TRUST_INVALID_POLICY_CONSTRAINTS:        facts.OutsidePolicy,
		crypt32.CERT_TRUST_NO_ISSUANCE_CHAIN_POLICY:          facts.OutsidePolicy,
	}
	policyErrors = map[uint32]facts.Objection{
		crypt32.TRUST_E_EXPLICIT_DISTRUST: facts.Blocked,
		crypt32.CERT_E_REVOKED:            facts.RevokedThere,
		crypt32.CERT_E_UNTRUSTEDROOT:      facts.NoTrustedRoot,
		crypt32.CERT_E_CHAINING:           facts.NoWayUp,
		crypt32.CERT_E_WRONG_USAGE:        facts.NotForPurpose,
		crypt32.CERT_E_PURPOSE:            facts.NotForPurpose,
		crypt32.CERT_E_EXPIRED:            facts.NotInTime,
		crypt32.TRUST_E_CERT_SIGNATURE:    facts.BadSignature,
		crypt32.CERT_E_INVALID_NAME:       facts.NameNotAllowed,
		crypt32.TRUST_E_BASIC_CONSTRAINTS: facts.NotAnIssuer,
		crypt32.CERT_E_ROLE:               facts.NotAnIssuer,
		crypt32.CERT_E_CRITICAL:           facts.OddExtension,
		crypt32.CERT_E_INVALID_POLICY:     facts.OutsidePolicy,
	}
)

// notAsked are the bits about revocation that say no more than that nobody asked.
const notAsked = crypt32.CERT_TRUST_REVOCATION_STATUS_UNKNOWN | crypt32.CERT_TRUST_IS_OFFLINE_REVOCATION

// objections says in our words why Windows does not trust a chain; nil when it does.
func objections(a crypt32.ChainAnswer) (out []facts.Objection) {
	against := map[facts.Objection]bool{}
	for bit := uint32(1); bit != 0; bit <<= 1 {
		if a.Errors&^notAsked&bit != 0 {
			why, known := trustErrors[bit]
			if !known {
				why = facts.OtherObjection
			}
			against[why] = true
		}
	}
	if len(against) == 0 && a.Policy != 0 { // else it says again what is known better
		why, known := policyErrors[a.Policy]
		if !known {
			why = facts.OtherObjection
		}
		against[why] = true
	}
	if against[facts.WeakSignature] {
		delete(against, facts.BadSignature) // Windows sets both
	}
	for _, o := range facts.Objections {
		if against[o] {
			out = append(out, o)
		}
	}
	return out
}
