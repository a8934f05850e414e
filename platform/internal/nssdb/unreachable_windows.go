package nssdb

import (
	"errors"
	"slices"

	"golang.org/x/sys/windows"
)

// unreachable reports whether err is that of a network folder whose server is gone.
func unreachable(err error) bool {
	return slices.ContainsFunc([]error{
		windows.ERROR_BAD_NETPATH, windows.ERROR_NETWORK_UNREACHABLE, windows.ERROR_NETNAME_DELETED, windows.ERROR_UNEXP_NET_ERR, windows.ERROR_SEM_TIMEOUT,
	}, func(gone error) bool { return errors.Is(err, gone) })
}
