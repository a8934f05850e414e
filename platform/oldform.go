package platform

import (
	"context"

	"certviewer/cert"
	"certviewer/platform/internal/nssdb"
	"certviewer/trust"
)

// Lacks reports whether a database of NSS's old form (cert8.db), which is not read otherwise, certainly holds none of the
// certificates. It changes no byte.
func Lacks(ctx context.Context, info trust.Info, cc []*cert.Certificate) bool {
	return info.Path != "" && told(ctx, thisComputer().patience, func() bool { return nssdb.Lacks(info.Path, cc) })
}
