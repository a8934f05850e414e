package app

import (
	"time"

	"certviewer/cert"
	"certviewer/diagnose"
	"certviewer/facts"
	"certviewer/message"
	"certviewer/trust"
)

// Clients is the certificates that are a person's own.
type Clients struct {
	Host *facts.Host
	List []diagnose.Client  // in the order in which they are shown: see diagnose.Clients
	More []diagnose.Finding // what is to be said of all of them
}

// Clients lists the certificates of a person's own that were gathered before.
func (a *App) Clients(host *facts.Host) *Clients {
	list, more := diagnose.Clients(diagnose.Input{Host: host, Catalog: a.Catalog, Now: host.Computer.Clock})
	return &Clients{Host: host, List: list, More: more}
}

// Unread returns the stores of the person's that could not be read and may hold more.
func (c *Clients) Unread() (out []facts.Store) {
	for _, s := range c.Host.Stores {
		if s.Problem != nil && s.Scope == trust.ScopeUser && s.Problem.LeavesOpen() {
			out = append(out, s)
		}
	}
	return out
}

// None says that there is no certificate of the person's own; that nothing is to be done only where all was read.
func (c *Clients) None() message.Message {
	if len(c.Unread()) > 0 {
		return message.M("client.none-read")
	}
	return message.M("client.none")
}

// DaysLeft is how many days are left of a certificate as the health check counts them. Of one that ended it is below zero,
// and says how many days before today its last day was where the person is; 0 = it ended today.
func DaysLeft(c *cert.Certificate, now time.Time) int {
	if now.After(c.NotAfter) {
		return int((midnight(c.NotAfter, now).Unix() - midnight(now, now).Unix()) / (24 * 60 * 60))
	}
	return diagnose.DaysLeft(now, c.NotAfter)
}

// midnight begins the day of t on the calendar that now is read from, where every day has 24 hours.
func midnight(t, now time.Time) time.Time {
	y, m, d := t.In(now.Location()).Date()
	return time.Date(y, m, d, 0, 0, 0, 0, time.UTC)
}

// ClientState is the word for how a person's certificate stands.
func ClientState(c diagnose.Client, now time.Time) message.Message {
	switch c.State {
	case diagnose.ClientRevoked:
		return message.M("mark.revoked")
	case diagnose.ClientEnded:
		return message.M("mark.expired")
	case diagnose.ClientStopped:
		return message.M("mark.stopped")
	case diagnose.ClientNotYet:
		return message.M("mark.not-yet")
	case diagnose.ClientNoKey:
		return message.M("mark.no-key")
	case diagnose.ClientSuperseded:
		return message.M("mark.superseded")
	case diagnose.ClientSoon:
		return message.M("mark.days-left", "days", DaysLeft(c.Certificate, now))
	}
	return message.M("mark.valid")
}

// lastDay is a certificate's last day where the person is: in Tokyo it may be the day after the one in London.
func lastDay(host *facts.Host, c *cert.Certificate) message.Day {
	return message.Day(c.NotAfter.In(host.Computer.Clock.Location()))
}

// how is one word where a program asks which certificate a site gets, and another where it sends one without asking.
func how(p diagnose.ClientPlace, asks, sends string) string {
	if p.Unasked {
		return sends
	}
	return asks
}

// ClientPlace says how a certificate is in one place: with or without its key, and what its program does with it. Two
// certificates of a person mostly bear one name, so another one is told by its last day.
func ClientPlace(p diagnose.ClientPlace, now time.Time) message.Message {
	if !p.HasKey {
		return message.M("mark.no-key")
	}
	said := message.M("mark.has-key")
	add := func(m message.Message) { said = message.M("list.comma", "a", said, "b", m) }
	var by message.List
	for _, id := range p.Programs {
		by = append(by, message.M("app."+id))
	}
	switch {
	case p.Offer == diagnose.First && len(by) > 0:
		add(message.M("client.offered-by", "apps", by))
	case p.Offer == diagnose.Behind && len(by) > 0:
		add(message.M("client.behind-by", "apps", by, "date", message.Day(p.Before.NotAfter.In(now.Location()))))
	case p.Offer == diagnose.First:
		add(message.M("client." + how(p, "offered", "sent")))
	case p.Offer == diagnose.Behind:
		add(message.M("client."+how(p, "behind", "sent-before"), "date", message.Day(p.Before.NotAfter.In(now.Location()))))
	}
	if len(p.Accounts) > 0 {
		add(message.M("client.signs", "account", p.Accounts))
	}
	if len(p.Sites) > 0 {
		add(message.M("client.remembered", "host", p.Sites))
	}
	return said
}
