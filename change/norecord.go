package change

import (
	"errors"
	"slices"
	"syscall"

	"certviewer/message"
)

// noRecord says that nothing is changed because nothing can be written down, and where that is.
func (j Journal) noRecord(err error) *message.Problem {
	if errors.Is(err, syscall.ENOSPC) || errors.Is(err, syscall.EDQUOT) {
		return &message.Problem{What: message.M("disk-full"), Cause: err}
	}
	return &message.Problem{What: message.M("no-record", "folder", j.Dir), Cause: err}
}

// lost is noRecord at the end of a change: what was made until then stays, by stores that were changed side by side too.
func (j Journal) lost(err error, out []Outcome) error {
	p, ok := errors.AsType[*message.Problem](err)
	if ok && slices.ContainsFunc(out, func(o Outcome) bool { return o.Seen != nil }) {
		p.What = message.M(p.What.ID, "folder", j.Dir, "variant", "rest")
	}
	return err
}

// notMended is noRecord for what is found out about an earlier change, where nothing was to be changed.
func (j Journal) notMended(err error) error {
	p, ok := errors.AsType[*message.Problem](err)
	if !ok {
		p = j.noRecord(err)
	}
	p.What = message.M(p.What.ID, "folder", j.Dir, "variant", "mend")
	return p
}
