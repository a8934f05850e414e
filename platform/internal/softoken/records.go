package softoken

import (
	"bytes"
	"cmp"
	"crypto/md5"
	"crypto/sha1"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"slices"

	"certviewer/cert"
	"certviewer/platform/internal/nss"
	"certviewer/trust"
)

// records are what a database holds of one certificate: trust.State.Exact. The certificate's own
// bytes are not among them, so that nobody can put another certificate into a journal.
type records struct {
	Certificate *certificateRecord `json:"certificate,omitempty"`
	Trust       []trustRecord      `json:"trust,omitempty"` // sorted; there may be some without the certificate
}

// A certificateRecord is a CKO_CERTIFICATE, without what its DER says.
type certificateRecord struct {
	Label []byte `json:"label,omitempty"`
	ID    []byte `json:"id,omitempty"`
	Email []byte `json:"email,omitempty"`
}

// A trustRecord is a CKO_NSS_TRUST or a CKO_TRUST. Levels are as the database has them; nil is one
// that is not there, or whose signature does not fit.
type trustRecord struct {
	Class     uint64  `json:"class"`
	Server    *uint64 `json:"server,omitempty"`
	Client    *uint64 `json:"client,omitempty"`
	Email     *uint64 `json:"email,omitempty"`
	Code      *uint64 `json:"code,omitempty"`
	SHA1      []byte  `json:"sha1,omitempty"`
	MD5       []byte  `json:"md5,omitempty"`
	StepUp    *bool   `json:"step_up,omitempty"`
	Hash      []byte  `json:"hash,omitempty"`      // CKO_TRUST
	Algorithm *uint64 `json:"algorithm,omitempty"` // CKO_TRUST: of Hash
}

// errRecords is what a damaged or hostile journal gets.
var errRecords = errors.New("the records to be restored make no sense")

// readRecords reads trust.State.Exact, which may come from a file that anybody has changed.
func readRecords(exact json.RawMessage) (r records, err error) {
	if len(exact) == 0 {
		return r, nil
	}
	d := json.NewDecoder(bytes.NewReader(exact))
	d.DisallowUnknownFields()
	if err := d.Decode(&r); err != nil {
		return records{}, fmt.Errorf("%w: %w", errRecords, err)
	}
	if len(r.Trust) > 8 {
		return records{}, fmt.Errorf("%w: %d trust records", errRecords, len(r.Trust))
	}
	for _, t := range r.Trust {
		if t.Class != nss.ClassNSSTrust && t.Class != nss.ClassTrust {
			return records{}, fmt.Errorf("%w: class %#x", errRecords, t.Class)
		}
	}
	slices.SortFunc(r.Trust, compareTrust)
	return r, nil
}

// exact is the other direction; nil where there are none.
func (r records) exact() json.RawMessage {
	if r.empty() {
		return nil
	}
	b, err := json.Marshal(r)
	if err != nil {
		panic(err) // bytes and numbers are always JSON
	}
	return b
}

func (r records) empty() bool { return r.Certificate == nil && len(r.Trust) == 0 }

func (r records) equal(o records) bool { return reflect.DeepEqual(r, o) }

// of returns the trust records of one class.
func (r records) of(class uint64) (out []trustRecord) {
	for _, t := range r.Trust {
		if t.Class == class {
			out = append(out, t)
		}
	}
	return out
}

// compareTrust sorts older records first, and those of one kind by what they say.
func compareTrust(a, b trustRecord) int {
	if c := cmp.Compare(b.Class, a.Class); c != 0 {
		return c
	}
	x, _ := json.Marshal(a)
	y, _ := json.Marshal(b)
	return bytes.Compare(x, y)
}

// state says what the records mean, as our reader of databases would.
func (r records) state(c *cert.Certificate, hasKey bool, d nss.Dialect) trust.State {
	s := trust.State{Present: r.Certificate != nil, HasKey: hasKey && r.Certificate != nil, Exact: r.exact()}
	if r.empty() {
		return s
	}
	issuer, serial := c.Issuer.Raw, serialNumber(c)
	object := &nss.Certificate{DER: c.Raw, Issuer: issuer, Serial: serial, ID: []byte{1}}
	t := &nss.Token{KeyIDs: map[string]bool{string(object.ID): s.HasKey}}
	if r.Certificate != nil {
		object.Label = string(r.Certificate.Label)
	}
	t.Add(object)
	for _, from := range r.Trust {
		to := nss.Record{
			Issuer: issuer, Serial: serial, Hash: from.Hash,
			Server: level(from.Server), Client: level(from.Client), Email: level(from.Email), Code: level(from.Code),
			StepUp: from.StepUp != nil && *from.StepUp,
		}
		if from.Class == nss.ClassNSSTrust {
			to.Hash = from.SHA1
			t.NSSTrust = append(t.NSSTrust, to)
		} else {
			t.Trust = append(t.Trust, to)
		}
	}
	e := t.Entries(d, nil)[0]
	s.Name, s.Trust = e.Name, e.Trust
	if s.Present {
		s.Native = e.Native
	}
	return s
}

func level(v *uint64) nss.Level {
	if v == nil {
		return nss.Unknown
	}
	return nss.LevelOf(*v)
}

// CK_TRUST values of CKO_NSS_TRUST (pkcs11n.h).
const (
	trustedDelegator uint64 = 0xCE534352 // CKT_NSS_TRUSTED_DELEGATOR: "C", for the client "T"
	mustVerify       uint64 = 0xCE534353 // CKT_NSS_MUST_VERIFY_TRUST: decide by the chain
	notTrusted       uint64 = 0xCE53435A // CKT_NSS_NOT_TRUSTED: "p"
	validDelegator   uint64 = 0xCE53435B // CKT_NSS_VALID_DELEGATOR: a CA, but no anchor
)

// Values of CKO_TRUST (PKCS #11 v3.2).
const (
	modernMustVerify uint64 = 4     // CKT_TRUST_MUST_VERIFY_TRUST
	mechanismSHA256  uint64 = 0x250 // CKM_SHA256, of CKA_NAME_HASH_ALGORITHM
)

// disbelieved is what NSS makes of a record whose signatures do not fit: it states nothing, and hides what a list of built-in
// roots says. What such a record says cannot be put back, for only the library signs.
func disbelieved(c *cert.Certificate, class uint64) trustRecord {
	if class == nss.ClassNSSTrust {
		t, _ := wanted(c, trust.Want{}) // only a purpose can be refused
		return t
	}
	decide, algorithm, sum := modernMustVerify, mechanismSHA256, sha256.Sum256(c.Raw)
	return trustRecord{
		Class:  class,
		Server: &decide, Client: &decide, Email: &decide, Code: &decide,
		Hash: sum[:], Algorithm: &algorithm,
	}
}

// wanted returns the one trust record that says exactly want, and hides what a list of built-in roots
// says. It is always a CKO_NSS_TRUST, which every NSS understands. The error is trust.ErrPurpose:
// NSS keeps nothing about time stamps.
func wanted(c *cert.Certificate, want trust.Want) (trustRecord, error) {
	levels := map[cert.Purpose]*uint64{}
	for _, p := range []cert.Purpose{cert.Server, cert.Client, cert.Email, cert.Code} {
		v := mustVerify
		if want.Distrust {
			v = notTrusted
		}
		levels[p] = &v
	}
	if want.Distrust && len(want.For) > 0 {
		return trustRecord{}, fmt.Errorf("%w: trusted and distrusted at once", trust.ErrPurpose)
	}
	for _, p := range want.For {
		v, ok := levels[p]
		if !ok {
			return trustRecord{}, fmt.Errorf("%w: %s", trust.ErrPurpose, p)
		}
		*v = trustedDelegator
	}
	// Server and client share a group of flags: an anchor for one of them is a CA for the other
	// (cert_trust_from_stan_trust in pki3hack.c).
	if server, client := levels[cert.Server], levels[cert.Client]; *server != *client {
		for _, v := range []*uint64{server, client} {
			if *v == mustVerify {
				*v = validDelegator
			}
		}
	}
	short, old, up := sha1.Sum(c.Raw), md5.Sum(c.Raw), false
	return trustRecord{
		Class:  nss.ClassNSSTrust,
		Server: levels[cert.Server], Client: levels[cert.Client], Email: levels[cert.Email], Code: levels[cert.Code],
		SHA1: short[:], MD5: old[:], StepUp: &up,
	}, nil
}
