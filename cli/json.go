package cli

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"time"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"

	"certviewer/app"
	"certviewer/catalog"
	"certviewer/cert"
	"certviewer/diagnose"
	"certviewer/message"
	"certviewer/trust"
)

// The shapes of --json. Fields are added, never renamed or removed.

type storeJSON struct {
	ID       trust.StoreID `json:"id"`
	Name     string        `json:"name"`
	Scope    trust.Scope   `json:"scope"`
	Path     string        `json:"path"`
	Writable bool          `json:"writable"`
	Count    int           `json:"count"`
	Problem  *problemJSON  `json:"problem"`
}

type problemJSON struct {
	Code   string `json:"code"`
	Text   string `json:"text"`
	Detail string `json:"detail,omitempty"`
}

type certJSON struct {
	Store         *trust.StoreID                 `json:"store"` // null: it is in none
	Name          string                         `json:"name"`
	SHA256        string                         `json:"sha256"`
	SHA1          string                         `json:"sha1"`
	Subject       string                         `json:"subject"`
	Issuer        string                         `json:"issuer"`
	Serial        string                         `json:"serial"`
	SerialDecimal string                         `json:"serial_decimal"`
	NotBefore     string                         `json:"not_before"`
	NotAfter      string                         `json:"not_after"`
	Key           string                         `json:"key"`
	Signature     string                         `json:"signature"`
	Kind          cert.Kind                      `json:"kind"`
	IsCA          bool                           `json:"is_ca"`
	Trust         byPurpose[trust.Verdict]       `json:"trust"`
	TrustDetail   byPurpose[judgementJSON]       `json:"trust_detail"`
	Disputed      map[cert.Purpose]trust.Verdict `json:"disputed,omitempty"`
	NativeTrust   string                         `json:"native_trust"`
	HasKey        bool                           `json:"has_key"`
	Origin        trust.Origin                   `json:"origin,omitempty"`
	Programmes    catalog.Membership             `json:"programmes"`
	Error         *string                        `json:"error"`
}

// byPurpose is a value for each of cert.Purposes, in their order; as JSON an object. Thousands of rows are made:
// a map each would take longer than parsing the certificate.
type byPurpose[V any] [5]V

// MarshalJSON writes {"server": …, "client": …}.
func (v byPurpose[V]) MarshalJSON() ([]byte, error) {
	var b bytes.Buffer
	for i, p := range cert.Purposes {
		x, err := json.Marshal(v[i])
		if err != nil {
			return nil, err
		}
		fmt.Fprintf(&b, ",%q:%s", p, x)
	}
	b.WriteByte('}')
	b.Bytes()[0] = '{'
	return b.Bytes(), nil
}

type judgementJSON struct {
	How          trust.How `json:"how"`
	IssuedBefore *string   `json:"issued_before"`
}

type checkJSON struct {
	Version     string      `json:"version"`
	Time        string      `json:"time"`
	OS          string      `json:"os"`
	CatalogDate string      `json:"catalog_date"`
	Verdict     string      `json:"verdict"`
	Topics      []topicJSON `json:"topics"`
}

type topicJSON struct {
	ID       string        `json:"id"`
	Title    string        `json:"title"`
	Verdict  string        `json:"verdict"`
	Summary  string        `json:"summary"`
	Code     string        `json:"code"`
	Number   int           `json:"number"`
	Findings []findingJSON `json:"findings"`
}

type findingJSON struct {
	Code     string          `json:"code"`
	Number   int             `json:"number"`
	Severity string          `json:"severity"`
	Subject  *subjectJSON    `json:"subject"`
	Stores   []trust.StoreID `json:"stores"`
	Args     message.Args    `json:"args"`
	Text     string          `json:"text"`
	Remedies []remedyJSON    `json:"remedies"`
}

type subjectJSON struct {
	SHA256 string `json:"sha256"`
	Name   string `json:"name"`
}

type remedyJSON struct {
	ID      string  `json:"id"`
	Text    string  `json:"text"`
	Command *string `json:"command"`
}

type showJSON struct {
	certJSON
	Stores    []trust.StoreID  `json:"stores"`
	Chain     []chainJSON      `json:"chain"`
	TrustedBy []trustedByJSON  `json:"trusted_by"`
	Sources   []catalog.Source `json:"sources"`
	Records   []recordJSON     `json:"records,omitempty"`
	CheckCode string           `json:"check_code"`
	Purposes  []cert.Purpose   `json:"purposes"`
	DNSNames  []string         `json:"dns_names"`
	Emails    []string         `json:"emails"`
	InFile    int              `json:"certificates_in_file,omitempty"`
	KnownBad  string           `json:"known_bad,omitempty"` // whose private key it is that everybody can have
	Revoked   string           `json:"revoked,omitempty"`   // the day on which its issuer revoked it
	Misplaced []trust.StoreID  `json:"misplaced,omitempty"` // lists of Windows' in which it is no root, though it is one

	System     []systemJSON    `json:"system,omitempty"`     // what the system's own verifier says: Windows
	Revocation *revocationJSON `json:"revocation,omitempty"` // what its issuer said, by --online
}

type chainJSON struct {
	SHA256  string    `json:"sha256"`
	Subject string    `json:"subject"`
	Kind    cert.Kind `json:"kind"`
}

type trustedByJSON struct {
	Application   string         `json:"application"`
	ApplicationID string         `json:"application_id"`
	Purpose       cert.Purpose   `json:"purpose"`
	Verdict       trust.Verdict  `json:"verdict"`
	Store         *trust.StoreID `json:"store"`
	Why           trust.Why      `json:"why"`
	Text          string         `json:"text"`
	Via           *string        `json:"via"`
	IssuedBefore  *string        `json:"issued_before,omitempty"`
	Note          string         `json:"note,omitempty"` // how far our word on this application goes
}

// A clientJSON is one certificate of client list. days_left is 0 on the day on which it ended and below zero from the next,
// and null where the end cannot be read; offer is "first", "behind" (and before says what), or "" where the program does not offer it.
type clientJSON struct {
	SHA256        string               `json:"sha256"`
	SHA1          string               `json:"sha1"`
	Name          string               `json:"name"`
	Subject       string               `json:"subject"`
	Issuer        string               `json:"issuer"`
	Serial        string               `json:"serial"`
	SerialDecimal string               `json:"serial_decimal"`
	NotBefore     string               `json:"not_before"`
	NotAfter      string               `json:"not_after"`
	Key           string               `json:"key"`
	Emails        []string             `json:"emails"`
	State         diagnose.ClientState `json:"state"`
	StateText     string               `json:"state_text"`
	DaysLeft      *int                 `json:"days_left"`
	Action        bool                 `json:"action"`
	University    bool                 `json:"university"`
	Purposes      []cert.Purpose       `json:"purposes"`
	HasKey        bool                 `json:"has_key"`
	OfferedBy     []trust.StoreID      `json:"offered_by"`
	SupersededBy  *string              `json:"superseded_by"`
	Revocation    *revocationJSON      `json:"revocation"` // null: its issuer was not asked (--online)
	Places        []clientPlaceJSON    `json:"places"`
	Findings      []diagnose.Code      `json:"findings"`
}

type clientPlaceJSON struct {
	Store    trust.StoreID  `json:"store"`
	Name     string         `json:"name"`
	Nickname string         `json:"nickname"`
	HasKey   bool           `json:"has_key"`
	Offer    diagnose.Offer `json:"offer"`
	Before   *string        `json:"before"`
	Programs []string       `json:"programs,omitempty"` // that make the offer, where the store is no program's own
	Unasked  bool           `json:"unasked"`            // the first is sent without asking
	Accounts []string       `json:"accounts"`           // mail accounts that sign with it
	Sites    []string       `json:"sites"`              // which get it without asking
	Text     string         `json:"text"`
}

type diffJSON struct {
	A     string         `json:"a"`
	B     string         `json:"b"`
	OnlyA []diffCertJSON `json:"only_a"`
	OnlyB []diffCertJSON `json:"only_b"`
}

type diffCertJSON struct {
	SHA256   string         `json:"sha256"`
	Name     string         `json:"name"`
	Purposes []cert.Purpose `json:"purposes"`
	InOther  bool           `json:"in_other"`
}

// rowJSON is one row of cert list.
func rowJSON(r app.Row) certJSON {
	out := certificateJSON(r.Entry.Certificate, r.Programmes)
	e := r.Entry
	store := r.Store.ID
	out.Store, out.NativeTrust, out.HasKey, out.Origin = &store, e.Native, e.HasKey, e.Origin
	if e.Name != "" {
		out.Name = e.Name
	}
	for i, p := range cert.Purposes {
		j := e.For(p)
		out.Trust[i], out.TrustDetail[i] = j.Verdict, judgementJSON{j.How, timeJSON(j.IssuedBefore)}
		if d, ok := e.Disputed[p]; ok {
			if out.Disputed == nil {
				out.Disputed = map[cert.Purpose]trust.Verdict{}
			}
			out.Disputed[p] = d.Verdict
		}
	}
	return out
}

// certificateJSON is a certificate in no store.
func certificateJSON(c *cert.Certificate, m catalog.Membership) certJSON {
	subject := c.Subject.String()
	issuer := subject
	if !bytes.Equal(c.Subject.Raw, c.Issuer.Raw) {
		issuer = c.Issuer.String()
	}
	out := certJSON{
		Name: c.Subject.Display(), SHA256: c.SHA256.String(), SHA1: c.SHA1Hex(), Subject: subject, Issuer: issuer,
		Serial: c.SerialHex(), SerialDecimal: c.SerialDecimal(), NotBefore: stamp(c.NotBefore), NotAfter: stamp(c.NotAfter),
		Key: c.Key, Signature: c.Signature, Kind: c.Kind(), IsCA: c.IsCA(), Programmes: m,
	}
	if c.Err() != nil {
		s := c.Err().Error()
		out.Error = &s
	}
	for i := range out.Trust {
		out.Trust[i] = trust.Unstated
	}
	return out
}

func stamp(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(time.RFC3339)
}

func timeJSON(t *time.Time) *string {
	if t == nil {
		return nil
	}
	s := stamp(*t)
	return &s
}

// printJSON writes one value, indented, with the letters of names as they are.
func (s *session) printJSON(v any) error {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	if err := e.Encode(v); err != nil {
		return err
	}
	return s.writeJSON(tame(b.Bytes()))
}

// writeJSON writes JSON, or a part of it. Where text is encoded otherwise than in UTF-8, its reader would take UTF-8 for that:
// then it has no letters but ASCII's.
func (s *session) writeJSON(text []byte) error {
	if s.data != s.written {
		text = escape(text, func(r rune) bool { return r >= 0x7f })
	}
	_, err := s.data.Write(text)
	return err
}

// tame writes as escapes what encoding/json leaves as it is and a terminal would act on: control characters from
// U+007F on, and format characters, which reorder or hide their neighbours. Outside of its strings JSON
// has neither.
func tame(text []byte) []byte {
	return escape(text, func(r rune) bool { return r >= 0x7f && unicode.In(r, unicode.Cc, unicode.Cf) })
}

// escape writes the letters of JSON that are wild as escapes.
func escape(text []byte, wild func(rune) bool) []byte {
	if bytes.IndexFunc(text, wild) < 0 {
		return text
	}
	out := make([]byte, 0, len(text)+64)
	for _, r := range string(text) {
		switch {
		case !wild(r):
			out = utf8.AppendRune(out, r)
		case r > 0xffff:
			a, b := utf16.EncodeRune(r)
			out = fmt.Appendf(out, `\u%04x\u%04x`, a, b)
		default:
			out = fmt.Appendf(out, `\u%04x`, r)
		}
	}
	return out
}

func nonNil[T any](s []T) []T {
	if s == nil {
		return []T{}
	}
	return slices.Clone(s)
}
