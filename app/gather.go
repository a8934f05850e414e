package app

import (
	"context"
	"errors"
	"slices"
	"sync"

	"certviewer/cert"
	"certviewer/facts"
	"certviewer/message"
	"certviewer/task"
	"certviewer/trust"
)

// Gather reads every store that w allows, side by side. A store that is absent is left out, one that
// cannot be read carries its problem; the error is only for a w that names no store, and for ctx. When ctx
// ends because of task.ErrEnough, the stores that have not answered carry StoreNotAwaited.
//
// A store that can tell which of its records programs believe is asked.
func (a *App) Gather(ctx context.Context, talk task.Talk, w trust.Where) (*facts.Host, error) {
	return a.gather(ctx, talk, w, gathering{entries: verified}, nil)
}

// GatherStored is Gather for lists of what stores hold: it takes them at their word, which is much faster where they are large,
// and leaves out what the programs' settings say, and which of them run.
func (a *App) GatherStored(ctx context.Context, talk task.Talk, w trust.Where) (*facts.Host, error) {
	return a.gather(ctx, talk, w, gathering{entries: stored, bare: true}, nil)
}

// GatherEach is Gather that shows, after each store but the last, the computer as far as it is known: the
// stores in the order of their answers, and no application yet, since nobody can judge by half of its
// stores. A store whose records are being checked is shown at its word until that is done. soFar is called from any goroutine,
// one call at a time, and never after GatherEach has returned.
func (a *App) GatherEach(ctx context.Context, talk task.Talk, w trust.Where, soFar func(*facts.Host)) (*facts.Host, error) {
	return a.gather(ctx, talk, w, gathering{entries: verified}, soFar)
}

// A gathering is what of a computer is read, and how.
type gathering struct {
	entries reading
	bare    bool // without the programs' settings, and whether they run
}

// A reading is a way to read a store.
type reading func(ctx context.Context, s trust.Store, first func([]trust.Entry)) ([]trust.Entry, error)

func stored(ctx context.Context, s trust.Store, _ func([]trust.Entry)) ([]trust.Entry, error) {
	return s.Entries(ctx)
}

func verified(ctx context.Context, s trust.Store, first func([]trust.Entry)) ([]trust.Entry, error) {
	if v, ok := s.(trust.Verifier); ok {
		return v.VerifiedEntries(ctx, first)
	}
	return s.Entries(ctx)
}

func (a *App) gather(ctx context.Context, talk task.Talk, w trust.Where, g gathering, soFar func(*facts.Host)) (*facts.Host, error) {
	stores, err := a.Open(ctx, w)
	if err != nil {
		return nil, err
	}
	h := &facts.Host{Computer: a.computer(ctx), Restricted: len(w.Only) > 0}
	read := make([]*facts.Store, len(stores))
	var wg sync.WaitGroup
	var mu sync.Mutex
	var settings facts.Settings
	if a.Settings != nil && !g.bare {
		wg.Go(func() { settings = a.Settings(ctx, w, infosOf(stores)) })
	}
	parts := partial{host: h, soFar: soFar, place: map[int]int{}}
	done := 0
	for i, s := range stores {
		wg.Go(func() {
			var first func([]trust.Entry)
			if soFar != nil {
				first = func(ee []trust.Entry) {
					mu.Lock()
					defer mu.Unlock()
					if read[i] == nil && done < len(stores) { // else somebody stopped waiting for it
						parts.show(i, facts.Store{Info: s.Info(), Entries: ee})
					}
				}
			}
			answer := a.read(ctx, s, g, first)
			mu.Lock()
			defer mu.Unlock()
			done++
			talk.Report(task.Progress{Doing: message.M("check-running.title", "done", done, "total", len(stores)), Done: done, Total: len(stores)})
			if read[i] = answer; answer != nil && done < len(stores) && soFar != nil {
				parts.show(i, *answer)
			}
		})
	}
	wg.Wait()
	if ctx.Err() != nil && !errors.Is(context.Cause(ctx), task.ErrEnough) {
		return nil, ctx.Err()
	}
	infos := make([]trust.Info, 0, len(stores))
	for i, s := range read {
		if s == nil {
			h.Absent = append(h.Absent, stores[i].Info())
			continue
		}
		h.Stores = append(h.Stores, *s)
		infos = append(infos, s.Info)
	}
	h.Applications = a.Catalog.Applications(h.Computer.OS, infos)
	h.Settings = settings
	a.standIn(h)
	a.fetchable(h)
	return h, nil
}

// A partial is the computer as far as it is known.
type partial struct {
	host     *facts.Host
	soFar    func(*facts.Host)
	answered []facts.Store
	place    map[int]int // of a store among those that answered
}

// show shows what store i holds, in the place of what was shown of it before.
func (p *partial) show(i int, s facts.Store) {
	p.answered = slices.Clone(p.answered) // what was shown is another's by now
	if at, again := p.place[i]; again {
		p.answered[at] = s
	} else {
		p.place[i] = len(p.answered)
		p.answered = append(p.answered, s)
	}
	part := *p.host
	part.Stores = p.answered
	p.soFar(&part)
}

func infosOf(stores []trust.Store) []trust.Info {
	out := make([]trust.Info, len(stores))
	for i, s := range stores {
		out[i] = s.Info()
	}
	return out
}

// read reads one store, and gives up on it after trust.Patience: a folder on a dead network mount does not
// answer, and cannot be interrupted either.
func (a *App) read(ctx context.Context, s trust.Store, g gathering, first func([]trust.Entry)) *facts.Store {
	ctx, cancel := context.WithTimeout(ctx, trust.Patience)
	defer cancel()
	type answer struct {
		entries  []trust.Entry
		onDemand *trust.RootList
		err      error
	}
	ch := make(chan answer, 1)
	go func() {
		defer s.Close()
		ee, err := g.entries(ctx, s, first)
		var l *trust.RootList
		if err == nil {
			l, err = listOnDemand(ctx, s)
		}
		ch <- answer{ee, l, err}
	}()
	out := &facts.Store{Info: s.Info()}
	if a.Running != nil && !g.bare {
		out.Running = a.Running(ctx, out.Info)
	}
	var got answer
	select {
	case got = <-ch:
	case <-ctx.Done():
		got.err = ctx.Err()
	}
	out.Entries, out.OnDemand = got.entries, got.onDemand
	problem, known := errors.AsType[*trust.Problem](got.err)
	switch {
	case got.err == nil:
		return out
	case errors.Is(got.err, trust.ErrAbsent):
		return nil
	case known:
		out.Problem = problem
	case errors.Is(got.err, context.Canceled): // nothing is wrong with it
		out.Problem = &trust.Problem{Code: trust.StoreNotAwaited}
		return out
	case errors.Is(got.err, context.DeadlineExceeded):
		out.Problem = &trust.Problem{Code: trust.StoreNoAnswer, Detail: got.err.Error()}
	default:
		out.Problem = &trust.Problem{Code: trust.StoreDamaged, Detail: got.err.Error()}
	}
	a.Log.Warn("store not read", "store", kind(out.ID), "code", out.Problem.Code)
	return out
}

// standIn fills a built-in list that is not on this computer from the catalogue's knowledge of Mozilla's
// list, for the certificates that other stores hold.
func (a *App) standIn(h *facts.Host) {
	i := slices.IndexFunc(h.Stores, func(s facts.Store) bool {
		return s.ID == "nss-builtin" && s.Problem != nil && s.Problem.Code == trust.StoreNoBuiltins
	})
	if i < 0 {
		return
	}
	seen := map[cert.Fingerprint]bool{}
	for _, s := range h.Stores {
		for _, e := range s.Entries {
			if seen[e.Certificate.SHA256] {
				continue
			}
			seen[e.Certificate.SHA256] = true
			if in, ok := a.Catalog.MozillaEntry(e.Certificate); ok {
				h.Stores[i].StandIn = append(h.Stores[i].StandIn, in)
			}
		}
	}
}
