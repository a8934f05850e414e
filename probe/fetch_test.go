package probe

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"certviewer/cert"
	"certviewer/facts"
	"certviewer/task"
)

// What a server may do instead of answering. The list is asked after it.
func TestServers(t *testing.T) {
	ca := newAuthority(t, "CA")
	elsewhere := newDesk(t)
	elsewhere.ocsp = says(ca.answer(t, nil))
	to := func(code int, address string) http.HandlerFunc {
		return func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, address, code) }
	}
	for name, c := range map[string]struct {
		server  http.HandlerFunc
		status  facts.RevocationStatus
		problem facts.RevocationProblem
	}{
		"error":           {func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(500) }, "", facts.HTTPError},
		"not there":       {nil, "", facts.HTTPError},
		"empty":           {func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(204) }, "", facts.HTTPError},
		"moved":           {to(301, elsewhere.URL+"/ocsp"), facts.Good, ""},
		"moved for now":   {to(307, elsewhere.URL+"/ocsp"), facts.Good, ""},
		"in circles":      {to(302, "/ocsp"), "", facts.Redirected},
		"to a file":       {to(302, "file:///etc/passwd"), "", facts.AddressBarred},
		"with a password": {to(302, "http://a:b@"+elsewhere.Listener.Addr().String()+"/ocsp"), "", facts.AddressBarred},
		"to nowhere":      {func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(302) }, "", facts.HTTPError},
		"breaks off": {func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Length", "1000")
			w.Write([]byte("0"))
		}, "", facts.Unreachable},
		"no HTTP": {func(w http.ResponseWriter, _ *http.Request) {
			conn, _, _ := w.(http.Hijacker).Hijack()
			conn.Write([]byte("220 mail.example.jp ESMTP\r\n"))
			conn.Close()
		}, "", facts.Unreachable},
		"without end": {func(w http.ResponseWriter, _ *http.Request) {
			for {
				if _, err := w.Write(make([]byte, 1<<16)); err != nil {
					return
				}
			}
		}, "", facts.TooLarge},
		"headers without end": {func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("X", strings.Repeat("x", 1<<20))
		}, "", facts.Unreachable},
	} {
		t.Run(name, func(t *testing.T) {
			d := newDesk(t)
			d.ocsp, d.list = c.server, says(ca.list(t, nil, 4711))
			got := ask(t, ca.person(t, d.URL+"/ocsp", d.URL+"/list"), ca)
			if a := got.Asked[0]; a.Status != c.status || a.Problem != c.problem {
				t.Errorf("%q %q (%s), want %q %q", a.Status, a.Problem, a.Detail, c.status, c.problem)
			}
			if c.problem != "" && last(got).Status != facts.Revoked {
				t.Errorf("the list after it: %+v", last(got))
			}
		})
	}
}

func TestNobodyThere(t *testing.T) {
	ca := newAuthority(t, "CA")
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	l.Close()
	if got := last(ask(t, ca.person(t, "http://"+l.Addr().String(), ""), ca)); got.Problem != facts.Unreachable {
		t.Errorf("%+v", got)
	}
}

// silent is a server that takes the question and says nothing until the asker is gone.
func silent(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() }

// A responder that says nothing does not keep the list from being asked.
func TestSlow(t *testing.T) {
	ca, d := newAuthority(t, "CA"), newDesk(t)
	d.ocsp, d.list = silent, says(ca.list(t, nil, 4711))
	quick := web{anywhere.allowed, 100 * time.Millisecond}
	got := quick.revocation(t.Context(), task.Talk{}, ca.person(t, d.URL+"/ocsp", d.URL+"/list"), ca.certificate(), now)
	if len(got.Asked) != 2 || got.Asked[0].Problem != facts.TimedOut || got.Asked[1].Status != facts.Revoked {
		t.Errorf("%+v", got)
	}
}

// Whoever stops waits for nothing, and nobody else is asked.
func TestCancelled(t *testing.T) {
	ca, d := newAuthority(t, "CA"), newDesk(t)
	ctx, cancel := context.WithCancel(t.Context())
	d.ocsp = func(w http.ResponseWriter, r *http.Request) { cancel(); silent(w, r) }
	d.list = says(ca.list(t, nil))
	got := anywhere.revocation(ctx, task.Talk{}, ca.person(t, d.URL+"/ocsp", d.URL+"/list"), ca.certificate(), now)
	if len(got.Asked) != 1 || got.Asked[0].Problem != facts.Stopped {
		t.Errorf("%+v", got)
	}
}

// A certificate cannot have us ask this computer, however it writes the address, nor follow a redirect there.
func TestBarred(t *testing.T) {
	ca, d := newAuthority(t, "CA"), newDesk(t)
	d.ocsp = says(ca.answer(t, nil))
	_, port, _ := net.SplitHostPort(d.Listener.Addr().String())
	for _, host := range []string{"127.0.0.1", "localhost", "LOCALHOST.", "a.localhost", "[::1]", "[::ffff:127.0.0.1]", "0.0.0.0", "[::]", "127.1.2.3", "169.254.169.254", "[fe80::1]", "user:password@example.jp"} {
		c := ca.person(t, "http://"+host+":"+port+"/ocsp", "")
		got := last(Revocation(t.Context(), task.Talk{}, c, ca.certificate(), now))
		if got.Problem != facts.AddressBarred {
			t.Errorf("%s: %+v", host, got)
		}
	}
	if len(d.requests) > 0 {
		t.Errorf("%d requests reached this computer", len(d.requests))
	}
	// The first hop is allowed here, what it leads to is not.
	var asked atomic.Bool
	to := newDesk(t)
	d.ocsp = func(w http.ResponseWriter, r *http.Request) {
		asked.Store(true)
		http.Redirect(w, r, to.URL+"/ocsp", http.StatusFound)
	}
	once := web{func(netip.Addr) bool { return !asked.Load() }, perResponder}
	got := last(once.revocation(t.Context(), task.Talk{}, ca.person(t, d.URL+"/ocsp", ""), ca.certificate(), now))
	if got.Problem != facts.AddressBarred || len(to.requests) > 0 {
		t.Errorf("%+v, %d requests at the second host", got, len(to.requests))
	}
}

func TestPublic(t *testing.T) {
	for address, want := range map[string]bool{
		"192.0.2.1": true, "2001:db8::1": true, "10.1.2.3": true, "192.168.0.5": true, "fd00::1": true,
		"127.0.0.1": false, "::1": false, "::ffff:127.0.0.1": false, "0.0.0.0": false, "::": false, "169.254.169.254": false, "fe80::1": false,
		"224.0.0.1": false, "ff02::1": false, "255.255.255.255": false,
	} {
		if public(netip.MustParseAddr(address)) != want {
			t.Errorf("%s: %v", address, !want)
		}
	}
}

// Through a proxy this computer is no more asked than without; the proxy itself may be on it.
func TestCheckedBeforeProxy(t *testing.T) {
	for address, ok := range map[string]bool{
		"http://crl.example.jp/a": true, "https://192.0.2.1/": true, "http://10.0.0.1:8080/": true,
		"http://127.0.0.1/": false, "http://localhost/": false, "http://x.localhost./": false, "ldap://example.jp/": false, "http://a@example.jp/": false, "http:///a": false,
	} {
		req, err := http.NewRequest(http.MethodGet, address, nil)
		if err != nil {
			t.Fatal(err)
		}
		if err := (web{public, perResponder}).check(req.URL); (err == nil) != ok {
			t.Errorf("%s: %v", address, err)
		}
	}
}

// Who is not to be asked is not asked.
func TestNotAsked(t *testing.T) {
	ca, other := newAuthority(t, "CA"), newAuthority(t, "other")
	d := newDesk(t)
	c := ca.person(t, d.URL+"/ocsp", d.URL+"/list")
	for name, x := range map[string]struct {
		c      *cert.Certificate
		issuer *cert.Certificate
		now    time.Time
		want   facts.RevocationProblem
	}{
		"no issuer":               {c, nil, now, facts.NoIssuer},
		"another issuer":          {c, other.certificate(), now, facts.NoIssuer},
		"one of the name":         {c, newAuthority(t, "CA").certificate(), now, facts.NoIssuer},
		"names nobody":            {ca.person(t, "", ""), ca.certificate(), now, facts.NoResponder},
		"names a folder":          {ca.person(t, "", "ldap:///CN=CA?certificateRevocationList"), ca.certificate(), now, facts.NoResponder},
		"ended":                   {c, ca.certificate(), now.AddDate(2, 0, 0), facts.PastItsEnd},
		"one that Go cannot read": {cert.Parse([]byte{0x30, 0}), ca.certificate(), now, facts.NotSupported},
	} {
		got := anywhere.revocation(t.Context(), task.Talk{}, x.c, x.issuer, x.now)
		if got.Problem != x.want || len(got.Asked) > 0 || len(d.requests) > 0 {
			t.Errorf("%s: %+v", name, got)
		}
	}
}

func TestHosts(t *testing.T) {
	ca := newAuthority(t, "CA")
	c := ca.person(t, "http://ocsp.example.jp:8080/a", "https://crl.example.jp/b")
	got := RevocationHosts(c, ca.certificate(), now)
	if fmt.Sprint(got) != "[ocsp.example.jp:8080 crl.example.jp]" {
		t.Error(got)
	}
	if got := RevocationHosts(c, nil, now); got != nil {
		t.Errorf("without an issuer nobody is asked, not %s", got)
	}
}
