package change

import (
	"context"

	"certviewer/trust"
)

// Settle has a child open the store of a step whose run was killed, and then ends its input. It changes nothing; but when
// a store is opened for change, its library takes back what the killed process had written by half, and only
// then can be told what there is. Where that fails the store is left as it was.
func (a Applier) Settle(ctx context.Context, s Step) {
	if s.NeedsAdmin || s.SHA256 == "" {
		return
	}
	conn, err := a.Start(ctx, false, []trust.StoreID{s.Store})
	if err != nil {
		return
	}
	defer conn.Close()
	l := newLine(conn, conn)
	// The child looks before it asks whether to go on. It is not told of a private key, which it would hand over.
	look := Step{Op: Distrust, Store: s.Store, SHA256: s.SHA256, DER: s.DER, Expect: s.Expect}
	if l.say(hello{Plan{[]Step{look}}}) == nil {
		l.hear(new(report))
	}
}
