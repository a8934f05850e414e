package sqlitefile

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
)

const (
	logMagic    = 0x377f0682 // the last bit set: checksums over big-endian words
	logVersion  = 3007000
	logHeader   = 32
	frameHeader = 24
)

// A logState is how far a write-ahead log is committed, fileformat2.html section 4. Two logs of
// the same state hold the same pages: the checksum goes over all of them.
type logState struct {
	pageSize int64
	pages    int64 // of the database after the last commit; 0 = the log holds nothing that counts
	end      int64 // of the last commit in the log
	sum      [2]uint32
}

// replay lays the committed pages of a write-ahead log over the view.
func (v *view) replay() error {
	f, fi, err := openRegular(v.path + "-wal")
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil
	case err != nil:
		return err
	}
	v.wal = f
	over := map[int64]source{}
	s, over, err := readLog(f, fi.Size(), over)
	if err != nil {
		return err
	}
	v.seen.wal = s
	if s.pages == 0 {
		return nil
	}
	if v.pageSize != 0 && v.pageSize != s.pageSize {
		return fmt.Errorf("%w: journal and log differ in the size of a page", ErrDamaged)
	}
	if s.pages*s.pageSize > MaxSize {
		return fmt.Errorf("%w: the log speaks of %d pages", ErrRefused, s.pages)
	}
	v.pageSize, v.size = s.pageSize, s.pages*s.pageSize
	for n, from := range over {
		v.over[n] = from
	}
	return nil
}

// readLog reads a log of the given size up to its last commit, and notes in over, when it is not
// nil, where the newest copy of each page stands. A log that was never begun, or is left from
// before a checkpoint, is empty and no error.
func readLog(f *os.File, size int64, over map[int64]source) (logState, map[int64]source, error) {
	var s logState
	var h [logHeader]byte
	if _, err := f.ReadAt(h[:], 0); err != nil {
		if errors.Is(err, io.EOF) {
			err = nil
		}
		return s, nil, err
	}
	first := binary.BigEndian.Uint32(h[:])
	page := int64(binary.BigEndian.Uint32(h[8:]))
	var order binary.ByteOrder = binary.LittleEndian
	if first&1 != 0 {
		order = binary.BigEndian
	}
	total := checksum(order, [2]uint32{}, h[:24])
	if first&^1 != logMagic || binary.BigEndian.Uint32(h[4:]) != logVersion || !powerOfTwo(page, 512, 1<<16) ||
		total != [2]uint32{binary.BigEndian.Uint32(h[24:]), binary.BigEndian.Uint32(h[28:])} {
		return s, nil, nil
	}
	pending := map[int64]source{} // of the transaction that is not committed yet
	frame := make([]byte, frameHeader+page)
	defer clear(frame) // a page of key4.db
	for at := int64(logHeader); at+int64(len(frame)) <= size; at += int64(len(frame)) {
		if _, err := f.ReadAt(frame, at); err != nil {
			if errors.Is(err, io.EOF) {
				break // cut off meanwhile: what is missing does not count
			}
			return s, nil, err
		}
		if string(frame[8:16]) != string(h[16:24]) { // the salts: a frame from before the last checkpoint
			break
		}
		total = checksum(order, checksum(order, total, frame[:8]), frame[frameHeader:])
		if total != [2]uint32{binary.BigEndian.Uint32(frame[16:]), binary.BigEndian.Uint32(frame[20:])} {
			break
		}
		number := int64(binary.BigEndian.Uint32(frame))
		if over != nil {
			pending[number] = source{f, at + frameHeader}
		}
		if pages := int64(binary.BigEndian.Uint32(frame[4:])); pages != 0 {
			s = logState{pageSize: page, pages: pages, end: at + int64(len(frame)), sum: total}
			for n, from := range pending {
				over[n] = from
			}
			clear(pending)
		}
	}
	return s, over, nil
}

// checksum goes on with a log's checksum over b, whose length is a multiple of 8.
func checksum(order binary.ByteOrder, s [2]uint32, b []byte) [2]uint32 {
	for ; len(b) >= 8; b = b[8:] {
		s[0] += order.Uint32(b) + s[1]
		s[1] += order.Uint32(b[4:]) + s[0]
	}
	return s
}
