package change

import (
	"errors"
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

// lost is noRecord in the middle of a change: what was made until then stays.
func (w *writer) lost(err error) error {
	p := w.j.noRecord(err)
	if w.made.Load() > 0 {
		p.What = message.M(p.What.ID, "folder", w.j.Dir, "variant", "rest")
	}
	return p
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
