package app

import (
	"context"
	"slices"

	"certviewer/message"
	"certviewer/task"
	"certviewer/trust"
)

// recalling lets the password store answer first when a Primary Password is asked for. One that turns out to be wrong is
// forgotten, and the person is asked as if nothing had been.
func (a *App) recalling(talk task.Talk) task.Talk {
	ask := talk.Secret
	if ask == nil {
		return talk
	}
	answered := map[trust.StoreID]Remembered{} // what the password store said, by the store that asked
	talk.Secret = func(ctx context.Context, what message.Message, attempt int) ([]byte, error) {
		name, _ := what.Args["store"].(message.Text)
		id := trust.StoreID(name)
		if attempt == 0 {
			delete(answered, id)
			if r, secret := a.recallPassword(ctx, id); secret != nil {
				answered[id] = r
				return secret, nil
			}
		}
		if r, ok := answered[id]; ok {
			if attempt == 1 {
				a.Forget(ctx, r) // should it not be possible now, it is tried again the next time
			}
			attempt--
		}
		return ask(ctx, what, attempt)
	}
	return talk
}

// recallPassword returns the Primary Password that was kept for a store; nil when there is none, or no way to it: the
// person is asked then.
func (a *App) recallPassword(ctx context.Context, id trust.StoreID) (Remembered, []byte) {
	ix, err := openIndex()
	if err != nil || !slices.ContainsFunc(ix.all(), func(r Remembered) bool { return r.Store == id }) {
		return Remembered{}, nil
	}
	stores, err := a.Open(ctx, trust.Where{Only: []trust.StoreID{id}}) // to know its folder
	if err != nil {
		return Remembered{}, nil
	}
	defer func() {
		for _, s := range stores {
			s.Close()
		}
	}()
	for _, s := range stores {
		r := PasswordOf(s.Info())
		if secret, ok, err := a.Recall(ctx, r); ok && err == nil {
			return r, secret
		}
	}
	return Remembered{}, nil
}
