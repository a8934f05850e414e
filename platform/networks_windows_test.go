package platform

import (
	"errors"
	"os"
	"reflect"
	"testing"

	"golang.org/x/sys/windows"

	"certviewer/facts"
	"certviewer/platform/internal/wlanapi"
	"certviewer/trust"
)

// TestWindowsNetworks: networks are read by Windows' own functions; where there is no wireless one, nothing is said.
func TestWindowsNetworks(t *testing.T) {
	profiles, err := wlanapi.Profiles()
	if err != nil && !errors.Is(err, wlanapi.ErrAbsent) {
		t.Errorf("the library: %v", err)
	}
	if onWine && len(profiles) > 0 {
		t.Errorf("Wine has networks: %+v", profiles)
	}
	if got := thisComputer().settings(t.Context(), trust.Where{}, nil); onWine && !reflect.DeepEqual(got, facts.Settings{}) {
		t.Errorf("%+v", got)
	}
	if got := wirelessNetworks(nil, wlanapi.ErrAbsent); !reflect.DeepEqual(got, facts.Settings{}) {
		t.Errorf("a server: %+v", got)
	}
}

// TestWindowsNetworksRead: a network of two interfaces is one, and what cannot be read costs its own line.
func TestWindowsNetworksRead(t *testing.T) {
	text, err := os.ReadFile(`testdata\networks\wifi-simple.xml`)
	if err != nil {
		t.Fatal(err)
	}
	one := wlanapi.Profile{Name: "eduroam", XML: string(text)}
	got := wirelessNetworks([]wlanapi.Profile{one, {Name: "secret", Err: windows.ERROR_ACCESS_DENIED}, one, {Name: "odd", XML: "<odd/>"}}, nil)
	if len(got.Networks) != 1 || got.Networks[0].SSID != "eduroam" {
		t.Errorf("%+v", got.Networks)
	}
	if len(got.Unread) != 2 || got.Unread[0].Path != "secret" || got.Unread[0].Problem.Code != trust.StoreNoPermission || got.Unread[1].Problem.Code != trust.StoreDamaged {
		t.Errorf("%+v", got.Unread)
	}
	if got := wirelessNetworks(nil, windows.ERROR_ACCESS_DENIED); len(got.Unread) != 1 || got.Unread[0].Problem.Code != trust.StoreNoPermission {
		t.Errorf("%+v", got)
	}
}
