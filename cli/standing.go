package cli

import (
	"certviewer/app"
	"certviewer/cert"
	"certviewer/trust"
)

// recordJSON says whether programs believe a trust record. A store whose library cannot tell has none.
type recordJSON struct {
	Store    trust.StoreID                  `json:"store"`
	Standing trust.Standing                 `json:"standing"`
	Ignored  map[cert.Purpose]trust.Verdict `json:"ignored,omitempty"` // what a damaged record says
}

func standingJSON(r app.Row) recordJSON {
	out := recordJSON{Store: r.Store.ID, Standing: r.Entry.Standing}
	for p, j := range r.Entry.Ignored {
		if out.Ignored == nil {
			out.Ignored = map[cert.Purpose]trust.Verdict{}
		}
		out.Ignored[p] = j.Verdict
	}
	return out
}
