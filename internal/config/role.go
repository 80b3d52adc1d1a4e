package config

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"github.com/bmatcuk/doublestar/v4"
)

// RoleOf is the role that a gateway of that name serves, "" for none: of the
// globs that match, the one that says most of the name decides.
func (p Params) RoleOf(name string) string {
	globs := slices.SortedFunc(maps.Keys(p.GatewayRoles), func(a, b string) int {
		return cmp.Or(cmp.Compare(literal(b), literal(a)), cmp.Compare(a, b))
	})
	for _, glob := range globs {
		if glob == name || doublestar.MatchUnvalidated(glob, name) {
			return p.GatewayRoles[glob]
		}
	}
	return ""
}

// literal counts what a glob says letter by letter; a name that is no glob says
// more than any.
func literal(glob string) int {
	if !strings.ContainsAny(glob, "*?[{\\") {
		return len(glob) + 1<<20
	}
	return len(glob) - strings.Count(glob, "*") - strings.Count(glob, "?")
}
