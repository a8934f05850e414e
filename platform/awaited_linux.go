package platform

import (
	"context"

	"certviewer/platform/internal/softoken"
	"certviewer/trust"
)

// An Awaited is a store that is about to be opened for change in this process, a child that waits for its plan.
type Awaited struct {
	id        trust.StoreID
	found     chan struct{} // closed once the rest is known
	store     *nssStore     // nil = to be looked for again
	inspected softoken.Inspection
}

// Await does for the store of this ID, which is a program's, what changes nothing: it is looked for, NSS's library is loaded,
// and our own reader looks whether it is fit to be opened. It returns at once. What goes wrong shows itself in Open.
func Await(ctx context.Context, program string, id trust.StoreID) *Awaited {
	a := &Awaited{id: id, found: make(chan struct{})}
	c := thisComputer()
	go softoken.Preload(c.softokens(program))
	go func() {
		defer close(a.found)
		if s, err := c.exactly(ctx, trust.Where{}, id); err == nil {
			if n, ok := s.(*nssStore); ok {
				a.store, a.inspected = n, softoken.Inspect(ctx, n.info.Path)
			}
		}
	}()
	return a
}

// Open is OpenWriter, of this store or any other.
func (a *Awaited) Open(ctx context.Context, id trust.StoreID, secret Secret) (trust.Writer, error) {
	if a == nil || id != a.id {
		return OpenWriter(ctx, trust.Where{}, id, secret)
	}
	<-a.found
	if a.store == nil {
		return OpenWriter(ctx, trust.Where{}, id, secret)
	}
	o := a.store.options(secret)
	o.Inspected = a.inspected
	return a.store.open(ctx, o)
}
