package diagnose

// What the distribution itself ships although it has expired or stands in no public list is the
// distribution's decision. The headline says that such roots come with the system; a person need not hear
// of them again.
var checkDistribution = Check{
	Name:    "distribution",
	Topic:   Stores,
	Source:  "Debian ca-certificates: README.Debian",
	Codes:   []Code{"stores-distribution"},
	Because: []Code{"clock-before-build"},
	Run: func(in *Input) []Finding {
		ff := in.count("stores-distribution", func(h holding) bool {
			return h.distributed() && (in.ended(h.Certificate) || !in.Catalog.Known(h.Certificate))
		})
		for i := range ff {
			ff[i].Quiet, ff[i].Args["os"] = true, in.os()
		}
		return ff
	},
}
