//go:build !linux

package platform

import "certviewer/trust"

// chromiumRuns has nothing to say: the browser's own database is looked at on Linux alone.
func (computer) chromiumRuns(trust.StoreID) bool { return false }
