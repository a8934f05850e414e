package sqlitefile

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"time"
)

// Offsets in the database header, fileformat2.html section 1.3.
const (
	magic          = "SQLite format 3\x00"
	headerSize     = 100
	pageSizeAt     = 16
	writeVersionAt = 18 // 1 rollback journal, 2 write-ahead log; the read version follows
	changesAt      = 24
)

// A view is the database as it is to be read: the file, with the pages of a journal or
// write-ahead log laid over it. The pages stay in their files until they are asked for: a view of key4.db
// never brings the whole of it into memory.
type view struct {
	ctx      context.Context
	path     string
	file     *os.File
	journal  *os.File // nil when there is none that counts
	wal      *os.File
	locked   bool // whether the read lock was to be had
	seen     state
	pageSize int64
	size     int64            // of the view
	over     map[int64]source // by page number, from 1
	err      error            // the first failure to read
}

// A source is where a laid-over page stands.
type source struct {
	file *os.File
	at   int64
}

// A state is what tells that nobody wrote.
type state struct {
	size    int64
	changed time.Time
	counter uint32 // of the header: every commit outside WAL mode raises it
	journal fileState
	wal     logState
}

type fileState struct {
	size    int64
	changed time.Time
}

// openView locks the database for reading and works out the view.
func openView(ctx context.Context, path string) (_ *view, err error) {
	v := &view{ctx: ctx, path: path, over: map[int64]source{}}
	defer func() {
		if err != nil {
			v.close()
		}
	}()
	if v.file, _, err = openRegular(path); err != nil {
		return nil, err
	}
	switch err := lockShared(v.file); {
	case err == nil:
		v.locked = true
	case errors.Is(err, errNoLocks): // a file system without locks: what changes is noticed afterwards
	default:
		return nil, err
	}
	if v.seen, err = v.state(); err != nil {
		return nil, err
	}
	v.size = v.seen.size
	if v.size == 0 {
		return nil, fmt.Errorf("%w: the file is empty", ErrDamaged)
	}
	if err := v.rollBack(); err != nil {
		return nil, err
	}
	if err := v.replay(); err != nil {
		return nil, err
	}
	return v, v.checkHeader()
}

// checkHeader looks at the first page of the view.
func (v *view) checkHeader() error {
	var h [headerSize]byte
	if n, err := v.ReadAt(h[:], 0); err != nil && n < len(magic) {
		if errors.Is(err, io.EOF) {
			return fmt.Errorf("%w: %d bytes", ErrForeign, n)
		}
		return err
	}
	if string(h[:len(magic)]) != magic {
		return fmt.Errorf("%w: it does not begin as SQLite's do", ErrForeign)
	}
	return nil
}

// state looks at the files as they are now.
func (v *view) state() (s state, err error) {
	fi, err := v.file.Stat()
	if err != nil {
		return s, err
	}
	s.size, s.changed = fi.Size(), fi.ModTime()
	var b [4]byte
	if _, err := v.file.ReadAt(b[:], changesAt); err != nil && !errors.Is(err, io.EOF) {
		return s, err
	}
	s.counter = binary.BigEndian.Uint32(b[:])
	return s, nil
}

// check returns errChanged when somebody wrote since the view was opened.
func (v *view) check() error {
	now, err := v.state()
	if err != nil {
		return err
	}
	now.journal, now.wal = v.seen.journal, v.seen.wal
	if v.journal != nil {
		fi, err := v.journal.Stat()
		if err != nil {
			return err
		}
		now.journal = fileState{fi.Size(), fi.ModTime()}
	}
	// A log may have come, gone or grown: then a checkpoint may have written to the file too.
	log, fi, err := openRegular(v.path + "-wal")
	switch {
	case err == nil:
		defer log.Close()
		if now.wal, _, err = readLog(log, fi.Size(), nil); err != nil {
			return err
		}
	case errors.Is(err, fs.ErrNotExist):
		now.wal = logState{}
	default:
		return err
	}
	if !v.seen.changed.Equal(now.changed) || !v.seen.journal.changed.Equal(now.journal.changed) {
		return errChanged
	}
	now.changed, now.journal.changed = v.seen.changed, v.seen.journal.changed // the same instants, perhaps written otherwise
	if now != v.seen {
		return errChanged
	}
	return nil
}

// ReadAt reads from the view. It fails once the context has ended: that is what stops SQLite.
func (v *view) ReadAt(p []byte, off int64) (n int, err error) {
	for n < len(p) {
		if err := v.ctx.Err(); err != nil {
			v.fail(err)
			return n, err
		}
		if off >= v.size {
			return n, io.EOF
		}
		part := p[n:min(len(p), n+int(min(v.size-off, 1<<20)))]
		from := source{v.file, off}
		if v.pageSize > 0 {
			page, in := off/v.pageSize+1, off%v.pageSize
			part = part[:min(int64(len(part)), v.pageSize-in)]
			if s, ok := v.over[page]; ok {
				from = source{s.file, s.at + in}
			}
		}
		k, err := from.file.ReadAt(part, from.at)
		if k < len(part) && errors.Is(err, io.EOF) {
			clear(part[k:]) // a hole: pages that a transaction announced and never wrote
			k, err = len(part), nil
		}
		if err != nil {
			v.fail(err)
			return n + k, err
		}
		// Without its log SQLite would refuse a file that calls itself a WAL database.
		for at := int64(writeVersionAt); at < writeVersionAt+2; at++ {
			if i := at - off; i >= 0 && i < int64(k) && part[i] == 2 {
				part[i] = 1
			}
		}
		n += k
		off += int64(k)
	}
	return n, nil
}

func (v *view) fail(err error) {
	if v.err == nil {
		v.err = err
	}
}

func (v *view) close() {
	for _, f := range []*os.File{v.file, v.journal, v.wal} {
		if f != nil {
			f.Close() // the read lock goes with it
		}
	}
}
