package config

import (
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/bmatcuk/doublestar/v4"
)

// A glob is relative to the configuration file, and one without a slash
// concerns names at every level, as in .gitignore.

// ExcludeHere gives the globs of Exclude relative to where gwlint was started,
// without those that nothing below can match.
func (s *Settings) ExcludeHere() []string {
	if s.start == "" || s.start == "." {
		return slices.Clone(s.Exclude)
	}
	folders := strings.Split(s.start, "/")
	var here []string
	for _, glob := range s.Exclude {
		for _, moved := range move(trim(glob), folders) {
			if !slices.Contains(here, moved) {
				here = append(here, moved)
			}
		}
	}
	return here
}

func trim(glob string) string {
	return strings.TrimSuffix(strings.TrimPrefix(glob, "./"), "/")
}

func move(glob string, folders []string) []string {
	if !strings.Contains(glob, "/") {
		if matchesPath([]string{glob}, strings.Join(folders, "/")) {
			return []string{"**"}
		}
		return []string{glob}
	}
	var moved []string
	for _, steps := range below(strings.Split(glob, "/"), folders) {
		text := strings.Join(steps, "/")
		if len(steps) == 1 && text != "**" {
			text += "{,/**}" // keeps a slash, so that it does not concern every level
		}
		moved = append(moved, text)
	}
	return moved
}

// below gives the globs that match, below the folders, what the glob matches
// above them.
func below(glob, folders []string) [][]string {
	switch {
	case len(glob) == 0: // it matches a folder above, and so all that is in it
		return [][]string{{"**"}}
	case len(folders) == 0:
		return [][]string{glob}
	case glob[0] == "**":
		return append(below(glob, folders[1:]), below(glob[1:], folders)...)
	case doublestar.MatchUnvalidated(glob[0], folders[0]):
		return below(glob[1:], folders[1:])
	default:
		return nil
	}
}

// checkGlobs refuses globs that cannot match anything because they are wrong.
func (t *tree) checkGlobs(s *Settings) {
	t.globs(s.Exclude, "exclude")
	for _, glob := range slices.Sorted(maps.Keys(s.Params.GatewayRoles)) {
		if !doublestar.ValidatePattern(glob) {
			t.faults.add(t.keys[join([]string{"params", "gateway_roles", glob})], "%q is not a glob", glob)
		}
	}
	for i, override := range s.Overrides {
		t.globs(override.Paths, "overrides", strconv.Itoa(i), "paths")
		t.globs(override.Subjects, "overrides", strconv.Itoa(i), "subjects")
	}
}

func (t *tree) globs(globs []string, path ...string) {
	for i, glob := range globs {
		if glob == "" || !doublestar.ValidatePattern(glob) {
			t.faults.add(t.values[join(append(slices.Clone(path), strconv.Itoa(i)))], "%q is not a glob", glob)
		}
	}
}

// subject names a place of the file at the head of a message.
func subject(path []string) string {
	if len(path) == 0 {
		return "a configuration"
	}
	return strings.Join(path, ".")
}
