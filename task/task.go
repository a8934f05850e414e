// Package task is how long work talks to whoever started it.
package task

import (
	"context"
	"errors"

	"certviewer/message"
)

// A Talk is a face as seen from below: somewhere to report progress and someone to
// ask. A nil func means that the face cannot do that.
type Talk struct {
	// Progress is called from any goroutine, never after the work has returned.
	Progress func(Progress)
	// Secret asks for a PIN or password. attempt is 0 at first and grows with each wrong
	// answer. The caller wipes the bytes when done.
	Secret func(ctx context.Context, what message.Message, attempt int) ([]byte, error)
	// Confirm shows what is about to happen and reports whether to go on.
	Confirm func(ctx context.Context, what message.Message) (bool, error)
}

// Progress is one report of work under way.
type Progress struct {
	Doing message.Message
	Done  int
	Total int // 0 when unknown
}

// ErrEnough is the cause of a context that a person cancels who wants to see what is there by then: work
// that can end with a part of its result does so, all other work is cancelled.
var ErrEnough = errors.New("what is there is enough")

// Report calls t.Progress where there is one.
func (t Talk) Report(p Progress) {
	if t.Progress != nil {
		t.Progress(p)
	}
}
