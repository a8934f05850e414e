package app

import (
	"bytes"
	"sync"

	"certviewer/cert"
)

// A SearchIndex finds rows by what a person types, as Matcher does, among a hundred thousand between two
// keystrokes: what is searched is kept folded and end to end, so that a word is looked for once in all of it and
// not once in each row. It is safe for use by several goroutines.
type SearchIndex struct {
	rows   []Row
	once   sync.Once
	blocks []searchBlock
}

// NewSearchIndex returns an index of rows. It is filled by Prepare, or by the first search.
func NewSearchIndex(rows []Row) *SearchIndex { return &SearchIndex{rows: rows} }

// blockRows is how many rows share a block: enough to search at the speed of memory, and few enough to
// be built side by side.
const blockRows = 4096

// A searchBlock is the text and the numbers of some rows, end to end.
type searchBlock struct {
	first   int // row
	text    []byte
	numbers []byte // of each row the SHA-256, the SHA-1 and the serial number
	ends    []blockEnd
}

// A blockEnd is where a row's part of a block ends.
type blockEnd struct{ text, numbers uint32 }

// Prepare fills the index.
func (x *SearchIndex) Prepare() {
	x.once.Do(func() {
		x.blocks = make([]searchBlock, (len(x.rows)+blockRows-1)/blockRows)
		var wg sync.WaitGroup
		free := make(chan struct{}, 2) // the window needs a processor too
		for i := range x.blocks {
			free <- struct{}{}
			wg.Go(func() {
				first := i * blockRows
				x.blocks[i] = newSearchBlock(first, x.rows[first:min(first+blockRows, len(x.rows))])
				<-free
			})
		}
		wg.Wait()
		x.rows = nil
	})
}

func newSearchBlock(first int, rows []Row) searchBlock {
	b := searchBlock{first: first, ends: make([]blockEnd, len(rows))}
	for i, r := range rows {
		c := r.Entry.Certificate
		b.text = append(append(b.text, searchText(r.Entry)...), '\n')
		b.numbers = append(append(append(b.numbers, c.SHA256[:]...), c.SHA1[:]...), c.Serial...)
		b.ends[i] = blockEnd{uint32(len(b.text)), uint32(len(b.numbers))}
	}
	b.text, b.numbers = bytes.Clone(b.text), bytes.Clone(b.numbers) // append left room behind them
	return b
}

// Find says of each row whether it matches filter; nil when all do, as there is nothing to look for.
func (x *SearchIndex) Find(filter string) []bool {
	s := parseSearch(filter)
	if s.empty() {
		return nil
	}
	x.Prepare()
	total := 0
	for _, b := range x.blocks {
		total += len(b.ends)
	}
	found := make([]bool, total)
	var wg sync.WaitGroup
	half := (len(x.blocks) + 1) / 2
	for _, blocks := range [][]searchBlock{x.blocks[:half], x.blocks[half:]} {
		wg.Go(func() {
			for _, b := range blocks {
				b.find(s, found[b.first:b.first+len(b.ends)])
			}
		})
	}
	wg.Wait()
	return found
}

func (b searchBlock) find(s search, found []bool) {
	b.eachWith([]byte(s.words[0]), func(row int) { found[row] = true })
	for _, w := range s.words[1:] {
		next := 0
		b.eachWith([]byte(w), func(row int) {
			clear(found[next:row])
			next = row + 1
		})
		clear(found[next:])
	}
	if s.whole != nil {
		b.eachNumber(s, func(row int) { found[row] = true })
	}
}

// eachWith visits the rows whose text holds a word, in order.
func (b searchBlock) eachWith(word []byte, visit func(row int)) {
	row := 0
	for from := 0; from < len(b.text); {
		i := bytes.Index(b.text[from:], word)
		if i < 0 {
			return
		}
		for uint32(from+i) >= b.ends[row].text {
			row++
		}
		visit(row)
		from = int(b.ends[row].text)
	}
}

// eachNumber visits the rows of which a number holds the digits.
func (b searchBlock) eachNumber(s search, visit func(row int)) {
	row, start := 0, 0
	for from := 0; from < len(b.numbers); {
		i := bytes.Index(b.numbers[from:], s.whole)
		if i < 0 {
			return
		}
		at := from + i
		for uint32(at) >= b.ends[row].numbers {
			start = int(b.ends[row].numbers)
			row++
		}
		from = at + 1
		if s.at(b.numbers, at, endOfNumber(at-start, int(b.ends[row].numbers)-start)+start) {
			visit(row)
			from = int(b.ends[row].numbers)
		}
	}
}

// endOfNumber returns where the number ends in which the octet at is, in a row's numbers of n octets.
func endOfNumber(at, n int) int {
	const sha256, sha1 = len(cert.Fingerprint{}), 20
	switch {
	case at < sha256:
		return sha256
	case at < sha256+sha1:
		return sha256 + sha1
	}
	return n
}
