package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"runtime"
	"strings"

	"certviewer/app"
	"certviewer/message"
)

// pinFlags say where the access PIN of a .p12 file comes from. Without them a person is asked.
type pinFlags struct {
	PinStdin    bool   `xor:"pin" help:"help.pin_stdin"`
	PinFile     string `xor:"pin" placeholder:"FILE" help:"help.pin_file"`
	RememberPin bool   `help:"help.remember_pin"`
}

func (f pinFlags) given() bool { return f.PinStdin || f.PinFile != "" }

// mostTries is how often a person is asked for a PIN. A file locks nothing, but a script with a terminal must end.
const mostTries = 10

// unlock reads a .p12 file and opens it, and returns the PIN that a person gave; none where the file needs none or a
// remembered one fitted. The caller wipes it and closes the file. A nil file: why not was told, and s.code says it too.
func (s *session) unlock(path string, from pinFlags) (f *app.P12, pin []byte, err error) {
	if err = s.hold(); err != nil {
		return nil, nil, err
	}
	if f, err = app.ReadP12(s.ctx, path); err != nil || f.Open() {
		return f, nil, err
	}
	recalled := false
	if !from.given() {
		var why error
		if recalled, why = s.app.UnlockRemembered(s.ctx, f); why != nil && s.ctx.Err() == nil {
			s.complain(message.AsProblem(why).What)
		}
	}
	switch {
	case from.given():
		pin, err = s.givenPIN(from)
		if err == nil {
			if err = f.Unlock(s.ctx, pin); isWrongPIN(err) && s.hint(f, pin) {
				clear(pin)
				s.code = NotDone
				return nil, nil, nil
			}
		}
	case recalled:
		fmt.Fprintln(s.Err, s.p.Text("import.remembered"))
	default:
		pin, err = s.askPIN(f)
	}
	switch {
	case errors.Is(err, errNobody):
		s.complain(message.M("usage-need-pin"))
		s.code = Usage
		return nil, nil, nil
	case errors.Is(err, errNoAnswer):
		s.complain(message.M("cancelled"))
		s.code = Refused
		return nil, nil, nil
	case err != nil:
		clear(pin)
		return nil, nil, err
	}
	return f, pin, nil
}

// givenPIN reads the PIN from where the flags say.
func (s *session) givenPIN(from pinFlags) ([]byte, error) {
	if !from.PinStdin {
		return s.secretFile(from.PinFile)
	}
	if f, ok := s.In.(*os.File); ok && isTerminal(f) {
		return s.askSecret("label.access-pin")
	}
	line, err := readLineOf(s.ctx, func() (io.ReadCloser, error) { return io.NopCloser(s.In), nil })
	return line, secretFileProblem("--pin-stdin", err)
}

// secretFile reads the first line of a file; the caller wipes it. The error is of a kind that fail can tell.
func (s *session) secretFile(name string) ([]byte, error) {
	if err := s.hold(); err != nil {
		return nil, err
	}
	line, err := readLineOf(s.ctx, func() (io.ReadCloser, error) { return os.Open(name) })
	return line, secretFileProblem(name, err)
}

// secretFileProblem names the file that cannot be read, or has no such line.
func secretFileProblem(name string, err error) error {
	switch {
	case err == nil || errors.Is(err, context.Canceled):
		return err
	case errors.Is(err, os.ErrNotExist):
		return &message.Problem{What: message.M("file-missing", "file", name)}
	case errors.Is(err, os.ErrPermission):
		return &message.Problem{What: message.M("file-no-permission", "file", name)}
	case errors.Is(err, errNotUTF16):
		return &message.Problem{What: message.M("usage-secret-cut", "file", name)}
	}
	return &message.Problem{What: message.M("usage-no-secret", "file", name, "count", longestLine)}
}

// askPIN asks a person until a PIN fits, and returns that one. What may have been meant is asked about, never tried by
// itself.
func (s *session) askPIN(f *app.P12) ([]byte, error) {
	if !s.someone() {
		return nil, errNobody
	}
	b := s.p.Block(message.M("p12-ask-pin", "file", f.Name))
	fmt.Fprintln(s.Err, b.Title)
	for _, l := range b.Lines {
		fmt.Fprintf(s.Err, "  %s\n", l.Text)
	}
	for try := 1; ; try++ {
		pin, err := s.askSecret("label.access-pin")
		if err != nil {
			return nil, err
		}
		if err = f.Unlock(s.ctx, pin); err == nil {
			return pin, nil
		}
		if !isWrongPIN(err) {
			clear(pin)
			return nil, err
		}
		meant, found := s.askMeant(f, pin)
		clear(pin)
		if found {
			return meant, nil
		}
		if try == mostTries {
			return nil, err
		}
		s.complain(message.AsProblem(err).What)
	}
}

// meantQuestions are the questions about a suggestion.
var meantQuestions = map[string]string{"p12-fullwidth": "terminal.pin-half-width", "p12-pin-space": "terminal.pin-without-space"}

// askMeant offers what may have been meant by a wrong PIN, and returns what opened the file.
func (s *session) askMeant(f *app.P12, pin []byte) (meant []byte, found bool) {
	for _, m := range f.Suggest(pin) {
		if !found {
			b := s.p.Block(message.M(m.Rule))
			fmt.Fprintf(s.Err, "%s\n  %s\n", b.Title, b.Lines[0].Text)
			if s.yes(meantQuestions[m.Rule]) && f.Unlock(s.ctx, m.PIN) == nil {
				meant, found = m.PIN, true
				continue
			}
		}
		clear(m.PIN)
	}
	return meant, found
}

// hint tells what may have been meant by a wrong PIN that a script gave, if it looks so.
func (s *session) hint(f *app.P12, pin []byte) bool {
	meant := f.Suggest(pin)
	for _, m := range meant {
		clear(m.PIN)
	}
	if len(meant) == 0 {
		return false
	}
	s.complain(message.M("p12-wrong-pin.title"))
	b := s.p.Terminal().Block(inTerminal(message.M(meant[0].Rule)))
	fmt.Fprintf(s.Err, "  %s\n", b.Title)
	for _, l := range b.Lines {
		fmt.Fprintf(s.Err, "  %s\n", l.Text)
	}
	return true
}

func isWrongPIN(err error) bool {
	return err != nil && strings.HasPrefix(message.AsProblem(err).What.ID, "p12-wrong-pin")
}

// remember keeps the PIN in the password store, for each certificate in the file. That it cannot be kept is told; the import
// has been made all the same.
func (s *session) remember(f *app.P12, pin []byte) {
	for _, x := range f.Certificates() {
		if err := s.app.Remember(s.ctx, s.app.PINOf(x), pin); err != nil {
			s.complain(message.M("p12-pin-not-remembered", "os", message.M("os."+runtime.GOOS)))
			s.complain(message.AsProblem(err).What)
			return
		}
	}
	fmt.Fprintln(s.Err, s.p.Text("terminal.pin-remembered"))
}
