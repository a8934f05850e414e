package platform

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"time"

	"certviewer/platform/internal/builtins"
	"certviewer/platform/internal/nss"
	"certviewer/trust"
)

// A builtinStore is a list of built-in roots in a library, read by a child process.
type builtinStore struct {
	info     trust.Info
	library  string // "" = this computer has none
	beside   string // the folder with further libraries that this one needs
	reader   string // of computer
	patience time.Duration
}

func (s *builtinStore) Info() trust.Info { return s.info }

func (s *builtinStore) Close() error { return nil }

// Entries reads the list. All of it comes from the vendor, but for a library of p11-kit: that shows the system's
// own certificates too, and what is not marked as of Mozilla's programme there was added.
func (s *builtinStore) Entries(ctx context.Context) ([]trust.Entry, error) {
	return within(ctx, s.patience, func(ctx context.Context) ([]trust.Entry, error) {
		t, err := s.read(ctx)
		if err != nil {
			if ctx.Err() != nil {
				return nil, ctx.Err()
			}
			return nil, &trust.Problem{Code: trust.StoreNoBuiltins, Detail: err.Error()}
		}
		shared := strings.HasPrefix(filepath.Base(realPath(s.library)), "p11-kit") // Fedora calls it libnssckbi.so
		return t.Entries(nss.Classic, func(c *nss.Certificate) trust.Origin {
			if c.Mozilla || !shared {
				return trust.Vendor
			}
			return trust.Added
		}), nil
	})
}

func (s *builtinStore) read(ctx context.Context) (*nss.Token, error) {
	if s.library == "" {
		return nil, errors.New("neither libnssckbi.so nor p11-kit-trust.so is installed")
	}
	out, err := askNative(ctx, s.reader, s.beside, nil, "roots", s.library)
	if err != nil {
		return nil, fmt.Errorf("the reader of %s: %w", s.library, err)
	}
	return builtins.Read(out)
}
