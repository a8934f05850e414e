package main

import (
	"os"
	"runtime/pprof"
	"testing"
	"time"
	"fmt"
	"context"
	"io"
	"certviewer/app"
	"certviewer/cli"
	"certviewer/platform"
)

func TestZZ(t *testing.T) {
	f, _ := os.Create("/tmp/cpu.prof")
	pprof.StartCPUProfile(f)
	for i := 0; i < 5; i++ {
		t0 := time.Now()
		a, _ := app.New(app.Deps{Open: platform.Open, Computer: platform.Computer, Now: time.Now})
		cli.Run(context.Background(), a, []string{"cert", "list", "--nssdb", "/tmp/nss5000", "--store", "nssdb:/tmp/nss5000", "--json"}, cli.Streams{Out: io.Discard, Err: os.Stderr}, nil)
		fmt.Println(time.Since(t0))
	}
	pprof.StopCPUProfile()
	f.Close()
}
