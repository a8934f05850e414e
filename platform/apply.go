package platform

import (
	"bytes"
	"io"
	"os/exec"
	"sync"
	"time"
)

// An applying is a child at work.
type applying struct {
	io.WriteCloser
	io.Reader
	end func() error
}

// Farewell is what a child of this person's says last, on its error output: its stores are closed, and their files are as they
// shall be.
const Farewell = "\x00"

// An errorOutput is that of a child. Nothing in it is kept, what goes wrong is told in the dialogue; it is closed by Farewell.
type errorOutput chan struct{}

func (e errorOutput) Write(b []byte) (int, error) {
	if bytes.HasSuffix(b, []byte(Farewell)) {
		select {
		case <-e:
		default:
			close(e)
		}
	}
	return len(b), nil
}

// startApplying starts a child and returns its dialogue.
func startApplying(cmd *exec.Cmd) (*applying, error) {
	errs := make(errorOutput)
	cmd.Stderr = errs
	in, err := cmd.StdinPipe()
	if err != nil {
		return nil, err
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	end := sync.OnceValue(func() error {
		in.Close()
		kill := time.AfterFunc(10*time.Second, func() { cmd.Process.Kill() })
		ended := make(chan error, 1)
		go func() {
			ended <- cmd.Wait()
			kill.Stop()
		}()
		select {
		case <-errs:
			return nil
		case err := <-ended:
			return err
		}
	})
	return &applying{in, out, end}, nil
}

// Close ends the child's input, and the child itself when it does not end by that. It waits for the child's end or its
// Farewell: what the system does afterwards, such as giving back the space of journals that were removed, may take longer
// than a change, and nothing hangs on it.
func (a *applying) Close() error { return a.end() }
