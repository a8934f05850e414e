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

// startApplying starts a child and returns its dialogue.
func startApplying(cmd *exec.Cmd) (*applying, error) {
	cmd.Stderr = io.Discard // what goes wrong is told in the dialogue
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
	return &applying{in, out, cmd}, nil
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
