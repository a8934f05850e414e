package app

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"

	"certviewer/cert"
	"certviewer/trust"
)

// A file on a network folder that is gone is given up, and so is one that nobody waits for any more.
func TestPatient(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		hang := make(chan struct{})
		defer close(hang)
		read := func() (*cert.File, error) { <-hang; return nil, nil }
		_, err := patient(t.Context(), "x", read)
		if f, ok := errors.AsType[*cert.FileError](err); !ok || f.Code != cert.FileNoAnswer || f.Path != "x" {
			t.Errorf("after %v: %v", trust.Patience, err)
		}
		if p := FileProblem("x", err); p.What.Args["count"] == nil {
			t.Errorf("%v does not say how long", p.What)
		}
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		if _, err := patient(ctx, "x", read); !errors.Is(err, context.Canceled) {
			t.Errorf("cancelled: %v", err)
		}
	})
}
