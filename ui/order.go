package ui

import (
	"cmp"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"
	"sync"

	"certviewer/cert"
)

// order returns the ranks of the rows in a column, and the order of those that are equal in it. Ranks are made once:
// sorting a hundred thousand rows is then a matter of numbers.
func (x *index) order(column int) (rank, tie []uint32, byTie []int32) {
	x.mu.Lock()
	defer x.mu.Unlock()
	if x.tie == nil {
		x.ranks[colHolder] = x.rank(colHolder)
		x.byTie = make([]int32, len(x.rows))
		for i := range x.byTie {
			x.byTie[i] = int32(i)
		}
		holders := x.ranks[colHolder]
		slices.SortFunc(x.byTie, func(a, b int32) int {
			if holders[a] != holders[b] {
				return cmp.Compare(holders[a], holders[b])
			}
			return cmp.Or(x.rows[a].Entry.Certificate.NotAfter.Compare(x.rows[b].Entry.Certificate.NotAfter), cmp.Compare(a, b))
		})
		x.tie = make([]uint32, len(x.rows))
		for at, i := range x.byTie {
			x.tie[i] = uint32(at)
		}
	}
	if x.ranks[column] == nil {
		x.ranks[column] = x.rank(column)
	}
	return x.ranks[column], x.tie, x.byTie
}

func (x *index) rank(column int) []uint32 {
	n := len(x.rows)
	of := func(i int) *cert.Certificate { return x.rows[i].Entry.Certificate }
	switch column {
	case colHolder:
		return rankText(n, func(i int) string { return holder(of(i)) })
	case colIssuer:
		return rankText(n, func(i int) string { return of(i).Issuer.Display() })
	case colPlace:
		return rankText(n, func(i int) string { return x.placeOf(&x.rows[i], allStores) })
	case colKind:
		return rankText(n, func(i int) string { return x.labels.kinds[of(i).Kind()] })
	case colState:
		return rankNumbers(n, func(i int) (uint64, uint64) {
			return uint64(stateOf(x.rows[i].Entry, x.now).rank), uint64(of(i).NotAfter.Unix())
		})
	case colUntil:
		return rankNumbers(n, func(i int) (uint64, uint64) { return 0, uint64(of(i).NotAfter.Unix()) })
	case colTrust:
		return rankNumbers(n, func(i int) (uint64, uint64) { return trustOrder(x.rows[i].Entry), 0 })
	case colCheckCode:
		return rankText(n, func(i int) string { return of(i).CheckCode() })
	}
	return rankText(n, func(i int) string { // a longer serial number is a greater one
		digits := strings.TrimLeft(hex.EncodeToString(of(i).Serial), "0")
		return fmt.Sprintf("%02x %s", len(digits), digits)
	})
}

// A ranked is a row and what it is ordered by: text, of which the first octets are a number too, since numbers
// are compared faster.
type ranked struct {
	head, second uint64
	text         string
	row          int32
}

// rankText ranks rows by a text, in the order in which people look for names: width, case and kana do not matter, and
// numbers count as numbers.
func rankText(n int, text func(row int) string) []uint32 {
	keys := make([]ranked, n)
	halves(n, func(from, to int) {
		last, lastKey := "", ""
		for i := from; i < to; i++ {
			if t := text(i); t != last { // many rows in a row are of one store or issuer
				last, lastKey = t, sortKey(t)
			}
			keys[i] = ranked{head: octets(lastKey, 0), second: octets(lastKey, 8), text: lastKey[min(16, len(lastKey)):], row: int32(i)}
		}
	})
	return rankAll(keys)
}

// halves does two halves of a work side by side.
func halves(n int, do func(from, to int)) {
	var wg sync.WaitGroup
	wg.Go(func() { do(0, n/2) })
	do(n/2, n)
	wg.Wait()
}

// rankNumbers ranks rows by two numbers.
func rankNumbers(n int, of func(row int) (first, second uint64)) []uint32 {
	keys := make([]ranked, n)
	for i := range keys {
		a, b := of(i)
		keys[i] = ranked{head: a, second: b ^ 1<<63, row: int32(i)} // as signed: times before 1970 come first
	}
	return rankAll(keys)
}

func rankAll(keys []ranked) []uint32 {
	halves(len(keys), func(from, to int) { slices.SortFunc(keys[from:to], compareRanked) })
	out := make([]uint32, len(keys))
	rank := uint32(0)
	var last *ranked
	for a, b := keys[:len(keys)/2], keys[len(keys)/2:]; len(a)+len(b) > 0; {
		least := &a
		if len(a) == 0 || len(b) > 0 && compareRanked(b[0], a[0]) < 0 {
			least = &b
		}
		k := &(*least)[0]
		*least = (*least)[1:]
		if last != nil && compareRanked(*last, *k) != 0 {
			rank++
		}
		last = k
		out[k.row] = rank
	}
	return out
}

func compareRanked(a, b ranked) int {
	switch {
	case a.head != b.head:
		return cmp.Compare(a.head, b.head)
	case a.second != b.second:
		return cmp.Compare(a.second, b.second)
	}
	return strings.Compare(a.text, b.text)
}

// octets returns eight octets of s from an offset as a number, with zeros behind its end.
func octets(s string, from int) (n uint64) {
	for i := from; i < from+8; i++ {
		n <<= 8
		if i < len(s) {
			n |= uint64(s[i])
		}
	}
	return n
}

// sortKey returns a text so that comparing octets puts names in order: folded, and each number with its length before
// it, so that “CA 10” comes behind “CA 9”.
func sortKey(text string) string {
	s := cert.Fold(text)
	if !strings.ContainsAny(s, "0123456789") {
		return s
	}
	var b strings.Builder
	for i := 0; i < len(s); {
		if s[i] < '0' || s[i] > '9' {
			b.WriteByte(s[i])
			i++
			continue
		}
		end := i
		for end < len(s) && s[end] >= '0' && s[end] <= '9' {
			end++
		}
		number := strings.TrimLeft(s[i:end], "0")
		b.WriteByte('0') // numbers stand where digits stand among other signs
		b.WriteByte(byte(min(len(number), 255)))
		b.WriteString(number)
		i = end
	}
	return b.String()
}
