//go:build cgo

package softoken

import (
	"errors"
	"fmt"

	"github.com/miekg/pkcs11"
	"golang.org/x/sys/unix"

	"certviewer/trust"
)

// Errors of NSS's own (pkcs11n.h).
const (
	certDBFailed = 0xCE534351 // CKR_NSS_CERTDB_FAILED
	keyDBFailed  = 0xCE534352 // CKR_NSS_KEYDB_FAILED
)

// leastSpace is what a change of one certificate needs at most, journals and all.
const leastSpace = 256 << 10

// meaning says in the words of package trust what an error of the library means.
func (d *database) meaning(err error) error {
	e, ok := errors.AsType[pkcs11.Error](err)
	if !ok {
		return err
	}
	switch e {
	case pkcs11.CKR_PIN_INCORRECT:
		return trust.ErrWrongPassword
	case pkcs11.CKR_USER_NOT_LOGGED_IN:
		return trust.ErrNeedPassword
	case pkcs11.CKR_TOKEN_WRITE_PROTECTED, pkcs11.CKR_SESSION_READ_ONLY:
		return fmt.Errorf("%w: %w", trust.ErrReadOnly, err)
	case pkcs11.CKR_GENERAL_ERROR, pkcs11.CKR_DEVICE_ERROR, certDBFailed, keyDBFailed:
		// SQLite's reason is lost on the way.
		if d.full() {
			return fmt.Errorf("%w: %w", trust.ErrNoSpace, err)
		}
		return &trust.Problem{Code: trust.StoreDamaged, Detail: err.Error()}
	}
	return err
}

// full reports whether the disk, or this person's share of it, has no room for a change.
func (d *database) full() bool {
	var fs unix.Statfs_t
	return unix.Statfs(d.dir, &fs) == nil && fs.Bavail*uint64(fs.Bsize) < leastSpace
}
