package cli

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/gwlint/gwlint/internal/config"
)

// idle are the settings that this version knows and makes no use of: what they
// are for comes later. Nobody shall believe that they work.
var idle = []string{
	"waivers", "baseline",
	"params.gateways",
}

// notices tell of settings that were written and have no effect yet.
func notices(settings config.Settings) []string {
	var list []string
	for _, name := range slices.Sorted(maps.Keys(settings.Origins)) {
		if slices.Contains(idle, name) {
			list = append(list, fmt.Sprintf("%s: '%s' has no effect in this version", settings.Origins.Of(name), strings.TrimPrefix(name, "params.")))
		}
	}
	return list
}
