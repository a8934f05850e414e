package cli

// grammar is every command line. Its parts are types of their own: see grammarOf.
type grammar struct {
	Flags
	checkGroup
	storeGroup
	certGroup
	rootGroup
	clientGroup
	historyGroup
	pinGroup
	Open openCommand `cmd:"" name:"window" default:"withargs" help:"help.window"`
}

type checkGroup struct {
	Check checkCommand `cmd:"" help:"help.check"`
}

type storeGroup struct {
	Store storeCommand `cmd:"" name:"store" help:"help.store_group"`
}

type certGroup struct {
	Cert certCommand `cmd:"" name:"cert" help:"help.cert_group"`
}

type rootGroup struct {
	Root rootCommand `cmd:"" name:"root" help:"help.root_group"`
}

type clientGroup struct {
	Client clientCommand `cmd:"" name:"client" help:"help.client_group"`
}

type historyGroup struct {
	History historyCommand `cmd:"" name:"history" help:"help.history_group"`
}

type pinGroup struct {
	Pin pinCommand `cmd:"" name:"pin" help:"help.pin_group"`
}

// part is the grammar of the command lines that begin with one word.
type part[Group any] struct {
	Flags
	Group Group `embed:""`
}

func partOf[Group any]() (any, *Flags) {
	g := new(part[Group])
	return g, &g.Flags
}

var parts = map[string]func() (grammar any, flags *Flags){
	"check": partOf[checkGroup], "store": partOf[storeGroup], "cert": partOf[certGroup], "root": partOf[rootGroup],
	"client": partOf[clientGroup], "history": partOf[historyGroup], "pin": partOf[pinGroup],
}

// grammarOf returns the grammar to read a command line by, and where its flags will be: all of it, or the part that the first
// word says. To build all takes package kong a tenth of the time of a short command.
func grammarOf(args []string) (any, *Flags) {
	if len(args) > 0 && parts[args[0]] != nil {
		return parts[args[0]]()
	}
	g := new(grammar)
	return g, &g.Flags
}
