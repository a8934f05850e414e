package trusttest

import (
	"context"
	"encoding/json"
	"maps"
	"slices"
	"strings"

	"certviewer/cert"
	"certviewer/trust"
)

// A memoryAccount is what a mail account names: fingerprints in hexadecimal, or nothing.
type memoryAccount struct {
	Signing    string `json:"signing"`
	Encryption string `json:"encryption"`
}

// AddAccounts gives the store's program mail accounts that name no certificate.
func (m *Memory) AddAccounts(names ...string) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.accounts == nil {
		m.accounts = map[string]memoryAccount{}
	}
	for _, n := range names {
		m.accounts[n] = memoryAccount{}
	}
}

// Remember makes the store's program remember c for these hosts.
func (m *Memory) Remember(c *cert.Certificate, hosts ...string) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.choices == nil {
		m.choices = map[string]cert.Fingerprint{}
	}
	for _, h := range hosts {
		m.choices[h] = c.SHA256
	}
}

// SetInUse says whether the store's program is running: then its settings cannot be changed.
func (m *Memory) SetInUse(yes bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.inUse = yes
}

// AccountState implements trust.Appointer.
func (w memoryWriter) AccountState(ctx context.Context, account string) (trust.State, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if err := w.ready(ctx); err != nil {
		return trust.State{}, err
	}
	a, ok := w.accounts[account]
	if !ok {
		return trust.State{}, trust.ErrNoAccount
	}
	exact, err := json.Marshal(a)
	return trust.State{Present: true, Native: "signing=" + a.Signing + "; encryption=" + a.Encryption, Exact: exact}, err
}

// Appoint implements trust.Appointer.
func (w memoryWriter) Appoint(ctx context.Context, account string, c *cert.Certificate) error {
	signing, encryption := trust.MailUses(c)
	if !signing && !encryption {
		return trust.ErrNotMail
	}
	return w.setAccount(ctx, account, func(a *memoryAccount) error {
		if i := w.find(c); i < 0 || !w.entries[i].HasKey {
			return trust.ErrNotPresent
		}
		if signing {
			a.Signing = c.SHA256.String()
		}
		if encryption {
			a.Encryption = c.SHA256.String()
		}
		return nil
	})
}

// RestoreAccount implements trust.Appointer.
func (w memoryWriter) RestoreAccount(ctx context.Context, account string, before trust.State) error {
	return w.setAccount(ctx, account, func(a *memoryAccount) error {
		if json.Unmarshal(before.Exact, a) != nil {
			return errExact
		}
		return nil
	})
}

func (w memoryWriter) setAccount(ctx context.Context, account string, set func(*memoryAccount) error) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	if err := w.ready(ctx); err != nil {
		return err
	}
	a, ok := w.accounts[account]
	if !ok {
		return trust.ErrNoAccount
	}
	if err := set(&a); err != nil {
		return err
	}
	if w.inUse {
		return trust.ErrInUse
	}
	w.accounts[account] = a
	return nil
}

// ChoiceState implements trust.Forgetter.
func (w memoryWriter) ChoiceState(ctx context.Context, c *cert.Certificate) (trust.State, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if err := w.ready(ctx); err != nil {
		return trust.State{}, err
	}
	hosts := w.hostsOf(c)
	if len(hosts) == 0 {
		return trust.State{}, nil
	}
	exact, err := json.Marshal(hosts)
	return trust.State{Present: true, Native: strings.Join(hosts, " "), Exact: exact}, err
}

// Forget implements trust.Forgetter.
func (w memoryWriter) Forget(ctx context.Context, c *cert.Certificate) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	hosts := w.hostsOf(c)
	switch err := w.ready(ctx); {
	case err != nil:
		return err
	case len(hosts) == 0:
		return trust.ErrNotPresent
	case w.inUse:
		return trust.ErrInUse
	}
	for _, h := range hosts {
		delete(w.choices, h)
	}
	return nil
}

// RestoreChoices implements trust.Forgetter.
func (w memoryWriter) RestoreChoices(ctx context.Context, c *cert.Certificate, before trust.State) error {
	if !before.Present {
		return nil
	}
	var hosts []string
	if json.Unmarshal(before.Exact, &hosts) != nil {
		return errExact
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	if err := w.ready(ctx); err != nil {
		return err
	}
	if w.inUse {
		return trust.ErrInUse
	}
	for _, h := range hosts {
		if _, other := w.choices[h]; !other {
			w.choices[h] = c.SHA256
		}
	}
	return nil
}

func (w memoryWriter) hostsOf(c *cert.Certificate) (hosts []string) {
	for _, h := range slices.Sorted(maps.Keys(w.choices)) {
		if w.choices[h] == c.SHA256 {
			hosts = append(hosts, h)
		}
	}
	return hosts
}
