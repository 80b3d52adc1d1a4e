package state

import (
	"strings"
	"time"

	"github.com/gwlint/gwlint/internal/source"
)

// layouts are how a time is written: RFC 3339, as YAML and Python write a time,
// with or without a zone, or the day alone. Without a zone it is UTC.
var layouts = []string{
	time.RFC3339, "2006-01-02 15:04:05Z07:00", "2006-01-02 15:04:05 Z07:00", "2006-01-02T15:04:05Z0700",
	"2006-01-02T15:04:05", time.DateTime, "2006-01-02T15:04Z07:00", "2006-01-02T15:04", "2006-01-02 15:04", time.DateOnly,
}

const aDate = "a date and time such as 2026-04-20T15:30:00Z"

// date reads a time as RFC 3339, "" when it is none or not filled in.
func (s *State) date(n *source.Node, at []string) string {
	if n.Kind != source.String || unresolved(n) {
		return "" // another kind of value is for the schema to name
	}
	text := strings.Join(strings.Fields(n.Text), " ")
	for _, layout := range layouts {
		if t, err := time.Parse(layout, text); err == nil && countable(t) {
			return t.Format(time.RFC3339)
		}
	}
	s.invalid(at, aDate)
	return ""
}

// countable says whether a time can be counted in nanoseconds, as rules do.
func countable(t time.Time) bool { return 1970 <= t.Year() && t.Year() <= 2261 }
