package assets

import "embed"

// Catalog holds the folder catalog: what the program knows. Package catalog reads it, and
// docs/catalogue.md says how it is kept.
//
//go:embed catalog
var Catalog embed.FS
