package layers

// A rule is what the files of one package may import besides the standard library.
type rule struct {
	ours   string // packages of this module, by their folders
	theirs string // other people's modules, by the beginnings of their import paths
}

// rules has a line for every package; one that is not here has no layer, and fails the test. A
// folder's rule holds for the folders below it that have none of their own.
var rules = map[string]rule{
	// What everything stands on.
	"assets":  {},
	"cert":    {theirs: "github.com/smallstep/certinfo golang.org/x/crypto/cryptobyte"},
	"message": {ours: "assets", theirs: "golang.org/x/text"},
	"task":    {ours: "message"},
	"pkcs12":  {ours: "cert", theirs: "software.sslmate.com/src/go-pkcs12 golang.org/x/crypto"},

	// What is known, and what was seen.
	"trust":           {ours: "cert"},
	"trust/trusttest": {ours: "cert trust"},
	"facts":           {ours: "cert trust"},
	"catalog":         {ours: "assets cert trust message"},

	// Those that look, and the one that judges.
	"platform":          {ours: "cert trust pkcs12 facts message task platform/internal", theirs: "golang.org/x/sys"},
	"platform/instance": {ours: "platform/internal/pipe", theirs: "golang.org/x/sys"}, // beside platform, since it looks at no store: only a start of the window needs it
	"platform/console":  {theirs: "golang.org/x/sys"},                                 // beside platform too: the terminal is no store
	"platform/keyring":  {ours: "message", theirs: "github.com/zalando/go-keyring github.com/godbus/dbus/v5"},
	"platform/internal": {ours: "cert trust platform/internal", theirs: "golang.org/x/sys modernc.org/sqlite github.com/miekg/pkcs11"},
	"probe":             {ours: "cert facts message task", theirs: "golang.org/x/crypto/cryptobyte"},
	"mail":              {ours: "cert pkcs12 facts task"},
	"signature":         {ours: "cert pkcs12 facts task"},
	"diagnose":          {ours: "cert trust facts catalog message"},
	"change":            {ours: "cert pkcs12 trust facts catalog message task"},
	"pki":               {ours: "cert pkcs12 catalog message task"},

	// What a person can do, and the two faces that let them. The faces know the core's values, and
	// not those who made them.
	"app":        {ours: "assets cert message task pkcs12 trust facts catalog probe mail signature diagnose change pki"},
	"cli":        {ours: "app assets message task cert trust facts catalog diagnose change", theirs: "github.com/alecthomas/kong github.com/mattn/go-isatty golang.org/x/sys golang.org/x/text"},
	"ui":         {ours: "app assets message task cert trust facts catalog diagnose change ui/look ui/widgets", theirs: "fyne.io/fyne/v2"},
	"ui/look":    {ours: "assets", theirs: "fyne.io/fyne/v2"},
	"ui/widgets": {ours: "message ui/look", theirs: "fyne.io/fyne/v2"},

	"cmd/certviewer": {ours: "app cli ui ui/look platform platform/console platform/instance platform/keyring assets catalog facts message task trust", theirs: "fyne.io/fyne/v2/app fyne.io/fyne/v2"},

	// For tests and measurements only: nothing above may name them.
	"internal/layers":            {},
	"internal/fixture":           {ours: "cert trust internal/fixture"},
	"internal/fixture/session":   {theirs: "github.com/godbus/dbus/v5"},
	"internal/fixture/manycerts": {theirs: "modernc.org/sqlite"},
	// A window that ours is measured against is a program of its own.
	"internal/fixture/refwindow": {ours: "ui/look", theirs: "fyne.io/fyne/v2"},
}

// owners names, for parts that must stay in one place, those who may import them: a part with
// a "/" at its end stands for everything below it too. Rules alone would not do: the first five
// belong to the standard library.
var owners = []struct {
	part   string
	owners string
	why    string
}{
	{"net/http/", "probe", "nothing but probe may use the network"},
	{"crypto/tls/", "probe", "nothing but probe may use the network"},
	{"net", "probe cert pki platform/instance", "nothing but probe may use the network"}, // cert, pki: net.IP in a certificate's names; instance: a Unix socket in the session's own folder
	{"os/exec", "platform platform/internal cmd/certviewer internal/fixture internal/fixture/session", "what runs beside us depends on the system, which is platform's"},
	{"C", "platform/internal", "native calls are translated in one place"},
	{"fyne.io/fyne/v2/app/", "cmd/certviewer internal/fixture/refwindow", "a window that is only being tested must not start a driver"},
	{"github.com/zalando/go-keyring/", "platform/keyring", "secrets are kept in one place, which knows when not to wait"},
	{"platform/internal/", "platform platform/instance platform/internal", "policy lives above the bindings"},
}

// still names the packages that look at nothing but their arguments, and so import no os.
var still = "trust facts catalog diagnose message"
