package app

import (
	"fmt"
	"strings"

	"certviewer/change"
	"certviewer/facts"
	"certviewer/message"
	"certviewer/trust"
)

// OSAsks returns the block that prepares a person for the question which the operating system asks in a window of its own
// before it makes a step, with what the certificate is told by there; false where it asks nothing. Windows asks before a root
// comes into a person's own list, or leaves it, and not before its purposes change there, this way or back.
func OSAsks(host *facts.Host, s change.Step) (message.Message, bool) {
	const asking trust.StoreID = "user/Root"
	if host == nil || host.Computer.OS != "windows" || s.Store != asking || s.Op == change.Trust || s.Op == change.Restore && s.Of == change.Trust {
		return message.Message{}, false
	}
	sum := s.Certificate().SHA1
	tail := strings.ToUpper(fmt.Sprintf("% x", sum[len(sum)-4:]))
	return message.M("change-os-asks", "os", SystemName(host), "sha1_tail", tail, "variant", "windows"), true
}
