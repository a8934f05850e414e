//go:build !windows

package platform

import (
	"errors"
	"io"
	"os"
)

// DialParent is for Windows: elsewhere a child with administrator's rights has its parent's pipes.
func DialParent(string) (io.ReadWriteCloser, error) { return nil, errors.ErrUnsupported }

// ForgetEnvironment drops what a child with administrator's rights was told by a person without them.
func ForgetEnvironment() { os.Clearenv() }
