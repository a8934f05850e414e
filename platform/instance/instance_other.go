//go:build !linux && !windows

package instance

import "context"

// maxPath is the longest path that macOS takes (PATH_MAX).
const maxPath = 1024

// A Holder is what no process has on this system.
type Holder struct{}

// Start says that there is no single window here.
func Start(context.Context, []string, string, bool) (*Holder, bool) { return nil, false }

// Serve has nothing to serve.
func (*Holder) Serve(func(file string)) {}

// Close has nothing to give up.
func (*Holder) Close() {}
