package trusttest

import (
	"context"
	"encoding/json"
	"errors"
	"maps"
	"reflect"
	"slices"
	"testing"

	"certviewer/cert"
	"certviewer/trust"
)

// A Kind is what a kind of store can say, so that one suite serves all of them.
type Kind struct {
	Purposes []cert.Purpose // that it can tell apart; nil = it trusts for all five or not at all
	Distrust bool           // whether it can say that about any certificate
	Names    bool           // whether it keeps the name that it is given
}

// TestWriter checks that the writer which open returns keeps the promises of trust.Writer. open is called for each
// part anew; the store may hold certificates, and must hold them afterwards.
func TestWriter(t *testing.T, k Kind, open func(t *testing.T) trust.Writer) {
	fresh := func(part func(t *testing.T, w trust.Writer)) func(t *testing.T) {
		return func(t *testing.T) {
			w := open(t)
			defer func() {
				if err := w.Close(); err != nil {
					t.Errorf("Close: %v", err)
				}
			}()
			part(t, w)
		}
	}
	wants := k.wants()
	for _, want := range wants {
		t.Run("add "+label(want), fresh(func(t *testing.T, w trust.Writer) { testAdd(t, w, k, want) }))
		t.Run("restore "+label(want), fresh(func(t *testing.T, w trust.Writer) { testRestore(t, w, want, wants) }))
	}
	t.Run("refused", fresh(func(t *testing.T, w trust.Writer) { testRefused(t, w, k) }))
	t.Run("inexpressible", fresh(func(t *testing.T, w trust.Writer) { testInexpressible(t, w, k) }))
	t.Run("clash", fresh(func(t *testing.T, w trust.Writer) { testClash(t, w, wants[0]) }))
	t.Run("hostile", fresh(func(t *testing.T, w trust.Writer) { testHostile(t, w) }))
}

// wants is a choice of what the kind can say.
func (k Kind) wants() []trust.Want {
	out := []trust.Want{{For: cert.Purposes}}
	if k.Purposes != nil {
		out = []trust.Want{{For: k.Purposes}, {}}
		for _, p := range k.Purposes {
			out = append(out, trust.Want{For: []cert.Purpose{p}})
		}
	}
	if k.Distrust {
		out = append(out, trust.Want{Distrust: true})
	}
	return out
}

// some is trust that a certificate may have in a store of this kind: in its owner's mail, or none.
func (k Kind) some() trust.Want {
	if !slices.Contains(k.Purposes, cert.Email) {
		return trust.Want{}
	}
	return trust.Want{For: []cert.Purpose{cert.Email}}
}

func label(w trust.Want) string {
	if w.Distrust {
		return "distrust"
	}
	s := "for"
	for _, p := range w.For {
		s += " " + string(p)
	}
	return s
}

func testAdd(t *testing.T, w trust.Writer, k Kind, want trust.Want) {
	c := Root(t, "Suite "+label(want))
	before := state(t, w, c)
	if before.Present {
		t.Fatal("a certificate that was never seen is in the store")
	}
	must(t, w.Add(t.Context(), c, "the name", want))
	s := state(t, w, c)
	holds(t, s, want)
	if k.Names && s.Name != "the name" {
		t.Errorf("the name is %q", s.Name)
	}
	if err := w.Add(t.Context(), c, "again", want); !errors.Is(err, trust.ErrPresent) {
		t.Errorf("Add again: %v, want trust.ErrPresent", err)
	}
	sameState(t, "after a refusal", s, state(t, w, c))
	must(t, w.Remove(t.Context(), c))
	sameState(t, "after Remove", before, state(t, w, c))
	if err := w.Remove(t.Context(), c); !errors.Is(err, trust.ErrNotPresent) {
		t.Errorf("Remove again: %v, want trust.ErrNotPresent", err)
	}
}

// testRestore goes from want to everything else and back.
func testRestore(t *testing.T, w trust.Writer, want trust.Want, others []trust.Want) {
	c := Root(t, "Restore "+label(want))
	nothing := state(t, w, c)
	must(t, w.Add(t.Context(), c, "", want))
	first := state(t, w, c)
	for _, other := range others {
		must(t, w.SetTrust(t.Context(), c, other))
		changed := state(t, w, c)
		holds(t, changed, other)
		if !slices.Equal(want.For, other.For) && changed.Hash() == first.Hash() {
			t.Errorf("%s and %s look the same", label(want), label(other))
		}
		must(t, w.Restore(t.Context(), c, stored(t, first)))
		sameState(t, "back from "+label(other), first, state(t, w, c))
	}
	must(t, w.Remove(t.Context(), c))
	must(t, w.Restore(t.Context(), c, stored(t, first)))
	sameState(t, "back from Remove", first, state(t, w, c))
	must(t, w.Restore(t.Context(), c, stored(t, first))) // what is so already may be asked for
	must(t, w.Restore(t.Context(), c, stored(t, nothing)))
	sameState(t, "back from Add", nothing, state(t, w, c))
}

func testRefused(t *testing.T, w trust.Writer, k Kind) {
	c := Root(t, "Refused")
	before := state(t, w, c)
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	if err := w.Add(ended, c, "", k.wants()[0]); err == nil {
		t.Error("Add works after the end of its context")
	}
	if err := w.Add(t.Context(), cert.Parse([]byte("no certificate")), "", k.wants()[0]); err == nil {
		t.Error("Add takes what is no certificate")
	}
	sameState(t, "after refusals", before, state(t, w, c))
}

func testInexpressible(t *testing.T, w trust.Writer, k Kind) {
	c := Root(t, "Inexpressible")
	before := state(t, w, c)
	wants := []trust.Want{{For: []cert.Purpose{"nonsense"}}, {For: []cert.Purpose{cert.Server}, Distrust: true}}
	if k.Purposes == nil {
		wants = append(wants, trust.Want{}, trust.Want{For: []cert.Purpose{cert.Email}})
	} else if !slices.Contains(k.Purposes, cert.Timestamp) {
		wants = append(wants, trust.Want{For: []cert.Purpose{cert.Server, cert.Timestamp}})
	}
	if !k.Distrust {
		wants = append(wants, trust.Want{Distrust: true})
	}
	for _, want := range wants {
		if err := w.Add(t.Context(), c, "", want); !errors.Is(err, trust.ErrPurpose) {
			t.Errorf("Add %s: %v, want trust.ErrPurpose", label(want), err)
		}
		sameState(t, "after "+label(want), before, state(t, w, c))
	}
}

func testClash(t *testing.T, w trust.Writer, want trust.Want) {
	a, b := Twins(t, "Twins")
	must(t, w.Add(t.Context(), a, "", want))
	first, second := state(t, w, a), state(t, w, b)
	if second.Present {
		t.Error("a certificate of the same issuer and serial number is taken for another")
	}
	if err := w.Add(t.Context(), b, "", want); !errors.Is(err, trust.ErrSerialClash) {
		t.Errorf("Add: %v, want trust.ErrSerialClash", err)
	}
	sameState(t, "after a clash", first, state(t, w, a))
	must(t, w.Remove(t.Context(), a))
}

// testHostile: what is to be restored may come from a file that anybody has changed.
func testHostile(t *testing.T, w trust.Writer) {
	c := Root(t, "Hostile")
	before := state(t, w, c)
	for _, exact := range []string{"7", `"x"`, `[1,2]`, `{"x":1}`, `{"trust":[{"class":1}]}`, `{"files":[{"name":"../../x","text":"eA=="}]}`} {
		for _, s := range []trust.State{{Exact: json.RawMessage(exact)}, {Present: true, Exact: json.RawMessage(exact)}, {Present: true}} {
			if err := w.Restore(t.Context(), c, s); err == nil {
				t.Errorf("Restore of %s, present %v, succeeds", exact, s.Present)
			}
			sameState(t, "after "+exact, before, state(t, w, c))
		}
	}
}

// stored is what a journal makes of a state.
func stored(t *testing.T, s trust.State) (out trust.State) {
	t.Helper()
	text, err := json.MarshalIndent(s, "", "  ")
	must(t, err)
	must(t, json.Unmarshal(text, &out))
	return out
}

// holds checks that s says want, no more and no less.
func holds(t *testing.T, s trust.State, want trust.Want) {
	t.Helper()
	if !s.Present && !want.Distrust {
		t.Error("the certificate is not there")
	}
	e := trust.Entry{Trust: s.Trust}
	if got := e.TrustedFor(); !slices.Equal(got, want.For) {
		t.Errorf("trusted for %v, want %v", got, want.For)
	}
	if got := len(e.DistrustedFor()) > 0; got != want.Distrust {
		t.Errorf("distrusted for %v", e.DistrustedFor())
	}
}

func state(t *testing.T, w trust.Writer, c *cert.Certificate) trust.State {
	t.Helper()
	s, err := w.State(t.Context(), c)
	must(t, err)
	return s
}

func sameState(t *testing.T, when string, want, got trust.State) {
	t.Helper()
	if !reflect.DeepEqual(plain(want), plain(got)) || want.Hash() != got.Hash() {
		t.Errorf("%s: %+v, want %+v", when, got, want)
	}
}

// plain drops the difference between no trust and an empty one.
func plain(s trust.State) trust.State {
	s.Trust = maps.Clone(s.Trust)
	if len(s.Trust) == 0 {
		s.Trust = nil
	}
	return s
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
