package assets

import _ "embed"

// The program's picture. The PNG is drawn from the SVG, which a test in ui sees to.
var (
	//go:embed icon/icon.svg
	IconSVG []byte
	//go:embed icon/icon.png
	Icon []byte
)
