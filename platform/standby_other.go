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

// Preload has nothing to load here.
func Preload(string) {}

// Start is StartApply.
func (*Standby) Start(ctx context.Context, elevated bool, stores []trust.StoreID) (io.ReadWriteCloser, error) {
	return StartApply(ctx, elevated, stores)
}

// Close ends the children that still wait: none.
func (*Standby) Close() {}
