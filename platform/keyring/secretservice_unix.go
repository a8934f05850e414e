//go:build unix && !darwin

package keyring

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/godbus/dbus/v5"
	ss "github.com/zalando/go-keyring/secret_service"
)

const secrets = "org.freedesktop.secrets"

// ready reports why the Secret Service (https://specifications.freedesktop.org/secret-service) cannot be used now. One
// that is not running is started by the session, if start says so. A locked one is not unlocked: its question would
// stand on the screen long after we gave up waiting for the answer.
func ready(ctx context.Context, start bool) error {
	if err := findBus(os.Getenv, os.Setenv); err != nil {
		return err
	}
	conn, err := dbus.SessionBus()
	if err != nil {
		return fmt.Errorf("%w: %w", ErrAbsent, err)
	}
	var running bool
	if err := conn.BusObject().CallWithContext(ctx, "org.freedesktop.DBus.NameHasOwner", 0, secrets).Store(&running); err != nil {
		return err
	}
	if !running {
		var startable []string
		if err := conn.BusObject().CallWithContext(ctx, "org.freedesktop.DBus.ListActivatableNames", 0).Store(&startable); err != nil {
			return err
		}
		if !slices.Contains(startable, secrets) {
			return fmt.Errorf("%w: nobody offers %s", ErrAbsent, secrets)
		}
		if !start {
			return nil
		}
	}
	service, err := ss.NewSecretService() // over the same connection
	if err != nil {
		return err
	}
	locked, err := service.GetLoginCollection().GetProperty("org.freedesktop.Secret.Collection.Locked")
	if err != nil {
		return err
	}
	if is, ok := locked.Value().(bool); ok && is {
		return ErrLocked
	}
	return nil
}

// findBus sees to it that the session's bus is named in the environment, where go-keyring looks first. Without a name
// there it would start a dbus-daemon of its own (dbus-launch) and leave it running; and so it would with
// "autolaunch:". Only sockets of this computer count: nothing here uses the network.
func findBus(env func(string) string, set func(name, value string) error) error {
	address := env("DBUS_SESSION_BUS_ADDRESS")
	if address == "" {
		socket := filepath.Join(env("XDG_RUNTIME_DIR"), "bus") // as sd-bus does: sd_bus_default_user(3)
		if fi, err := os.Stat(socket); !filepath.IsAbs(socket) || err != nil || fi.Mode().Type() != os.ModeSocket {
			return fmt.Errorf("%w: this session has no bus", ErrAbsent)
		}
		return set("DBUS_SESSION_BUS_ADDRESS", "unix:path="+dbus.EscapeBusAddressValue(socket))
	}
	for part := range strings.SplitSeq(address, ";") {
		if !strings.HasPrefix(part, "unix:") {
			return fmt.Errorf("%w: the session's bus is no socket of this computer", ErrAbsent)
		}
	}
	return nil
}

// reason tells what an error of the bus or of the service means, nil when it is none of the known ones.
func reason(err error) error {
	e, ok := errors.AsType[dbus.Error](err)
	if !ok {
		return nil
	}
	switch name := strings.TrimPrefix(e.Name, "org.freedesktop.DBus.Error."); {
	case name == "org.freedesktop.Secret.Error.IsLocked":
		return ErrLocked
	case name == "NoReply", name == "Timeout", name == "TimedOut":
		return ErrHanging
	case name == "ServiceUnknown", name == "NameHasNoOwner", strings.HasPrefix(name, "Spawn."),
		name == "org.freedesktop.Secret.Error.NoSuchObject", name == "UnknownObject", name == "UnknownMethod", name == "UnknownInterface", name == "UnknownProperty":
		return ErrAbsent // the last five: a service that has no collection to keep anything in
	}
	return nil
}
