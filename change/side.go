package change

import (
	"context"
	"slices"
	"sync"

	"certviewer/message"
	"certviewer/task"
)

// groups returns the steps of a plan, by their places in it: those of the user, store by store where apart is set, and those
// that need an administrator, which one child makes, for a person is asked for their rights once.
func (p Plan) groups(apart bool) (user [][]int, admin []int) {
	for i, s := range p.Steps {
		if s.NeedsAdmin {
			admin = append(admin, i)
			continue
		}
		at := slices.IndexFunc(user, func(g []int) bool { return !apart || p.Steps[g[0]].Store == s.Store })
		if at < 0 {
			at = len(user)
			user = append(user, nil)
		}
		user[at] = append(user[at], i)
	}
	return user, admin
}

// sideBySide makes groups of steps that have nothing to do with each other, a.Children at a time. The error is that of
// the first group that has one; the others come to their own ends.
func (a Applier) sideBySide(ctx context.Context, talk task.Talk, w *writer, p Plan, groups [][]int, out []Outcome) error {
	errs := make([]error, len(groups))
	slots := make(chan struct{}, max(1, a.Children))
	before := make(chan struct{}) // closed once every group before this one has ended
	close(before)
	var wg sync.WaitGroup
	for i, steps := range groups {
		earlier, mine := before, make(chan struct{})
		before = mine
		slots <- struct{}{}
		wg.Go(func() {
			errs[i] = a.make(ctx, inTurn(talk, earlier), w, p, steps, out)
			<-slots
			<-earlier
			close(mine)
		})
	}
	wg.Wait()
	i := slices.IndexFunc(errs, func(err error) bool { return err != nil })
	if i < 0 {
		return nil
	}
	return errs[i]
}

// inTurn is a talk that asks for a password once the groups before have ended: a person is asked one question at a time,
// and always in the order of the plan.
func inTurn(talk task.Talk, earlier <-chan struct{}) task.Talk {
	if talk.Secret == nil {
		return talk
	}
	ask := talk.Secret
	talk.Secret = func(ctx context.Context, what message.Message, attempt int) ([]byte, error) {
		select {
		case <-earlier:
			return ask(ctx, what, attempt)
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
	return talk
}
