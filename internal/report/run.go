package report

import (
	"maps"
	"slices"
	"strings"

	"github.com/gwlint/gwlint/internal/finding"
)

// Run is what a run was told: its configuration, what that switches off or leaves
// out, and what was named beside it. It says to who reads the report alone what the
// run did not look at.
type Run struct {
	// Configuration is nil where no file was read.
	Configuration *Configuration `json:"configuration"`
	Policy        RunPolicy      `json:"policy"`
	// Rules are the folders of the user's own rules.
	Rules []RuleFolder `json:"rules"`
	// Select and Ignore are what flags say of the rules that run, each word as it was
	// given; NotRun are the rules that they switch off.
	Select []string `json:"select,omitempty"`
	Ignore []string `json:"ignore,omitempty"`
	NotRun []string `json:"-"`
	// Targets are those of bundles that a flag names, none where all are checked.
	Targets []string `json:"targets,omitempty"`
	// Modules are the root modules of Terraform that were checked, in order.
	Modules []Module `json:"modules,omitempty"`
	// Off are the rules that the configuration or a flag switches off for every subject,
	// and Levels the other levels that the configuration sets, by rule.
	Off    []string                 `json:"off"`
	Levels map[string]finding.Level `json:"levels"`
	// Overrides are the levels that it sets for some files or subjects, in its order.
	Overrides []Override `json:"overrides"`
	// Params are the names of the parameters that it sets.
	Params []string `json:"params"`
	// Exclude holds its globs of what is left out.
	Exclude []string `json:"exclude"`
	// FailOn is the threshold of the run; New fills it in.
	FailOn FailOn `json:"fail_on"`
	// MinLevel is the least level of failures that the report lists, "" for all.
	MinLevel finding.Level `json:"min_level,omitempty"`
	// FailOnBy says who chose it.
	FailOnBy ChosenBy `json:"-"`
	// Waivers are those that the run went by, nil where there were none, and where NoWaivers
	// had none apply.
	Waivers   *RunWaivers `json:"waivers,omitempty"`
	NoWaivers bool        `json:"no_waivers,omitempty"`
	// AsOf is the time that ages are measured against, "" where no flag names one.
	AsOf string `json:"as_of,omitempty"`
	// Baseline is nil where none was used.
	Baseline *Baseline `json:"baseline,omitempty"`
	// State is the state file, "" where none was used.
	State string `json:"state"`
	// Excluded counts the files that configure gateways and that globs left out, and
	// Ignored those that git ignores and does not track.
	Excluded int `json:"excluded"`
	Ignored  int `json:"ignored"`
}

// Baseline is the baseline of a run.
type Baseline struct {
	File string `json:"file"`
	// Digest is "sha256:" and the hexadecimal digest of its text.
	Digest string `json:"digest"`
	// Entries counts those of the file, and Stale those of which nothing is left.
	Entries int `json:"entries"`
	Stale   int `json:"stale"`
}

// ChosenBy says who chose something for a run.
type ChosenBy string

// Who can choose, from the weakest on.
const (
	ByDefault       ChosenBy = "default"
	ByConfiguration ChosenBy = "configuration"
	ByFlag          ChosenBy = "flag"
)

// Configuration is the configuration file of a run.
type Configuration struct {
	File string `json:"file"`
	// Digest is "sha256:" and the hexadecimal digest of its text.
	Digest string `json:"digest"`
}

// RunWaivers are the waivers that a run went by.
type RunWaivers struct {
	// File is the file of waivers, "" where there was none, Digest "sha256:" and the
	// hexadecimal digest of its text, and Entries how many of it are valid.
	File    string `json:"file,omitempty"`
	Digest  string `json:"digest,omitempty"`
	Entries int    `json:"entries"`
	// Comments counts the waivers in comments, and Applied those of either kind that let
	// a finding stand.
	Comments int `json:"comments"`
	Applied  int `json:"applied"`
}

// RunPolicy says where the policy of a run comes from.
type RunPolicy struct {
	// Path is the file or folder of a user's own policy, "" for a shipped one.
	Path string   `json:"path"`
	By   ChosenBy `json:"by"`
	// Off are the rules that the policy gives the level off where nothing is special
	// about the subject; New fills it in.
	Off []string `json:"off"`
}

// RuleFolder is a folder of the user's own rules.
type RuleFolder struct {
	Path string   `json:"path"`
	By   ChosenBy `json:"by"`
}

// Override is levels that hold for some files or subjects.
type Override struct {
	Paths    []string                 `json:"paths"`
	Subjects []string                 `json:"subjects"`
	Rules    map[string]finding.Level `json:"rules"`
}

// complete returns a copy with empty lists where there are none, the threshold, and
// what the policy switches off.
func (r Run) complete(failOn FailOn, rules []RuleInfo) Run {
	r.FailOn = failOn
	r.Rules = append([]RuleFolder{}, r.Rules...)
	r.Off = append([]string{}, r.Off...)
	r.Overrides = append([]Override{}, r.Overrides...)
	for i, o := range r.Overrides {
		r.Overrides[i] = Override{
			Paths: append([]string{}, o.Paths...), Subjects: append([]string{}, o.Subjects...), Rules: levels(o.Rules),
		}
	}
	r.Modules = slices.Clone(r.Modules)
	for i, m := range r.Modules {
		r.Modules[i] = m.complete()
	}
	r.Levels = levels(r.Levels)
	r.Params = append([]string{}, r.Params...)
	r.Exclude = append([]string{}, r.Exclude...)
	if r.Policy.By == "" {
		r.Policy.By = ByDefault
	}
	r.Policy.Off = []string{}
	for _, rule := range rules {
		if rule.Level == finding.Off {
			r.Policy.Off = append(r.Policy.Off, rule.ID)
		}
	}
	slices.Sort(r.Off)
	slices.Sort(r.Params)
	return r
}

// properties are the run as SARIF has it, which gives each property of an invocation
// a name. What is empty is left out.
func (r Run) properties() map[string]string {
	all := map[string]string{
		"failOn": string(r.FailOn), "asOf": r.AsOf, "state": r.State, "policyBy": string(r.Policy.By), "policyPath": r.Policy.Path,
		"rulesOff": strings.Join(r.Off, " "), "exclude": strings.Join(r.Exclude, " "),
		"select": strings.Join(r.Select, " "), "ignore": strings.Join(r.Ignore, " "),
		"minLevel": string(r.MinLevel), "targets": strings.Join(r.Targets, " "),
	}
	if r.Baseline != nil {
		all["baseline"], all["baselineDigest"] = r.Baseline.File, r.Baseline.Digest
	}
	if r.Configuration != nil {
		all["configuration"], all["configurationDigest"] = r.Configuration.File, r.Configuration.Digest
	}
	for name, value := range all {
		all[name] = Visible(value)
		if value == "" {
			delete(all, name)
		}
	}
	return all
}

// levels is a copy of levels by rule, empty where there are none.
func levels(of map[string]finding.Level) map[string]finding.Level {
	if of == nil {
		return map[string]finding.Level{}
	}
	return maps.Clone(of)
}
