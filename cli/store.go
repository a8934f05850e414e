package cli

import (
	"errors"
	"fmt"
	"os"
	"strconv"
	"time"

	"certviewer/app"
	"certviewer/catalog"
	"certviewer/cert"
	"certviewer/diagnose"
	"certviewer/facts"
	"certviewer/message"
	"certviewer/trust"
)

type storeCommand struct {
	List     storeList     `cmd:"" help:"help.store_list"`
	Diff     storeDiff     `cmd:"" help:"help.store_diff"`
	Snapshot storeSnapshot `cmd:"" help:"help.store_snapshot"`
}

type storeList struct{}

// Run lists the stores.
func (storeList) Run(s *session) error {
	host, err := s.app.GatherStored(s.ctx, s.talk(), s.flags.Where())
	if err != nil {
		return err
	}
	infos := infosOf(host)
	if s.flags.JSON {
		out := make([]storeJSON, 0, len(host.Stores))
		for _, st := range host.Stores {
			j := storeJSON{ID: st.ID, Name: s.placeName(st.ID, infos), Scope: st.Scope, Path: st.Path, Writable: st.Writable, Count: len(st.Entries)}
			if st.Problem != nil {
				j.Problem = &problemJSON{st.Problem.Code, s.problemText(host, st), st.Problem.Detail}
			}
			out = append(out, j)
		}
		return s.printJSON(out)
	}
	t := table{}
	for _, st := range host.Stores {
		what := s.p.Text("count.certificates", "count", len(st.Entries))
		if st.Problem != nil {
			what = s.problemText(host, st)
		}
		t.add(printable(string(st.ID)), s.placeName(st.ID, infos), what)
	}
	t.print(s.Out)
	return nil
}

func infosOf(h *facts.Host) []trust.Info {
	out := make([]trust.Info, len(h.Stores))
	for i, st := range h.Stores {
		out[i] = st.Info
	}
	return out
}

func (s *session) placeName(id trust.StoreID, all []trust.Info) string {
	return s.p.Arg(catalog.PlaceName(id, all))
}

// problemText is the title of the block that says why a store could not be read.
func (s *session) problemText(h *facts.Host, st facts.Store) string {
	return s.p.Print(diagnose.StoreProblem(s.app.Catalog, h, st))
}

type storeDiff struct {
	A string `arg:"" help:"help.diff_side"`
	B string `arg:"" help:"help.diff_side"`
}

// Run compares two stores, or snapshots of them.
func (c *storeDiff) Run(s *session) error {
	a, nameA, err := s.side(c.A)
	if err != nil {
		return err
	}
	b, nameB, err := s.side(c.B)
	if err != nil {
		return err
	}
	out := diffJSON{A: nameA, B: nameB, OnlyA: []diffCertJSON{}, OnlyB: []diffCertJSON{}}
	for _, d := range app.Diff(a, b) {
		name := d.Certificate.Subject.Display()
		if len(d.OnlyA) > 0 {
			out.OnlyA = append(out.OnlyA, diffCertJSON{d.Certificate.SHA256.String(), name, d.OnlyA, d.B != nil})
		}
		if len(d.OnlyB) > 0 {
			out.OnlyB = append(out.OnlyB, diffCertJSON{d.Certificate.SHA256.String(), name, d.OnlyB, d.A != nil})
		}
	}
	if len(out.OnlyA)+len(out.OnlyB) > 0 {
		s.code = Action
	}
	if s.flags.JSON {
		return s.printJSON(out)
	}
	if s.code == Done {
		fmt.Fprintln(s.Out, s.p.Text("terminal.diff-same", "a", nameA, "b", nameB))
		return nil
	}
	s.printSide(nameA, nameB, out.OnlyA)
	s.printSide(nameB, nameA, out.OnlyB)
	return nil
}

// side returns the entries of a store, or of a snapshot file. A file wins only when no store has the name.
func (s *session) side(name string) ([]trust.Entry, string, error) {
	w := s.flags.Where()
	w.Only = []trust.StoreID{trust.StoreID(name)}
	host, err := s.app.Gather(s.ctx, s.talk(), w)
	if _, unknown := errors.AsType[*trust.UnknownStoreError](err); unknown {
		if _, statErr := os.Stat(name); statErr == nil {
			ee, err := app.ReadSnapshot(name)
			return ee, name, err
		}
	}
	if err != nil {
		return nil, "", err
	}
	if len(host.Stores) == 0 {
		return nil, "", &message.Problem{What: message.M(trust.StoreNothingThere, "place", name)}
	}
	st := host.Stores[0]
	if st.Problem != nil {
		return nil, "", &message.Problem{What: diagnose.StoreProblem(s.app.Catalog, host, st)}
	}
	return st.Entries, string(st.ID), nil
}

func (s *session) printSide(has, lacks string, cc []diffCertJSON) {
	if len(cc) == 0 {
		return
	}
	fmt.Fprintln(s.Out, s.bold(s.p.Text("terminal.diff-only", "a", has, "b", lacks, "count", len(cc))))
	t := table{}
	for _, c := range cc {
		t.add("  "+c.SHA256[:16], printable(c.Name), s.purposeList(c.Purposes))
	}
	t.print(s.Out)
}

func (s *session) purposeList(pp []cert.Purpose) string {
	return s.p.Arg(catalog.PurposeNames(pp))
}

type storeSnapshot struct {
	File  string `arg:"" help:"help.snapshot_file"`
	Force bool   `help:"help.force"`
}

// Run writes down what the stores hold.
func (c *storeSnapshot) Run(s *session) error {
	host, err := s.app.Gather(s.ctx, s.talk(), s.flags.Where())
	if err != nil {
		return err
	}
	b, err := s.app.Snapshot(host)
	if err != nil {
		return err
	}
	if err := app.WriteNew(c.File, b, c.Force); err != nil {
		return err
	}
	fmt.Fprintln(s.Out, s.p.Text("terminal.written", "file", c.File))
	return nil
}

// writeCSV writes rows of certificates for a spreadsheet.
func (s *session) writeCSV(rows []app.Row) error {
	lines := [][]string{{"store", "name", "subject", "issuer", "serial", "serial_decimal", "not_before", "not_after", "key", "signature", "kind", "is_ca", "server", "client", "email", "code", "timestamp", "native_trust", "has_key", "sha256", "sha1", "error"}}
	for _, row := range rows {
		r := rowJSON(row)
		rec := []string{string(row.Store.ID), r.Name, r.Subject, r.Issuer, r.Serial, r.SerialDecimal, s.day(row.Entry.Certificate.NotBefore), s.day(row.Entry.Certificate.NotAfter), r.Key, r.Signature, string(r.Kind), strconv.FormatBool(r.IsCA)}
		for i := range cert.Purposes {
			rec = append(rec, string(r.Trust[i]))
		}
		e := ""
		if r.Error != nil {
			e = *r.Error
		}
		lines = append(lines, append(rec, r.NativeTrust, strconv.FormatBool(r.HasKey), r.SHA256, r.SHA1, e))
	}
	return s.printCSV(lines)
}

// day is a date in a table, in the time zone of the clock that counts; "" where it could not be read.
func (s *session) day(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.In(s.app.Now().Location()).Format(time.DateOnly)
}
