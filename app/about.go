package app

import (
	"runtime"
	"runtime/debug"
	"time"

	"certviewer/catalog"
)

// About is what this program is made of, and as of when its knowledge is.
type About struct {
	Version   string
	Built     time.Time // zero when not known
	Go        string    // "go1.26.8"
	Toolkit   string    // of the window, "v2.8.1"; "" when not known
	Knowledge time.Time
	Lists     []ListDate
}

// A ListDate is as of when we know a public list of roots.
type ListDate struct {
	Programme catalog.Programme
	Date      time.Time
}

// About describes this program.
func (a *App) About() About {
	out := About{Version: a.Version, Built: a.Built, Go: runtime.Version(), Knowledge: a.Catalog.Date}
	if info, ok := debug.ReadBuildInfo(); ok {
		for _, m := range info.Deps {
			if m.Path == "fyne.io/fyne/v2" {
				out.Toolkit = m.Version
			}
		}
	}
	for _, p := range []catalog.Programme{catalog.MozillaTLS, catalog.MozillaEmail, catalog.Microsoft, catalog.Apple, catalog.Android} {
		out.Lists = append(out.Lists, ListDate{p, a.Catalog.ListDate(p)})
	}
	return out
}
