package cert

// A Purpose is what a certificate may be used for, or a root be trusted for.
type Purpose string

// The five purposes that stores and programmes tell apart.
const (
	Server    Purpose = "server"    // id-kp-serverAuth
	Client    Purpose = "client"    // id-kp-clientAuth
	Email     Purpose = "email"     // id-kp-emailProtection
	Code      Purpose = "code"      // id-kp-codeSigning
	Timestamp Purpose = "timestamp" // id-kp-timeStamping
)

// Purposes is all of them, in the order in which they are shown.
var Purposes = []Purpose{Server, Client, Email, Code, Timestamp}

// A Kind is the one word for what a certificate is.
type Kind string

// The kinds. Where several fit, the first of client, mail, server wins.
const (
	Root         Kind = "root"         // a CA that signed itself
	Intermediate Kind = "intermediate" // a CA signed by another
	ClientKind   Kind = "client"       // for signing in
	ServerKind   Kind = "server"
	MailKind     Kind = "mail"
	OtherKind    Kind = "other"
)
