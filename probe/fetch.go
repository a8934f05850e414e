package probe

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"strings"
	"syscall"
	"time"

	"certviewer/facts"
)

// A web fetches what certificates point at. Their addresses were written by whoever made the certificate, and may be meant
// for something else on this computer or beside it (server-side request forgery).
type web struct {
	allowed func(netip.Addr) bool // which addresses may be connected to
	each    time.Duration         // how long one OCSP responder is waited for
}

// public reports whether a certificate may have us connect to a: not to this computer, and not to what answers on every
// network under one address, such as a cloud's own service. Private networks are allowed, for an employer's issuer is often
// in one: what is there learns what any web page in a browser could have it asked, and the answer goes to nobody.
func public(a netip.Addr) bool {
	a = a.Unmap()
	return a.IsValid() && !a.IsLoopback() && !a.IsUnspecified() && !a.IsMulticast() && !a.IsLinkLocalUnicast() && a != netip.AddrFrom4([4]byte{255, 255, 255, 255})
}

// errBarred is what a connection to a forbidden address ends with.
var errBarred = errors.New("this address is not asked")

const maxRedirects = 1

// fetch gets the body at an address, or posts an OCSP request to it. It follows one redirect, with the same method. It sends
// no cookie, no password and nothing that was not in the certificate. The error is a *failure.
func (w web) fetch(ctx context.Context, address string, post []byte, limit int64) ([]byte, error) {
	for redirects := 0; ; redirects++ {
		u, err := url.Parse(address)
		if err != nil {
			return nil, &failure{facts.AddressBarred, "no address"}
		}
		body, next, err := w.send(ctx, u, post, limit)
		if err != nil {
			return nil, explain(ctx, err)
		}
		if next == nil {
			return body, nil
		}
		if redirects == maxRedirects {
			return nil, &failure{facts.Redirected, next.Redacted()}
		}
		address = next.String()
	}
}

// send asks once. It returns the body, or where it was sent on to.
func (w web) send(ctx context.Context, u *url.URL, post []byte, limit int64) (body []byte, next *url.URL, err error) {
	if err := w.check(u); err != nil {
		return nil, nil, err
	}
	method, content := http.MethodGet, io.Reader(http.NoBody)
	if post != nil {
		method, content = http.MethodPost, bytes.NewReader(post)
	}
	req, err := http.NewRequestWithContext(ctx, method, u.String(), content)
	if err != nil {
		return nil, nil, &failure{facts.AddressBarred, err.Error()}
	}
	req.Header.Set("User-Agent", "certviewer")
	if post != nil {
		req.Header.Set("Content-Type", "application/ocsp-request")
		req.Header.Set("Accept", "application/ocsp-response")
	}
	transport, err := w.transport(req)
	if err != nil {
		return nil, nil, err
	}
	res, err := transport.RoundTrip(req)
	if err != nil {
		return nil, nil, err
	}
	defer res.Body.Close()
	switch res.StatusCode {
	case http.StatusOK:
	case http.StatusMovedPermanently, http.StatusFound, http.StatusSeeOther, http.StatusTemporaryRedirect, http.StatusPermanentRedirect:
		if next, err = res.Location(); err != nil {
			return nil, nil, &failure{facts.HTTPError, res.Status}
		}
		return nil, next, nil
	default:
		return nil, nil, &failure{facts.HTTPError, res.Status}
	}
	body, err = io.ReadAll(io.LimitReader(res.Body, limit+1))
	if err == nil && int64(len(body)) > limit {
		err = &failure{facts.TooLarge, fmt.Sprintf("more than %d bytes", limit)}
	}
	return body, nil, err
}

// check refuses addresses that are no certificate's business: other schemes, passwords, and this computer by name or
// number. What a name stands for is checked when it is connected to.
func (w web) check(u *url.URL) error {
	host := strings.ToLower(strings.TrimSuffix(u.Hostname(), "."))
	number, err := netip.ParseAddr(host)
	local := host == "localhost" || strings.HasSuffix(host, ".localhost")
	switch {
	case u.Scheme != "http" && u.Scheme != "https", host == "", u.User != nil:
		return &failure{facts.AddressBarred, u.Redacted()}
	case err == nil && !w.allowed(number), local && !w.allowed(netip.IPv6Loopback()):
		return &failure{facts.AddressBarred, host}
	}
	return nil
}

// transport makes one connection: through the proxy that the environment names for this request, or directly. A proxy may
// be anywhere, this computer too, and resolves names itself.
func (w web) transport(req *http.Request) (*http.Transport, error) {
	proxy, err := http.ProxyFromEnvironment(req)
	if err != nil {
		return nil, err
	}
	t := &http.Transport{DisableKeepAlives: true, DisableCompression: true, MaxResponseHeaderBytes: 64 << 10}
	if proxy != nil {
		t.Proxy = http.ProxyURL(proxy)
		return t, nil
	}
	dialer := net.Dialer{Control: func(_, address string, _ syscall.RawConn) error {
		if to, err := netip.ParseAddrPort(address); err != nil || !w.allowed(to.Addr()) {
			return errBarred
		}
		return nil
	}}
	t.DialContext = dialer.DialContext
	return t, nil
}

// explain makes a failure of what went wrong on the network.
func explain(ctx context.Context, err error) error {
	timeout, isNet := errors.AsType[net.Error](err)
	f, known := errors.AsType[*failure](err)
	switch {
	case known:
		return f
	case errors.Is(err, errBarred):
		return &failure{facts.AddressBarred, err.Error()}
	case errors.Is(ctx.Err(), context.Canceled):
		return &failure{facts.Stopped, err.Error()}
	case ctx.Err() != nil, isNet && timeout.Timeout():
		return &failure{facts.TimedOut, err.Error()}
	}
	return &failure{facts.Unreachable, err.Error()}
}
