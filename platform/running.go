package platform

import (
	"context"
	"time"

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
	ch := make(chan bool, 1)
	go func() { // the folder may be on a network that is gone
		if info.Application == chromium {
			ch <- c.chromiumRuns(info.ID)
		} else {
			ch <- mozilla.InUse(info.Path)
		}
	}()
	timeout := time.NewTimer(c.patience)
	defer timeout.Stop()
	select {
	case yes := <-ch:
		return yes
	case <-timeout.C:
	case <-ctx.Done():
	}
	return false
}
