package config

import (
	"strings"
	"time"
)

// String is the duration in hours, minutes and seconds, without those that are
// zero: 720h, 1h30m, 0s.
func (d Duration) String() string {
	text := time.Duration(d).String()
	if strings.HasSuffix(text, "m0s") {
		text = strings.TrimSuffix(text, "0s")
	}
	if strings.HasSuffix(text, "h0m") {
		text = strings.TrimSuffix(text, "0m")
	}
	return text
}
