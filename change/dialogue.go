package change

import (
	"bufio"
	"encoding/base64"
	"encoding/json"
	"errors"
	"io"
	"sync"

	"certviewer/trust"
)

// The dialogue of parent and child: lines of JSON. The parent begins with the plan. Then for each step the child says
// what is there, the parent writes that to the journal and says go, the child acts, reads back and says what it sees. The
// end of input stops the child before its next step: whatever kills the parent, no step is made that is not in
// the journal.

// A hello is the parent's first line.
type hello struct {
	Plan Plan `json:"plan"`
}

// An order is the parent's word on one step.
type order struct {
	Go     int    `json:"go"`
	Secret []byte `json:"secret,omitempty"` // the answer to a question for the Primary Password
	Key    []byte `json:"key,omitempty"`    // for Import: PKCS #8
}

// A report is a line of the child.
type report struct {
	Ready  *int         `json:"ready,omitempty"` // the step is next, and Before is what is there
	Done   *int         `json:"done,omitempty"`  // the step was made, and Seen was read back; or it failed
	Ask    *int         `json:"ask,omitempty"`   // the step needs the Primary Password; the attempt, from 0
	Before *trust.State `json:"before,omitempty"`
	Key    []byte       `json:"key,omitempty"` // with Ready, before a private key leaves: PKCS #8; none when the store does not give it out
	Seen   *trust.State `json:"seen,omitempty"`
	Fault  *Fault       `json:"problem,omitempty"`
}

// A Fault is why a step was not made.
type Fault struct {
	Code   string `json:"code"`             // the ID of a block of sentences
	Detail string `json:"detail,omitempty"` // for Details and the log
	File   string `json:"file,omitempty"`   // the name of the file that the block tells of
}

// Replaceable is the Detail of a step that needs an administrator because the program must not get the rights of one:
// trust.ErrReplaceable.
const Replaceable = "replaceable"

func (f *Fault) Error() string { return f.Code + ": " + f.Detail }

// maxLine bounds one line of the dialogue: a plan of maxSteps certificates of some kilobytes.
const maxLine = 32 << 20

// A line speaks lines of JSON.
type line struct {
	mu  sync.Mutex
	in  *bufio.Scanner
	out io.Writer
}

func newLine(in io.Reader, out io.Writer) *line {
	s := bufio.NewScanner(in)
	s.Buffer(make([]byte, 0, 64<<10), maxLine)
	return &line{in: s, out: out}
}

// say writes one line. Passwords and keys go past encoding/json, which keeps what it writes in memory of its own.
func (l *line) say(v any) error {
	var secret, key []byte
	switch m := v.(type) {
	case order:
		secret, m.Secret, key, m.Key = m.Secret, nil, m.Key, nil
		v = m
	case report:
		key, m.Key = m.Key, nil
		v = m
	}
	b, err := json.Marshal(v)
	if err != nil {
		return err
	}
	whole := make([]byte, 0, len(b)+base64.StdEncoding.EncodedLen(len(secret)+len(key))+64) // never moved: it is wiped
	whole = append(whole, b[:len(b)-1]...)
	whole = appendSecret(whole, "secret", secret)
	whole = appendSecret(whole, "key", key)
	whole = append(whole, "}\n"...)
	defer clear(whole)
	l.mu.Lock()
	defer l.mu.Unlock()
	_, err = l.out.Write(whole)
	return err
}

// appendSecret appends a member to an object of JSON that has others, as encoding/json would write it; none where it is empty.
func appendSecret(b []byte, name string, value []byte) []byte {
	if len(value) == 0 {
		return b
	}
	b = append(append(append(b, `,"`...), name...), `":"`...)
	return append(base64.StdEncoding.AppendEncode(b, value), '"')
}

// hear reads the next line; io.EOF when there is none.
func (l *line) hear(v any) error {
	if !l.in.Scan() {
		if err := l.in.Err(); err != nil {
			return err
		}
		return io.EOF
	}
	b := l.in.Bytes()
	err := json.Unmarshal(b, v)
	clear(b) // it may have held a password or a key
	if err != nil {
		return errors.New("a line of the dialogue is not understood")
	}
	return nil
}
