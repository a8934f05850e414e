package platform

import (
	"context"
	"encoding/json"
	"time"

	"certviewer/platform/internal/nss"
	"certviewer/platform/internal/softoken"
	"certviewer/trust"
)

// verifyPatience is how long NSS's library may take to check the records of a database; 10,000 records take a
// second.
const verifyPatience = 2 * time.Second

// VerifiedEntries implements trust.Verifier. The library is asked only about records that trust or distrust
// something: most databases hold none.
func (s *nssStore) VerifiedEntries(ctx context.Context, first func([]trust.Entry)) ([]trust.Entry, error) {
	return s.entries(ctx, func(ctx context.Context, t *nss.Token) { s.verify(ctx, t, first) })
}

// verify fills the signatures of t's records, as far as they can be told. It returns when ctx ends, whatever the child
// does then.
func (s *nssStore) verify(ctx context.Context, t *nss.Token, first func([]trust.Entry)) {
	classic, modern := nss.Stating(t.NSSTrust), nss.Stating(t.Trust)
	libraries := s.computer.softokens(s.info.Application)
	if len(classic)+len(modern) == 0 || len(libraries) == 0 || t.KeyIDs == nil { // nil: signatures cannot be read either
		return
	}
	patience := verifyPatience
	if deadline, ok := ctx.Deadline(); ok { // a library that hangs must not cost the list
		patience = min(patience, time.Until(deadline)/2)
	}
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	q := softoken.Question{Libraries: libraries, Folder: s.info.Path, NSSTrust: named(classic), Trust: named(modern)}
	answered := make(chan softoken.Answer, 1)
	go func() {
		defer close(answered)
		if a, err := s.ask(ctx, q); err == nil {
			answered <- a
		}
	}()
	if first != nil {
		first(t.Entries(s.dialect, nil))
	}
	select {
	case <-ctx.Done():
	case a := <-answered:
		fill(classic, a.NSSTrust)
		fill(modern, a.Trust)
	}
}

func (s *nssStore) ask(ctx context.Context, q softoken.Question) (softoken.Answer, error) {
	question, err := json.Marshal(q)
	if err != nil {
		return softoken.Answer{}, err
	}
	out, err := askNative(ctx, s.computer.reader, s.computer.softokenFolder(s.info.Application), question, "trust")
	if err != nil {
		return softoken.Answer{}, err
	}
	return softoken.ReadAnswer(out, q)
}

// fill enters what was answered; nothing where there was no answer.
func fill(records []*nss.Record, signatures []nss.Signature) {
	for i, x := range signatures {
		records[i].Signature = x
	}
}

func named(records []*nss.Record) []softoken.Named {
	out := make([]softoken.Named, len(records))
	for i, r := range records {
		out[i] = softoken.Named{Issuer: r.Issuer, Serial: r.Serial}
	}
	return out
}
