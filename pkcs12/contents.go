package pkcs12

import (
	"bytes"
	"slices"

	"certviewer/cert"
)

// Contents is what a file holds. Nothing refers to the file's bytes.
type Contents struct {
	Identities   []Identity
	Keys         []Key               // those without a certificate
	Certificates []*cert.Certificate // those without a key, in the file's order, each once
	Skipped      []cert.Skip         // revocation lists, secrets and what else is of no use here; Where counts from 1
}

// An Identity is a certificate with its private key.
type Identity struct {
	Leaf         *cert.Certificate
	Key          []byte // PKCS #8 in DER, of any algorithm; not encrypted
	FriendlyName string // what the maker of the file called it; safe to show, may be empty
}

// A Key is a private key whose certificate is not in the file.
type Key struct {
	Key          []byte // as in Identity
	FriendlyName string
}

// Wipe overwrites the private keys.
func (c *Contents) Wipe() {
	for _, id := range c.Identities {
		clear(id.Key)
	}
	for _, k := range c.Keys {
		clear(k.Key)
	}
}

// gather makes Contents of bags. A key belongs to the certificates that have its public key: one in most files, two in
// one that also holds the old certificate of a renewed one. Only where the public key cannot be had from the private
// one, because Go does not know the algorithm, their common localKeyID decides.
func gather(bags []bag) *Contents {
	c := &Contents{}
	type named struct {
		*cert.Certificate
		bag
		taken bool
	}
	var certificates []*named
	var keys []bag
	for i, b := range bags {
		switch {
		case b.key != nil:
			if !slices.ContainsFunc(keys, func(k bag) bool { return bytes.Equal(k.key, b.key) }) {
				keys = append(keys, b)
			}
		case b.other != "":
			c.Skipped = append(c.Skipped, cert.Skip{Where: i + 1, What: b.other, Detail: b.detail})
		default:
			parsed := cert.Parse(b.certificate)
			if parsed.Err() == cert.ErrNotCertificate {
				c.Skipped = append(c.Skipped, cert.Skip{Where: i + 1, What: cert.SkipNotCertificate})
				continue
			}
			same := func(n *named) bool { return n.SHA256 == parsed.SHA256 }
			if at := slices.IndexFunc(certificates, same); at < 0 {
				certificates = append(certificates, &named{Certificate: parsed, bag: b})
			} else if certificates[at].keyID == nil { // Java writes the chain of each key
				certificates[at].bag = b
			}
		}
	}
	for _, k := range keys {
		public := publicKey(k.key)
		alone := true
		for _, n := range certificates {
			if public == nil && (k.keyID == nil || !bytes.Equal(k.keyID, n.keyID)) ||
				public != nil && !bytes.Equal(public, subjectKey(n.SPKI)) {
				continue
			}
			name := n.name
			if name == "" {
				name = k.name
			}
			c.Identities = append(c.Identities, Identity{n.Certificate, bytes.Clone(k.key), name})
			n.taken, alone = true, false
		}
		if alone {
			c.Keys = append(c.Keys, Key{bytes.Clone(k.key), k.name})
		}
	}
	for _, n := range certificates {
		if !n.taken {
			c.Certificates = append(c.Certificates, n.Certificate)
		}
	}
	return c
}
