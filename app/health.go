package app

import (
	"context"
	"strings"
	"time"

	"certviewer/diagnose"
	"certviewer/facts"
	"certviewer/task"
	"certviewer/trust"
)

// A Health is the answer to the health check.
type Health struct {
	Version   string
	Host      *facts.Host
	Knowledge time.Time // as of when the catalogue is
	Verdict   diagnose.Verdict
	Answers   []diagnose.Answer
}

// Health looks at this computer and answers the topics; all when none is given.
func (a *App) Health(ctx context.Context, talk task.Talk, w trust.Where, topics []diagnose.Topic) (*Health, error) {
	host, err := a.Gather(ctx, talk, w)
	if err != nil {
		return nil, err
	}
	return a.Judge(host, topics), nil
}

// Judge answers the topics from facts that were gathered before.
func (a *App) Judge(host *facts.Host, topics []diagnose.Topic) *Health {
	answers := diagnose.Run(diagnose.Input{Host: host, Catalog: a.Catalog, Now: host.Computer.Clock}, topics)
	for _, x := range answers {
		for _, f := range x.Findings {
			a.Log.Info("finding", "topic", x.Topic, "code", f.Code, "severity", f.Severity)
		}
	}
	return &Health{Version: a.Version, Host: host, Knowledge: a.Catalog.Date, Verdict: diagnose.Overall(answers), Answers: answers}
}

// kind is a store's ID without the profile or path, which may name a person.
func kind(id trust.StoreID) string {
	k, _, _ := strings.Cut(string(id), ":")
	return k
}
