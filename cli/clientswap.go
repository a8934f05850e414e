package cli

import (
	"fmt"
	"os"
	"slices"

	"certviewer/app"
	"certviewer/cert"
	"certviewer/change"
	"certviewer/message"
	"certviewer/trust"
)

type clientSwap struct {
	What      string   `arg:"" help:"help.swap_what"`
	To        []string `sep:"none" placeholder:"ID" help:"help.to_swap"`
	Old       []string `sep:"none" placeholder:"SHA256" help:"help.old"`
	RemoveOld bool     `help:"help.remove_old"`
	removeFlags
	pinFlags
	changeFlags
}

// removeFlags say how an old key leaves.
type removeFlags struct {
	RemoveFrom         []string `sep:"none" placeholder:"ID" help:"help.remove_from"`
	Backup             string   `xor:"backup" placeholder:"FILE" help:"help.backup"`
	NoBackup           bool     `xor:"backup" help:"help.no_backup"`
	BackupPasswordFile string   `placeholder:"FILE" help:"help.backup_password_file"`

	password []byte          // what BackupPasswordFile says
	also     []trust.StoreID // what RemoveFrom names
}

// Run puts a new certificate in the place of an old one.
func (c *clientSwap) Run(s *session) error {
	if err := c.changeFlags.check(); err != nil {
		return err
	}
	if err := c.check(s); err != nil || s.code != Done {
		return err
	}
	defer clear(c.password)
	f, pin, err := c.incoming(s)
	if f == nil || err != nil {
		return err
	}
	defer clear(pin)
	defer f.Close()
	f.Prove = true
	in, err := s.whereTo(c.What, f, c.To)
	if err != nil {
		return err
	}
	if _, c.also, err = s.app.Named(s.ctx, in.where, c.RemoveFrom); err != nil {
		return err
	}
	if f.Old, err = c.named(s, in); err != nil || s.code != Done {
		return err
	}
	old := s.app.Superseded(in.host, f)
	if len(old) == 0 {
		return c.nothingOlder(s, in)
	}
	if in.asked, err = s.app.Choose(in.host, f, in.names); err != nil {
		return err
	}
	var aside []app.Destination // of the old form, and without part in it
	in.asked = slices.DeleteFunc(in.asked, func(d app.Destination) bool {
		if d.Unread && len(c.To) == 0 && !s.app.MayHold(s.ctx, d, old) {
			aside = append(aside, d)
			return true
		}
		return !c.swapsIn(f, d)
	})
	s.printContents(in)
	s.printBlock(s.aside(), s.swapStart(in, old))
	for _, d := range aside {
		fmt.Fprintf(s.aside(), "  %s\n", s.p.Text("terminal.swap-old-form", "app", d.Place))
	}
	if len(in.asked) > 0 {
		if err := s.bring(in, c.changeFlags); err != nil || s.code == Refused && in.outcomes == nil {
			return s.endedEarly(in, err)
		}
	}
	if c.DryRun {
		return c.foresee(s, in)
	}
	if c.RememberPin && len(pin) > 0 && in.there() {
		s.remember(f, pin)
	}
	if err := c.leave(s, in, old); err != nil {
		return s.endedEarly(in, err)
	}
	if s.flags.JSON {
		return s.printJSON(nonNil(in.shapes))
	}
	return nil
}

// swapStart says where the old certificates are, and how it goes on.
func (s *session) swapStart(in *incoming, old []*cert.Certificate) message.Message {
	var apps message.List
	for _, st := range in.host.Stores {
		if slices.ContainsFunc(old, func(x *cert.Certificate) bool { return change.StateOf(st.Entries, x.SHA256).HasKey }) {
			apps = append(apps, app.PlaceOf(in.host, st.ID))
		}
	}
	return message.M("swap-start", "date", s.lastDay(in.host, in.file.Certificates()[0]), "apps", apps)
}

// check tells what of the command line cannot be, before a store is looked at.
func (c *clientSwap) check(s *session) error {
	usage := func(m message.Message) error {
		s.complain(m)
		s.code = Usage
		return nil
	}
	if !c.RemoveOld {
		for flag, given := range map[string]bool{"--remove-from": len(c.RemoveFrom) > 0, "--backup": c.Backup != "", "--no-backup": c.NoBackup, "--backup-password-file": c.BackupPasswordFile != ""} {
			if given {
				return usage(message.M("usage-need-remove-old", "flag", flag))
			}
		}
		return nil
	}
	switch {
	case c.DryRun || c.NoBackup:
		return nil
	case c.Backup == "":
		return usage(message.M("usage-need-backup"))
	case c.BackupPasswordFile == "" && !s.someone():
		return usage(message.M("usage-need-backup-password"))
	}
	b := &app.Backup{Path: c.Backup}
	if c.BackupPasswordFile == "" {
		return b.CheckPath()
	}
	var err error
	if c.password, err = s.secretFile(c.BackupPasswordFile); err != nil {
		return err
	}
	b.Password = c.password
	return b.Check()
}

// incoming is the new certificate: what is in a file, or one that stores have already. It is nil when it was told why
// there is none.
func (c *clientSwap) incoming(s *session) (*app.P12, []byte, error) {
	if _, named := cert.ParseQuery(c.What); named == nil {
		if _, err := os.Stat(c.What); err != nil {
			x, err := s.withKey(c.What)
			if x == nil || err != nil {
				return nil, nil, err
			}
			return s.app.Installed(x), nil, nil
		}
	}
	return s.unlock(c.What, c.pinFlags)
}

// withKey is the one certificate of that fingerprint that some store has with its key. It is nil when it was told that
// there is none.
func (s *session) withKey(what string) (*cert.Certificate, error) {
	cc, host, err := s.certificates(what)
	if err != nil || len(cc) == 0 {
		return nil, err
	}
	for _, st := range host.Stores {
		if change.StateOf(st.Entries, cc[0].SHA256).HasKey {
			return cc[0], nil
		}
	}
	s.complain(message.M("usage-no-key", "cert", s.app.Catalog.ShortName(cc[0])))
	s.code = Action
	return nil, nil
}

// named are the old certificates that --old names; nil without it.
func (c *clientSwap) named(s *session, in *incoming) (out []*cert.Certificate, err error) {
	for _, what := range c.Old {
		x, err := s.withKey(what)
		if isMissing(err) { // too short for a fingerprint, so it was taken for the name of a file
			s.complain(message.M("usage-old", "text", what))
			s.code = Usage
			return nil, nil
		}
		if x == nil || err != nil {
			return nil, err
		}
		out = append(out, x)
	}
	return out, nil
}

// swapsIn reports whether a destination has part in the swap: the old one is there, or may be, or it was named. A certificate
// that comes from no file goes nowhere.
func (c *clientSwap) swapsIn(f *app.P12, d app.Destination) bool {
	switch {
	case d.Unread:
		return true
	case !f.IsFile() && !d.Has:
		return false
	}
	return len(c.To) > 0 || len(d.Replace) > 0
}

// nothingOlder tells that there is nothing to swap. That the new one is here already is good news.
func (c *clientSwap) nothingOlder(s *session, in *incoming) error {
	notes := s.app.ImportNotes(in.host, in.file)
	older := slices.IndexFunc(notes, func(m message.Message) bool { return m.ID == "p12-older" })
	what := app.NothingOlder(in.file, in.asked)
	if older >= 0 {
		what = notes[older]
	}
	s.printBlock(s.aside(), what)
	if older >= 0 || len(in.have()) == 0 {
		s.code = Action
	}
	s.tellLeft(in, slices.DeleteFunc(slices.Clone(in.asked), func(d app.Destination) bool { return !d.Unread })) // an old one may be there
	switch {
	case s.flags.JSON && c.DryRun:
		return s.printJSON(s.importJSON(in))
	case s.flags.JSON:
		return s.printJSON(nonNil(in.shapes))
	}
	return nil
}

// within reports whether a store has part in the swap.
func (in *incoming) within(id trust.StoreID) bool {
	return len(in.names) == 0 || slices.Contains(in.names, id)
}
