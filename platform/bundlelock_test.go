//go:build linux

package platform

import (
	"errors"
	"testing"
	"time"

	"certviewer/trust"
)

// Who changes the bundle with an administrator's rights keeps all others from it, whatever has become of its parent.
func TestBundleIsChangedByOne(t *testing.T) {
	c, _ := debian(t)
	if c.bundleIsChanging() {
		t.Fatal("nobody is there")
	}
	first, err := c.openAlone(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if !c.bundleIsChanging() {
		t.Error("a second certviewer would judge what the first is changing")
	}
	defer func(d time.Duration) { bundlePatience = d }(bundlePatience)
	bundlePatience = 50 * time.Millisecond
	_, err = c.openAlone(t.Context())
	if p, ok := errors.AsType[*trust.Problem](err); !ok || p.Code != "other-certviewer-busy" {
		t.Errorf("a second one: %v", err)
	}
	bundlePatience = 10 * time.Second
	time.AfterFunc(50*time.Millisecond, func() { first.Close() })
	second, err := c.openAlone(t.Context())
	if err != nil {
		t.Fatalf("it was waited for: %v", err)
	}
	if err := second.Close(); err != nil || c.bundleIsChanging() {
		t.Errorf("nobody is there any more: %v", err)
	}
}
