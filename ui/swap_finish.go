package ui

import (
	"os"
	"strings"

	"fyne.io/fyne/v2"

	"certviewer/diagnose"
	"certviewer/message"
	"certviewer/ui/look"
	"certviewer/ui/widgets"
)

// finished is the end of a swap: what works now, and the checklist of what is left for the person.
type finished struct{ *importing }

func (s *finished) draw() drawn {
	w, p, l := s.w, s.w.p, s.leaving
	var done []fyne.CanvasObject
	if l.backup != nil && len(l.backup.Files) > 0 {
		files := widgets.Column(2, heading(p.Text("swap.backup-saved")))
		for _, file := range l.backup.Files {
			files.Add(widgets.NewParagraph(tilde(file), widgets.Plain))
		}
		done = append(done, widgets.Inset(4, 0, 0, 0, files))
	}
	m, st := w.core.SwapDone(s.host, s.next(), l.old), okLook
	if m.Args["variant"] != nil { // not in use everywhere
		st = verdictLook(diagnose.Action)
	}
	d := drawn{body: []fyne.CanvasObject{w.blockCard(st, p.Block(m), done...)}}
	for _, more := range []*fyne.Container{s.failed(), s.leftOut(s.left())} {
		if len(more.Objects) > 0 {
			d.body = append(d.body, widgets.NewCard("", widgets.Inset(16, 18, 16, 18, more)))
		}
	}
	if s.notKept != nil {
		d.body = append(d.body, s.pinNote())
	}
	list := widgets.Column(12, widgets.NewParagraph(p.Text("swap-step-finish.title"), widgets.Style{Bold: true, Size: look.SizeTitle}))
	for _, m := range w.core.SwapRest(s.host, s.next(), l.old) {
		b := p.Block(m)
		number := widgets.NewText(p.Text("window.number", "number", message.Text(threeDigits(b.Number))), widgets.Style{Color: look.Muted, Size: look.SizeSmall, Bold: true})
		list.Add(widgets.NewLine())
		list.Add(widgets.Column(4, widgets.Before(12, widgets.NewParagraph(b.Title, widgets.Strong), number), w.lines(b.Lines)))
	}
	d.body = append(d.body, widgets.NewCard(p.Text("swap-step-finish.title"), widgets.Inset(16, 18, 16, 18, list)))
	shut := widgets.NewButton(p.Text("button.close"), look.IconNone, widgets.Primary, s.leave)
	d.buttons, d.focus = []fyne.CanvasObject{shut}, shut
	return d
}

func (s *finished) escape() { s.leave() }

// failed is the old certificates that could not be removed, and why: they stay where they are.
func (s *finished) failed() *fyne.Container {
	column := widgets.Column(10)
	for _, o := range s.leaving.outcomes {
		if !o.OK && (o.Fault != nil || o.Step.Key) {
			column.Add(s.result(o, false))
		}
	}
	return column
}

// tilde writes a path with ~ for the person's home, as short as people know it, and untilde reads it.
func tilde(path string) string {
	home, err := os.UserHomeDir()
	if err != nil || home == "" {
		return path
	}
	if rest, ok := strings.CutPrefix(path, home+string(os.PathSeparator)); ok {
		return "~" + string(os.PathSeparator) + rest
	}
	return path
}

func untilde(path string) string {
	if rest, ok := strings.CutPrefix(path, "~"+string(os.PathSeparator)); ok {
		if home, err := os.UserHomeDir(); err == nil {
			return home + string(os.PathSeparator) + rest
		}
	}
	return path
}
