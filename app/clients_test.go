package app

import (
	"testing"
	"time"

	"certviewer/cert"
)

// What ended is so many days of the calendar ago: what ended last night ended yesterday, and in Tokyo that night is another one.
func TestDaysLeft(t *testing.T) {
	tokyo := time.FixedZone("JST", 9*60*60)
	noon := time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC)
	for _, c := range []struct {
		now, end time.Time
		want     int
	}{
		{noon, noon.Add(time.Second), 1},
		{noon, noon.Add(-time.Second), 0},
		{noon, noon.Add(-12 * time.Hour), 0},
		{noon, noon.Add(-12*time.Hour - time.Second), -1},
		{noon, noon.Add(-16 * time.Hour), -1},
		{noon.In(tokyo), noon.Add(-16 * time.Hour), 0},
		{noon, noon.Add(-36 * time.Hour), -1},
		{noon, noon.Add(-36*time.Hour - time.Second), -2},
		{noon, noon.AddDate(-1, 0, 0), -365},
		{noon, time.Date(1601, 1, 1, 0, 0, 0, 0, time.UTC), -155552}, // where Windows begins to count; a Duration ends at 292 years
	} {
		if got := DaysLeft(&cert.Certificate{NotAfter: c.end}, c.now); got != c.want {
			t.Errorf("%v, until %v: %d, want %d", c.now, c.end, got, c.want)
		}
	}
}

// Where the clock was changed for the summer, a day before that is no shorter.
func TestDaysLeftOverSummerTime(t *testing.T) {
	berlin, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Skip(err)
	}
	if got := DaysLeft(&cert.Certificate{NotAfter: time.Date(2026, 3, 28, 23, 0, 0, 0, berlin)}, time.Date(2026, 3, 30, 1, 0, 0, 0, berlin)); got != -2 {
		t.Errorf("%d", got)
	}
}
