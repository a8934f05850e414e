package assets

import _ "embed"

// FontRegular and FontBold are BIZ UDPGothic cut down to Japanese: JIS X 0208, half-width
// kana, and the kanji of names; FontBold with the Latin letters of Noto Sans, FontRegular with none.
// scripts/font.py makes them and says why.
// They are under the SIL Open Font License, FontLicence.
var (
	//go:embed font/BIZUDPGothic-Regular.otf
	FontRegular []byte
	//go:embed font/BIZUDPGothic-Bold.otf
	FontBold []byte
	//go:embed font/OFL.txt
	FontLicence string
)
