package cli

import (
	"fmt"
	"slices"
	"strings"

	"certviewer/app"
	"certviewer/cert"
	"certviewer/change"
	"certviewer/message"
	"certviewer/task"
	"certviewer/trust"
)

type rootCommand struct {
	Add      rootAdd      `cmd:"" help:"help.root_add"`
	Trust    rootTrust    `cmd:"" help:"help.root_trust"`
	Distrust rootDistrust `cmd:"" help:"help.root_distrust"`
	Remove   rootRemove   `cmd:"" help:"help.root_remove"`
}

type rootAdd struct {
	What        []string `arg:"" help:"help.root_what"`
	For         string   `placeholder:"PURPOSES" help:"help.for"`
	From        []string `placeholder:"ID" help:"help.from"`
	Fingerprint []string `placeholder:"SHA256" help:"help.fingerprints"`
	changeFlags
}

// Run adds roots, as one change.
func (c *rootAdd) Run(s *session) error {
	return s.change(change.Add, spread(c.What), c.For, c.From, c.Fingerprint, c.changeFlags)
}

type rootTrust struct {
	What        string `arg:"" help:"help.show_what"`
	For         string `required:"" placeholder:"PURPOSES" help:"help.for"`
	Fingerprint string `placeholder:"SHA256" help:"help.fingerprint"`
	changeFlags
}

// Run sets what a certificate is trusted for.
func (c *rootTrust) Run(s *session) error {
	return s.change(change.Trust, []string{c.What}, c.For, nil, []string{c.Fingerprint}, c.changeFlags)
}

type rootDistrust struct {
	What string `arg:"" help:"help.show_what"`
	changeFlags
}

// Run blocks a certificate.
func (c *rootDistrust) Run(s *session) error {
	return s.change(change.Distrust, []string{c.What}, "", nil, nil, c.changeFlags)
}

type rootRemove struct {
	What string `arg:"" help:"help.show_what"`
	changeFlags
}

// Run removes a certificate.
func (c *rootRemove) Run(s *session) error {
	return s.change(change.Remove, []string{c.What}, "", nil, nil, c.changeFlags)
}

// change makes one change of one or more certificates, from the words of the command line to what was read back.
func (s *session) change(op change.Op, what []string, purposes string, from, fingerprints []string, f changeFlags) error {
	if len(s.flags.Store) == 0 {
		s.complain(message.M("usage-need-store"))
		s.code = Usage
		return nil
	}
	pp, ok := s.parsePurposes(purposes)
	if !ok {
		s.code = Usage
		return nil
	}
	w := s.flags.Where()
	leaves, ok := s.movingFrom(from, w.Only)
	if !ok {
		s.code = Usage
		return nil
	}
	var wanted []change.Request
	for i, word := range what {
		x, err := s.one(word)
		if err != nil || x == nil {
			return err
		}
		if slices.ContainsFunc(wanted, func(r change.Request) bool { return r.Certificate.SHA256 == x.SHA256 }) {
			continue // named twice
		}
		wanted = append(wanted, change.Request{Op: op, Certificate: x, Stores: w.Only, From: leaves, For: pp, Fingerprint: s.vouching(fingerprints, i, x)})
	}
	plan, _, err := s.app.Propose(s.ctx, w, wanted...)
	if err != nil {
		if err := s.refused(err); err != nil || !s.flags.JSON || s.code != Done {
			return err
		}
		return s.printNothing(f.DryRun) // it is so already
	}
	return s.carryOut(plan, s.app.Places(s.ctx, w), f, func(talk task.Talk) (int, []change.Outcome, error) { return s.app.Apply(s.ctx, talk, plan) })
}

// movingFrom is the lists that --from names: those of Windows' that a root can be moved out of, into the roots of the same owner.
func (s *session) movingFrom(names []string, to []trust.StoreID) (out []trust.StoreID, ok bool) {
	for _, name := range names {
		var may []trust.StoreID
		for _, id := range to {
			may = append(may, change.MovesFrom(id)...)
		}
		id, err := trust.Find(may, trust.StoreID(name))
		if err != nil {
			var words []string
			for _, id := range may {
				words = append(words, string(id))
			}
			if len(may) == 0 { // --store is no list of roots
				s.complain(message.M("usage-word", "flag", "--store", "words", "user/Root, machine/Root"))
			} else {
				s.complain(message.M("usage-word", "flag", "--from", "words", strings.Join(words, ", ")))
			}
			return nil, false
		}
		out = append(out, id)
	}
	return out, true
}

// vouching returns the fingerprint for x, the i-th root that was named: fingerprints come in any order, and are looked
// through from the i-th on, which it usually is. Where none fits it is another one, for Propose to refuse.
func (s *session) vouching(fingerprints []string, i int, x *cert.Certificate) (f string) {
	for k := range fingerprints {
		f = fingerprints[(i+k)%len(fingerprints)]
		if change.Vouched(s.app.Catalog, x, f) == nil {
			return f
		}
	}
	return f
}

// one is the one certificate that a person named: a root of the catalogue, a file that is there, or else one that some
// store has. It is nil when it was told why there is none.
func (s *session) one(what string) (*cert.Certificate, error) {
	if root := s.app.Catalog.RootByID(what); root != nil && root.Certificate() != nil {
		return root.Certificate(), nil
	}
	cc, err := s.inFile(what)
	if cc == nil && err == nil {
		where := s.flags
		s.flags.Store, s.flags.NSSDB = nil, s.flags.Where().All().NSSDBs // a root to be added is in no store, or in another one
		cc, _, err = s.certificates(what)
		s.flags = where
	}
	switch {
	case err != nil || len(cc) == 0:
		return nil, err
	case len(cc) > 1:
		s.complain(message.M("root-several", "file", what, "count", len(cc)))
		s.code = Usage
		return nil, nil
	}
	return cc[0], nil
}

// inFile returns the certificates of the file of that name; nil when there is none.
func (s *session) inFile(name string) ([]*cert.Certificate, error) {
	f, err := app.ReadFile(s.ctx, name)
	if isMissing(err) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	s.warnSkipped(f)
	return f.Certificates, nil
}

func (s *session) parsePurposes(text string) ([]cert.Purpose, bool) {
	if text == "" {
		return nil, true
	}
	var out []cert.Purpose
	for _, w := range strings.Split(text, ",") {
		p := cert.Purpose(strings.ToLower(strings.TrimSpace(w)))
		if !slices.Contains(cert.Purposes, p) {
			s.complain(message.M("usage-word", "flag", "--for", "words", "server, client, email, code, timestamp"))
			return nil, false
		}
		if !slices.Contains(out, p) {
			out = append(out, p)
		}
	}
	return out, true
}

// refused tells why a plan was not made. That the store holds it already is good news.
func (s *session) refused(err error) error {
	p := message.AsProblem(err)
	if p.What.ID == "root-already-trusted" || p.What.ID == "change-nothing" {
		fmt.Fprintln(s.aside(), s.p.Block(p.What).Title)
		return nil
	}
	if p.What.ID == "change-has-key" || strings.HasPrefix(p.What.ID, "root-") || strings.HasPrefix(p.What.ID, "undo-") || p.What.ID == "history-whole" || p.What.ID == "history-finished" {
		s.complain(p.What)
		s.code = Refused
		return nil
	}
	return err
}

// printNothing prints the plan, or else the outcomes, of a change that there is no need for.
func (s *session) printNothing(dryRun bool) error {
	if dryRun {
		return s.printJSON(change.Plan{Steps: []change.Step{}})
	}
	return s.printJSON([]outcomeJSON{})
}
