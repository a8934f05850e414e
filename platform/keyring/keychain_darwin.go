package keyring

import (
	"context"
	"errors"
)

// ready has nothing to look at: every session has a Keychain.
func ready(context.Context, bool) error { return nil }

// reason reads the exit code of /usr/bin/security, through which go-keyring speaks with the Keychain: the last eight
// bits of an OSStatus (SecBase.h).
func reason(err error) error {
	var ended interface{ ExitCode() int }
	if !errors.As(err, &ended) {
		return nil
	}
	switch ended.ExitCode() {
	case 36, 51, 128: // errSecInteractionNotAllowed, errSecAuthFailed, errSecUserCanceled
		return ErrLocked
	case 37, 50: // errSecNoDefaultKeychain, errSecNoSuchKeychain
		return ErrAbsent
	}
	return nil
}
