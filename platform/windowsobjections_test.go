package platform

import (
	"slices"
	"testing"

	"certviewer/facts"
	"certviewer/platform/internal/crypt32"
)

// What Windows says against a certificate, in its numbers and in our words.
func TestObjections(t *testing.T) {
	for what, c := range map[string]struct {
		errors, policy uint32
		want           []facts.Objection
	}{
		"nothing":                        {0, 0, nil},
		"revocation, which nobody asked": {crypt32.CERT_TRUST_REVOCATION_STATUS_UNKNOWN | crypt32.CERT_TRUST_IS_OFFLINE_REVOCATION, 0, nil},
		"a root that nobody trusts":      {crypt32.CERT_TRUST_IS_UNTRUSTED_ROOT, crypt32.CERT_E_UNTRUSTEDROOT, []facts.Objection{facts.NoTrustedRoot}},
		"expired below such a root":      {0x21, crypt32.CERT_E_EXPIRED, []facts.Objection{facts.NoTrustedRoot, facts.NotInTime}},
		"on the blocked list":            {0x04000000, crypt32.TRUST_E_EXPLICIT_DISTRUST, []facts.Objection{facts.Blocked}},
		"weak, which is not valid too":   {0x00100008, crypt32.TRUST_E_CERT_SIGNATURE, []facts.Objection{facts.WeakSignature}},
		"several of one kind":            {0x0000f800, 0, []facts.Objection{facts.NameNotAllowed}},
		"the rules for TLS alone":        {0, crypt32.CERT_E_ROLE, []facts.Objection{facts.NotAnIssuer}},
		"a bit of another year":          {0x00200000, 0, []facts.Objection{facts.OtherObjection}},
		"a rule of another year":         {0, 0x800b01ff, []facts.Objection{facts.OtherObjection}},
	} {
		if got := objections(crypt32.ChainAnswer{Errors: c.errors, Policy: c.policy}); !slices.Equal(got, c.want) {
			t.Errorf("%s: %v, want %v", what, got, c.want)
		}
	}
	for _, known := range []map[uint32]facts.Objection{trustErrors, policyErrors} {
		for code, o := range known {
			if !slices.Contains(facts.Objections, o) {
				t.Errorf("0x%x is %q, which is none", code, o)
			}
		}
	}
}
