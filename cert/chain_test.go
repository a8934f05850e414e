package cert

import (
	"crypto/x509"
	"crypto/x509/pkix"
	"math/big"
	"slices"
	"testing"
	"time"
)

// names are what a chain consists of, by serial number where names are alike.
func names(chain []*Certificate) (out []string) {
	for _, c := range chain {
		out = append(out, c.Subject.Display()+" "+c.SerialDecimal())
	}
	return out
}

func TestChain(t *testing.T) {
	numbered := func(cn string, serial int64, years int, issuer *authority, key *authority) *authority {
		template := x509.Certificate{
			Subject: pkix.Name{CommonName: cn}, SerialNumber: big.NewInt(serial), IsCA: true, BasicConstraintsValid: true,
			NotAfter: time.Date(2020+years, 1, 1, 0, 0, 0, 0, time.UTC),
		}
		if key == nil {
			return issue(t, template, issuer, newKey())
		}
		return issue(t, template, issuer, key.key)
	}
	old := numbered("Old Root", 1, 30, nil, nil)
	root := numbered("Root", 2, 30, nil, nil)
	longer := numbered("Root", 3, 40, nil, root)     // the same key, renewed
	cross := numbered("Root", 4, 50, old, root)      // the same key, signed by the old root
	impostor := numbered("Root", 5, 60, nil, nil)    // the same name only
	middle := numbered("Middle", 6, 20, root, nil)   // signed by root's key
	again := numbered("Middle", 7, 25, root, middle) // the same key, renewed
	end := issue(t, x509.Certificate{Subject: pkix.Name{CommonName: "end"}, SerialNumber: big.NewInt(8)}, middle, nil)
	// two that certify each other
	a1, b1 := numbered("A", 9, 30, nil, nil), numbered("B", 10, 30, nil, nil)
	a2, b2 := numbered("A", 11, 30, b1, a1), numbered("B", 12, 30, a1, b1)

	for _, test := range []struct {
		name string
		of   *authority
		pool []*authority
		want []string
	}{
		{"alone", end, nil, []string{"end 8"}},
		{"to the root", end, []*authority{root, middle}, []string{"end 8", "Middle 6", "Root 2"}},
		{"a root is its own chain", root, []*authority{root, longer, old}, []string{"Root 2"}},
		{"valid longest", end, []*authority{middle, again, root, longer}, []string{"end 8", "Middle 7", "Root 3"}},
		{"root rather than cross certificate", end, []*authority{cross, root, old, middle}, []string{"end 8", "Middle 6", "Root 2"}},
		{"cross certificate where there is no root", end, []*authority{cross, old, middle}, []string{"end 8", "Middle 6", "Root 4", "Old Root 1"}},
		{"same name, other key", end, []*authority{impostor, middle}, []string{"end 8", "Middle 6"}},
		{"circle", a2, []*authority{b2, a2}, []string{"A 11", "B 12"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			var pool []*Certificate
			for _, p := range test.pool {
				pool = append(pool, p.Certificate)
			}
			for range 2 { // in either order
				if got := names(Chain(test.of.Certificate, pool)); !slices.Equal(got, test.want) {
					t.Errorf("%q, want %q", got, test.want)
				}
				slices.Reverse(pool)
			}
		})
	}
}

func TestChainIsBounded(t *testing.T) {
	issuer := ca(t, "0", nil, newKey())
	pool := []*Certificate{issuer.Certificate}
	for range 2 * maxChain {
		issuer = ca(t, issuer.SHA1Hex(), issuer, newKey())
		pool = append(pool, issuer.Certificate)
	}
	if got := Chain(issuer.Certificate, pool); len(got) != maxChain {
		t.Errorf("chain of %d", len(got))
	}
}

// An issuer whose key Go cannot use is found by its name; key identifiers decide between two.
func TestChainWithoutVerifying(t *testing.T) {
	root := ca(t, "Root", nil, nil)
	end := issue(t, x509.Certificate{Subject: pkix.Name{CommonName: "end"}}, root, nil)
	unreadable := Parse(patchAll(root.Raw, content("1.2.840.10045.2.1"), content("1.2.840.10045.2.9")))
	if unreadable.publicKey() != nil {
		t.Fatal("its key can be read")
	}
	if got := Chain(end.Certificate, []*Certificate{unreadable}); len(got) != 2 || got[1] != unreadable {
		t.Errorf("%q", names(got))
	}
	if got := Chain(end.Certificate, []*Certificate{unreadable, root.Certificate}); len(got) != 2 || got[1] != root.Certificate {
		t.Errorf("%q", names(got))
	}
}

func TestSelfSigned(t *testing.T) {
	root := ca(t, "Root", nil, nil)
	rollover := ca(t, "Root", root, newKey()) // self-issued: the new key, signed by the old one (RFC 5280 3.2)
	if !root.SelfIssued() || !root.SelfSigned() || root.Kind() != Root {
		t.Error("a root is not self-signed")
	}
	if !rollover.SelfIssued() || rollover.SelfSigned() {
		t.Error("a key roll-over counts as self-signed")
	}
	// By its form alone, without key identifiers, it cannot be told from a root; with them it can.
	if rollover.Kind() != Root {
		t.Errorf("kind %s", rollover.Kind())
	}
	rollover.extensions.aki, rollover.extensions.ski = []byte{1}, []byte{2}
	if rollover.Kind() != Intermediate {
		t.Error("a key roll-over counts as a root, though its key identifiers differ")
	}
	if got := Chain(rollover.Certificate, []*Certificate{root.Certificate}); len(got) != 2 {
		t.Errorf("%q", names(got))
	}
	plain := Certificate{Raw: root.Raw, Subject: root.Subject, Issuer: root.Issuer} // not by Parse
	if !plain.SelfSigned() {
		t.Error("a literal cannot say, and its key identifiers do not object")
	}
}
