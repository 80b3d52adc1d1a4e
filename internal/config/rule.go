package config

import (
	"maps"
	"path"
	"slices"
	"strconv"
	"strings"

	"github.com/bmatcuk/doublestar/v4"

	"github.com/gwlint/gwlint/internal/finding"
	"github.com/gwlint/gwlint/schema"
)

// Level is the level that the configuration gives to a rule for a subject in a
// file, and whether it gives one. The file is relative to where gwlint was
// started, as reports show it. An override beats `rules`, a later override an
// earlier one.
func (s *Settings) Level(rule, file, subject string) (finding.Level, bool) {
	for _, override := range slices.Backward(s.Overrides) {
		if level, ok := override.Rules[rule]; ok && s.covers(override, file, subject) {
			return level, true
		}
	}
	level, ok := s.Rules[rule]
	return level, ok
}

func (s *Settings) covers(o Override, file, subject string) bool {
	if len(o.Paths) > 0 && !matchesPath(o.Paths, s.fromBase(file)) {
		return false
	}
	return len(o.Subjects) == 0 || slices.ContainsFunc(o.Subjects, func(glob string) bool {
		return doublestar.MatchUnvalidated(glob, subject)
	})
}

// fromBase turns a path from where gwlint was started into one from Base.
func (s *Settings) fromBase(file string) string {
	if path.IsAbs(file) {
		return file
	}
	return path.Join(s.start, file)
}

// matchesPath says whether a glob matches a file or a folder above it.
func matchesPath(globs []string, file string) bool {
	for {
		for _, glob := range globs {
			glob, name := trim(glob), file
			if !strings.Contains(glob, "/") {
				name = path.Base(file)
			}
			if doublestar.MatchUnvalidated(glob, name) {
				return true
			}
		}
		above := path.Dir(file)
		if above == "." || above == file {
			return false
		}
		file = above
	}
}

// nameRules replaces slugs by IDs and refuses names that no rule has.
func (t *tree) nameRules(s *Settings, known []Rule) {
	s.Rules = t.named(s.Rules, []string{"rules"}, known)
	for i := range s.Overrides {
		s.Overrides[i].Rules = t.named(s.Overrides[i].Rules, []string{"overrides", strconv.Itoa(i), "rules"}, known)
	}
}

func (t *tree) named(levels map[string]finding.Level, at []string, known []Rule) map[string]finding.Level {
	named := make(map[string]finding.Level, len(levels))
	written := make(map[string]string, len(levels))
	for _, name := range slices.Sorted(maps.Keys(levels)) {
		place := t.keys[join(append(slices.Clone(at), name))]
		id, ok := lookUp(name, known)
		switch {
		case !ok:
			t.faults.add(place, "there is no rule %q%s", name, suggestion(nearestRule(name, known)))
		case written[id] != "":
			t.faults.add(place, "%q and %q are one rule; keep one of them", name, written[id])
		}
		named[id], written[id] = levels[name], name
		t.keys[join(append(slices.Clone(at), id))] = place
	}
	return named
}

// lookUp finds the ID of a rule named by ID or slug.
func lookUp(name string, known []Rule) (id string, ok bool) {
	for _, rule := range known {
		if name == rule.ID || name == rule.Slug {
			return rule.ID, true
		}
	}
	return name, len(known) == 0
}

func nearestRule(name string, known []Rule) string {
	var names []string
	for _, rule := range known {
		if strings.EqualFold(name, rule.ID) {
			return rule.ID
		}
		names = append(names, rule.Slug)
	}
	if strings.HasPrefix(strings.ToUpper(name), "GW") {
		return "" // a number that is off by one is not a near rule
	}
	return schema.Nearest(name, names)
}
