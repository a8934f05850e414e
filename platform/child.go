package platform

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"
	"time"
)

// maxNative is the most that a child may say, or be told. 160 roots are 330 kB.
const maxNative = 64 << 20

// askNative starts a child that loads a foreign library, "read-native" with args, and returns what it said. The
// child reads input, and sees of our environment only what its libraries need. reader is that of computer; beside is a folder with
// further libraries that this one needs, "" = none.
func askNative(ctx context.Context, reader, beside string, input []byte, args ...string) ([]byte, error) {
	program, err := nativeProgram(reader)
	if err != nil {
		return nil, err
	}
	cmd := exec.CommandContext(ctx, program, append([]string{"read-native"}, args...)...)
	setNative(cmd)
	if beside != "" {
		cmd.Env = append(cmd.Env, "LD_LIBRARY_PATH="+beside)
	}
	cmd.Dir = "/"
	cmd.WaitDelay = time.Second
	out, said := &capped{left: maxNative}, &capped{left: 4 << 10}
	cmd.Stdin, cmd.Stdout, cmd.Stderr = bytes.NewReader(input), out, said
	if err := cmd.Run(); err != nil {
		return nil, fmt.Errorf("%w: %s", err, strings.TrimSpace(said.buffer.String()))
	}
	return out.buffer.Bytes(), nil
}

// nativeProgram returns the program to start. A test binary does not know the verb: started again it
// would run all its tests, and those would start it again.
func nativeProgram(reader string) (string, error) {
	if reader != "" {
		return reader, nil
	}
	self, err := os.Executable()
	if err != nil {
		return "", err
	}
	if strings.HasSuffix(self, ".test") || strings.HasSuffix(self, ".test.exe") {
		return "", errors.New("a test binary reads no libraries")
	}
	return self, nil
}

// A capped buffer takes what fits and fails beyond that, which ends the child. The buffer is a
// field and not embedded: io.Copy would find its ReadFrom, which knows no cap.
type capped struct {
	buffer bytes.Buffer
	left   int
}

func (c *capped) Write(p []byte) (int, error) {
	if len(p) > c.left {
		return 0, io.ErrShortBuffer
	}
	c.left -= len(p)
	return c.buffer.Write(p)
}
