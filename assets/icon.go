package assets

import _ "embed"

// The program's picture. The PNG is drawn from the SVG, which a test in ui sees to; that of packages,
// icon.png, is larger than what a window needs, whose every copy takes a megabyte.
var (
	//go:embed icon/icon.svg
	IconSVG []byte
	//go:embed icon/window.png
	Icon []byte
)
