package catalog

import "testing"

func TestLoad(t *testing.T) {
	c, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	if got, want := len(c.Roots), 50; got != want {
		t.Errorf("%d roots, not %d", got, want)
	}
}
