//go:build unix

package nssdb

import (
	"errors"
	"slices"
	"syscall"
)

// unreachable reports whether err is that of a network folder whose server is gone.
func unreachable(err error) bool {
	return slices.ContainsFunc([]error{
		syscall.ESTALE, syscall.ETIMEDOUT, syscall.EHOSTDOWN, syscall.EHOSTUNREACH, syscall.ENOTCONN, syscall.ENETUNREACH,
	}, func(gone error) bool { return errors.Is(err, gone) })
}
