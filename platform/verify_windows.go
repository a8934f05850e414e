package platform

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"golang.org/x/sys/windows"

	"certviewer/cert"
	"certviewer/facts"
	"certviewer/platform/internal/crypt32"
)

// askPatience is how long Windows may take to judge one certificate: it fetches nothing.
const askPatience = 3 * time.Second

// Verify has Windows itself judge c for these purposes, as of at; with may lead up to a root. It is asked in a child process, in
// a way that fetches nothing and changes nothing: see crypt32. The result is nil where Windows cannot be asked so.
func Verify(ctx context.Context, c *cert.Certificate, with []*cert.Certificate, purposes []cert.Purpose, at time.Time) (*facts.Verification, error) {
	return thisComputer().verify(ctx, c, with, purposes, at)
}

func (c computer) verify(ctx context.Context, x *cert.Certificate, with []*cert.Certificate, purposes []cert.Purpose, at time.Time) (*facts.Verification, error) {
	if missing, err := neverUsed(); missing || err != nil || len(purposes) == 0 {
		return nil, err
	}
	q := crypt32.ChainQuestion{Certificate: x.Raw, At: at}
	for _, w := range with {
		q.With = append(q.With, w.Raw)
	}
	for _, p := range purposes {
		// The rules for TLS are about the certificate at the end; an issuer's own is judged by those for everything.
		q.Usages = append(q.Usages, crypt32.ChainUsage{EKU: usageOf[p], SSL: !x.IsCA() && (p == cert.Server || p == cert.Client)})
	}
	answers, err := c.askChains(ctx, q)
	if err != nil {
		return nil, err
	}
	out := &facts.Verification{Certificate: x.SHA256, At: at}
	for i, a := range answers {
		v := facts.Verdict{Purpose: purposes[i], Against: objections(a)}
		v.Trusted = len(v.Against) == 0
		if a.Errors != 0 || a.Policy != 0 {
			v.Native = fmt.Sprintf("0x%08x 0x%08x", a.Errors, a.Policy)
		}
		for _, sum := range a.Chain {
			v.Chain = append(v.Chain, cert.Fingerprint(sum))
		}
		out.Answers = append(out.Answers, v)
	}
	return out, nil
}

func (c computer) askChains(ctx context.Context, q crypt32.ChainQuestion) ([]crypt32.ChainAnswer, error) {
	ctx, cancel := context.WithTimeout(ctx, askPatience)
	defer cancel()
	question, err := json.Marshal(q)
	if err != nil {
		return nil, err
	}
	out, err := askNative(ctx, c.reader, "", question, "chain")
	if err != nil {
		return nil, err
	}
	return crypt32.ReadChains(bytes.TrimSpace(out), q)
}

// neverUsed reports whether one of the lists that Windows' verifier searches (learn.microsoft.com, "CERT_CHAIN_ENGINE_CONFIG
// structure") was never used by this person: searching makes it then.
func neverUsed() (bool, error) {
	for _, name := range []string{storeRoot, "CA", storePersonal, "Trust"} {
		h, err := crypt32.CertOpenStore(windows.CERT_STORE_PROV_SYSTEM, windows.CERT_SYSTEM_STORE_CURRENT_USER, name, windows.CERT_STORE_OPEN_EXISTING_FLAG|windows.CERT_STORE_READONLY_FLAG)
		if errors.Is(err, windows.ERROR_FILE_NOT_FOUND) {
			return true, nil
		}
		if err != nil {
			return false, err
		}
		h.CertCloseStore()
	}
	return false, nil
}
