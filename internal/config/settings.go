// Package config reads `.gwlint.yaml`: where it lies, what it may say, what
// holds when it says nothing, and where each value came from. It knows neither
// flags nor what is done with a setting.
package config

import (
	"cmp"
	"encoding/json"
	"io"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/bmatcuk/doublestar/v4"

	"github.com/gwlint/gwlint/internal/finding"
)

// Settings is what a run goes by.
type Settings struct {
	// File is the configuration file relative to where gwlint was started, with
	// forward slashes; "" when there is none.
	File string `json:"-"`
	// Name is File as a report names it: without an absolute path. Digest is "sha256:"
	// and the hexadecimal digest of its text.
	Name, Digest string `json:"-"`

	Policy string `json:"policy"`
	// FailOn is error, warning, note, unknown, unchecked or none.
	FailOn string `json:"fail_on"`
	// Exclude holds globs as they are written; ExcludeHere gives them relative
	// to where gwlint was started.
	Exclude []string `json:"exclude"`
	// State is a file, relative as Base says; "" means search for one, and none that there
	// is no role audit.
	State string `json:"state"`
	// Rules are levels by rule ID, or by the written name when Load was not
	// told which rules there are.
	Rules     map[string]finding.Level `json:"rules"`
	Overrides []Override               `json:"overrides"`
	Params    Params                   `json:"params"`
	Waivers   string                   `json:"waivers"`
	// Baseline is a file, relative as Base says; "" means the one of the default name that
	// is found, and none that there is none.
	Baseline string `json:"baseline"`

	// Origins says where each setting that is not a default was set.
	Origins Origins `json:"-"`

	// Base is the absolute folder that written paths and globs are relative to.
	Base string `json:"-"`
	// start is the path of the starting folder in Base, "." when it is Base.
	start string
	// base is the name of Base in reports, "" or "." when they name files from there.
	base string
}

// Override changes levels for some files or subjects.
type Override struct {
	Paths    []string                 `json:"paths"`
	Subjects []string                 `json:"subjects"`
	Rules    map[string]finding.Level `json:"rules"`
}

// Default is what holds when nothing is written.
func Default() Settings {
	return Settings{
		Policy:  "f4_checklist",
		FailOn:  "error",
		Exclude: []string{},
		Rules:   map[string]finding.Level{},
		Params: Params{
			RequiredRoles: []string{"agent_chat"},
			GatewayRoles:  map[string]string{"*": "agent_chat"},
			RoleProbes: map[string][]string{
				"agent_chat":                 {"short_chat_ok", "streaming_ok"},
				"agent_chat_streaming_smoke": {"short_chat_ok", "streaming_ok"},
				"failure_categorizer":        {"short_chat_ok", "sql_quote_ok"},
				"llm_judge_default":          {"short_chat_ok", "sql_quote_ok"},
				"reflection_lm":              {"short_chat_ok", "long_context_ok", "sql_quote_ok"},
			},
			AuditMaxAge:        Duration(720 * time.Hour),
			SharedSchemas:      []string{"default"},
			TableVisibleWithin: Duration(time.Hour),
			AgentPrincipals:    []string{},
			OpsPrincipals:      []string{},
			Gateways:           []string{},
			PolicyKinds:        map[string][]string{},
			GuardrailWindow:    Duration(24 * time.Hour),
		},
		Waivers: "gwlint-waivers.yaml",
		Origins: Origins{},
		start:   ".",
	}
}

// A glob is relative to the configuration file, and one without a slash
// concerns names at every level, as in .gitignore.

// fill lays a valid value over the settings. A list, and the map of gateway
// roles, replaces its default; the probes of a role replace that role's.
func (s *Settings) fill(value any) error {
	if params, ok := value.(map[string]any)["params"].(map[string]any); ok && params["gateway_roles"] != nil {
		s.Params.GatewayRoles = nil
	}
	text, err := json.Marshal(value)
	if err != nil {
		return err
	}
	return json.Unmarshal(text, s)
}

// Level is the level that the configuration gives to a rule for a subject in a
// file, and whether it gives one. The file is named as reports name it. An override beats `rules`, a later override an
// earlier one.
func (s *Settings) Level(rule, file, subject string) (finding.Level, bool) {
	for _, override := range slices.Backward(s.Overrides) {
		if level, ok := override.Rules[rule]; ok && s.overrides(override, file, subject) {
			return level, true
		}
	}
	level, ok := s.Rules[rule]
	return level, ok
}

func (s *Settings) overrides(o Override, file, subject string) bool {
	if len(o.Paths) > 0 && !matchesPath(o.Paths, s.fromBase(file)) {
		return false
	}
	return len(o.Subjects) == 0 || slices.ContainsFunc(o.Subjects, func(glob string) bool {
		return doublestar.MatchUnvalidated(glob, subject)
	})
}

// fromBase turns the name of a file into its path from Base.
func (s *Settings) fromBase(file string) string {
	if path.IsAbs(file) {
		return file
	}
	if rel, err := filepath.Rel(cmp.Or(s.base, "."), file); err == nil {
		return filepath.ToSlash(rel)
	}
	return file
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

// ExcludeHere gives the globs of Exclude relative to where gwlint was started,
// without those that nothing below can match.
func (s *Settings) ExcludeHere() []string {
	if s.start == "" || s.start == "." {
		return slices.Clone(s.Exclude)
	}
	folders := strings.Split(s.start, "/")
	var here []string
	for _, glob := range s.Exclude {
		for _, moved := range rebase(trim(glob), folders) {
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

func rebase(glob string, folders []string) []string {
	if !strings.Contains(glob, "/") {
		if matchesPath([]string{glob}, strings.Join(folders, "/")) {
			return []string{"**"}
		}
		return []string{glob}
	}
	var moved []string
	for _, steps := range globsBelow(strings.Split(glob, "/"), folders) {
		text := strings.Join(steps, "/")
		if len(steps) == 1 && text != "**" {
			text += "{,/**}" // keeps a slash, so that it does not concern every level
		}
		moved = append(moved, text)
	}
	return moved
}

// globsBelow gives the globs that match, below the folders, what the glob matches
// above them.
func globsBelow(glob, folders []string) [][]string {
	switch {
	case len(glob) == 0: // it matches a folder above, and so all that is in it
		return [][]string{{"**"}}
	case len(folders) == 0:
		return [][]string{glob}
	case glob[0] == "**":
		return append(globsBelow(glob, folders[1:]), globsBelow(glob[1:], folders)...)
	case doublestar.MatchUnvalidated(glob[0], folders[0]):
		return globsBelow(glob[1:], folders[1:])
	default:
		return nil
	}
}

// Write shows the settings as a configuration file that says the same, with a
// comment on each line that says where the value came from.
func (s *Settings) Write(w io.Writer) error {
	p := &printer{origins: s.Origins}
	p.settings(s)
	_, err := io.WriteString(w, p.text.String())
	return err
}

// Origins hold where settings were set, by dotted name: `policy`,
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
