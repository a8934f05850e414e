//go:build !linux && !windows

package platform

import (
	"context"
	"io"

	"certviewer/trust"
)

// StartApply starts the child that makes changes. The stores of this system cannot be changed yet.
func StartApply(context.Context, bool, []trust.StoreID) (io.ReadWriteCloser, error) {
	return nil, trust.ErrReadOnly
}

// Greeting is what a child with administrator's rights says before anything else.
const Greeting = ""

// OpenAdminWriter opens what an administrator may change here: nothing yet.
func OpenAdminWriter(context.Context, trust.StoreID) (trust.Writer, error) {
	return nil, trust.ErrReadOnly
}
