package softoken

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"time"

	"certviewer/platform/internal/nss"
)

// verifyPatience is how long a check waits for a program that is writing the database: a person who looks at
// something does not wait for that.
const verifyPatience = time.Second

// A Question asks whether NSS believes some trust records of one database. It goes from the parent to the child that
// loads the library; the format is private to one version of the program.
type Question struct {
	Libraries []string `json:"libraries"` // paths of libsoftokn3.so, the first that can be loaded serves
	Folder    string   `json:"folder"`
	NSSTrust  []Named  `json:"nss_trust,omitempty"` // CKO_NSS_TRUST
	Trust     []Named  `json:"trust,omitempty"`     // CKO_TRUST
}

// A Named record is the first with this issuer and serial number, a DER INTEGER.
type Named struct {
	Issuer []byte `json:"issuer"`
	Serial []byte `json:"serial"`
}

// An Answer has one signature for each record of a Question, in its order.
type Answer struct {
	NSSTrust []nss.Signature `json:"nss_trust"`
	Trust    []nss.Signature `json:"trust"`
}

// Verify answers a question, in a child process only. It opens the database read-only and changes no byte. Who asks has
// read the database by package nssdb, which refuses one whose schema would make the library run what a stranger wrote.
//
// Records stay nss.Unchecked where the library cannot tell: it checks nothing before the Primary Password is given, nor
// where no program has set one yet, not even an empty one; and one before NSS 3.112 does not know CKO_TRUST. Errors are
// those of Open.
func Verify(ctx context.Context, q Question) (Answer, error) { return verify(ctx, q) }

// Serve is the child's end: it reads a question from in, and writes the answer to out.
func Serve(ctx context.Context, in io.Reader, out io.Writer) error {
	var q Question
	if err := json.NewDecoder(in).Decode(&q); err != nil {
		return fmt.Errorf("the question makes no sense: %w", err)
	}
	a, err := Verify(ctx, q)
	if err != nil {
		return err
	}
	return json.NewEncoder(out).Encode(a)
}

// ReadAnswer is the parent's end: it reads what Serve wrote in answer to q, and believes nothing else.
func ReadAnswer(output []byte, q Question) (Answer, error) {
	var a Answer
	if err := json.Unmarshal(output, &a); err != nil {
		return Answer{}, fmt.Errorf("what the reader of the library said makes no sense: %w", err)
	}
	if len(a.NSSTrust) != len(q.NSSTrust) || len(a.Trust) != len(q.Trust) {
		return Answer{}, errors.New("the reader of the library answered another question")
	}
	for _, ss := range [][]nss.Signature{a.NSSTrust, a.Trust} {
		for _, s := range ss {
			if s > nss.Bad {
				return Answer{}, fmt.Errorf("the reader of the library knows a signature %d", s)
			}
		}
	}
	return a, nil
}
