// Package keyring keeps secrets in the system's own password store: the Secret Service of a Linux desktop (GNOME
// Keyring, KDE Wallet, KeePassXC), the Keychain, Windows' Credential Manager. A store that is not there, is locked or
// does not answer is an error that says so within five seconds; nothing else waits for it.
package keyring

import (
	"context"
	"errors"
	"fmt"
	"sync/atomic"
	"time"

	gokeyring "github.com/zalando/go-keyring"

	"certviewer/message"
)

const (
	// service is the name under which the system's own tools list what we keep.
	service = "certviewer"
	// longest is what Windows takes (CRED_MAX_CREDENTIAL_BLOB_SIZE, wincred.h), and so what we give to any system.
	longest = 2560
	// patience is how long a store may take.
	patience = 5 * time.Second
)

// Why a store cannot do what it was asked for. Each is the cause of a *message.Problem of its own.
var (
	ErrAbsent  = errors.New("there is no password store")
	ErrLocked  = errors.New("the password store is locked")
	ErrHanging = errors.New("the password store does not answer")
	ErrTooLong = errors.New("the secret is too long for a password store")
)

// A Store is the password store of this person's session.
type Store struct {
	to       gokeyring.Keyring
	patience time.Duration
	ready    func(ctx context.Context, start bool) error
}

// Session returns the store of this session. It looks at nothing yet.
func Session() *Store { return &Store{to: system{}, patience: patience, ready: ready} }

// Check reports why the store cannot be used now, nil when it can as far as is known without starting it.
func (s *Store) Check(ctx context.Context) error {
	return s.within(ctx, func() error { return s.ready(ctx, false) }, nil)
}

// Get returns the secret of an account; ok is false when there is none. The caller wipes it; the copies of go-keyring
// are Go strings, which nobody can wipe.
func (s *Store) Get(ctx context.Context, account string) (secret []byte, ok bool, err error) {
	var found string
	err = s.use(ctx, func() (err error) {
		found, err = s.to.Get(service, account)
		return err
	}, nil)
	switch {
	case errors.Is(err, gokeyring.ErrNotFound):
		return nil, false, nil
	case err != nil:
		return nil, false, err // found may still be written to
	}
	return []byte(found), true, nil
}

// Set keeps the secret of an account, in place of an older one. When the error is ErrHanging, the store may still come
// to it; then the secret is deleted again, unless this process has ended by that time.
func (s *Store) Set(ctx context.Context, account string, secret []byte) error {
	if len(secret) > longest {
		return problem(ErrTooLong)
	}
	text := string(secret)
	return s.use(ctx, func() error { return s.to.Set(service, account, text) }, func() { s.to.Delete(service, account) })
}

// Delete forgets the secret of an account. That there is none is no error.
func (s *Store) Delete(ctx context.Context, account string) error {
	err := s.use(ctx, func() error { return s.to.Delete(service, account) }, nil)
	if errors.Is(err, gokeyring.ErrNotFound) {
		return nil
	}
	return err
}

// DeleteAll forgets everything that this program ever kept there.
func (s *Store) DeleteAll(ctx context.Context) error {
	return s.use(ctx, func() error { return s.to.DeleteAll(service) }, nil)
}

// use makes a call to a store that is ready for it.
func (s *Store) use(ctx context.Context, call func() error, tooLate func()) error {
	return s.within(ctx, func() error {
		if err := s.ready(ctx, true); err != nil {
			return err
		}
		return call()
	}, tooLate)
}

// within waits for a call for as long as patience lasts. A call that nobody waits for any longer cannot be ended: its
// goroutine stays, and does tooLate should the call succeed after all.
func (s *Store) within(ctx context.Context, call func() error, tooLate func()) error {
	done := make(chan error, 1)
	var settled atomic.Bool // by whoever is first: the call that ends, or the one who leaves
	go func() {
		err := guarded(call)
		if settled.CompareAndSwap(false, true) {
			done <- err
		} else if err == nil && tooLate != nil {
			guarded(func() error { tooLate(); return nil })
		}
	}()
	timeout := time.NewTimer(s.patience)
	defer timeout.Stop()
	left := ErrHanging
	select {
	case err := <-done:
		return problem(err)
	case <-timeout.C:
	case <-ctx.Done():
		left = ctx.Err()
	}
	if settled.CompareAndSwap(false, true) {
		return problem(left)
	}
	return problem(<-done)
}

// guarded turns a panic into an error: go-keyring believes what a store answers, and one that answers something else
// must not end the window.
func guarded(call func() error) (err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("the password store answers what nobody asked: %v", r)
		}
	}()
	return call()
}

// problem says an error of a store to a person. "Not found" stays what it is: it is an answer.
func problem(err error) error {
	if err == nil || errors.Is(err, gokeyring.ErrNotFound) || errors.Is(err, context.Canceled) {
		return err
	}
	if known := reason(err); known != nil {
		err = fmt.Errorf("%w: %w", known, err)
	}
	what := message.M("keyring-refused", "reason", err.Error())
	switch {
	case errors.Is(err, ErrAbsent):
		what = message.M("keyring-absent")
	case errors.Is(err, ErrLocked):
		what = message.M("keyring-locked")
	case errors.Is(err, ErrHanging), errors.Is(err, context.DeadlineExceeded):
		what = message.M("keyring-hanging")
	case errors.Is(err, ErrTooLong), errors.Is(err, gokeyring.ErrSetDataTooBig):
		what = message.M("keyring-too-long", "count", longest)
	}
	return &message.Problem{What: what, Cause: err}
}

// system is go-keyring's choice for the system that this was built for.
type system struct{}

func (system) Get(service, account string) (string, error) { return gokeyring.Get(service, account) }

func (system) Set(service, account, secret string) error {
	return gokeyring.Set(service, account, secret)
}

func (system) Delete(service, account string) error { return gokeyring.Delete(service, account) }

func (system) DeleteAll(service string) error { return gokeyring.DeleteAll(service) }
