package cli

import (
	"errors"
	"time"
)

// moment is a flag that takes a time as RFC 3339 writes it.
type moment struct{ time.Time }

// String is empty while no time was given.
func (m *moment) String() string {
	if m.IsZero() {
		return ""
	}
	return m.Format(time.RFC3339)
}

// Set reads a time with its zone: a day alone would begin elsewhere at another
// time.
func (m *moment) Set(text string) error {
	read, err := time.Parse(time.RFC3339, text)
	if err != nil {
		return errors.New("want a time with its zone, as in 2026-11-22T12:00:00Z")
	}
	if year := read.UTC().Year(); year < 1970 || year > 2261 { // what nanoseconds since 1970 can say
		return errors.New("want a year from 1970 to 2261")
	}
	m.Time = read
	return nil
}

// Type is what help calls the value when its text does not.
func (m *moment) Type() string { return "TIME" }

// or is the time that was given, else what the clock says.
func (m *moment) or(clock func() time.Time) time.Time {
	if m.IsZero() {
		return clock()
	}
	return m.Time
}
