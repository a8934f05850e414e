package platform

import (
	"bufio"
	"context"
	"fmt"
	"io"

	"certviewer/platform/internal/builtins"
	"certviewer/platform/internal/crypt32"
	"certviewer/platform/internal/softoken"
)

// ReadNative is the child process that loads a foreign library, so that a crash in there takes
// no window along. It writes to stdout, for the program that started it:
//
//	certviewer read-native roots LIBRARY   the roots that the library holds
//	certviewer read-native trust           whether NSS believes the trust records that stdin asks about
//	certviewer read-native chain           what Windows makes of the certificate that stdin asks about
//
// args is what follows the verb. It returns the exit code: 0, 2 for a wrong call, 3 when nothing could be read, with
// the reason on stderr.
func ReadNative(args []string, stdin io.Reader, stdout, stderr io.Writer) int {
	out := bufio.NewWriterSize(stdout, 1<<16)
	var err error
	switch {
	case len(args) == 2 && args[0] == "roots":
		err = builtins.Write(args[1], out)
	case len(args) == 1 && args[0] == "trust":
		err = softoken.Serve(context.Background(), io.LimitReader(stdin, maxNative), out)
	case len(args) == 1 && args[0] == "chain":
		err = crypt32.ServeChains(io.LimitReader(stdin, maxNative), out)
	default:
		fmt.Fprintln(stderr, "read-native: roots LIBRARY, trust, or chain")
		return 2
	}
	if err == nil {
		err = out.Flush()
	}
	if err != nil {
		fmt.Fprintln(stderr, err)
		return 3
	}
	return 0
}
