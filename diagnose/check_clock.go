package diagnose

import "certviewer/message"

// A clock that stands before the day this program was made is certainly wrong, and every verdict
// that comes from a date would be wrong with it.
var checkClock = Check{
	Name:   "clock",
	Source: "RFC 5280 6.1.3 (a)(2)",
	Codes:  []Code{"clock-before-build"},
	Run: func(in *Input) []Finding {
		built := in.Host.Computer.Built
		if built.IsZero() || !in.Now.Before(built) {
			return nil
		}
		return []Finding{{
			Code: "clock-before-build", Severity: Error,
			Args: message.Args{"clock_here": message.Moment(in.Now), "date": in.day(built)},
		}}
	},
}
