package console

import (
	"io"
	"os"
	"unicode/utf16"
	"unicode/utf8"

	"golang.org/x/sys/windows"
)

// Text returns where text goes that is to arrive at f. A console shows any letter, and a file gets UTF-8. Whoever reads a pipe,
// such as more, findstr and PowerShell, takes it for the console's code page, which in Japan is 932: so it gets that. Letters
// that the code page lacks are lost, and are only for people: data is written to f itself.
func Text(f *os.File) io.Writer {
	kind, err := windows.GetFileType(windows.Handle(f.Fd()))
	if err != nil || kind != windows.FILE_TYPE_PIPE {
		return f
	}
	page, err := windows.GetConsoleOutputCP()
	if err != nil || page == 0 || page == utf8Page { // without a console, a program reads
		return f
	}
	if os.Getenv("MSYSTEM") != "" || os.Getenv("TERM") != "" { // Git's shell and its like read UTF-8, whatever their console says
		return f
	}
	return &encoder{w: f, page: page}
}

// An encoder writes UTF-8 in another encoding.
type encoder struct {
	w    io.Writer
	page uint32
	rest []byte // the beginning of a letter whose end has not been written yet
}

// Write writes p, all but a letter that is not complete. A failure counts all of p as not written.
func (e *encoder) Write(p []byte) (int, error) {
	text := append(e.rest, p...)
	end := len(text)
	for back := 1; back <= min(utf8.UTFMax, len(text)); back++ {
		if at := len(text) - back; utf8.RuneStart(text[at]) {
			if !utf8.FullRune(text[at:]) {
				end = at
			}
			break
		}
	}
	if _, err := e.w.Write(encode(e.page, string(text[:end]))); err != nil {
		return 0, err
	}
	e.rest = append([]byte(nil), text[end:]...)
	return len(p), nil
}

// encode returns text in a code page.
func encode(page uint32, text string) []byte {
	if b, exact := wideCharToMultiByte(page, utf16.Encode([]rune(text))); exact {
		return b
	}
	var out []byte
	for _, r := range text {
		b, exact := wideCharToMultiByte(page, utf16.Encode([]rune{r}))
		if s, known := standIns[r]; known && !exact {
			b = []byte(s)
		}
		out = append(out, b...)
	}
	return out
}

// standIns are for letters of ours that old code pages lack. A mark must not become the question mark, which is one itself.
var standIns = map[rune]string{
	'✔': "+", '✘': "x", '–': "-", '·': "*", '…': "...", '“': `"`, '”': `"`, '‘': "'", '’': "'", '→': "->", '›': ">", '\ufeff': "",
}
