//go:build cgo

package softoken

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"certviewer/cert"
	"certviewer/platform/internal/nss"
	"certviewer/trust"
)

// errKept means that the library said yes, and the database holds something else.
var errKept = errors.New("the database does not hold what was written")

// State implements trust.Writer. It needs no password.
func (d *database) State(ctx context.Context, c *cert.Certificate) (trust.State, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	s, err := d.look(ctx, c)
	if err != nil {
		return trust.State{}, err
	}
	hasKey := false
	if s.Certificate != nil {
		if hasKey, err = d.hasKey(ctx, c, s.Certificate.ID); err != nil {
			return trust.State{}, err
		}
	}
	return s.state(c, hasKey, d.options.Dialect), nil
}

// Add implements trust.Writer. The database may call c something else: certificates of one subject share a
// name there, and those of two may not.
func (d *database) Add(ctx context.Context, c *cert.Certificate, name string, want trust.Want) error {
	return d.change(ctx, c, func(s seen) (records, error) {
		switch {
		case s.Certificate != nil:
			return records{}, trust.ErrPresent
		case s.clash:
			return records{}, trust.ErrSerialClash
		}
		return d.target(ctx, c, s, name, want)
	})
}

// SetTrust implements trust.Writer. A certificate that is not in the database is copied into it: NSS takes
// the trust of the database before that of any list of built-in roots.
func (d *database) SetTrust(ctx context.Context, c *cert.Certificate, want trust.Want) error {
	return d.change(ctx, c, func(s seen) (records, error) {
		if s.Certificate == nil && s.clash {
			return records{}, trust.ErrSerialClash
		}
		return d.target(ctx, c, s, "", want)
	})
}

// Remove implements trust.Writer. It takes away what either dialect says of c too: a record that stays behind counts
// as soon as a server shows the certificate.
func (d *database) Remove(ctx context.Context, c *cert.Certificate) error {
	return d.change(ctx, c, func(s seen) (records, error) {
		if s.Certificate == nil {
			return records{}, trust.ErrNotPresent
		}
		hasKey, err := d.hasKey(ctx, c, s.Certificate.ID)
		if err == nil && hasKey {
			err = trust.ErrHasKey
		}
		return records{}, err
	})
}

// Restore implements trust.Writer. before may come from a file that anybody has changed; all it can do is to give c a
// name and levels of trust.
func (d *database) Restore(ctx context.Context, c *cert.Certificate, before trust.State) error {
	target, err := readRecords(before.Exact)
	if err == nil && before.Present != (target.Certificate != nil) {
		err = errRecords
	}
	if err != nil {
		return err
	}
	return d.change(ctx, c, func(s seen) (records, error) {
		switch {
		case target.Certificate == nil && s.Certificate != nil:
			hasKey, err := d.hasKey(ctx, c, s.Certificate.ID)
			if err == nil && hasKey {
				err = trust.ErrHasKey
			}
			return target, err
		case target.Certificate != nil && s.Certificate == nil && s.clash:
			return target, trust.ErrSerialClash
		}
		return target, nil
	})
}

// target is what the database shall hold once c is trusted as wanted.
func (d *database) target(ctx context.Context, c *cert.Certificate, s seen, name string, want trust.Want) (records, error) {
	t, err := wanted(c, want)
	if err != nil {
		return records{}, err
	}
	out := records{Certificate: s.Certificate, Trust: []trustRecord{t}}
	if out.Certificate == nil {
		label, err := d.freeName(ctx, c, name)
		if err != nil {
			return records{}, err
		}
		out.Certificate = &certificateRecord{Label: []byte(label), ID: keyID(c), Email: email(c)}
	}
	return out, nil
}

// change makes the database hold what decide says, and reads it back. When that fails, it puts back what there
// was. The library has no transaction over two objects. A process that is killed in between leaves c
// without trust, or with the old one: never with trust that nobody asked for.
func (d *database) change(ctx context.Context, c *cert.Certificate, decide func(seen) (records, error)) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	if err := possible(ctx, c); err != nil {
		return err
	}
	before, target, err := d.plan(ctx, c, decide) // before the password: a refusal needs none
	if err != nil || before.equal(target) {
		return err
	}
	if before, target, err = d.begin(ctx, c, before, target, decide); err != nil {
		return err
	}
	return d.put(ctx, c, before, target)
}

// possible refuses what no database can hold, and anything after the end of ctx.
func possible(ctx context.Context, c *cert.Certificate) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	if len(c.Issuer.Raw) == 0 || len(c.Serial) == 0 || len(c.Serial) > 0xffff || len(c.Subject.Raw) == 0 {
		return cert.ErrNotCertificate
	}
	return nil
}

// begin asks for the password, and plans again after that.
func (d *database) begin(ctx context.Context, c *cert.Certificate, before seen, target records, decide func(seen) (records, error)) (seen, records, error) {
	if !d.loggedIn {
		err := d.login(ctx)
		if err == nil {
			// Asking may have taken minutes, and the library believes less once it can check signatures.
			before, target, err = d.plan(ctx, c, decide)
		}
		if err != nil {
			return seen{}, records{}, err
		}
	}
	d.keepJournals()
	d.changed = true
	return before, target, nil
}

// put turns before into target, and when that fails target into before.
func (d *database) put(ctx context.Context, c *cert.Certificate, before seen, target records) error {
	err := d.make(ctx, c, before, target)
	if err != nil {
		err = d.putBack(ctx, c, before.records, err)
	}
	return err
}

// putBack makes the database hold what it held before something failed with err, and returns that, with what went
// wrong now.
func (d *database) putBack(ctx context.Context, c *cert.Certificate, before records, err error) error {
	ctx = context.WithoutCancel(ctx) // even when the person has lost patience: half a change is worse than a late answer
	now, e := d.look(ctx, c)
	if e == nil {
		e = d.make(ctx, c, now, before)
	}
	if e != nil {
		err = errors.Join(err, fmt.Errorf("putting back what there was: %w", e))
	}
	return err
}

// plan says what there is, and what decide makes of it.
func (d *database) plan(ctx context.Context, c *cert.Certificate, decide func(seen) (records, error)) (before seen, target records, err error) {
	if before, err = d.look(ctx, c); err == nil {
		target, err = decide(before)
	}
	if err == nil {
		err = d.writable(before, target)
	}
	return before, target, err
}

// writable refuses a change that this library could not take back: an old one deletes records of
// CKO_TRUST, but cannot write them.
func (d *database) writable(before seen, target records) error {
	if len(before.of(nss.ClassTrust)) == 0 && len(target.of(nss.ClassTrust)) == 0 || d.canWriteModern() {
		return nil
	}
	return fmt.Errorf("%w: its program uses a newer NSS than the one installed", trust.ErrReadOnly)
}

// make turns what is there into target, in an order that trusts nothing in between that neither
// does, and reads it back.
func (d *database) make(ctx context.Context, c *cert.Certificate, now seen, target records) error {
	if target.Certificate == nil && now.Certificate != nil {
		// Trust goes first: a record without its certificate would count as soon as a server shows one.
		for _, r := range now.objects {
			if err := d.destroy(ctx, r.handle); err != nil {
				return err
			}
		}
		if err := d.destroy(ctx, now.handle); err != nil {
			return err
		}
		now = seen{clash: now.clash}
	}
	if target.Certificate != nil {
		if err := d.makeCertificate(ctx, c, now, *target.Certificate); err != nil {
			return err
		}
	}
	// The older kind first: every program then takes one step from the old trust to the new.
	for _, class := range []uint64{nss.ClassNSSTrust, nss.ClassTrust} {
		if err := d.makeTrust(ctx, c, now, target, class); err != nil {
			return err
		}
	}
	after, err := d.look(ctx, c)
	if err == nil && !after.equal(target) {
		err = errKept
	}
	return err
}

// makeTrust makes the trust records of one class those of target. The library writes a new record
// over an old one of the same issuer and serial number. It writes the new signature first, in the other file: a
// process that is killed in between leaves a record that reads as before and that no program believes.
func (d *database) makeTrust(ctx context.Context, c *cert.Certificate, now seen, target records, class uint64) error {
	want, have := target.of(class), now.of(class)
	if slices.EqualFunc(want, have, func(a, b trustRecord) bool { return compareTrust(a, b) == 0 }) {
		return nil
	}
	if len(want) == 1 && len(have) <= 1 {
		if err := d.createTrust(ctx, c, want[0]); err != nil || len(have) == 0 {
			return err
		}
		after, err := d.look(ctx, c)
		if err != nil {
			return err
		}
		if got := after.of(class); len(got) == 1 && compareTrust(got[0], want[0]) == 0 {
			return nil
		}
		now = after // an attribute was there that should not be
	}
	for _, o := range now.objects {
		if o.Class == class {
			if err := d.destroy(ctx, o.handle); err != nil {
				return err
			}
		}
	}
	for _, t := range want {
		if err := d.createTrust(ctx, c, t); err != nil {
			return err
		}
	}
	return nil
}
