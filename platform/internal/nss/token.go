package nss

import (
	"bytes"
	"crypto/sha1"
	"crypto/sha256"
	"runtime"
	"sync"
	"time"

	"certviewer/cert"
	"certviewer/trust"
)

// A Token is what one PKCS #11 token, or one database, holds of certificates and trust.
type Token struct {
	Certificates []Certificate // in the token's order
	NSSTrust     []Record      // CKO_NSS_TRUST
	Trust        []Record      // CKO_TRUST
	KeyIDs       map[string]bool
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
}

// A Record is a trust object of either dialect.
type Record struct {
	Issuer, Serial              []byte
	Hash                        []byte // of the certificate; empty = any with this issuer and serial
	Server, Client, Email, Code Level
	StepUp                      bool // CKO_NSS_TRUST only
}

// A Dialect is which kind of trust record counts first where both exist.
type Dialect int

// The dialects.
const (
	Classic Dialect = iota // CKO_NSS_TRUST first: NSS before 3.112, so Chromium and certutil of today's distributions
	Modern                 // CKO_TRUST first: Firefox and Thunderbird from 153 on
)

// Entries says what the token's certificates and records mean to a program of this dialect. A
// certificate that the token holds twice is one entry. Certificates are parsed on all cores.
func (t *Token) Entries(d Dialect, origin func(*Certificate) trust.Origin) []trust.Entry {
	classic, modern := index(t.NSSTrust), index(t.Trust)
	seen := make(map[string]bool, len(t.Certificates))
	kept := make([]*Certificate, 0, len(t.Certificates))
	for i := range t.Certificates {
		if c := &t.Certificates[i]; !seen[string(c.DER)] {
			seen[string(c.DER)] = true
			kept = append(kept, c)
		}
	}
	out := make([]trust.Entry, len(kept))
	parallel(len(kept), func(i int) {
		c := kept[i]
		old, now := classic.find(c), modern.find(c)
		first, second := old, now
		if d == Modern {
			first, second = now, old
		}
		if first == nil {
			first, second = second, nil
		}
		e := trust.Entry{
			Certificate: cert.Parse(c.DER),
			Name:        c.Label,
			Trust:       judgements(first, c),
			HasKey:      len(c.ID) > 0 && t.KeyIDs[string(c.ID)],
		}
		e.Native = old.flags(e.HasKey)
		if other := judgements(second, c); second != nil && differ(e.Trust, other) {
			e.Disputed = other
		}
		if origin != nil {
			e.Origin = origin(c)
		}
		out[i] = e
	})
	return out
}

// parallel calls do(0) … do(n-1), on all cores when there are enough of them to be worth it.
func parallel(n int, do func(int)) {
	const batch = 32
	if n <= batch {
		for i := range n {
			do(i)
		}
		return
	}
	var next sync.Mutex
	at := 0
	var all sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), (n+batch-1)/batch) {
		all.Go(func() {
			for {
				next.Lock()
				from := at
				at += batch
				next.Unlock()
				if from >= n {
					return
				}
				for i := from; i < min(from+batch, n); i++ {
					do(i)
				}
			}
		})
	}
	all.Wait()
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
		if h := sha1.Sum(c.DER); !bytes.Equal(h[:], r.Hash) {
			return nil
		}
	case sha256.Size:
		if h := sha256.Sum256(c.DER); !bytes.Equal(h[:], r.Hash) {
			return nil
		}
	default:
		return nil // of an algorithm that NSS does not write here: it can match nothing
	}
	return r
}
