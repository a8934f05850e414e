package sqlitefile

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"io/fs"
)

// journalMagic begins every header of a rollback journal, fileformat2.html section 3.
const journalMagic = "\xd9\xd5\x05\xf9\x20\xa1\x63\xd7"

// rollBack lays the pages of a hot journal over the view: those that a program had saved
// before it changed them, and did not live to commit. It does for the view what SQLite's
// pager_playback does to the file.
func (v *view) rollBack() error {
	f, fi, err := openRegular(v.path + "-journal")
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil
	case err != nil:
		return err
	}
	v.journal = f
	v.seen.journal = fileState{fi.Size(), fi.ModTime()}
	// A writer that holds the reserved lock is alive, and has not touched the file yet: for that
	// it would need a lock that ours excludes. Asked after the journal was opened, not before,
	// lest a journal that is born in between look left behind.
	if v.locked {
		if alive, err := reserved(v.file); err != nil || alive {
			return err
		}
	}
	var h [28]byte
	if _, err := f.ReadAt(h[:], 0); err != nil {
		if errors.Is(err, io.EOF) {
			return nil // too short to say anything: the writer never got to the file
		}
		return err
	}
	if string(h[:8]) != journalMagic {
		return nil // zeroed: committed
	}
	if err := v.superJournal(fi.Size()); err != nil {
		return err
	}
	sector, page := int64(binary.BigEndian.Uint32(h[20:])), int64(binary.BigEndian.Uint32(h[24:]))
	if !powerOfTwo(sector, 32, 1<<16) || !powerOfTwo(page, 512, 1<<16) {
		return nil
	}
	pages := int64(binary.BigEndian.Uint32(h[16:]))
	if pages*page > MaxSize {
		return fmt.Errorf("%w: the journal speaks of %d pages", ErrRefused, pages)
	}
	v.pageSize, v.size = page, pages*page
	return v.play(fi.Size(), sector)
}

// play lays over the records of all segments, up to the first that is not whole.
func (v *view) play(size, sector int64) error {
	record := make([]byte, 4+v.pageSize+4)
	defer clear(record) // a page of key4.db
	lockPage := int64(1<<30)/v.pageSize + 1
	for at := int64(0); at+sector <= size; at = (at + sector - 1) / sector * sector {
		var h [12 + 4]byte
		if _, err := v.journal.ReadAt(h[:], at); err != nil {
			return err
		}
		if string(h[:8]) != journalMagic {
			return nil
		}
		count, nonce := int64(binary.BigEndian.Uint32(h[8:])), binary.BigEndian.Uint32(h[12:])
		at += sector
		if count == 1<<32-1 { // not synced by choice: as many as there are
			count = (size - at) / int64(len(record))
		}
		for ; count > 0; count-- {
			if at+int64(len(record)) > size {
				return nil
			}
			if _, err := v.journal.ReadAt(record, at); err != nil {
				return err
			}
			number, data := int64(binary.BigEndian.Uint32(record)), record[4:4+v.pageSize]
			if number == 0 || number == lockPage || sum(nonce, data) != binary.BigEndian.Uint32(record[4+v.pageSize:]) {
				return nil
			}
			if number*v.pageSize <= v.size {
				v.over[number] = source{v.journal, at + 4}
			}
			at += int64(len(record))
		}
	}
	return nil
}

// sum is the checksum of a journal's page: the nonce and every 200th byte from the end.
func sum(nonce uint32, page []byte) uint32 {
	for i := len(page) - 200; i > 0; i -= 200 {
		nonce += uint32(page[i])
	}
	return nonce
}

// superJournal refuses a journal that is part of a transaction over several databases: whether it
// counts depends on a further file, whose name it carries. NSS makes none.
func (v *view) superJournal(size int64) error {
	var tail [8]byte
	if size < int64(len(tail)) {
		return nil
	}
	if _, err := v.journal.ReadAt(tail[:], size-int64(len(tail))); err != nil {
		return err
	}
	if string(tail[:]) == journalMagic {
		return fmt.Errorf("%w: its journal belongs to several databases", ErrRefused)
	}
	return nil
}

func powerOfTwo(n, least, most int64) bool { return n >= least && n <= most && n&(n-1) == 0 }
