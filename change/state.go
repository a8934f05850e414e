package change

import (
	"slices"
	"strings"

	"certviewer/cert"
	"certviewer/facts"
	"certviewer/message"
	"certviewer/trust"
)

// StateOf is what entries hold of a certificate: all of a State but Exact.
func StateOf(entries []trust.Entry, fp cert.Fingerprint) trust.State {
	for _, e := range entries {
		if e.Certificate.SHA256 == fp {
			return trust.State{Present: true, Name: e.Name, Trust: e.Trust, Native: e.Native, HasKey: e.HasKey, From: e.From}
		}
	}
	return trust.State{}
}

// StateFor is what was seen of what a step is about: all of a State but Exact. The error is why its store could not be
// read.
func StateFor(host *facts.Host, s Step) (trust.State, error) {
	i := slices.IndexFunc(host.Stores, func(x facts.Store) bool { return x.ID == s.Store })
	switch {
	case i < 0:
		return trust.State{}, nil
	case host.Stores[i].Problem != nil && host.Stores[i].Problem.Code == trust.StoreNothingThere:
		return trust.State{}, nil
	case host.Stores[i].Problem != nil:
		return trust.State{}, host.Stores[i].Problem
	}
	switch {
	case s.Op == Create:
		return trust.State{Present: true}, nil
	case s.what() != Prefs:
		return StateOf(host.Stores[i].Entries, s.Certificate().SHA256), nil
	case s.Account != "":
		return accountState(host, s)
	}
	return choiceState(host, s), nil
}

// accountState is what an account names, as trust.Appointer tells it.
func accountState(host *facts.Host, s Step) (trust.State, error) {
	for _, a := range host.Accounts {
		if a.Store == s.Store && a.ID == s.Account {
			return trust.State{Present: true, Native: trust.Naming(a.Signing, a.Encryption)}, nil
		}
	}
	return trust.State{}, &message.Problem{What: message.M("prefs-no-account", "app", string(s.Store))}
}

// choiceState is for which sites the certificate is remembered, as trust.Forgetter tells it.
func choiceState(host *facts.Host, s Step) trust.State {
	x := s.Certificate()
	var sites []string
	for _, c := range host.Choices {
		if c.Store == s.Store && c.Certificate.Means(x) {
			sites = append(sites, c.Host+c.Attributes)
		}
	}
	return trust.State{Present: len(sites) > 0, Native: strings.Join(sites, " ")}
}
