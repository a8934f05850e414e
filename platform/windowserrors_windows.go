package platform

import (
	"context"
	"errors"
	"slices"

	"golang.org/x/sys/windows"

	"certviewer/trust"
)

// problem turns an error of Windows into ours.
func (s *windowsStore) problem(err error) error {
	is := func(codes ...windows.Errno) bool {
		return slices.ContainsFunc(codes, func(c windows.Errno) bool { return errors.Is(err, c) })
	}
	const eAccessDenied, hresultCancelled = windows.Errno(0x80070005), windows.Errno(0x800704c7)
	switch {
	case err == nil, errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded):
		return err
	case is(windows.ERROR_FILE_NOT_FOUND, windows.ERROR_PATH_NOT_FOUND):
		return errors.Join(trust.ErrAbsent, err)
	case is(windows.ERROR_CANCELLED, hresultCancelled):
		return errors.Join(trust.ErrRefused, err)
	case is(windows.Errno(windows.CRYPT_E_EXISTS)):
		return errors.Join(trust.ErrPresent, err)
	case is(windows.Errno(windows.CRYPT_E_NOT_FOUND)):
		return errors.Join(trust.ErrNotPresent, err)
	case is(windows.ERROR_DISK_FULL):
		return errors.Join(trust.ErrNoSpace, err)
	case is(windows.ERROR_ACCESS_DENIED, eAccessDenied):
		return denied(err, s.info.Scope, windows.GetCurrentProcessToken().IsElevated())
	}
	return err
}

// denied is what it means that Windows denies access to a list: to one of the computer's an administrator has it.
func denied(err error, scope trust.Scope, elevated bool) error {
	if scope == trust.ScopeComputer && !elevated {
		return errors.Join(trust.ErrNeedsAdmin, err)
	}
	return &trust.Problem{Code: trust.StoreNoPermission, Detail: err.Error()}
}

// asProblem is what an error means to who only looks: a list that was never used is empty, and rights that are missing are a
// problem of the list, and nothing to ask for.
func asProblem(err error) error {
	_, known := errors.AsType[*trust.Problem](err)
	switch {
	case err == nil, known, errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded):
		return err
	case errors.Is(err, trust.ErrAbsent):
		return nil
	case errors.Is(err, trust.ErrNeedsAdmin):
		return &trust.Problem{Code: trust.StoreNoPermission, Detail: err.Error()}
	}
	return &trust.Problem{Code: trust.StoreDamaged, Detail: err.Error()}
}

// unlessEmpty takes a store that was never used for an empty one.
func unlessEmpty(err error) error {
	if errors.Is(err, trust.ErrAbsent) {
		return nil
	}
	return err
}
