package platform

import (
	"bufio"
	"fmt"
	"io"

	"certviewer/platform/internal/builtins"
)

// ReadNative is the child process that loads a foreign library, so that a crash in there takes
// no window along: "certviewer read-native roots LIBRARY" writes the roots that the library
// holds to stdout, for the program that started it. args is what follows the verb. It returns
// the exit code: 0, 2 for a wrong call, 3 when the library could not be read, with the reason on
// stderr.
func ReadNative(args []string, _ io.Reader, stdout, stderr io.Writer) int {
	if len(args) != 2 || args[0] != "roots" {
		fmt.Fprintln(stderr, "read-native: roots LIBRARY")
		return 2
	}
	out := bufio.NewWriterSize(stdout, 1<<16)
	err := builtins.Write(args[1], out)
	if err == nil {
		err = out.Flush()
	}
	if err != nil {
		fmt.Fprintln(stderr, err)
		return 3
	}
	return 0
}
