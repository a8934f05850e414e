package change

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"certviewer/message"
	"certviewer/trust"
)

// The journal is a folder with a file for each change, 000001.jsonl and so on. A line is on the disk before what it
// speaks of happens. It holds certificates and trust, never a key, a PIN or a password. It is read as
// if somebody had edited it: every step of an undo is checked again like any other plan.

// A Journal is the folder.
type Journal struct {
	Dir string
	// Lock takes the lock file that keeps a second certviewer from changing anything meanwhile. It ends with the process,
	// however that ends. held says that another process has it.
	Lock func(path string) (unlock func(), held bool, err error)
}

// LockFile is the file that Lock is called with.
func (j Journal) LockFile() string { return filepath.Join(j.Dir, "lock") }

func (j Journal) lock() (unlock func(), err error) {
	if err := os.MkdirAll(j.Dir, 0o700); err != nil {
		return nil, j.noRecord(err)
	}
	unlock, held, err := j.Lock(j.LockFile())
	switch {
	case held:
		return nil, &message.Problem{What: message.M("other-certviewer-busy"), Cause: err}
	case err != nil:
		return nil, j.noRecord(err)
	}
	return unlock, nil
}

// A Record is one change as the journal tells it.
type Record struct {
	N       int       `json:"n"`
	Time    time.Time `json:"time"`
	Version string    `json:"version"`
	Plan    Plan      `json:"plan"`
	Of
	Steps []Made `json:"steps"` // as far as it came; Steps[i] belongs to Plan.Steps[i]
	Ended bool   `json:"ended"` // whether the run came to an end of its own

	// What later records say of it: see relate.
	UndoneBy   int `json:"undone_by,omitempty"`
	FinishedBy int `json:"finished_by,omitempty"`
}

// Made is what became of one step.
type Made struct {
	Before *trust.State `json:"before,omitempty"`
	Seen   *trust.State `json:"seen,omitempty"`    // nil: nothing was changed, or it is not known
	Fault  *Fault       `json:"problem,omitempty"` // with Seen: half of the step was made
}

// Whole reports whether every step was made.
func (r Record) Whole() bool { return r.Made() == len(r.Plan.Steps) }

// Made is how many steps were made.
func (r Record) Made() (n int) {
	for _, m := range r.Steps {
		if m.made() {
			n++
		}
	}
	return n
}

// Changed is the plan as far as it changed anything.
func (r Record) Changed() (p Plan) {
	for i, m := range r.Steps {
		if m.Seen != nil {
			p.Steps = append(p.Steps, r.Plan.Steps[i])
		}
	}
	return p
}

func (m Made) made() bool { return m.Seen != nil && m.Fault == nil }

// An entry is one line of a file.
type entry struct {
	Begin  *Record      `json:"begin,omitempty"`
	Ready  *int         `json:"ready,omitempty"`
	Before *trust.State `json:"before,omitempty"`
	Done   *int         `json:"done,omitempty"`
	Seen   *trust.State `json:"seen,omitempty"`
	Fault  *Fault       `json:"problem,omitempty"`
	End    bool         `json:"end,omitempty"`
}

// A writer appends to one change's file, from any goroutine: a line is written in one go. The zero writer is of no change
// and keeps nothing.
type writer struct {
	f    *os.File // nil of the zero writer
	j    Journal
	made atomic.Int64 // steps
	last sync.Once    // the last line
	keys sync.Mutex   // held while a private key is handed over or kept
}

// begin makes the file of a new change.
func (j Journal) begin(r Record) (*writer, int, error) {
	if err := os.MkdirAll(j.Dir, 0o700); err != nil {
		return nil, 0, j.noRecord(err)
	}
	names, err := j.names()
	if err != nil {
		return nil, 0, j.noRecord(err)
	}
	r.N = 1
	if len(names) > 0 {
		r.N = names[len(names)-1] + 1
	}
	f, err := os.OpenFile(j.path(r.N), os.O_CREATE|os.O_EXCL|os.O_WRONLY|os.O_APPEND, 0o600)
	if err != nil {
		return nil, 0, j.noRecord(err)
	}
	w := &writer{f: f, j: j}
	if err := w.add(entry{Begin: &r}); err != nil {
		f.Close()
		os.Remove(f.Name()) // nothing has happened: a record of nothing would only confuse
		return nil, 0, err
	}
	if d, err := os.Open(j.Dir); err == nil { // the folder must know the file before anything happens
		d.Sync()
		d.Close()
	}
	return w, r.N, nil
}

// add writes one line and waits until the disk has it, with all lines before it.
func (w *writer) add(e entry) error {
	if err := w.note(e); err != nil || w.f == nil {
		return err
	}
	if err := w.f.Sync(); err != nil {
		return w.j.noRecord(err)
	}
	return nil
}

// note writes one line, which the next add takes to the disk.
func (w *writer) note(e entry) error {
	if w.f == nil {
		return nil
	}
	b, err := json.Marshal(e)
	if err == nil {
		_, err = w.f.Write(append(b, '\n'))
	}
	if err != nil {
		return w.j.noRecord(err)
	}
	return nil
}

// end adds the last line, once.
func (w *writer) end() (err error) {
	w.last.Do(func() { err = w.add(entry{End: true}) })
	return err
}

func (w *writer) close() {
	if w.f != nil {
		w.f.Close()
	}
}

func (j Journal) path(n int) string { return filepath.Join(j.Dir, fmt.Sprintf("%06d.jsonl", n)) }

func (j Journal) names() (out []int, err error) {
	files, err := os.ReadDir(j.Dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	for _, f := range files {
		if n, err := strconv.Atoi(strings.TrimSuffix(f.Name(), ".jsonl")); err == nil && n > 0 && f.Type().IsRegular() && j.path(n) == filepath.Join(j.Dir, f.Name()) {
			out = append(out, n)
		}
	}
	slices.Sort(out)
	return out, err
}

// mend adds what was found out about a step after the run that began it was killed, and ends the record.
func (j Journal) mend(n int, lines []entry) error {
	f, err := os.OpenFile(j.path(n), os.O_WRONLY|os.O_APPEND, 0)
	if err != nil {
		return j.notMended(err)
	}
	w := &writer{f: f, j: j}
	defer w.close()
	if _, err := f.Write([]byte("\n")); err != nil { // the last line may have been cut off
		return j.notMended(err)
	}
	for _, e := range append(lines, entry{End: true}) {
		if err := w.add(e); err != nil {
			return j.notMended(err)
		}
	}
	return nil
}
