package nss

import (
	"bytes"
	"crypto/sha1"
	"crypto/sha256"
	"strings"
	"sync"
	"time"

	"certviewer/cert"
	"certviewer/trust"
)

// A Token is what one PKCS #11 token, or one database, holds of certificates and trust.
type Token struct {
	Certificates []*Certificate // in the token's order
	NSSTrust     []Record       // CKO_NSS_TRUST
	Trust        []Record       // CKO_TRUST
	KeyIDs       map[string]bool
	KeyOrder     map[string]int // place of each of KeyIDs in the token's order, from 1; nil = not known

	waiting []*Certificate // added, and not being parsed yet
	parsing sync.WaitGroup
}

// A Certificate is a CKO_CERTIFICATE object.
type Certificate struct {
	DER    []byte
	Label  string
	ID     []byte // CKA_ID, which its private key shares
	Issuer []byte
	Serial []byte // a DER INTEGER

	// What only the lists of built-in roots have.
	ServerDistrustAfter time.Time // zero: no date
	EmailDistrustAfter  time.Time
	Mozilla             bool // it stands in Mozilla's root programme

	parsed *cert.Certificate
}

// A Record is a trust object of either dialect.
type Record struct {
	Issuer, Serial              []byte
	Hash                        []byte // of the certificate; empty = any with this issuer and serial
	Server, Client, Email, Code Level
	StepUp                      bool // CKO_NSS_TRUST only
	Signature                   Signature
}

// A Dialect is which kind of trust record counts first where both exist.
type Dialect int

// The dialects.
const (
	Classic Dialect = iota // CKO_NSS_TRUST first: NSS before 3.112, so Chromium and certutil of today's distributions
	Modern                 // CKO_TRUST first: Firefox and Thunderbird from 153 on
)

// Add appends a certificate. It is parsed while the caller reads on: parsing takes longer than
// reading, and is what a second core is good for.
func (t *Token) Add(c *Certificate) {
	const batch = 32 // worth a goroutine
	t.Certificates = append(t.Certificates, c)
	if t.waiting = append(t.waiting, c); len(t.waiting) == batch {
		t.parse()
	}
}

func (t *Token) parse() {
	some := t.waiting
	t.waiting = nil
	t.parsing.Go(func() {
		for _, c := range some {
			c.parsed = cert.Parse(c.DER)
		}
	})
}

// Entries says what the token's certificates and records mean to a program of this dialect. A
// certificate that the token holds twice is one entry. origin may be nil. Entries is called once
// everything was added, from one goroutine.
func (t *Token) Entries(d Dialect, origin func(*Certificate) trust.Origin) []trust.Entry {
	t.parse()
	classic, modern := index(t.NSSTrust), index(t.Trust)
	t.parsing.Wait()
	seen := make(map[cert.Fingerprint]bool, len(t.Certificates))
	out := make([]trust.Entry, 0, len(t.Certificates))
	said := sayings{}
	for _, c := range t.Certificates {
		if seen[c.parsed.SHA256] {
			continue
		}
		seen[c.parsed.SHA256] = true
		old, now := classic.find(c), modern.find(c)
		first, second := old, now
		if d == Modern {
			first, second = now, old
		}
		if first == nil {
			first, second = second, nil
		}
		e := trust.Entry{
			Certificate: c.parsed,
			Name:        name(c.Label),
			Trust:       said.judgements(first, c),
			HasKey:      len(c.ID) > 0 && t.KeyIDs[string(c.ID)],
		}
		if e.HasKey {
			e.KeyOrder = t.KeyOrder[string(c.ID)]
		}
		e.Native = old.flags(e.HasKey)
		e.Standing, e.Ignored = standing(first, c)
		if second != nil {
			if other := said.judgements(second, c); differ(e.Trust, other) {
				e.Disputed = other
			}
		}
		if origin != nil {
			e.Origin = origin(c)
		}
		out = append(out, e)
	}
	return out
}

// name returns a label as NSS reads it, up to its first NUL: some in Mozilla's own list end in one.
func name(label string) string {
	label, _, _ = strings.Cut(label, "\x00")
	return strings.ToValidUTF8(label, "\ufffd")
}

type records map[string]*Record

// index keeps the first record of each issuer and serial number: that is the one that NSS asks
// for (nssToken_FindTrustForCertificate takes one object).
func index(rs []Record) records {
	m := make(records, len(rs))
	for i := range rs {
		k := key(rs[i].Issuer, rs[i].Serial)
		if m[k] == nil {
			m[k] = &rs[i]
		}
	}
	return m
}

func key(issuer, serial []byte) string { return string(issuer) + "\x00" + string(serial) }

// find returns the record that counts for c, or nil. A record with the hash of another
// certificate does not count, as in NSS's nssTrust_Create.
func (m records) find(c *Certificate) *Record {
	r := m[key(c.Issuer, c.Serial)]
	if r == nil {
		return nil
	}
	switch len(r.Hash) {
	case 0:
		return r
	case sha1.Size:
		if h := c.sha1(); !bytes.Equal(h[:], r.Hash) {
			return nil
		}
	case sha256.Size:
		if h := c.sha256(); !bytes.Equal(h[:], r.Hash) {
			return nil
		}
	default:
		return nil // of an algorithm that NSS does not write here: it can match nothing
	}
	return r
}

// whole reports whether the parsed certificate is all of the DER: its hashes are then those
// that NSS takes, which go over trailing bytes too.
func (c *Certificate) whole() bool { return c.parsed != nil && len(c.parsed.Raw) == len(c.DER) }

func (c *Certificate) sha1() [sha1.Size]byte {
	if c.whole() {
		return c.parsed.SHA1
	}
	return sha1.Sum(c.DER)
}

func (c *Certificate) sha256() [sha256.Size]byte {
	if c.whole() {
		return c.parsed.SHA256
	}
	return sha256.Sum256(c.DER)
}
