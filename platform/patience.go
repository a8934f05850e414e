package platform

import (
	"context"
	"errors"
	"fmt"
	"time"

	"certviewer/trust"
)

// within calls read and returns what it returns, or StoreNoAnswer when that takes longer than
// limit. read gets a context that ends a little earlier, so that it can say itself what it was
// waiting for; a system call on a dead network folder cannot be ended, so it is left behind.
func within(ctx context.Context, limit time.Duration, read func(context.Context) ([]trust.Entry, error)) ([]trust.Entry, error) {
	type result struct {
		entries []trust.Entry
		err     error
	}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	inner, cancel := context.WithTimeout(ctx, limit-limit/20)
	done := make(chan result, 1)
	go func() {
		defer cancel()
		entries, err := read(inner)
		done <- result{entries, err}
	}()
	timeout := time.NewTimer(limit)
	defer timeout.Stop()
	select {
	case r := <-done:
		switch {
		case ctx.Err() != nil && r.err != nil:
			return nil, ctx.Err()
		case errors.Is(r.err, context.DeadlineExceeded):
			return nil, noAnswer(limit)
		}
		return r.entries, r.err
	case <-timeout.C:
		return nil, noAnswer(limit)
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// told calls ask and returns what it returns, false when that takes longer than limit: a folder on a network that is gone
// does not answer.
func told(ctx context.Context, limit time.Duration, ask func() bool) bool {
	ch := make(chan bool, 1)
	go func() { ch <- ask() }()
	timeout := time.NewTimer(limit)
	defer timeout.Stop()
	select {
	case yes := <-ch:
		return yes
	case <-timeout.C:
	case <-ctx.Done():
	}
	return false
}

func noAnswer(limit time.Duration) error {
	return &trust.Problem{Code: trust.StoreNoAnswer, Detail: fmt.Sprintf("no answer within %v", limit)}
}
