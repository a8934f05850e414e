package platform

import (
	"context"
	"io"
	"os"
	"sync"
	"time"

	"certviewer/trust"
)

// A Standby starts the children that make changes, and those that a person has asked for beforehand ("--yes") while this process
// still looks at the stores: a child needs as long to start and to load NSS's library as for a whole change.
type Standby struct {
	mu      sync.Mutex
	coming  sync.WaitGroup // children that Expect starts
	waiting []waiting
}

// A waiting child was not told yet what it shall do. The end of its input ends it.
type waiting struct {
	store trust.StoreID
	lock  *os.File // it keeps others out under this file alone
	conn  io.ReadWriteCloser
}

// maxWaiting is how many children wait: as many as work side by side.
const maxWaiting = 4

// Expect says that these stores will be changed soon, in the way that w names them, under the lock file at path. It waits a
// moment until their children are started, before this process has too much else to do, and says nothing of stores that it
// does not find: whoever looks at them next will.
func (s *Standby) Expect(ctx context.Context, w trust.Where, path string) {
	started := make(chan struct{})
	s.coming.Go(func() {
		defer close(started)
		s.start(ctx, w, path)
	})
	select {
	case <-started:
	case <-time.After(50 * time.Millisecond): // a home on a network that is gone
	}
}

func (s *Standby) start(ctx context.Context, w trust.Where, path string) {
	stores, err := thisComputer().open(ctx, w)
	if err != nil {
		return
	}
	lock := readyLock(path)
	for _, found := range stores {
		n, ok := found.(*nssStore)
		if !ok || lock == nil || len(s.waiting) == maxWaiting {
			continue // no such child can change it
		}
		conn, err := startChild(n.computer.nativeEnv(n), lock, "--program="+n.info.Application, "--store="+string(n.info.ID))
		if err != nil {
			return
		}
		s.mu.Lock()
		s.waiting = append(s.waiting, waiting{n.info.ID, lock, conn})
		s.mu.Unlock()
	}
}

// Start is StartApply. A child that waits for these stores is taken.
func (s *Standby) Start(ctx context.Context, elevated bool, stores []trust.StoreID) (io.ReadWriteCloser, error) {
	s.coming.Wait()
	s.mu.Lock()
	defer s.mu.Unlock()
	for i, w := range s.waiting {
		if !elevated && len(stores) == 1 && w.store == stores[0] && w.lock == locked.Load() {
			s.waiting = append(s.waiting[:i:i], s.waiting[i+1:]...)
			return w.conn, nil
		}
	}
	return StartApply(ctx, elevated, stores)
}

// Close ends the children that still wait.
func (s *Standby) Close() {
	s.coming.Wait()
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, w := range s.waiting {
		w.conn.Close()
	}
	s.waiting = nil
}
