package platform

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"os"
	"reflect"
	"slices"

	"golang.org/x/sys/unix"

	"certviewer/cert"
	"certviewer/trust"
)

// OpenAdminWriter opens the system's bundle for change by an administrator, and keeps others from it until it is closed. It
// ignores the environment and opens nothing in a home folder. Errors are trust.ErrReadOnly where the distribution is of no
// known family, and for every other store, and those of hold.
func OpenAdminWriter(ctx context.Context, id trust.StoreID) (trust.Writer, error) {
	if id != "system" {
		return nil, fmt.Errorf("%w: %s", trust.ErrReadOnly, id)
	}
	c := computer{env: func(string) string { return "" }, patience: patience}
	return c.openAlone(ctx)
}

func (c computer) openAlone(ctx context.Context) (trust.Writer, error) {
	w, err := findBundle(ctx, c)[0].(*bundleStore).writer(ctx, nil)
	if err != nil {
		return nil, err
	}
	b := w.(*bundleWriter)
	if b.held, err = b.hold(); err != nil {
		return nil, err
	}
	return b, nil
}

// writer opens the bundle for change. Whether this person has the rights is only asked when something is
// to be changed.
func (s *bundleStore) writer(context.Context, Secret) (trust.Writer, error) {
	for _, name := range []string{"SSL_CERT_FILE", "SSL_CERT_DIR"} {
		if s.computer.env(name) != "" { // the bundle that is shown is not the one that the tool makes
			return nil, fmt.Errorf("%w: %s is set", trust.ErrReadOnly, name)
		}
	}
	a, ok := s.computer.anchorage()
	if !ok {
		return nil, fmt.Errorf("%w: neither update-ca-certificates nor update-ca-trust is installed", trust.ErrReadOnly)
	}
	return &bundleWriter{computer: s.computer, anchorage: a}, nil
}

// A bundleWriter changes the system's bundle: a trust.Writer. A bundle trusts for everything or not at all.
type bundleWriter struct {
	computer computer
	anchorage
	held *os.File // keeps others out; nil = nothing does
}

// An anchored is what a system has of one certificate: trust.State.Exact.
type anchored struct {
	Files   []anchorFile `json:"files,omitempty"`   // in the administrator's folder
	Blocked []anchorFile `json:"blocked,omitempty"` // in the folder of those distrusted
	Out     bool         `json:"out,omitempty"`     // the package's is left out, with a "!" in Debian's list
	Bundle  bool         `json:"bundle,omitempty"`  // it is in the bundle
}

// An anchorFile is one file that holds the certificate and no other.
type anchorFile struct {
	Name string `json:"name"` // relative to its folder
	Text []byte `json:"text"`
}

var (
	errAnchored = errors.New("the state to be restored makes no sense")
	errNotMade  = errors.New("the bundle is not what it should be afterwards")
)

// State implements trust.Writer.
func (w *bundleWriter) State(ctx context.Context, c *cert.Certificate) (trust.State, error) {
	now, err := w.look(ctx, c)
	if err != nil {
		return trust.State{}, err
	}
	s := trust.State{Present: now.Bundle}
	if reflect.DeepEqual(now.anchored, anchored{}) {
		return s, nil
	}
	if s.Present {
		s.Name = c.Subject.Display()
	}
	j := trust.Judgement{Verdict: trust.Trusted, How: trust.Flattened}
	switch {
	case now.Out && !now.Bundle:
		j, s.Native = trust.Judgement{Verdict: trust.Distrusted, How: trust.Explicit}, "!"
	case len(now.Blocked) > 0:
		j, s.Native = trust.Judgement{Verdict: trust.Distrusted, How: trust.Explicit}, "blocklist"
	}
	if s.Present || j.Verdict == trust.Distrusted {
		s.Trust = map[cert.Purpose]trust.Judgement{}
		for _, p := range cert.Purposes {
			s.Trust[p] = j
		}
	}
	s.Exact, err = json.Marshal(now.anchored)
	return s, err
}

// Add implements trust.Writer. The name is the file's, and comes from the fingerprint: one of that name that is not in the bundle
// is left of a run that was killed before the tool.
func (w *bundleWriter) Add(ctx context.Context, c *cert.Certificate, _ string, want trust.Want) error {
	return w.change(ctx, c, func(now seenAnchors) (anchored, error) {
		switch {
		case now.Bundle || len(now.Blocked) > 0 || slices.ContainsFunc(now.Files, func(f anchorFile) bool { return f.Name != w.own(c).Name }):
			return anchored{}, trust.ErrPresent
		case now.clash:
			return anchored{}, trust.ErrSerialClash
		}
		return w.wanted(c, now, want)
	})
}

// SetTrust implements trust.Writer.
func (w *bundleWriter) SetTrust(ctx context.Context, c *cert.Certificate, want trust.Want) error {
	return w.change(ctx, c, func(now seenAnchors) (anchored, error) { return w.wanted(c, now, want) })
}

// Remove implements trust.Writer. What the distribution ships stays: it would come back with the next update, and can be
// distrusted.
func (w *bundleWriter) Remove(ctx context.Context, c *cert.Certificate) error {
	return w.change(ctx, c, func(now seenAnchors) (anchored, error) {
		switch {
		case len(now.Files)+len(now.Blocked) > 0:
			return anchored{Out: now.Out, Bundle: now.packaged && !now.Out}, nil
		case now.Bundle || now.Out:
			return anchored{}, fmt.Errorf("%w: the certificate is the distribution's", trust.ErrReadOnly)
		}
		return anchored{}, trust.ErrNotPresent
	})
}

// Restore implements trust.Writer. before may come from a file that anybody has changed; all it can do is to put c
// into files below the two folders, and to leave it out.
func (w *bundleWriter) Restore(ctx context.Context, c *cert.Certificate, before trust.State) error {
	var target anchored
	if len(before.Exact) > 0 {
		d := json.NewDecoder(bytes.NewReader(before.Exact))
		d.DisallowUnknownFields()
		if err := d.Decode(&target); err != nil {
			return fmt.Errorf("%w: %w", errAnchored, err)
		}
	}
	if before.Present != target.Bundle || (target.Out && w.conf == "") || (len(target.Blocked) > 0 && len(w.blocklist) == 0) {
		return errAnchored
	}
	for _, f := range slices.Concat(target.Files, target.Blocked) {
		if !harmless(f, c) {
			return fmt.Errorf("%w: file %q", errAnchored, f.Name)
		}
	}
	if !target.Bundle && len(target.Blocked) == 0 {
		target.Files = nil // the tool had not taken them in yet, and would now
	}
	return w.change(ctx, c, func(seenAnchors) (anchored, error) { return target, nil })
}

// Close implements trust.Writer.
func (w *bundleWriter) Close() error {
	if w.held == nil {
		return nil
	}
	return w.held.Close()
}

// own is the file that this program makes of c.
func (w *bundleWriter) own(c *cert.Certificate) anchorFile {
	return anchorFile{Name: "certviewer-" + c.SHA256.String() + w.suffix, Text: anchorText(c)}
}

// wanted is what the system shall have of c once it is trusted as wanted.
func (w *bundleWriter) wanted(c *cert.Certificate, now seenAnchors, want trust.Want) (anchored, error) {
	own := w.own(c)
	all := map[cert.Purpose]bool{}
	for _, p := range want.For {
		all[p] = true
	}
	switch {
	case want.Distrust && len(want.For) == 0 && len(w.blocklist) > 0:
		target := anchored{Files: now.Files, Blocked: now.Blocked}
		if len(target.Blocked) == 0 {
			target.Blocked = []anchorFile{own}
		}
		return target, nil
	case want.Distrust && len(want.For) == 0 && now.listed && len(now.Files) == 0:
		// Debian can only leave out what a package brought. Its list is the documented place for that
		// (update-ca-certificates(8)), survives updates of the package, and one sign takes it back.
		return anchored{Out: true}, nil
	case want.Distrust:
		return anchored{}, fmt.Errorf("%w: it can be removed, but not distrusted", trust.ErrPurpose)
	case !maps.Equal(all, everything):
		return anchored{}, fmt.Errorf("%w: it trusts for everything or not at all", trust.ErrPurpose)
	}
	target := anchored{Files: now.Files, Bundle: true}
	if len(target.Files) == 0 && !now.packaged {
		target.Files = []anchorFile{own}
	}
	return target, nil
}

var everything = func() map[cert.Purpose]bool {
	m := map[cert.Purpose]bool{}
	for _, p := range cert.Purposes {
		m[p] = true
	}
	return m
}()

// change makes the system have what decide says, runs its tool, and reads the bundle back. When that fails, it
// puts back what there was.
func (w *bundleWriter) change(ctx context.Context, c *cert.Certificate, decide func(seenAnchors) (anchored, error)) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	if c.Err() != nil { // the tools would pass it over, or worse
		return errors.Join(cert.ErrNotCertificate, c.Err())
	}
	now, err := w.look(ctx, c)
	if err != nil {
		return err
	}
	target, err := decide(now)
	if err != nil || reflect.DeepEqual(now.anchored, target) {
		return err
	}
	if len(now.shared) > 0 {
		return fmt.Errorf("%w: %q holds other certificates too", trust.ErrReadOnly, now.shared[0])
	}
	if err := unix.Access(w.place, unix.W_OK); err != nil {
		return rights(err)
	}
	ctx = context.WithoutCancel(ctx) // the tool stopped half-way would leave a bundle without roots
	if err := w.make(ctx, c, now, target); err != nil {
		after, e := w.look(ctx, c)
		if e == nil && !reflect.DeepEqual(after.anchored, now.anchored) {
			e = w.make(ctx, c, after, now.anchored)
		}
		if e != nil {
			err = errors.Join(err, fmt.Errorf("putting back what there was: %w", e))
		}
		return err
	}
	return nil
}

// make turns what is there into target.
func (w *bundleWriter) make(ctx context.Context, c *cert.Certificate, now seenAnchors, target anchored) error {
	if err := replaceFiles(w.place, now.Files, target.Files); err != nil {
		return rights(err)
	}
	if err := w.dropLinks(now.Files, target.Files); err != nil {
		return rights(err)
	}
	if len(w.blocklist) > 0 {
		if err := replaceFiles(w.blocklist[0], now.Blocked, target.Blocked); err != nil {
			return rights(err)
		}
	}
	if now.Out != target.Out {
		if err := w.leaveOut(now.lines, target.Out); err != nil {
			return rights(err)
		}
	}
	if err := w.update(ctx); err != nil {
		return err
	}
	after, err := w.look(ctx, c)
	if err == nil && !reflect.DeepEqual(after.anchored, target) {
		err = errNotMade
	}
	return err
}

// rights says in the words of package trust why a file cannot be changed.
func rights(err error) error {
	switch {
	case errors.Is(err, unix.EACCES), errors.Is(err, unix.EPERM):
		return fmt.Errorf("%w: %w", trust.ErrNeedsAdmin, err)
	case errors.Is(err, unix.EROFS):
		return fmt.Errorf("%w: %w", trust.ErrReadOnly, err)
	case errors.Is(err, unix.ENOSPC), errors.Is(err, unix.EDQUOT):
		return fmt.Errorf("%w: %w", trust.ErrNoSpace, err)
	}
	return err
}
