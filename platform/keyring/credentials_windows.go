package keyring

import (
	"context"
	"errors"
	"syscall"
)

// ready has nothing to look at: every session has a Credential Manager, unless a call says otherwise.
func ready(context.Context, bool) error { return nil }

// noSuchLogonSession is ERROR_NO_SUCH_LOGON_SESSION: a session that came over the network keeps no credentials
// (CredWriteW, Return value).
const noSuchLogonSession = syscall.Errno(1312)

func reason(err error) error {
	if errors.Is(err, noSuchLogonSession) {
		return ErrAbsent
	}
	return nil
}
