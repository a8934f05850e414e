package sqlitefile

import (
	"context"
	"database/sql/driver"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"strconv"
	"sync"
	"time"

	"modernc.org/sqlite"
	"modernc.org/sqlite/vfs"
)

// A DB is a view as SQLite reads it.
type DB struct {
	ctx  context.Context
	name string
	conn driver.Conn
}

// The driver is used without database/sql, whose pool and reflection cost more than reading a
// database of ordinary size.
var sqliteDriver sqlite.Driver

// options make SQLite suspicious of the file: nothing in a schema is run that could do harm,
// and cells are checked before they are believed (https://sqlite.org/security.html).
const options = "&mode=ro&immutable=1&_defensive=1" +
	"&_pragma=trusted_schema(0)&_pragma=cell_size_check(1)&_pragma=query_only(1)&_pragma=mmap_size(0)"

func connect(ctx context.Context, v *view) (*DB, error) {
	system, err := register()
	if err != nil {
		return nil, err
	}
	name := views.add(v)
	conn, err := sqliteDriver.Open("file:" + name + "?vfs=" + system + options)
	if err != nil {
		views.remove(name)
		return nil, meaning(err)
	}
	return &DB{ctx, name, conn}, nil
}

func (db *DB) close() {
	db.conn.Close()
	views.remove(db.name)
}

// A Row is one row of a result. Its values are valid until the next row is read, but for
// blobs, which may be kept.
type Row []driver.Value

// Blob returns column i; nil for what is no blob, and for NULL.
func (r Row) Blob(i int) []byte {
	b, _ := r[i].([]byte)
	return b
}

// Text returns column i; "" for what is no text.
func (r Row) Text(i int) string {
	s, _ := r[i].(string)
	return s
}

// Int returns column i; 0 for what is no whole number.
func (r Row) Int(i int) int64 {
	n, _ := r[i].(int64)
	return n
}

// Each runs a query and calls do with every row.
func (db *DB) Each(query string, do func(Row) error) error {
	stmt, err := db.conn.Prepare(query)
	if err != nil {
		return meaning(err)
	}
	defer stmt.Close()
	rows, err := stmt.(driver.StmtQueryContext).QueryContext(db.ctx, nil)
	if err != nil {
		return meaning(err)
	}
	defer rows.Close()
	row := make(Row, len(rows.Columns()))
	for {
		switch err := rows.Next(row); {
		case errors.Is(err, io.EOF):
			return nil
		case err != nil:
			return meaning(err)
		}
		if err := do(row); err != nil {
			return err
		}
		if err := db.ctx.Err(); err != nil {
			return err
		}
	}
}

// Primary result codes, https://sqlite.org/rescode.html.
const (
	resultError = 1
	resultNotDB = 26
)

// meaning sorts SQLite's errors.
func meaning(err error) error {
	e, ok := errors.AsType[*sqlite.Error](err)
	if !ok {
		return err
	}
	switch e.Code() & 0xff {
	case resultNotDB, resultError: // resultError: no such table or column
		return fmt.Errorf("%w: %w", ErrForeign, err)
	}
	return fmt.Errorf("%w: %w", ErrDamaged, err)
}

// register makes our views known to SQLite as a file system of its own, once.
var register = sync.OnceValues(func() (string, error) {
	name, _, err := vfs.New(&views)
	return name, err
})

// views are the views that are open, by the names that SQLite knows them by.
var views viewSystem

type viewSystem struct {
	mu   sync.Mutex
	last int
	open map[string]*view
}

func (s *viewSystem) add(v *view) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.open == nil {
		s.open = map[string]*view{}
	}
	s.last++
	name := "view" + strconv.Itoa(s.last)
	s.open[name] = v
	return name
}

func (s *viewSystem) remove(name string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.open, name)
}

// Open implements fs.FS. There are no journals here: they are part of the view.
func (s *viewSystem) Open(name string) (fs.File, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	v, ok := s.open[name]
	if !ok {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist}
	}
	return &viewFile{io.NewSectionReader(v, 0, v.size), name}, nil
}

// A viewFile is a view as an fs.File that can seek.
type viewFile struct {
	*io.SectionReader
	name string
}

func (f *viewFile) Stat() (fs.FileInfo, error) { return f, nil }
func (f *viewFile) Close() error               { return nil }
func (f *viewFile) Name() string               { return f.name }
func (f *viewFile) Mode() fs.FileMode          { return 0o400 }
func (f *viewFile) ModTime() time.Time         { return time.Time{} }
func (f *viewFile) IsDir() bool                { return false }
func (f *viewFile) Sys() any                   { return nil }
