package platform

import (
	"context"
	"time"

	"certviewer/cert"
	"certviewer/platform/internal/nssdb"
	"certviewer/trust"
)

// Lacks reports whether a database of NSS's old form (cert8.db), which is not read otherwise, certainly holds none of the
// certificates. It changes no byte.
func Lacks(ctx context.Context, info trust.Info, cc []*cert.Certificate) bool {
	if info.Path == "" {
		return false
	}
	ch := make(chan bool, 1)
	go func() { ch <- nssdb.Lacks(info.Path, cc) }() // the folder may be on a network that is gone
	timeout := time.NewTimer(thisComputer().patience)
	defer timeout.Stop()
	select {
	case yes := <-ch:
		return yes
	case <-timeout.C:
	case <-ctx.Done():
	}
	return false
}
