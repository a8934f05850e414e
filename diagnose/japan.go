package diagnose

import (
	"time"

	"certviewer/message"
)

// japan is the time zone of NII's notices; a fixed offset, for Japan has had no summer time since 1951 and
// a computer may lack the time zone database.
var japan = time.FixedZone("JST", 9*60*60)

// japanDay is a date that a Japanese notice's rule is about.
func japanDay(t time.Time) message.Arg { return message.Day(t.In(japan)) }
