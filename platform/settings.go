package platform

import (
	"context"
	"errors"
	"io/fs"
	"path/filepath"
	"time"

	"certviewer/facts"
	"certviewer/platform/internal/mozilla"
	"certviewer/platform/internal/regular"
	"certviewer/trust"
)

// Settings returns which certificates the settings of programs name: of the profiles among these stores, and, where nothing is
// said of stores to look at alone (w.Only), the computer's networks. It changes no byte. What does not answer in time,
// because a home folder on the network is gone, is among the unread.
func Settings(ctx context.Context, w trust.Where, stores []trust.Info) facts.Settings {
	c := thisComputer()
	c.home = w.Home
	return c.settings(ctx, w, stores)
}

// A settingsFinder looks at one place of settings.
type settingsFinder struct {
	place facts.UnreadConfig // what to say when it does not answer
	find  func() facts.Settings
}

func (c computer) settings(ctx context.Context, w trust.Where, stores []trust.Info) (out facts.Settings) {
	var finders []settingsFinder
	for _, info := range stores {
		if info.Application == firefox || info.Application == thunderbird {
			place := facts.UnreadConfig{Path: info.Path, Store: info.ID}
			finders = append(finders, settingsFinder{place, func() facts.Settings { return profileSettings(info) }})
		}
	}
	if len(w.Only) == 0 {
		finders = append(finders, c.networkFinders()...)
	}
	type answer struct {
		i int
		facts.Settings
	}
	answers := make(chan answer, len(finders))
	for i, f := range finders {
		go func() { answers <- answer{i, f.find()} }()
	}
	found := make([]*facts.Settings, len(finders))
	timeout := time.NewTimer(c.patience)
	defer timeout.Stop()
wait:
	for range finders {
		select {
		case a := <-answers:
			found[a.i] = &a.Settings
		case <-timeout.C:
			break wait
		case <-ctx.Done():
			break wait
		}
	}
	for i, f := range finders { // in their order, whoever answered first
		if found[i] == nil {
			f.place.Problem = trust.Problem{Code: trust.StoreNoAnswer}
			out.Unread = append(out.Unread, f.place)
			continue
		}
		out.Accounts = append(out.Accounts, found[i].Accounts...)
		out.Choices = append(out.Choices, found[i].Choices...)
		out.Unasked = append(out.Unasked, found[i].Unasked...)
		out.Networks = append(out.Networks, found[i].Networks...)
		out.Unread = append(out.Unread, found[i].Unread...)
	}
	return out
}

// profileSettings reads what a profile of Mozilla's says of certificates.
func profileSettings(info trust.Info) (out facts.Settings) {
	read := func(name string) []byte {
		path := filepath.Join(info.Path, name)
		b, _, err := regular.Read(path, mozilla.MaxFile)
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			out.Unread = append(out.Unread, facts.UnreadConfig{Path: path, Store: info.ID, Problem: *unreadable(err)})
		}
		return b
	}
	for _, r := range mozilla.ParseRemembered(read(rememberedFile)) {
		out.Choices = append(out.Choices, facts.Choice{Store: info.ID, Host: r.Host, Attributes: r.Attributes, Certificate: r.Certificate})
	}
	if info.Application != thunderbird {
		if mozilla.Unasked(read(prefsFile), read(userPrefFile)) {
			out.Unasked = append(out.Unasked, info.ID)
		}
		return out
	}
	identities := mozilla.Identities(mozilla.ParsePrefs(read(prefsFile)))
	if len(identities) == 0 {
		return out
	}
	user := mozilla.ParsePrefs(read(userPrefFile))
	for _, i := range identities {
		out.Accounts = append(out.Accounts, facts.Account{
			Store: info.ID, ID: i.ID, Account: i.Account, Name: i.FullName, Address: i.Address,
			Signing: i.Signing, Encryption: i.Encryption, Signs: i.Signs, Encrypts: i.Encrypts,
			Pinned: len(mozilla.Pinned(user, i.ID)) > 0,
		})
	}
	return out
}

// unreadable says in the words of package trust why a file could not be read.
func unreadable(err error) *trust.Problem {
	code := trust.StoreDamaged
	switch {
	case errors.Is(err, fs.ErrPermission):
		code = trust.StoreNoPermission
	case errors.Is(err, regular.ErrNotRegular):
		code = trust.StoreForeign
	case errors.Is(err, regular.ErrTooLarge):
		code = trust.StoreRefused
	}
	return &trust.Problem{Code: code, Detail: err.Error()}
}
