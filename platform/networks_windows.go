package platform

import (
	"errors"
	"path/filepath"
	"slices"

	"golang.org/x/sys/windows"

	"certviewer/facts"
	"certviewer/platform/internal/wlanapi"
	"certviewer/trust"
)

// networkFinders finds networks that sign in with a certificate.
func (c computer) networkFinders() []settingsFinder {
	cables := filepath.Join(c.env("ProgramData"), `Microsoft\dot3svc\Profiles\Interfaces`)
	return []settingsFinder{
		{facts.UnreadConfig{Path: "wlanapi.dll", Manager: windowsManager}, func() facts.Settings { return wirelessNetworks(wlanapi.Profiles()) }},
		{facts.UnreadConfig{Path: cables, Manager: windowsManager}, func() facts.Settings { return cablesIn(cables) }},
	}
}

// wirelessNetworks says what the profiles of wireless networks say of certificates. One that several interfaces share is one network.
func wirelessNetworks(profiles []wlanapi.Profile, err error) (out facts.Settings) {
	unread := func(name string, err error) {
		problem := unreadable(err)
		if errors.Is(err, windows.ERROR_ACCESS_DENIED) {
			problem.Code = trust.StoreNoPermission
		}
		out.Unread = append(out.Unread, facts.UnreadConfig{Path: name, Manager: windowsManager, Problem: *problem})
	}
	if err != nil && !errors.Is(err, wlanapi.ErrAbsent) {
		unread("wlanapi.dll", err)
	}
	for i, p := range profiles {
		if slices.Contains(profiles[:i], p) {
			continue
		}
		var n *facts.Network
		err := p.Err
		if err == nil {
			n, err = parseWindowsNetwork(p.XML)
		}
		switch {
		case err != nil:
			unread(p.Name, err)
		case n != nil:
			out.Networks = append(out.Networks, *n)
		}
	}
	return out
}
