package main

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"syscall"
	"time"

	"certviewer/app"
	"certviewer/cli"
	"certviewer/platform"
	"certviewer/trust"
)

func init() { programs["mortal"] = mortal }

// mortal is certviewer with an end foreseen: "mortal WHO N ARGS…" kills the parent, or the child, as soon as line N
// of their dialogue has come so far, or both as Ctrl-C at their terminal does ("terminal"), or stops the child and says so.
// Everything else is the program's own.
func mortal() {
	if os.Args[1] == "apply-plan" { // its own child
		os.Exit(run(os.Args[1:]))
	}
	who := os.Args[1]
	n, err := strconv.Atoi(os.Args[2])
	if err != nil {
		panic(err)
	}
	if who == "terminal" {
		syscall.Setpgid(0, 0)
	}
	var children platform.Standby
	if w, yes := cli.Foresees(os.Args[3:]); yes {
		lock, _ := app.LockFile()
		children.Expect(context.Background(), w, lock)
	}
	begin := func() (*app.App, error) {
		return app.New(app.Deps{
			Open: func(ctx context.Context, w trust.Where) ([]trust.Store, error) { return platform.Open(ctx, w) },
			Start: func(ctx context.Context, elevated bool, stores []trust.StoreID) (io.ReadWriteCloser, error) {
				conn, err := children.Start(ctx, elevated, stores)
				return &doomed{conn, bufio.NewReader(conn), who, n, time.Duration(n%7) * 150 * time.Microsecond, onlyChild()}, err
			},
			Lock: platform.Lock, Computer: platform.Computer, Now: time.Now, Version: "mortal",
		})
	}
	os.Exit(cli.Run(context.Background(), begin, os.Args[3:], cli.Streams{Out: os.Stdout, Err: os.Stderr}, nil))
}

// doomed is a dialogue that ends somebody's life at its line left.
type doomed struct {
	io.ReadWriteCloser
	in    *bufio.Reader
	who   string
	left  int
	after time.Duration
	child int
}

// Read returns one line, so that each is counted.
func (d *doomed) Read(b []byte) (int, error) {
	line, err := d.in.ReadBytes('\n')
	if err != nil {
		return copy(b, line), err
	}
	d.at("parent")
	d.at("child")
	d.left--
	if len(line) > len(b) {
		panic("a long line")
	}
	return copy(b, line), nil
}

// Write passes one line on. The child is killed a little after it heard it, at another point of its work each time.
func (d *doomed) Write(b []byte) (int, error) {
	d.at("parent")
	n, err := d.ReadWriteCloser.Write(b)
	d.at("stop")
	if d.left == 0 {
		time.Sleep(d.after)
	}
	d.at("child")
	d.at("terminal")
	d.left--
	return n, err
}

// at ends who at the last line.
func (d *doomed) at(who string) {
	if d.left != 0 || d.who != who {
		return
	}
	switch who {
	case "parent":
		syscall.Kill(os.Getpid(), syscall.SIGKILL)
		select {}
	case "child":
		syscall.Kill(d.child, syscall.SIGKILL)
	case "terminal": // this process, which does not listen for it, ends too
		syscall.Kill(0, syscall.SIGINT)
		select {}
	case "stop":
		syscall.Kill(d.child, syscall.SIGSTOP)
		fmt.Fprintln(os.Stderr, "stopped", d.child)
	}
}

// onlyChild is the child of this process, which has but one.
func onlyChild() (pid int) {
	files, _ := filepath.Glob("/proc/self/task/*/children")
	for _, f := range files {
		b, _ := os.ReadFile(f)
		for _, field := range bytes.Fields(b) {
			pid, _ = strconv.Atoi(string(field))
		}
	}
	return pid
}
