package cli

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"time"
	"unicode/utf16"
	"unicode/utf8"
)

// errNobody says that there is no terminal at which somebody could answer.
var errNobody = errors.New("nobody is there to ask")

// errNoAnswer says that a person ended the input (Ctrl-D) in place of an answer.
var errNoAnswer = errors.New("the question was not answered")

// terminal returns where a person can be asked: the input, or what is behind it when that comes from elsewhere. Questions
// stand on standard error, so that must be a terminal too. done closes what was opened.
func (s *session) terminal() (tty *os.File, done func(), err error) {
	if f, ok := s.Err.(*os.File); !ok || !isTerminal(f) {
		return nil, nil, errNobody
	}
	if f, ok := s.In.(*os.File); ok && isTerminal(f) {
		return f, func() {}, nil
	}
	f, err := os.OpenFile(terminalName, os.O_RDWR, 0)
	if err != nil {
		return nil, nil, errNobody
	}
	return f, func() { f.Close() }, nil
}

// someone reports whether there is anybody to ask.
func (s *session) someone() bool {
	_, done, err := s.terminal()
	if err == nil {
		done()
	}
	return err == nil
}

// signalWithin is how long after the end of a line Ctrl-C's signal may come.
const signalWithin = 200 * time.Millisecond

// ask asks on the terminal and returns the line that was typed, without its end; the caller wipes it. With hidden, nothing
// of it is shown, and the terminal is as before whatever happens. Errors are errNobody, errNoAnswer and the context's.
func (s *session) ask(question string, hidden bool) ([]byte, error) {
	tty, done, err := s.terminal()
	if err != nil {
		return nil, err
	}
	defer done()
	if hidden { // before the question is seen, or the first letters of a quick answer would be
		show, err := hideTyping(tty)
		if err != nil {
			return nil, errNobody // what it cannot hide it must not ask for
		}
		defer func() {
			show()
			fmt.Fprintln(s.Err) // the line end that was typed is not to be seen either
		}()
	}
	fmt.Fprint(s.Err, question+" ")
	type answer struct {
		line []byte
		err  error
	}
	typed := make(chan answer, 1)
	go func() {
		line, err := readLine(tty)
		typed <- answer{line, err}
	}()
	select {
	case a := <-typed:
		if a.err != nil { // on Windows Ctrl-C ends the line too, and perhaps before the signal has come
			select {
			case <-s.ctx.Done():
				return nil, s.ctx.Err()
			case <-time.After(signalWithin):
			}
		}
		return a.line, a.err
	case <-s.ctx.Done():
		return nil, s.ctx.Err()
	}
}

// hold is called before a secret comes into this process.
func (s *session) hold() error {
	if s.app.Seal == nil {
		return nil
	}
	return s.app.Seal()
}

// askSecret is ask for a PIN or a password, which a label names.
func (s *session) askSecret(label string) ([]byte, error) {
	if err := s.hold(); err != nil {
		return nil, err
	}
	return s.ask(s.p.Text(label)+strings.TrimSpace(s.p.Text("terminal.colon")), true)
}

// yes asks a question that is answered by yes or no. Nobody there means no.
func (s *session) yes(question string) bool {
	answer, err := s.ask(s.p.Text(question), false)
	if err != nil && !errors.Is(err, errNobody) {
		fmt.Fprintln(s.Err) // Ctrl-C and Ctrl-D end no line
	}
	switch strings.ToLower(strings.TrimSpace(string(answer))) {
	case "y", "yes", "はい":
		return true
	}
	return false
}

// longestLine is far more than any PIN or password has, and as much as a terminal takes in one line.
const longestLine = 4096

// readLine reads up to a line end, byte by byte: what follows is for somebody else, and no buffer keeps a copy. It is
// without its end, "\r\n" too. Of an empty input there is no line.
func readLine(r io.Reader) ([]byte, error) {
	line, err := readUpTo(r, func(line []byte) bool { return line[len(line)-1] == '\n' })
	return withoutEnd(line), err
}

// readUpTo reads until what was read is whole, or the input ends.
func readUpTo(r io.Reader, whole func([]byte) bool) ([]byte, error) {
	line := make([]byte, 0, longestLine) // never grown, so that no copy is left behind
	one := make([]byte, 1)
	defer clear(one)
	for len(line) < longestLine {
		n, err := r.Read(one)
		switch {
		case n == 1:
			if line = append(line, one[0]); whole(line) {
				return line, nil
			}
		case errors.Is(err, io.EOF) && len(line) > 0:
			return line, nil
		case errors.Is(err, io.EOF):
			return nil, errNoAnswer
		case err != nil:
			clear(line)
			return nil, err
		}
	}
	clear(line)
	return nil, errors.New("the line is too long")
}

func withoutEnd(line []byte) []byte {
	return bytes.TrimSuffix(bytes.TrimSuffix(line, []byte("\n")), []byte("\r"))
}

// readLineOf is readLine of a file that a person named, or of the standard input, in UTF-8. It gives up when ctx ends: nobody
// may be at the other end of a pipe.
func readLineOf(ctx context.Context, open func() (io.ReadCloser, error)) ([]byte, error) {
	type answer struct {
		line []byte
		err  error
	}
	read := make(chan answer, 1)
	go func() {
		f, err := open()
		if err != nil {
			read <- answer{nil, err}
			return
		}
		defer f.Close()
		line, err := readText(f)
		if errors.Is(err, errNoAnswer) {
			line, err = []byte{}, nil // an empty file holds the empty PIN
		}
		read <- answer{line, err}
	}()
	select {
	case a := <-read:
		return a.line, a.err
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// errNotUTF16 says that a text begins as UTF-16 and is none.
var errNotUTF16 = errors.New("a character of UTF-16 is cut off")

// readText is readLine of a text that may begin with the mark (U+FEFF) by which Windows' programs tell in what encoding they
// wrote it: UTF-8 of Notepad's, or UTF-16 of PowerShell's, of which the result is UTF-8. What is not wholly so is
// errNotUTF16: a PIN with another character in a place would only be wrong, and a password that nobody knows.
func readText(r io.Reader) ([]byte, error) {
	line, err := readUpTo(r, func(line []byte) bool {
		if order := utf16Order(line); order != nil { // 上 (U+4E0A) has a byte that elsewhere ends a line
			return len(line)%2 == 0 && order.Uint16(line[len(line)-2:]) == '\n'
		}
		return line[len(line)-1] == '\n'
	})
	order := utf16Order(line)
	if err != nil || order == nil {
		return withoutEnd(bytes.TrimPrefix(line, []byte("\xef\xbb\xbf"))), err
	}
	defer clear(line)
	if len(line)%2 != 0 {
		return nil, errNotUTF16
	}
	text := make([]byte, 0, 2*len(line)) // never grown
	for i := 2; i < len(line); i += 2 {
		c := rune(order.Uint16(line[i:]))
		if utf16.IsSurrogate(c) {
			if i += 2; i < len(line) {
				c = utf16.DecodeRune(c, rune(order.Uint16(line[i:])))
			}
			if i == len(line) || c == utf8.RuneError {
				clear(text)
				return nil, errNotUTF16
			}
		}
		text = utf8.AppendRune(text, c)
	}
	return withoutEnd(text), nil
}

// utf16Order is how a text that begins so has the bytes of its characters; nil of one that is not UTF-16.
func utf16Order(text []byte) binary.ByteOrder {
	switch {
	case bytes.HasPrefix(text, []byte("\xff\xfe")):
		return binary.LittleEndian
	case bytes.HasPrefix(text, []byte("\xfe\xff")):
		return binary.BigEndian
	}
	return nil
}
