//go:build linux

package nssdb_test

import (
	"crypto/sha1"
	"crypto/sha256"
	"database/sql"
	"encoding/binary"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"

	"certviewer/cert"
	"certviewer/platform/internal/nss"
	"certviewer/trust"
	"certviewer/trust/trusttest"
)

// TestFlags compares what we show with what certutil shows, for every combination of letters
// that it takes.
func TestFlags(t *testing.T) {
	dir := newDB(t, "")
	letters := []string{"", "p", "P", "c", "C", "T", "CT", "cT", "Cp", "cP", "pc", "w", "Cw", "CTw", "u"}
	serial := 1000
	for _, a := range letters {
		for _, b := range []string{"", "C", "p", "P", "c", "T"} {
			flags := a + "," + b + "," + letters[serial%len(letters)]
			serial++
			add(t, dir, trusttest.Root(t, fmt.Sprint(serial)), fmt.Sprintf("name %d %s", serial, flags), flags)
		}
	}
	for i, flags := range []string{"u,u,u", "CTu,Cu,Cu", "P,,", "p,p,p", ",,", "c,c,c"} {
		makeOwn(t, dir, fmt.Sprintf("own%d", i), flags, strconv.Itoa(i+1))
	}
	want, _ := listed(t, dir)
	entries := list(t, dir, nss.Classic)
	if len(entries) != len(want) || len(entries) < 90 {
		t.Fatalf("%d entries, certutil shows %d", len(entries), len(want))
	}
	for _, e := range entries {
		if want[e.Name] != e.Native {
			t.Errorf("%s: %q, certutil shows %q", e.Name, e.Native, want[e.Name])
		}
		if e.HasKey != strings.HasPrefix(e.Name, "own") {
			t.Errorf("%s: HasKey is %v", e.Name, e.HasKey)
		}
	}
}

// TestMeaning fixes what the flags of certutil say for each purpose.
func TestMeaning(t *testing.T) {
	const (
		yes  = "trusted explicit"
		no   = "distrusted explicit"
		must = "unstated explicit"

		itself = "trusted itself"
	)
	dir := newDB(t, "")
	for _, tt := range []struct {
		flags                       string
		server, client, email, code string
	}{
		{"C,,", yes, must, must, must},
		{"CT,C,C", yes, yes, yes, yes},
		{"T,,", must, yes, must, must},
		{"p,p,p", no, no, no, no},
		{"P,,", itself, itself, must, must},
		{"c,c,c", must, must, must, must},
		{",,", "unstated", "unstated", "unstated", "unstated"}, // certutil writes no record
		{",C,p", must, must, yes, no},
	} {
		c := trusttest.Root(t, "flags "+tt.flags)
		add(t, dir, c, "flags "+tt.flags, tt.flags)
		entries := list(t, dir, nss.Classic)
		e := entries[len(entries)-1]
		if e.Certificate.SHA256 != c.SHA256 {
			t.Fatalf("%s: the newest entry is %s", tt.flags, e.Name)
		}
		got := [5]string{}
		for i, p := range cert.Purposes {
			j := e.For(p)
			got[i] = strings.TrimSpace(string(j.Verdict) + " " + string(j.How))
		}
		if want := [5]string{tt.server, tt.client, tt.email, tt.code, "unstated"}; got != want {
			t.Errorf("%q means %q, want %q", tt.flags, got, want)
		}
	}
}

// TestDialects: Firefox 153 writes trust in a second way, which counts first for it and not at
// all for others. Where the two differ, both are told.
func TestDialects(t *testing.T) {
	dir := newDB(t, "")
	both, old, other, same := trusttest.Root(t, "both"), trusttest.Root(t, "old"), trusttest.Root(t, "other"), trusttest.Root(t, "same")
	add(t, dir, both, "both", "C,,")
	add(t, dir, old, "old", ",C,")
	add(t, dir, other, "other", "C,,")
	add(t, dir, same, "same", "C,,")
	db := openDB(t, dir, "cert9.db")
	modernise(t, db)
	sum := func(c *cert.Certificate) []byte { h := sha256.Sum256(c.Raw); return h[:] }
	setModern(t, db, both, sum(both), 3, 3, 0, 2)
	setModern(t, db, other, sum(both), 3, 3, 3, 3) // of another certificate: it does not count
	setModern(t, db, same, sum(same), 2, 4, 4, 4)
	db.Close()

	for _, tt := range []struct {
		dialect      nss.Dialect
		name         string
		server, mail trust.Judgement
		disputed     trust.Verdict // of the server purpose; "" = no dispute
	}{
		{nss.Modern, "both", trust.Judgement{Verdict: trust.Distrusted, How: trust.Explicit}, trust.Judgement{Verdict: trust.Trusted, How: trust.Explicit}, trust.Trusted},
		{nss.Classic, "both", trust.Judgement{Verdict: trust.Trusted, How: trust.Explicit}, trust.Judgement{Verdict: trust.Unstated, How: trust.Explicit}, trust.Distrusted},
		{nss.Modern, "old", trust.Judgement{Verdict: trust.Unstated, How: trust.Explicit}, trust.Judgement{Verdict: trust.Trusted, How: trust.Explicit}, ""},
		{nss.Modern, "other", trust.Judgement{Verdict: trust.Trusted, How: trust.Explicit}, trust.Judgement{Verdict: trust.Unstated, How: trust.Explicit}, ""},
		{nss.Modern, "same", trust.Judgement{Verdict: trust.Trusted, How: trust.Explicit}, trust.Judgement{Verdict: trust.Unstated, How: trust.Explicit}, ""},
	} {
		entries := list(t, dir, tt.dialect)
		i := slices.IndexFunc(entries, func(e trust.Entry) bool { return e.Name == tt.name })
		if i < 0 {
			t.Fatalf("%s is missing", tt.name)
		}
		e := entries[i]
		if e.For(cert.Server) != tt.server || e.For(cert.Email) != tt.mail {
			t.Errorf("dialect %d, %s: server %v, email %v, want %v, %v", tt.dialect, tt.name, e.For(cert.Server), e.For(cert.Email), tt.server, tt.mail)
		}
		if got := e.Disputed[cert.Server].Verdict; got != tt.disputed || (tt.disputed == "") != (e.Disputed == nil) {
			t.Errorf("dialect %d, %s: disputed %v, want %q", tt.dialect, tt.name, e.Disputed, tt.disputed)
		}
	}
	// CKO_TRUST's zero says nothing, which is less than "decide by the chain".
	e := list(t, dir, nss.Modern)[0]
	if j := e.For(cert.Code); j != (trust.Judgement{Verdict: trust.Unstated}) {
		t.Errorf("unknown trust is %v", j)
	}
}

// TestRecords: which trust record belongs to a certificate.
func TestRecords(t *testing.T) {
	for _, tt := range []struct {
		name, change string
		args         []any
		native       string
	}{
		{"as written", "", nil, "C,,"},
		{"hash of another certificate", "UPDATE nssPublic SET ace5363b4 = ? WHERE a0 = x'ce534353'", []any{make([]byte, sha1.Size)}, ",,"},
		{"no hash", "UPDATE nssPublic SET ace5363b4 = x'a5005a' WHERE a0 = x'ce534353'", nil, "C,,"},
		{"record of another serial number", "UPDATE nssPublic SET a82 = x'020101' WHERE a0 = x'ce534353'", nil, ",,"},
		{"value that means nothing", "UPDATE nssPublic SET ace536358 = x'12345678' WHERE a0 = x'ce534353'", nil, "c,,"},
		{"value of another length", "UPDATE nssPublic SET ace536358 = x'52' WHERE a0 = x'ce534353'", nil, "c,,"},
		{"value that is text", "UPDATE nssPublic SET ace536358 = 'C' WHERE a0 = x'ce534353'", nil, "c,,"},
		{"step-up", "UPDATE nssPublic SET ace536360 = x'01' WHERE a0 = x'ce534353'", nil, "CG,,"},
	} {
		dir := newDB(t, "")
		c := trusttest.Root(t, "root")
		add(t, dir, c, "root", "C,,")
		if tt.change != "" {
			db := openDB(t, dir, "cert9.db")
			run(t, db, tt.change, tt.args...)
			db.Close()
		}
		if got := list(t, dir, nss.Classic)[0].Native; got != tt.native {
			t.Errorf("%s: %q, want %q", tt.name, got, tt.native)
		}
	}
}

// modernise gives a database the columns that Firefox 153 adds on opening, and some of the
// others, so that the order of columns is another.
func modernise(t testing.TB, db *sql.DB) {
	t.Helper()
	for _, c := range []string{"a171", "a172", "a62b", "a62c", "a62d", "a62e", "a62f", "a630", "a635", "a8c", "a637"} {
		run(t, db, "ALTER TABLE nssPublic ADD COLUMN "+c)
	}
}

// setModern writes a CKO_TRUST record for c, as Firefox 153 does.
func setModern(t testing.TB, db *sql.DB, c *cert.Certificate, hash []byte, server, client, code, email uint32) {
	t.Helper()
	var id int64
	if err := db.QueryRow("SELECT max(id) FROM nssPublic").Scan(&id); err != nil {
		t.Fatal(err)
	}
	run(t, db, `INSERT INTO nssPublic (id, a0, a81, a82, a635, a8c, a62c, a62d, a62e, a62f)
		SELECT ?, ?, a81, a82, ?, ?, ?, ?, ?, ? FROM nssPublic WHERE a0 = ? AND a11 = ?`,
		id+1, ulong(nss.ClassTrust), hash, ulong(0x250), ulong(server), ulong(client), ulong(code), ulong(email), ulong(nss.ClassCertificate), c.Raw)
}

func ulong(n uint32) []byte { return binary.BigEndian.AppendUint32(nil, n) }
