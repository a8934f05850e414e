package ui

import (
	"slices"
	"time"

	"fyne.io/fyne/v2"

	"certviewer/trust"
)

// watchEvery is how often it is asked whether a program that has to be closed still runs.
const watchEvery = time.Second

// watch asks from time to time whether programs were closed or opened, for as long as somebody sees a list of them. What
// stands in the way then goes away by itself.
func (f *importing) watch() {
	if f.watched {
		return
	}
	f.watched = true
	f.w.after(watchEvery, func() {
		f.watched = false
		if f.watching() {
			f.check()
			f.watch()
		}
	})
}

// watching reports whether a stage is in view in which it matters who runs.
func (f *importing) watching() bool {
	switch f.stage.(type) {
	case *destinations, *choosing:
		return f.ctx.Err() == nil && f.w.page == PageImport
	}
	return false
}

// check looks at this computer anew once a program was closed or opened.
func (f *importing) check() {
	var infos []trust.Info
	var before []trust.StoreID
	for _, d := range f.places {
		if d.Absent {
			continue
		}
		infos = append(infos, d.Store)
		if d.Running {
			before = append(before, d.Store.ID)
		}
	}
	f.w.spawn(func() {
		now := f.w.core.StillRunning(f.ctx, infos)
		fyne.Do(func() {
			if f.watching() && !f.w.running && f.busy == nil && !slices.Equal(before, now) {
				f.w.look()
			}
		})
	})
}
