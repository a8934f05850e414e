package platform

import (
	"errors"
	"io"
	"os"
	"os/exec"
	"time"
)

// An applying is a child at work.
type applying struct {
	io.WriteCloser
	io.Reader
	cmd *exec.Cmd
}

// Close ends the child's input, and the child itself when it does not end by that.
func (a *applying) Close() error {
	err := a.WriteCloser.Close()
	if errors.Is(err, os.ErrClosed) {
		return nil
	}
	kill := time.AfterFunc(10*time.Second, func() { a.cmd.Process.Kill() })
	defer kill.Stop()
	return a.cmd.Wait()
}
