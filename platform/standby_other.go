//go:build !linux

package platform

import (
	"context"
	"io"

	"certviewer/trust"
)

// A Standby starts the children that make changes. On this system none is started before its work is known.
type Standby struct{}

// Expect says that stores will be changed soon.
func (*Standby) Expect(context.Context, trust.Where, string) {}

// Start is StartApply.
func (*Standby) Start(ctx context.Context, elevated bool, stores []trust.StoreID) (io.ReadWriteCloser, error) {
	return StartApply(ctx, elevated, stores)
}

// Close ends the children that still wait: none.
func (*Standby) Close() {}

// An Awaited is a store that is about to be opened for change in a child that waits for its plan: there is none here.
type Awaited struct{}

// Await has nothing to do here.
func Await(context.Context, string, trust.StoreID) *Awaited { return nil }

// Open is OpenWriter.
func (*Awaited) Open(ctx context.Context, id trust.StoreID, secret Secret) (trust.Writer, error) {
	return OpenWriter(ctx, trust.Where{}, id, secret)
}
