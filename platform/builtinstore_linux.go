package platform

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
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

// maxNative is the most that a child may say. 160 roots are 330 kB.
const maxNative = 64 << 20

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
	program, err := s.program()
	if err != nil {
		return nil, err
	}
	cmd := exec.CommandContext(ctx, program, "read-native", "roots", s.library)
	cmd.Env = []string{"LC_ALL=C"}
	if s.beside != "" {
		cmd.Env = append(cmd.Env, "LD_LIBRARY_PATH="+s.beside)
	}
	cmd.Dir = "/"
	cmd.WaitDelay = time.Second
	out, said := &capped{left: maxNative}, &capped{left: 4 << 10}
	cmd.Stdout, cmd.Stderr = out, said
	if err := cmd.Run(); err != nil {
		return nil, fmt.Errorf("the reader of %s: %w: %s", s.library, err, strings.TrimSpace(said.buffer.String()))
	}
	return builtins.Read(out.buffer.Bytes())
}

// program returns the program to start. A test binary does not know the verb: started again it
// would run all its tests, and those would start it again.
func (s *builtinStore) program() (string, error) {
	if s.reader != "" {
		return s.reader, nil
	}
	self, err := os.Executable()
	if err != nil {
		return "", err
	}
	if strings.HasSuffix(self, ".test") || strings.HasSuffix(self, ".test.exe") {
		return "", errors.New("a test binary reads no libraries")
	}
	return self, nil
}

// A capped buffer takes what fits and fails beyond that, which ends the child. The buffer is a
// field and not embedded: io.Copy would find its ReadFrom, which knows no cap.
type capped struct {
	buffer bytes.Buffer
	left   int
}

func (c *capped) Write(p []byte) (int, error) {
	if len(p) > c.left {
		return 0, io.ErrShortBuffer
	}
	c.left -= len(p)
	return c.buffer.Write(p)
}
