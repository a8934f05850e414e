package app

import (
	"context"
	"io"

	"certviewer/catalog"
	"certviewer/change"
	"certviewer/trust"
)

// ServeChanges is what the child process does that makes the steps of a plan: it speaks with its parent on in and out
// until the plan is done, a step fails, or in ends. open and create are change.Child's.
func ServeChanges(ctx context.Context, open func(context.Context, trust.StoreID, func(attempt int) ([]byte, error)) (trust.Writer, error),
	create func(context.Context, trust.StoreID) error, elevated bool, in io.Reader, out io.Writer) error {
	c, err := catalog.Load()
	if err != nil {
		return err
	}
	return change.Child{Open: open, Create: create, Catalog: c, Elevated: elevated}.Serve(ctx, in, out)
}
