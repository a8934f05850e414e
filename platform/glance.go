package platform

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"time"
)

// A glance is what can be seen of a candidate from outside.
type glance struct {
	profile bool   // it is one, or may be one that is not to be looked into
	real    string // the folder without links
	silent  bool   // it does not answer
}

// glances looks at all candidates at once, as look does at one: any of them may lie on a network folder that is gone, and the
// others are to be shown all the same, before the patience with the whole program ends.
func (c computer) glances(ctx context.Context, cc []candidate, look func(candidate) glance) []glance {
	type seen struct {
		i int
		glance
	}
	ch := make(chan seen, len(cc))
	out := make([]glance, len(cc))
	for i, x := range cc {
		out[i] = glance{profile: true, real: x.dir, silent: true}
		go func() { ch <- seen{i, look(x)} }()
	}
	timeout := time.NewTimer(c.patience * 4 / 5)
	defer timeout.Stop()
	for range cc {
		select {
		case s := <-ch:
			out[s.i] = s.glance
		case <-timeout.C:
			return out
		case <-ctx.Done():
			return out
		}
	}
	return out
}

// glance looks at one candidate. Of folders beside profiles.ini those with a database are profiles.
func (x candidate) glance() glance {
	path := x.dir
	if !x.listed {
		path = filepath.Join(x.dir, "cert9.db")
	}
	fi, err := os.Stat(path)
	g := glance{profile: err == nil && fi.IsDir() == x.listed}
	if !x.unlisted && errors.Is(err, fs.ErrPermission) {
		g.profile = true // whoever reads it will say so
	}
	if g.profile {
		g.real = realPath(x.dir)
	}
	return g
}
