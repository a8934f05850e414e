package trusttest_test

import (
	"testing"

	"certviewer/trust"
	"certviewer/trust/trusttest"
)

func TestMemorySettings(t *testing.T) {
	m := trusttest.NewMemory(trust.Info{ID: "memory", Scope: trust.ScopeUser})
	use := func() func() {
		m.SetInUse(true)
		return func() { m.SetInUse(false) }
	}
	m.AddAccounts("id1", "id2")
	trusttest.TestAppointer(t, m.Writer().(trusttest.MailWriter), "id1", "id2", use)
	c, other := trusttest.Root(t, "C"), trusttest.Root(t, "D")
	m.Remember(c, "a.example", "b.example")
	m.Remember(other, "c.example")
	trusttest.TestForgetter(t, m.Writer().(trusttest.BrowserWriter), c, use)
}
