package change

import (
	"bufio"
	"encoding/json"
	"errors"
	"os"
	"slices"
	"strings"

	"certviewer/message"
)

// Records returns every change, the oldest first. A file that cannot be read is told by a record without a plan.
func (j Journal) Records() ([]Record, error) {
	names, err := j.names()
	if err != nil {
		return nil, &message.Problem{What: message.M("history-closed", "folder", j.Dir), Cause: err}
	}
	out := make([]Record, 0, len(names))
	for _, n := range names {
		r, err := j.read(n)
		switch {
		case errors.Is(err, errNotBegun):
			continue
		case err != nil:
			r = Record{N: n, Ended: true}
		}
		out = append(out, r)
	}
	relate(out)
	return out, nil
}

// Record returns change n.
func (j Journal) Record(n int) (Record, error) {
	r, _, err := j.among(n)
	return r, err
}

// among returns change n, and all of them.
func (j Journal) among(n int) (Record, []Record, error) {
	all, err := j.Records()
	if err != nil {
		return Record{}, nil, err
	}
	for _, r := range all {
		switch {
		case r.N == n && len(r.Plan.Steps) > 0:
			return r, all, nil
		case r.N == n:
			return Record{}, nil, &message.Problem{What: message.M("history-record-unreadable", "n", n)}
		}
	}
	return Record{}, nil, &message.Problem{What: message.M("history-no-such", "n", n)}
}

// maxRecord bounds a journal file: a plan of maxSteps and two states for each step.
const maxRecord = 128 << 20

// errNotBegun says that a run was killed before the first line of its file was whole: nothing had happened.
var errNotBegun = errors.New("the change was not begun")

// begun reports whether a file of this size may have more in it than the start of its first line, which is line as far as it goes.
func begun(line []byte, size int64) bool {
	const start = `{"begin":`
	return int64(len(line)) < size || !strings.HasPrefix(string(line), start[:min(len(start), len(line))])
}

// read reads one file as far as it is whole: a last line that was cut off by a crash never happened. The error is
// errNotBegun where that is the first.
func (j Journal) read(n int) (Record, error) {
	f, err := os.Open(j.path(n))
	if err != nil {
		return Record{}, err
	}
	defer f.Close()
	fi, err := f.Stat()
	if err != nil || !fi.Mode().IsRegular() || fi.Size() > maxRecord {
		return Record{}, errors.New("not a record of a change")
	}
	if fi.Size() == 0 {
		return Record{}, errNotBegun
	}
	s := bufio.NewScanner(f)
	s.Buffer(nil, maxLine)
	var r Record
	for first := true; s.Scan(); first = false {
		var e entry
		if json.Unmarshal(s.Bytes(), &e) != nil {
			if first && !begun(s.Bytes(), fi.Size()) {
				return Record{}, errNotBegun
			}
			continue // cut off by a crash
		}
		switch {
		case first != (e.Begin != nil):
			return Record{}, errors.New("not a record of a change")
		case first:
			r = *e.Begin
			r.N, r.Steps, r.Ended, r.UndoneBy, r.FinishedBy = n, make([]Made, len(r.Plan.Steps)), false, 0, 0
			if n := len(r.Plan.Steps); n == 0 || n > maxSteps || slices.ContainsFunc(r.Plan.Steps, func(s Step) bool {
				return !slices.Contains(ops, s.Op) || s.Op == Restore != (s.Before != nil)
			}) {
				return Record{}, errors.New("not a record of a change")
			}
		case e.End:
			r.Ended = true
		case e.Ready != nil && *e.Ready >= 0 && *e.Ready < len(r.Steps):
			r.Steps[*e.Ready].Before = e.Before
		case e.Done != nil && *e.Done >= 0 && *e.Done < len(r.Steps):
			r.Steps[*e.Done].Seen, r.Steps[*e.Done].Fault = e.Seen, e.Fault
		}
	}
	if r.N == 0 {
		return Record{}, errors.New("not a record of a change")
	}
	return r, nil
}
