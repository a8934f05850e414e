package cli

import (
	"encoding/csv"
	"strings"
)

// printCSV writes a table for a spreadsheet. A value that a spreadsheet would take for a formula gets an
// apostrophe in front, and control characters are replaced: names in certificates are written by anybody. A number
// below zero is a number.
func (s *session) printCSV(rows [][]string) error {
	w := csv.NewWriter(s.Out)
	for _, row := range rows {
		for i, v := range row {
			row[i] = printable(v)
			if v != "" && strings.ContainsRune("=+-@\t\r", rune(v[0])) && !negative(v) {
				row[i] = "'" + row[i]
			}
		}
		w.Write(row)
	}
	w.Flush()
	return w.Error()
}

// negative reports whether v is a number below zero and nothing else.
func negative(v string) bool {
	digits, minus := strings.CutPrefix(v, "-")
	return minus && digits != "" && strings.Trim(digits, "0123456789") == ""
}
