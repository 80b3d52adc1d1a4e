package config

import (
	"fmt"
	"strings"
)

// Origins tells where settings were set, by dotted name: `policy`,
// `rules.GW105`, `params.pii.input`, `overrides.0`. A value is a place
// (`.gwlint.yaml:3`) or a flag (`--policy`).
type Origins map[string]string

// Of is where a setting was set, "default" when it was not.
func (o Origins) Of(name string) string {
	if origin, ok := o[name]; ok {
		return origin
	}
	return "default"
}

// originate notes the line of every key and list element of the file.
func (t *tree) originate(s *Settings) {
	for path, at := range t.keys {
		s.Origins[strings.ReplaceAll(path, "\x00", ".")] = fmt.Sprintf("%s:%d", s.File, at.line)
	}
}
