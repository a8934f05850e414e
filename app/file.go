package app

import (
	"context"
	"errors"

	"certviewer/cert"
	"certviewer/message"
	"certviewer/trust"
)

// ReadFile is cert.ReadFile that gives up after trust.Patience, and when ctx ends: a file on a dead network
// folder neither answers nor can be interrupted.
func ReadFile(ctx context.Context, path string) (*cert.File, error) {
	return patient(ctx, path, func() (*cert.File, error) { return cert.ReadFile(path) })
}

func patient[T any](ctx context.Context, path string, read func() (T, error)) (T, error) {
	type answer struct {
		file T
		err  error
	}
	var none T
	ch := make(chan answer, 1)
	go func() {
		f, err := read()
		ch <- answer{f, err}
	}()
	limit, cancel := context.WithTimeout(ctx, trust.Patience)
	defer cancel()
	select {
	case a := <-ch:
		return a.file, a.err
	case <-limit.Done():
		if ctx.Err() != nil {
			return none, ctx.Err()
		}
		return none, &cert.FileError{Path: path, Code: cert.FileNoAnswer}
	}
}

// FileProblem is what a person reads of an error of cert.ReadFile. name is the file as it should be called: its
// path in the terminal, its last part in the window.
func FileProblem(name string, err error) *message.Problem {
	f, ok := errors.AsType[*cert.FileError](err)
	if !ok {
		return message.AsProblem(err)
	}
	m := message.M(f.Code, "file", name)
	if f.Code == cert.FileNoAnswer {
		m.Args["count"] = message.Number(int(trust.Patience.Seconds()))
	}
	if f.Kind != "" {
		m.Args["kind"], m.Args["variant"] = message.M(f.Kind), message.Text(kindVariant[f.Kind])
	}
	return &message.Problem{What: m, Cause: err}
}

// kindVariant is which advice is given for a kind of file.
var kindVariant = map[string]string{cert.KindP12: "p12", cert.KindEML: "eml", cert.KindDamaged: "damaged"}
