package catalog

import (
	"crypto/sha256"
	"encoding/pem"
	"io/fs"
	"strings"
	"sync"
	"time"

	"certviewer/cert"
)

// A Root is a root that the catalogue has something to say about.
type Root struct {
	ID       string             // "digicert-trusted-root-g4": for good, used on the command line
	Short    string             // at most 28 half-width characters, for sentences
	Subject  string             // its name, RFC 4514
	SHA256   []cert.Fingerprint // every self-signed certificate of this name and key that we know
	SPKI     cert.Fingerprint   // SHA-256 of the SubjectPublicKeyInfo
	Offer    []cert.Purpose     // the purposes it may be added for; empty = never offered
	Distrust []Distrust         // programmes that ended trust, those with a date first
	PEM      []byte             // embedded where we may offer to install it
	Sources  []Source

	parsed func() *cert.Certificate
}

// A Distrust is a programme's decision to end trust in a root.
type Distrust struct {
	Programme Programme
	Date      time.Time      // zero when not known
	Purposes  []cert.Purpose // nil when it is not known which
}

// Certificate returns the certificate of r.PEM, nil where there is none.
func (r *Root) Certificate() *cert.Certificate { return r.parsed() }

// MayAddFor reports whether r may be offered for purpose p.
func (r *Root) MayAddFor(p cert.Purpose) bool {
	for _, q := range r.Offer {
		if p == q {
			return true
		}
	}
	return false
}

// RootByID returns the root of that ID, nil when there is none.
func (c *Catalog) RootByID(id string) *Root { return c.byID[strings.ToLower(id)] }

// RootFor returns the root that x is a certificate of, nil when the catalogue does not have it. It
// goes by fingerprint, else by name and public key, for CAs sign their roots anew. A certificate of
// the same name and key that another CA signed is no root and not matched.
func (c *Catalog) RootFor(x *cert.Certificate) *Root {
	if r := c.bySHA256[x.SHA256]; r != nil {
		return r
	}
	if x.SPKI == nil || !x.SelfIssued() {
		return nil
	}
	r := c.bySPKI[sha256.Sum256(x.SPKI)]
	if r == nil || r.Subject != x.Subject.String() {
		return nil
	}
	return r
}

// readRoots reads the roots and links them with the programmes.
func (c *Catalog) readRoots(dir fs.FS, file string) error {
	c.byID = map[string]*Root{}
	c.bySHA256 = map[cert.Fingerprint]*Root{}
	c.bySPKI = map[cert.Fingerprint]*Root{}
	err := readRecords(dir, file, func(r *record) {
		id := r.one("id")
		root := Root{
			ID: id.value, Short: r.text("short"), Subject: r.text("subject"),
			SPKI: r.hash(r.one("spki")), SHA256: r.hashes("sha256"),
			Sources: r.sources(c),
		}
		if f, ok := r.maybe("offer"); ok {
			root.Offer = r.purposes(f)
		}
		if f, ok := r.maybe("pem"); ok {
			s, known := c.sources[f.value]
			if !known {
				r.fail(f, "%q is not in sources.txt", f.value)
			}
			root.Sources = append(root.Sources, s)
			var err error
			if root.PEM, err = fs.ReadFile(dir, "roots/"+root.ID+".pem"); err != nil {
				r.fail(f, "%v", err)
			}
		}
		if len(root.SHA256) == 0 {
			r.one("sha256")
		}
		if c.idTaken(root.ID) {
			r.fail(id, "%q is there twice", root.ID)
		}
		root.Distrust = c.distrust(root.SHA256)
		root.parsed = sync.OnceValue(parsePEM(root.PEM))
		c.Roots = append(c.Roots, root)
	})
	for i := range c.Roots { // only now do they stay where they are
		r := &c.Roots[i]
		c.byID[r.ID] = r
		c.bySPKI[r.SPKI] = r
		for _, fp := range r.SHA256 {
			c.bySHA256[fp] = r
		}
	}
	return err
}

func (c *Catalog) idTaken(id string) bool {
	for _, r := range c.Roots {
		if r.ID == id {
			return true
		}
	}
	return false
}

// parsePEM returns the function that parses text when it is first needed.
func parsePEM(text []byte) func() *cert.Certificate {
	return func() *cert.Certificate {
		block, _ := pem.Decode(text)
		if block == nil {
			return nil
		}
		return cert.Parse(block.Bytes)
	}
}

// distrust works out from the membership table which programmes ended trust in every certificate of
// a root. A programme that has one of them has the root.
func (c *Catalog) distrust(certificates []cert.Fingerprint) []Distrust {
	var rows []standings
	for _, fp := range certificates {
		row, _ := c.membership.row(fp)
		rows = append(rows, row)
	}
	var dated, undated []Distrust
	for i, p := range Programmes {
		end, in := Distrust{Programme: p}, false
		var last Standing
		for _, row := range rows {
			s := row[i]
			in = in || s.State == In
			if s.Since.After(last.Since) || s.State == Disabled && last.State != Removed {
				last = s
			}
		}
		if q, ok := mozillaPurpose[p]; ok {
			end.Purposes = []cert.Purpose{q}
		}
		switch end.Date = last.Since; {
		case in:
		case !end.Date.IsZero():
			dated = append(dated, end)
		case last.State == Disabled:
			undated = append(undated, end)
		}
	}
	return append(dated, undated...)
}
