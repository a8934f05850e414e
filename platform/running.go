package platform

import (
	"context"

	"certviewer/platform/internal/mozilla"
	"certviewer/trust"
)

// Running reports whether a program has the store open now, so that a change could be lost, or would not be seen
// before the program is started again. It takes no lock and changes no byte; false also means that it cannot be told.
func Running(ctx context.Context, info trust.Info) bool { return thisComputer().running(ctx, info) }

func (c computer) running(ctx context.Context, info trust.Info) bool {
	if info.Scope != trust.ScopeUser || info.Path == "" {
		return false
	}
	return told(ctx, c.patience, func() bool {
		if info.Application == chromium {
			return c.chromiumRuns(info.ID)
		}
		return mozilla.InUse(info.Path)
	})
}
