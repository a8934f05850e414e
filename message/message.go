// Package message names everything the program says to a person, and says it in
// English or Japanese. Code below the faces never holds a finished sentence: it returns a
// Message, and the face prints it with a Printer.
package message

import (
	"encoding/json"
	"errors"
	"time"
)

// A Message is a sentence, or a block of sentences, by name, with the values it mentions.
type Message struct {
	ID   string `json:"id"` // a key of assets/locale, or a block: the part of a key before its dot
	Args Args   `json:"args,omitempty"`
}

// Args are the values for the {name} places of a sentence.
type Args map[string]Arg

// An Arg is a value that each language writes in its own way.
type Arg interface{ arg() }

type (
	// Text is a name or another word that is never translated.
	Text string
	// Number is a count; 1234 is written 1,234.
	Number int
	// Day is a date in a sentence: "17 January 2022", 2022年1月17日. It is written in the
	// time zone of the value.
	Day time.Time
	// Moment is a time of day on a date.
	Moment time.Time
	// Span is how far two clocks are apart: "2 days 3 hours", 2日3時間. Its sign is not said.
	Span time.Duration
	// List is joined by commas and "and", or by 「、」; more than three are cut to "and {n} more".
	List []Arg
	// All is a List that is never cut: there are five purposes, and each one counts.
	All []Arg
)

func (Text) arg()    {}
func (Number) arg()  {}
func (Day) arg()     {}
func (Moment) arg()  {}
func (Span) arg()    {}
func (List) arg()    {}
func (All) arg()     {}
func (Message) arg() {} // a phrase of the locale, such as purpose.email

// MarshalJSON writes RFC 3339.
func (d Day) MarshalJSON() ([]byte, error) { return json.Marshal(time.Time(d)) }

// MarshalJSON writes RFC 3339.
func (m Moment) MarshalJSON() ([]byte, error) { return json.Marshal(time.Time(m)) }

// MarshalJSON writes whole seconds.
func (s Span) MarshalJSON() ([]byte, error) {
	return json.Marshal(int64(time.Duration(s) / time.Second))
}

// M returns a Message from an ID and name, value pairs. A value is an Arg, a string, an int or
// a []string; anything else is a mistake in the program and panics.
func M(id string, pairs ...any) Message {
	m := Message{ID: id}
	for i := 0; i+1 < len(pairs); i += 2 {
		if m.Args == nil {
			m.Args = Args{}
		}
		m.Args[pairs[i].(string)] = argOf(pairs[i+1])
	}
	return m
}

func argOf(v any) Arg {
	switch v := v.(type) {
	case Arg:
		return v
	case string:
		return Text(v)
	case int:
		return Number(v)
	case []string:
		l := make(List, len(v))
		for i, s := range v {
			l[i] = Text(s)
		}
		return l
	}
	panic("message: a value of this type cannot be said")
}

// A Problem is an error that a person is meant to read: what failed, why, and what to do.
type Problem struct {
	What  Message   // a block or a sentence: what could not be done, and on what
	Cause error     // why, for Details and the log; may be nil
	Hints []Message // what to do now, most useful first
}

// Error returns the problem for logs, in no language.
func (p *Problem) Error() string {
	if p.Cause == nil {
		return p.What.ID
	}
	return p.What.ID + ": " + p.Cause.Error()
}

// Unwrap returns the cause.
func (p *Problem) Unwrap() error { return p.Cause }

// AsProblem returns the outermost Problem in err, or the "unexpected" block around err.
func AsProblem(err error) *Problem {
	if p, ok := errors.AsType[*Problem](err); ok {
		return p
	}
	return &Problem{What: M("unexpected", "reason", err.Error()), Cause: err}
}
