package app

import (
	"encoding/json"
	"io"
	"maps"
	"os"
	"time"

	"certviewer/cert"
	"certviewer/facts"
	"certviewer/message"
	"certviewer/trust"
)

// A Snapshot is what the stores held at one time, to be compared later or on another computer. It holds
// certificates and trust, no key, no path and no name of a profile.
type Snapshot struct {
	Snapshot string        `json:"certviewer_snapshot"` // the form's version: "1"
	Time     time.Time     `json:"time"`
	Stores   []facts.Store `json:"stores"`
}

// snapshotCap is more than any computer's stores: 100,000 certificates of 2 KB.
const snapshotCap = 400 << 20

// Snapshot writes down what the stores hold.
func (a *App) Snapshot(host *facts.Host) ([]byte, error) {
	s := Snapshot{Snapshot: "1", Time: host.Computer.Clock.UTC()}
	for _, st := range host.Stores {
		st.Info = trust.Info{ID: trust.StoreID(kind(st.ID)), Scope: st.Scope, Application: st.Application}
		if st.Problem != nil {
			st.Problem = &trust.Problem{Code: st.Problem.Code}
		}
		s.Stores = append(s.Stores, st)
	}
	return json.MarshalIndent(s, "", " ")
}

// ReadSnapshot returns the entries of all stores in a snapshot file.
func ReadSnapshot(path string) ([]trust.Entry, error) {
	problem := func(err error) error {
		return &message.Problem{What: message.M("snapshot-unreadable", "file", path), Cause: err}
	}
	if fi, err := os.Stat(path); err != nil || !fi.Mode().IsRegular() {
		return nil, problem(err)
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, problem(err)
	}
	defer f.Close()
	var s Snapshot
	if err := json.NewDecoder(io.LimitReader(f, snapshotCap)).Decode(&s); err != nil || s.Snapshot != "1" {
		return nil, problem(err)
	}
	return merge(s.Stores), nil
}

// merge joins what several stores say of one certificate: trusted where any of them trusts it.
func merge(stores []facts.Store) (out []trust.Entry) {
	at := map[cert.Fingerprint]int{}
	for _, st := range stores {
		for _, e := range st.Entries {
			if e.Certificate == nil {
				continue
			}
			i, seen := at[e.Certificate.SHA256]
			if !seen {
				at[e.Certificate.SHA256] = len(out)
				e.Trust = maps.Clone(e.Trust)
				out = append(out, e)
				continue
			}
			for p, j := range e.Trust {
				if j.Verdict == trust.Trusted {
					if out[i].Trust == nil {
						out[i].Trust = map[cert.Purpose]trust.Judgement{}
					}
					out[i].Trust[p] = j
				}
			}
		}
	}
	return out
}
