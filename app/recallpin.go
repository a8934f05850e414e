package app

import "context"

// UnlockRemembered opens a file with a PIN that the person asked to be remembered, and reports whether one fitted: the one
// that was kept for a certificate in this very file. Which certificate that is cannot be known before, so each that
// is remembered is tried; a wrong one is no try of the person's. Where one may be remembered and the password store cannot be
// used, nothing is tried, and the error is that of Keyring.
func (a *App) UnlockRemembered(ctx context.Context, f *P12) (bool, error) {
	if !f.NeedsPIN() {
		return false, nil
	}
	ix, err := openIndex()
	if err != nil {
		return false, err
	}
	for _, r := range ix.all() {
		if r.Kind != AccessPIN {
			continue
		}
		pin, ok, err := a.Recall(ctx, r)
		if err != nil {
			return false, err
		}
		if !ok {
			continue
		}
		tries := f.tries
		err = f.Unlock(ctx, pin)
		clear(pin)
		f.tries = tries
		if err == nil && f.brings(r.SHA256) {
			return true, nil
		}
		f.Close() // another file may have the same PIN: that one was not remembered for it
		if ctx.Err() != nil {
			return false, ctx.Err()
		}
	}
	return false, nil
}

// brings reports whether the certificate of this fingerprint is in an open file with its key.
func (f *P12) brings(sha256 string) bool {
	for _, x := range f.Certificates() {
		if x.SHA256.String() == sha256 {
			return true
		}
	}
	return false
}
