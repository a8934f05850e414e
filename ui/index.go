package ui

import (
	"slices"
	"strings"
	"sync"
	"time"

	"certviewer/app"
	"certviewer/cert"
	"certviewer/message"
	"certviewer/trust"
)

// The columns of the table of certificates.
const (
	colState = iota
	colHolder
	colIssuer
	colUntil
	colPlace
	colTrust
	colKind
	colCheckCode
	colSerial
	columns
)

// An index is the rows of all stores, ready to be searched, filtered and sorted beside the window. It holds little
// more than numbers: what a row shows is worked out when the row comes into view. It is safe for use by
// several goroutines.
type index struct {
	rows   []app.Row // never changed
	labels labels
	now    time.Time
	marks  []marks
	stores []storeKey
	store  []uint16 // of a row, in stores
	search *app.SearchIndex

	mu     sync.Mutex
	ranks  [columns][]uint32 // of rows; nil until a person sorts by the column
	tie    []uint32          // the order of rows that are equal in a column: by holder, then by end
	byTie  []int32           // tie's inverse
	filter string            // the last one, with
	found  []bool            // its answer
}

// labels are the words by which rows are sorted. They are asked for before the work leaves Fyne's goroutine.
type labels struct {
	kinds  map[cert.Kind]string
	places map[trust.StoreID]string
	joined map[joint]string
}

// A joint is the stores of a row that others are folded into. Such rows share their lists, so that where one begins tells which
// it is.
type joint struct {
	store trust.StoreID
	also  *trust.Info
}

func jointOf(r *app.Row) joint { return joint{r.Store.ID, &r.Also[0]} }

func (w *window) labels(rows []app.Row) labels {
	l := labels{map[cert.Kind]string{}, map[trust.StoreID]string{}, map[joint]string{}}
	for _, k := range []cert.Kind{cert.Root, cert.Intermediate, cert.ClientKind, cert.ServerKind, cert.MailKind, cert.OtherKind} {
		l.kinds[k] = w.label("kind." + string(k))
	}
	last := trust.StoreID("")
	for i := range rows {
		if id := rows[i].Store.ID; id != last {
			last = id
			if _, ok := l.places[id]; !ok {
				l.places[id] = w.place(id)
			}
		}
		if len(rows[i].Also) == 0 {
			continue
		}
		if key := jointOf(&rows[i]); l.joined[key] == "" {
			l.joined[key] = w.joined(&rows[i])
		}
	}
	return l
}

// joined names the stores of a row that others are folded into: one list, of the computer and of the person, in few words.
func (w *window) joined(r *app.Row) string {
	if list, ok := strings.CutPrefix(string(r.Store.ID), "machine/"); ok && len(r.Also) == 1 && r.Also[0].ID == trust.StoreID("user/"+list) && w.p.Has("window.computer."+list) {
		return w.p.Text("window.both", "place", message.M("window.computer."+list))
	}
	places := message.List{w.placeArg(r.Store.ID)}
	for _, s := range r.Also {
		places = append(places, w.placeArg(s.ID))
	}
	return alone(w.p.Arg(places))
}

// newIndex prepares rows as they stand at now.
func newIndex(rows []app.Row, now time.Time, l labels) *index {
	x := &index{rows: rows, labels: l, now: now, marks: make([]marks, len(rows)), store: make([]uint16, len(rows)), search: app.NewSearchIndex(rows)}
	number := map[storeKey]uint16{}
	for i := range rows {
		key := storeKey(rows[i].Store.ID)
		n, ok := number[key]
		if !ok {
			n = uint16(len(x.stores))
			number[key] = n
			x.stores = append(x.stores, key)
		}
		x.store[i] = n
		x.marks[i] = marksOf(&rows[i], now)
	}
	return x
}

// A view is what of the index is shown, and in which order.
type view struct {
	store      storeKey
	filter     string
	marks      marks // all of which a row must have
	column     int
	descending bool
}

// in says whether a row belongs to a store; an opened file is none of all stores. Among all of them a row that is folded into
// another one is not shown again; in the list of its own store it is.
func (x *index) in(row int, store storeKey) bool {
	key := x.stores[x.store[row]]
	return key == store || store == allStores && key != storeKey(fileStore) && x.marks[row]&markFolded == 0
}

// placeOf is where a row's certificate is, in the list of a store or of all of them: then with the stores that inherit it.
func (x *index) placeOf(r *app.Row, in storeKey) string {
	if len(r.Also) > 0 && in == allStores {
		return x.labels.joined[jointOf(r)]
	}
	return x.labels.places[r.Store.ID]
}

// query returns the rows of a view, in its order. Rows that are equal in the column are ordered by holder and end,
// whichever way the column is sorted.
func (x *index) query(v view) []int32 {
	rank, tie, byTie := x.order(v.column)
	found := x.find(v.filter)
	keys := make([]uint64, 0, len(x.rows))
	for i := range x.rows {
		if x.marks[i]&v.marks != v.marks || found != nil && !found[i] || !x.in(i, v.store) {
			continue
		}
		r := rank[i]
		if v.descending {
			r = ^r
		}
		keys = append(keys, uint64(r)<<32|uint64(tie[i]))
	}
	slices.Sort(keys)
	out := make([]int32, len(keys))
	for i, k := range keys {
		out[i] = byTie[uint32(k)]
	}
	return out
}

// find keeps the last answer: a press on a chip or a header asks for it again.
func (x *index) find(filter string) []bool {
	x.mu.Lock()
	defer x.mu.Unlock()
	if x.filter != filter {
		x.filter, x.found = filter, x.search.Find(filter)
	}
	return x.found
}

// count counts the rows of a store that have a mark, for each mark, and all of them.
func (x *index) count(store storeKey) (total int, of map[marks]int) {
	of = map[marks]int{}
	for i := range x.rows {
		if !x.in(i, store) {
			continue
		}
		total++
		if m := x.marks[i]; m != 0 {
			for _, one := range allMarks {
				if m&one != 0 {
					of[one]++
				}
			}
		}
	}
	return total, of
}

// marks are what a person filters by.
type marks uint8

const (
	markExpired marks = 1 << iota
	markSoon
	markUnlisted
	markHasKey
	markDistrusted
	markFolded // told of in another row; no chip
)

// allMarks is all marks that have chips, in their order.
var allMarks = []marks{markExpired, markSoon, markUnlisted, markHasKey, markDistrusted}

// markWords are the labels of the chips.
var markWords = map[marks]message.Message{
	markExpired:    message.M("mark.expired"),
	markSoon:       message.M("window.mark-soon"),
	markUnlisted:   message.M("mark.no-public-list"),
	markHasKey:     message.M("mark.has-key"),
	markDistrusted: message.M("verdict.distrusted"),
}

func marksOf(r *app.Row, now time.Time) (m marks) {
	c := r.Entry.Certificate
	switch left := c.NotAfter.Sub(now); {
	case left < 0:
		m |= markExpired
	case left < soon:
		m |= markSoon
	}
	if unlisted(r) {
		m |= markUnlisted
	}
	if r.Entry.HasKey {
		m |= markHasKey
	}
	if len(r.Entry.DistrustedFor()) > 0 {
		m |= markDistrusted
	}
	if r.Folded {
		m |= markFolded
	}
	return m
}

// unlisted says whether the row is a root that was in no public programme, today or before: somebody added it. Only
// roots are in their lists.
func unlisted(r *app.Row) bool {
	c := r.Entry.Certificate
	return !r.Programmes.Known() && c.IsCA() && c.Kind() == cert.Root
}
