package app

import (
	"context"
	"strings"

	"certviewer/catalog"
	"certviewer/cert"
	"certviewer/facts"
	"certviewer/task"
	"certviewer/trust"
)

// A Row is a certificate in a store, with what we know about it.
type Row struct {
	Store      trust.Info
	Entry      trust.Entry
	Programmes catalog.Membership
}

// Rows lists the certificates of stores whose text matches filter ("" = all), and the stores, read or not.
func (a *App) Rows(ctx context.Context, talk task.Talk, w trust.Where, filter string) ([]Row, []facts.Store, error) {
	host, err := a.Gather(ctx, talk, w)
	if err != nil {
		return nil, nil, err
	}
	return a.RowsOf(host, filter), host.Stores, nil
}

// RowsOf lists what was gathered before.
func (a *App) RowsOf(host *facts.Host, filter string) []Row {
	n := 0
	for _, s := range host.Stores {
		n += len(s.Entries)
	}
	rows := make([]Row, 0, n)
	match := Matcher(filter)
	for _, s := range host.Stores {
		for _, e := range s.Entries {
			if match(e) {
				m, _ := a.Catalog.Membership(e.Certificate.SHA256)
				rows = append(rows, Row{s.Info, e, m})
			}
		}
	}
	return rows
}

// Matcher returns a test of entries against words that a person typed: each must occur in a name, an
// address, the serial number in either notation or a fingerprint. Width, case and kana do not matter.
func Matcher(filter string) func(trust.Entry) bool {
	words := strings.Fields(cert.Fold(filter))
	if len(words) == 0 {
		return func(trust.Entry) bool { return true }
	}
	query, queryErr := cert.ParseQuery(filter)
	return func(e trust.Entry) bool {
		if queryErr == nil && query.Matches(e.Certificate) {
			return true
		}
		text := SearchText(e)
		for _, w := range words {
			if !strings.Contains(text, w) {
				return false
			}
		}
		return true
	}
}

// SearchText is what a search looks through, folded.
func SearchText(e trust.Entry) string {
	c := e.Certificate
	parts := append([]string{e.Name, c.Subject.String(), c.Issuer.String(), c.SerialHex(), c.SerialDecimal(), c.SHA256.String(), c.SHA1Hex()}, c.Emails()...)
	parts = append(parts, c.DNSNames()...)
	return cert.Fold(strings.Join(parts, "\n"))
}
