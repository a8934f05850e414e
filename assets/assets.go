// Package assets holds the files that are part of the program: its sentences, its knowledge, its
// fonts and its pictures.
package assets

import "embed"

// Locale holds the folder locale: every sentence that a person reads, as flat JSON objects named
// NAME.en.json and NAME.ja.json, and the numbers of blocks in NAME.numbers.json. Package message
// reads it.
//
//go:embed locale
var Locale embed.FS
