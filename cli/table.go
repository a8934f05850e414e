package cli

import (
	"bufio"
	"fmt"
	"io"
	"strings"

	"certviewer/message"
)

// A table aligns columns by the width that a terminal gives to each character: Japanese ones take two.
type table struct{ rows []tableRow }

// A tableRow is a line in columns, and lines below it that know no columns.
type tableRow struct{ cells, below []string }

func (t *table) add(cells ...string) { t.rows = append(t.rows, tableRow{cells: cells}) }

// below puts a line below the last row.
func (t *table) below(line string) {
	r := &t.rows[len(t.rows)-1]
	r.below = append(r.below, line)
}

func (t *table) print(to io.Writer) {
	w := bufio.NewWriter(to)
	defer w.Flush()
	var width []int
	for _, r := range t.rows {
		for i, c := range r.cells {
			if i == len(width) {
				width = append(width, 0)
			}
			width[i] = max(width[i], message.Width(c))
		}
	}
	for _, r := range t.rows {
		var b strings.Builder
		for i, c := range r.cells {
			b.WriteString(c)
			if i < len(r.cells)-1 {
				b.WriteString(strings.Repeat(" ", width[i]-message.Width(c)+2))
			}
		}
		fmt.Fprintln(w, strings.TrimRight(b.String(), " "))
		for _, line := range r.below {
			fmt.Fprintln(w, line)
		}
	}
}
