package catalog

import (
	"encoding/json"
	"testing"

	"certviewer/trust"
)

func TestPlaceName(t *testing.T) {
	one := []trust.Info{
		{ID: "system", Scope: trust.ScopeComputer},
		{ID: "nss-builtin", Scope: trust.ScopeComputer},
		{ID: "nss-builtin@firefox", Scope: trust.ScopeApplication, Application: "firefox"},
		{ID: "firefox:x1.work", Scope: trust.ScopeUser, Application: "firefox", Profile: "work"},
		{ID: "nssdb:/srv/a", Scope: trust.ScopeUser},
	}
	two := append([]trust.Info{
		{ID: "firefox:x2.home", Scope: trust.ScopeUser, Application: "firefox", Profile: "home"},
		{ID: "chromium", Scope: trust.ScopeUser, Application: "chromium"},
		{ID: "chromium@snap", Scope: trust.ScopeUser, Application: "chromium"},
		{ID: "nssdb:/srv/b", Scope: trust.ScopeUser, Application: "nssdb"},
	}, one...)
	three := append([]trust.Info{{ID: "firefox:x3.home@snap", Scope: trust.ScopeUser, Application: "firefox", Profile: "home"}}, two...)
	for _, x := range []struct {
		id   trust.StoreID
		all  []trust.Info
		want string
	}{
		{"system", one, `{"id":"place.system"}`},
		{"nss-builtin", one, `{"id":"place.nss-builtin"}`},
		{"nss-builtin@firefox", one, `{"id":"place.builtin-of","args":{"app":{"id":"app.firefox"}}}`},
		{"firefox:x1.work", one, `{"id":"app.firefox"}`},
		{"nssdb:/srv/a", one, `{"id":"place.nssdb"}`},
		{"firefox:x1.work", two, `{"id":"place.profile","args":{"app":{"id":"app.firefox"},"profile":"work"}}`},
		{"firefox:x2.home", two, `{"id":"place.profile","args":{"app":{"id":"app.firefox"},"profile":"home"}}`},
		{"chromium", two, `{"id":"app.chromium"}`},
		{"chromium@snap", two, `{"id":"place.profile","args":{"app":{"id":"app.chromium"},"profile":"snap"}}`},
		{"nssdb:/srv/a", two, `"/srv/a"`},
		{"firefox:x3.home@snap", three, `{"id":"place.profile","args":{"app":{"id":"app.firefox"},"profile":"x3.home@snap"}}`},
		{"firefox:x2.home", three, `{"id":"place.profile","args":{"app":{"id":"app.firefox"},"profile":"x2.home"}}`},
		{"firefox:x1.work", three, `{"id":"place.profile","args":{"app":{"id":"app.firefox"},"profile":"work"}}`},
		{"user/Root", nil, `{"id":"place.user/Root"}`},
	} {
		b, err := json.Marshal(PlaceName(x.id, x.all))
		if err != nil || string(b) != x.want {
			t.Errorf("%s: %s\nwant %s, %v", x.id, b, x.want, err)
		}
	}
}
