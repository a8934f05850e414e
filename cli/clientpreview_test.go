package cli

import (
	"testing"
	"time"

	"certviewer/app"
	"certviewer/facts"
	"certviewer/message"
	"certviewer/trust"
	"certviewer/trust/trusttest"
)

// A program that is filled by hand and has the certificate already has nothing against it: there was no sentence to take.
func TestImportJSONByHand(t *testing.T) {
	a, err := app.New(app.Deps{})
	if err != nil {
		t.Fatal(err)
	}
	x := trusttest.Root(t, "hanako")
	host := &facts.Host{Computer: facts.Computer{OS: "windows", Clock: time.Now()}}
	for id, has := range map[trust.StoreID]bool{"firefox:a": true, "thunderbird:a": false} {
		program := string(id[:len(id)-2])
		host.Stores = append(host.Stores, facts.Store{Info: trust.Info{ID: id, Scope: trust.ScopeUser, Application: program, Writable: true},
			Entries: []trust.Entry{{Certificate: x, HasKey: has}}})
	}
	in := &incoming{file: a.Installed(x), host: host}
	in.asked = a.Destinations(host, in.file)
	s := &session{ctx: t.Context(), p: message.For("en"), app: a}
	dd := s.importJSON(in).Destinations
	if len(dd) != 2 {
		t.Fatalf("%+v", dd)
	}
	for _, d := range dd {
		if by := d.Store == "thunderbird:a"; d.Has == by || (d.Problem != nil) != by || by && d.Problem.Text != "Thunderbird: import it in Thunderbird itself." {
			t.Errorf("%+v %+v", d, d.Problem)
		}
	}
}
