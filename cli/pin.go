package cli

import (
	"fmt"

	"certviewer/app"
	"certviewer/message"
	"certviewer/trust"
)

type pinCommand struct {
	List   pinList   `cmd:"" help:"help.pin_list"`
	Forget pinForget `cmd:"" help:"help.pin_forget"`
}

type rememberedJSON struct {
	Kind   app.SecretKind `json:"kind"`
	SHA256 string         `json:"sha256,omitempty"`
	Store  trust.StoreID  `json:"store,omitempty"`
	Name   string         `json:"name"`
	Since  string         `json:"since"`
}

func (s *session) rememberedJSON(all []app.Remembered) []rememberedJSON {
	out := []rememberedJSON{}
	for _, r := range all {
		name := r.Name
		if r.Kind == app.PrimaryPassword {
			name = s.p.Print(r.Label(nil))
		}
		out = append(out, rememberedJSON{r.Kind, r.SHA256, r.Store, name, stamp(r.Time)})
	}
	return out
}

type pinList struct{}

// Run lists what is remembered. That the password store cannot be used now is told beside it.
func (pinList) Run(s *session) error {
	all, err := s.app.Remembered(s.ctx)
	if err != nil {
		if s.ctx.Err() != nil {
			return err
		}
		s.complain(message.AsProblem(err).What)
	}
	if s.flags.JSON {
		return s.printJSON(s.rememberedJSON(all))
	}
	if len(all) == 0 {
		fmt.Fprintln(s.Out, s.p.Text("keyring.none"))
	}
	t := table{}
	for _, r := range all {
		id := r.SHA256
		if r.Kind == app.PrimaryPassword {
			id = printable(string(r.Store))
		}
		t.add(r.Time.Local().Format("2006-01-02"), s.p.Print(r.Label(nil)), s.dim(id))
	}
	t.print(s.Out)
	return nil
}

type pinForget struct {
	What []string `arg:"" optional:"" help:"help.pin_what"`
	All  bool     `help:"help.pin_all"`
}

// Run deletes remembered secrets and says which.
func (c *pinForget) Run(s *session) error {
	if c.All == (len(c.What) > 0) {
		s.complain(message.M("usage-missing", "known", "<what> / --all"))
		s.code = Usage
		return nil
	}
	all, err := s.app.Remembered(s.ctx)
	gone := all
	switch {
	case err == nil && c.All:
		err = s.app.ForgetAll(s.ctx)
	case err == nil:
		gone, err = s.forget(c.What, all)
	}
	switch {
	case err != nil && s.ctx.Err() == nil: // what the bus says of it helps nobody
		s.complain(message.AsProblem(err).What)
		s.code = NotDone
		return nil
	case err != nil || s.code != Done:
		return err
	case s.flags.JSON:
		return s.printJSON(s.rememberedJSON(gone))
	case c.All:
		fmt.Fprintln(s.Out, s.p.Text("keyring.forgotten-all"))
	}
	for _, r := range gone {
		fmt.Fprintln(s.Out, s.p.Text("keyring.forgotten", "entry", r.Label(nil)))
	}
	return nil
}

// forget deletes what each word names, once all of them are known to name something.
func (s *session) forget(words []string, all []app.Remembered) (gone []app.Remembered, err error) {
	named := map[string]app.Remembered{}
	for _, word := range words {
		switch found := app.FindRemembered(all, word); len(found) {
		case 1:
			named[found[0].Account] = found[0]
		case 0:
			s.complain(message.M("keyring-unknown", "text", word))
			s.code = Action
		default:
			s.complain(message.M("keyring-several", "text", word, "count", len(found)))
			for _, r := range found {
				fmt.Fprintf(s.Err, "  %s  %s\n", r.SHA256, s.p.Print(r.Label(nil)))
			}
			s.code = Usage
		}
		if s.code != Done {
			return nil, nil
		}
	}
	for _, r := range all {
		if _, ok := named[r.Account]; !ok {
			continue
		}
		if err := s.app.Forget(s.ctx, r); err != nil {
			return gone, err
		}
		gone = append(gone, r)
	}
	return gone, nil
}
