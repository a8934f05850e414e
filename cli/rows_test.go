package cli

import (
	"bytes"
	"encoding/json"
	"reflect"
	"testing"
	"time"
	"unicode"

	"certviewer/app"
	"certviewer/catalog"
	"certviewer/cert"
	"certviewer/trust"
)

// Rows written by hand say what encoding/json says, in the same order, for every kind of value.
func TestRowsAreJSON(t *testing.T) {
	c, err := catalog.Load()
	if err != nil {
		t.Fatal(err)
	}
	g4 := c.RootByID("digicert-trusted-root-g4").Certificate()
	before := time.Date(2024, 11, 30, 0, 0, 0, 0, time.UTC)
	m, _ := c.Membership(g4.SHA256)
	none, _ := c.Membership(cert.Fingerprint{})
	rows := []app.Row{
		{},
		{Store: trust.Info{ID: "nssdb:/tmp/証 \"x\"\n"}, Entry: trust.Entry{
			Certificate: g4, Name: "a<b>\u2028&\\\x01\u009b31m\x7f\u202e\U000e0041", Native: "CT,C,", HasKey: true, Origin: trust.Vendor,
			Trust:    map[cert.Purpose]trust.Judgement{cert.Server: {Verdict: trust.Trusted, How: trust.Explicit, IssuedBefore: &before}},
			Disputed: map[cert.Purpose]trust.Judgement{cert.Server: {Verdict: trust.Distrusted}},
		}, Programmes: m},
		{Entry: trust.Entry{Certificate: cert.Parse([]byte("no certificate"))}, Programmes: none},
	}
	rows[0] = rows[1]
	rows[0].Store.ID = ""
	var out, encoded bytes.Buffer
	s := &session{Streams: Streams{Out: &out}, data: &output{w: &out}}
	s.written = s.data
	otherwise := &session{Streams: Streams{Out: &out, Data: &encoded}, written: s.written, data: &output{w: &encoded}}
	if err := otherwise.printRowsJSON(rows); err != nil {
		t.Fatal(err)
	}
	if i := bytes.IndexFunc(encoded.Bytes(), func(r rune) bool { return r > 0x7e }); i >= 0 {
		t.Errorf("a reader of another encoding would misread %q", encoded.Bytes()[i:i+8])
	}
	if err := s.printRowsJSON(rows); err != nil {
		t.Fatal(err)
	}
	if i := bytes.IndexFunc(out.Bytes(), func(r rune) bool { return r != '\n' && unicode.In(r, unicode.Cc, unicode.Cf) }); i >= 0 {
		t.Errorf("a terminal would act on %q", out.Bytes()[i:i+8])
	}
	var got, want, other []map[string]any
	if err := json.Unmarshal(out.Bytes(), &got); err != nil {
		t.Fatalf("%v in %s", err, out.Bytes())
	}
	if err := json.Unmarshal(encoded.Bytes(), &other); err != nil {
		t.Fatalf("%v in %s", err, encoded.Bytes())
	}
	if !reflect.DeepEqual(other, got) {
		t.Errorf("in another encoding it says %v, not %v", other, got)
	}
	shapes := make([]certJSON, len(rows))
	for i, r := range rows {
		shapes[i] = rowJSON(r)
	}
	std, err := json.Marshal(shapes)
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(std, &want); err != nil {
		t.Fatal(err)
	}
	for i := range want {
		if !reflect.DeepEqual(got[i], want[i]) {
			t.Errorf("row %d:\ngot  %v\nwant %v", i, got[i], want[i])
		}
	}
	out.Reset()
	if err := s.printRowsJSON(nil); err != nil || out.String() != "[]\n" {
		t.Errorf("no rows: %q, %v", out.String(), err)
	}
}
