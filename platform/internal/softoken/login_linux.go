//go:build cgo

package softoken

import (
	"context"
	"errors"
	"fmt"
	"unsafe"

	"github.com/miekg/pkcs11"

	"certviewer/trust"
)

// login makes sure that trust records can be signed, and asks for the Primary Password if there is one. It comes
// before any change: without it certificates can be created and deleted, but their trust cannot be
// written. Errors are trust.ErrNeedPassword when there is nobody to ask, trust.ErrWrongPassword after three
// attempts, or the asker's own.
func (d *database) login(ctx context.Context) error {
	if d.loggedIn {
		return nil
	}
	info, err := d.GetTokenInfo(d.slot)
	if err != nil {
		return d.meaning(fmt.Errorf("C_GetTokenInfo: %w", err))
	}
	switch {
	case info.Flags&pkcs11.CKF_USER_PIN_INITIALIZED == 0: // a database that no program has used yet
		err = d.initialise(ctx)
	case info.Flags&pkcs11.CKF_LOGIN_REQUIRED != 0:
		err = d.ask(ctx)
	}
	d.loggedIn = err == nil
	d.last = glimpse{} // the library believes less once it can check signatures
	return err
}

func (d *database) ask(ctx context.Context) error {
	if d.options.Secret == nil {
		return trust.ErrNeedPassword
	}
	for attempt := 1; ; attempt++ {
		secret, err := d.options.Secret(attempt)
		if err != nil {
			return err
		}
		err = d.wait(ctx, func() error { return d.loginAs(d.Handle, pkcs11.CKU_USER, secret) })
		clear(secret)
		if !errors.Is(err, trust.ErrWrongPassword) || attempt == attempts {
			return err
		}
	}
}

// loginAs passes a secret on without a copy of ours. The one that pkcs11 makes for C cannot be wiped;
// it goes with the process.
func (d *database) loginAs(s pkcs11.SessionHandle, user uint, secret []byte) error {
	err := d.Ctx.Login(s, user, unsafe.String(unsafe.SliceData(secret), len(secret)))
	if errors.Is(err, pkcs11.Error(pkcs11.CKR_USER_ALREADY_LOGGED_IN)) {
		return nil
	}
	return err
}

// initialise gives a new key4.db an empty password, as "certutil -N --empty-password" does: only then
// is there a key for signatures.
func (d *database) initialise(ctx context.Context) error {
	return d.wait(ctx, func() error {
		s, err := d.OpenSession(d.slot, pkcs11.CKF_SERIAL_SESSION|pkcs11.CKF_RW_SESSION)
		if err != nil {
			return fmt.Errorf("C_OpenSession: %w", err)
		}
		defer d.CloseSession(s)
		if err := d.loginAs(s, pkcs11.CKU_SO, nil); err != nil {
			return fmt.Errorf("C_Login: %w", err)
		}
		defer d.Logout(s)
		if err := d.InitPIN(s, ""); err != nil {
			return fmt.Errorf("C_InitPIN: %w", err)
		}
		return nil
	})
}
