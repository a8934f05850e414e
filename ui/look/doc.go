// Package look is what the window looks like: colours, sizes, fonts and icons. It knows
// nothing of certificates.
package look

import _ "fyne.io/fyne/v2/widget"
