package ui

import (
	"encoding/json"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"certviewer/message"
)

// toolkitWords are Fyne's own words that a person can meet in our window: the menu of a text field, and the
// dialog that asks for a file.
var toolkitWords = map[string]string{
	"Open": "window.open", "Cancel": "button.cancel", "Quit": "window.quit", "New Folder": "window.new-folder",
	"Show Hidden Files": "window.hidden-files", "file.name": "window.file-name", "file.parent": "window.parent-folder",
	"Undo": "window.undo", "Redo": "window.redo", "Cut": "window.cut", "Copy": "window.copy",
	"Paste": "window.paste", "Select all": "window.select-all",
}

// translateToolkit makes Fyne speak the window's language. Fyne speaks that of the system only;
// words given under the system's name take its place.
func translateToolkit(p *message.Printer) {
	words := map[string]string{}
	for theirs, ours := range toolkitWords {
		words[theirs] = p.Text(ours)
	}
	b, err := json.Marshal(words)
	if err == nil {
		err = lang.AddTranslations(fyne.NewStaticResource(lang.SystemLocale().LanguageString()+".json", b))
	}
	if err != nil {
		fyne.LogError("the toolkit keeps its own language", err)
	}
}
