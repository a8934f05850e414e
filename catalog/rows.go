package catalog

import (
	"fmt"
	"io/fs"
	"strings"
)

// readRows reads a table: a line for a row, columns parted by one space, lines that begin with #
// for readers. The slice that use is given is good until it returns.
func readRows(dir fs.FS, file string, columns int, use func([]string) error) error {
	b, err := fs.ReadFile(dir, file)
	if err != nil {
		return err
	}
	cols := make([]string, 0, columns)
	n := 0
	for line := range strings.Lines(string(b)) {
		n++
		if line = strings.TrimRight(line, "\r\n"); line == "" || line[0] == '#' {
			continue
		}
		cols = cols[:0]
		for col := range strings.SplitSeq(line, " ") {
			cols = append(cols, col)
		}
		if len(cols) != columns {
			return fmt.Errorf("%s:%d: %d columns, not %d", file, n, len(cols), columns)
		}
		if err := use(cols); err != nil {
			return fmt.Errorf("%s:%d: %w", file, n, err)
		}
	}
	return nil
}
