package app

import (
	"errors"

	"certviewer/cert"
	"certviewer/message"
)

// FileProblem is what a person reads of an error of cert.ReadFile. name is the file as it should be called: its
// path in the terminal, its last part in the window.
func FileProblem(name string, err error) *message.Problem {
	f, ok := errors.AsType[*cert.FileError](err)
	if !ok {
		return message.AsProblem(err)
	}
	m := message.M(f.Code, "file", name)
	if f.Kind != "" {
		m.Args["kind"], m.Args["variant"] = message.M(f.Kind), message.Text(kindVariant[f.Kind])
	}
	return &message.Problem{What: m, Cause: err}
}

// kindVariant is which advice is given for a kind of file.
var kindVariant = map[string]string{cert.KindP12: "p12", cert.KindEML: "eml", cert.KindDamaged: "damaged"}
