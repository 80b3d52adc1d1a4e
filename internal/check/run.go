package check

import (
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/gwlint/gwlint/internal/finding"
	"github.com/gwlint/gwlint/internal/report"
	"github.com/gwlint/gwlint/internal/source"
)

// run is what the report says of the request: what was told, by whom, and what that
// leaves out. New fills in the rest.
func (r Request) run() report.Run {
	run := report.Run{
		Policy:   report.RunPolicy{Path: r.portable(r.Policy.Path), By: r.chosen("policy")},
		FailOnBy: r.chosen("fail_on"),
		Levels:   map[string]finding.Level{},
		Exclude:  r.Settings.Exclude,
		Select:   r.Selected,
		Ignore:   r.Ignored,
		NotRun:   r.offByFlag(),
		MinLevel: r.MinLevel,
		Targets:  r.Targets,

		NoWaivers: r.NoWaivers,
	}
	if r.Settings.Digest != "" {
		run.Configuration = &report.Configuration{File: r.Settings.Name, Digest: r.Settings.Digest}
	}
	for _, tree := range r.Rules.Own {
		run.Rules = append(run.Rules, report.RuleFolder{Path: r.portable(tree.Name), By: report.ByFlag})
	}
	for rule, level := range r.Settings.Rules {
		if level == finding.Off {
			run.Off = append(run.Off, rule)
		} else {
			run.Levels[rule] = level
		}
	}
	for _, o := range r.Settings.Overrides {
		run.Overrides = append(run.Overrides, report.Override(o))
	}
	for _, name := range slices.Sorted(maps.Keys(r.Settings.Origins)) {
		if param, ok := strings.CutPrefix(name, "params."); ok {
			param, _, _ = strings.Cut(param, ".")
			run.Params = append(run.Params, param)
		}
	}
	run.Params = slices.Compact(run.Params)
	if r.Dated {
		run.AsOf = r.AsOf.Format(time.RFC3339)
	}
	return run
}

// offByFlag are the rules that a flag switches off, which do not run.
func (r Request) offByFlag() []string {
	var off []string
	for rule, level := range r.Settings.Rules {
		if level == finding.Off && strings.HasPrefix(r.Settings.Origins["rules."+rule], "--") {
			off = append(off, rule)
		}
	}
	slices.Sort(off)
	return off
}

// chosen says who set a setting.
func (r Request) chosen(setting string) report.ChosenBy {
	switch origin, set := r.Settings.Origins[setting]; {
	case !set:
		return report.ByDefault
	case strings.HasPrefix(origin, "--"):
		return report.ByFlag
	default:
		return report.ByConfiguration
	}
}

// portable is a path that was given as a report names it, without where this machine keeps
// it.
func (r Request) portable(path string) string {
	if path == "" {
		return ""
	}
	return source.NewBase(r.Dir).PortableName(source.Absolute(r.Dir, path), filepath.IsAbs(path))
}
