package diagnose

// Expired certificates do no harm: they are counted, and nothing is asked. A person's own are the affair of
// the client checks.
var checkExpired = Check{
	Name:    "expired",
	Topic:   Stores,
	Source:  "RFC 5280 4.1.2.5",
	Codes:   []Code{"stores-expired"},
	Because: []Code{"clock-before-build"},
	Run: func(in *Input) []Finding {
		return in.count("stores-expired", func(h holding) bool {
			return in.ended(h.Certificate) && !h.hasKey() && h.chosen()
		})
	},
}
