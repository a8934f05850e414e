package app

import (
	"strings"

	"certviewer/cert"
	"certviewer/facts"
)

// Find returns the rows of the certificates that text names: a fingerprint in any spelling, a beginning of
// one that only one certificate has, or a serial number in hexadecimal or decimal. ok is false when text
// is none of these.
func (a *App) Find(host *facts.Host, text string) (rows []Row, ok bool) {
	match, ok := namer(text)
	if !ok {
		return nil, false
	}
	for _, r := range a.RowsOf(host, "") {
		if match(r.Entry.Certificate) {
			rows = append(rows, r)
		}
	}
	return rows, true
}

// KnownRoot returns the catalogue's certificate that text names as Find's does; nil when there is none, or several.
func (a *App) KnownRoot(text string) (found *cert.Certificate) {
	match, ok := namer(text)
	if !ok {
		return nil
	}
	for i := range a.Catalog.Roots {
		if c := a.Catalog.Roots[i].Certificate(); c != nil && match(c) {
			if found != nil {
				return nil
			}
			found = c
		}
	}
	return found
}

// FindThese returns the rows that hold any of the certificates.
func (a *App) FindThese(host *facts.Host, these []*cert.Certificate) (rows []Row) {
	want := map[cert.Fingerprint]bool{}
	for _, c := range these {
		want[c.SHA256] = true
	}
	for _, r := range a.RowsOf(host, "") {
		if want[r.Entry.Certificate.SHA256] {
			rows = append(rows, r)
		}
	}
	return rows
}

// namer makes a test of certificates out of what a person typed. A serial number is tried last: a
// fingerprint's beginning may look like one.
func namer(text string) (func(*cert.Certificate) bool, bool) {
	serial := strings.Map(func(r rune) rune {
		if strings.ContainsRune(" :-,\u3000", r) {
			return -1
		}
		return r
	}, cert.Fold(text))
	hex := strings.TrimPrefix(serial, "0x")
	query, err := cert.ParseQuery(text)
	digits := len(hex) >= 6 && strings.Trim(hex, "0123456789abcdef") == ""
	if err != nil && !digits {
		return nil, false
	}
	return func(c *cert.Certificate) bool {
		if err == nil && query.Matches(c) {
			return true
		}
		return digits && (sameNumber(hex, c.SerialHex()) || c.SerialDecimal() == serial)
	}, true
}

// sameNumber compares two numbers in hexadecimal. People leave leading zeros out, and some programs add a pair; more
// of them were never part of a serial number.
func sameNumber(typed, serial string) bool {
	return len(typed) <= len(serial)+2 && strings.TrimLeft(typed, "0") == strings.TrimLeft(serial, "0")
}

// Distinct returns the certificates of rows, each once, in order.
func Distinct(rows []Row) (out []*cert.Certificate) {
	seen := map[cert.Fingerprint]bool{}
	for _, r := range rows {
		if c := r.Entry.Certificate; !seen[c.SHA256] {
			seen[c.SHA256] = true
			out = append(out, c)
		}
	}
	return out
}
