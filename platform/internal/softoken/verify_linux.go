//go:build cgo

package softoken

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/miekg/pkcs11"

	"certviewer/platform/internal/nss"
)

func verify(ctx context.Context, q Question) (Answer, error) {
	a := Answer{make([]nss.Signature, len(q.NSSTrust)), make([]nss.Signature, len(q.Trust))}
	if err := present(q.Folder); err != nil {
		return a, err
	}
	if !calm(q.Folder) {
		return a, nil
	}
	d, err := attach(ctx, q.Folder, Options{Libraries: q.Libraries, Patience: verifyPatience}, true)
	if err != nil {
		return a, err
	}
	defer d.Close()
	info, err := d.GetTokenInfo(d.slot)
	if err != nil {
		return a, d.meaning(err)
	}
	if info.Flags&pkcs11.CKF_USER_PIN_INITIALIZED == 0 || info.Flags&pkcs11.CKF_LOGIN_REQUIRED != 0 {
		return a, nil
	}
	if err := d.verify(ctx, nss.ClassNSSTrust, q.NSSTrust, a.NSSTrust); err != nil {
		return a, err
	}
	if len(q.Trust) == 0 || !d.canWriteModern() {
		return a, nil
	}
	return a, d.verify(ctx, nss.ClassTrust, q.Trust, a.Trust)
}

// calm reports whether a look at the database in dir leaves no trace: SQLite makes files beside one with a write-ahead
// log, and would have to repair one that a program left half-written.
func calm(dir string) bool {
	for _, name := range []string{certFile, keyFile} {
		path := filepath.Join(dir, name)
		for _, ending := range []string{"-wal", "-journal"} {
			if begun(path + ending) {
				return false
			}
		}
		f, err := os.Open(path)
		if err != nil {
			return false
		}
		rollback := usesRollback(f)
		f.Close()
		if !rollback {
			return false
		}
	}
	return true
}

// begun reports whether a file beside a database may hold something that is not in the database. A journal that begins
// with a zero is one that was kept, of a change that is complete (https://sqlite.org/pragma.html#pragma_journal_mode).
func begun(path string) bool {
	f, err := os.Open(path)
	if err != nil {
		return !errors.Is(err, fs.ErrNotExist)
	}
	defer f.Close()
	first := make([]byte, 1)
	n, err := f.Read(first)
	return n == 1 && first[0] != 0 || err != nil && err != io.EOF
}

// verify checks records of one class.
func (d *database) verify(ctx context.Context, class uint64, records []Named, out []nss.Signature) error {
	for i, r := range records {
		err := d.wait(ctx, func() (err error) {
			out[i], err = d.signature(class, r)
			return err
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// signature asks for what NSS asks for to learn about trust: in doing so the library checks the signatures.
func (d *database) signature(class uint64, r Named) (nss.Signature, error) {
	found, err := d.Find(
		pkcs11.NewAttribute(pkcs11.CKA_CLASS, uint(class)),
		pkcs11.NewAttribute(nss.Issuer, r.Issuer),
		pkcs11.NewAttribute(nss.SerialNumber, r.Serial))
	if err != nil || len(found) == 0 {
		return nss.Unchecked, err
	}
	bad, err := d.damaged(found[0], class)
	switch {
	case err != nil:
		return nss.Unchecked, err
	case bad:
		return nss.Bad, nil
	}
	return nss.Good, nil
}

// damaged reports whether the library refuses what NSS asks of a trust record. It never does while it cannot check
// signatures.
func (d *database) damaged(h pkcs11.ObjectHandle, class uint64) (bool, error) {
	types := trustAttributes(class)
	all := make([]*pkcs11.Attribute, len(types))
	for i, t := range types {
		all[i] = &pkcs11.Attribute{Type: t}
	}
	if _, err := d.GetAttributeValue(d.Handle, h, all); err == nil {
		return false, nil
	}
	for _, one := range all { // the error of all says nothing about which
		_, err := d.GetAttributeValue(d.Handle, h, []*pkcs11.Attribute{one})
		switch {
		case err == nil, errors.Is(err, pkcs11.Error(pkcs11.CKR_ATTRIBUTE_TYPE_INVALID)): // it is not there, and need not be
		case errors.Is(err, pkcs11.Error(pkcs11.CKR_SIGNATURE_INVALID)):
			return true, nil
		case errors.Is(err, pkcs11.Error(pkcs11.CKR_OBJECT_HANDLE_INVALID)):
			// There is no signature, or another program has just deleted the record.
			_, err := d.Attributes(h, nss.Issuer)
			return err == nil, err
		default:
			return false, fmt.Errorf("C_GetAttributeValue: %w", err)
		}
	}
	return false, nil
}
