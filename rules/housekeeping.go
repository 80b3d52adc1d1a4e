package rules

import (
	"fmt"
	"strings"

	"github.com/gwlint/gwlint/internal/finding"
)

// housekeepingArea is the area of what gwlint finds of waivers and of the baseline.
const housekeepingArea = "housekeeping"

// The rules about waivers and the baseline.
const (
	WaiverExpired    = "GW901"
	WaiverUnused     = "GW902"
	WaiverIncomplete = "GW903"
	BaselineStale    = "GW904"
)

// Housekeeping are the rules about waivers and the baseline, in order of ID. No Rego
// finds what they say, but the run that applies waivers and the baseline; their levels come
// from the configuration alone, and else are those of HousekeepingLevel.
func Housekeeping() []Rule {
	list := []Rule{
		{
			ID: WaiverExpired, Name: "waiver_expired", Title: "Waiver that has expired", Severity: finding.Medium,
			Kinds: []string{"waiver"},
			Description: "The last day of a waiver has passed, in UTC: the waiver covers nothing any more, and what it covered fails again. " +
				"From 14 days before its last day on, the same finding is a note that says how many days are left.",
			Remediation: "Mend what the waiver is for, and remove it. Where the risk is accepted again, write a new `until`, and have the owner and the reason confirmed.",
		},
		{
			ID: WaiverUnused, Name: "waiver_unused", Title: "Waiver that covers nothing", Severity: finding.Medium, Fix: "safe",
			Kinds: []string{"waiver"},
			Description: "The run has seen what a waiver is for, the rule decided there, and nothing was found that the waiver covers: what it let stand is mended, " +
				"the value is another one than it was given for, or it names a subject or a place that is not there. A waiver that stays may cover a mistake of tomorrow.\n\n" +
				"A run says this only of what it could have seen: the rule ran and decided on each subject that the waiver may be for, and all files were read that may hold it. " +
				"A waiver that has a `workspace` is for what `gwlint scan` finds there, and a check of files says nothing of it; of any other, a scan says nothing.",
			Remediation: "Remove the waiver. Where it is for what only `gwlint scan` finds, write its `workspace`.",
		},
		{
			ID: WaiverIncomplete, Name: "waiver_incomplete", Title: "Waiver that does not apply, since it is not complete", Severity: finding.High,
			Kinds: []string{"waiver"},
			Description: "A waiver names a rule that there is not, lacks its reason, its owner or its end, has a key or a day that cannot be read, contradicts another one, " +
				"or is for a rule that nobody may waive; or a comment looks like a waiver and is none. It does not apply, and what it was to cover fails.",
			Remediation: "Complete the waiver as the message says, or remove it. The rules that no waiver covers have a remedy of their own: `gwlint explain` says it.",
		},
		{
			ID: BaselineStale, Name: "baseline_stale", Title: "Entry of the baseline of which nothing is left", Severity: finding.Low,
			Kinds: []string{"baseline"},
			Description: "The baseline has a finding that the run would have made and did not: it is mended, or its value is another one. An entry that stays excuses the same mistake when it comes back.\n\n" +
				"A run says this only of what it could have seen: the rule ran, and the file was read or is gone.",
			Remediation: "Run `gwlint baseline update`, which removes such entries and adds none.",
		},
	}
	for i := range list {
		list[i].Area, list[i].Precision, list[i].Scope, list[i].Since = housekeepingArea, "very-high", "workspace", "0.1.0"
	}
	return list
}

// HousekeepingLevel is the level of such a rule where the configuration says nothing, "" for
// any other rule.
func HousekeepingLevel(id string) finding.Level {
	switch id {
	case WaiverIncomplete:
		return finding.Error
	case WaiverExpired, WaiverUnused:
		return finding.Warning
	case BaselineStale:
		return finding.Note
	default:
		return ""
	}
}

// IsHousekeeping says whether a rule is about waivers or the baseline, by its ID.
func IsHousekeeping(id string) bool { return HousekeepingLevel(id) != "" }

// RenderHousekeeping writes the page of such a rule.
func RenderHousekeeping(rule Rule) string {
	row := func(name, value string) string { return fmt.Sprintf("| %s | %s |", name, value) }
	facts := []string{
		"| | |", "|---|---|",
		row("Name", "`"+rule.Name+"`"), row("Severity", string(rule.Severity)),
		row("Level", string(HousekeepingLevel(rule.ID))+", under every policy"),
		row("Precision", rule.Precision), row("Concerns", joinWords(kindNames(rule.Kinds))), row("Since", rule.Since),
	}
	return strings.Join([]string{
		fmt.Sprintf("# %s: %s", rule.ID, rule.Title),
		"<!-- Written by `go generate ./rules` from what gwlint says of the rule. -->",
		strings.Join(facts, "\n"),
		"## What it finds, and why it matters", rule.Description,
		"## Flagged", housekeepingExamples[rule.ID],
		"## How to fix it", rule.Remediation,
		"## How to let it stand", "No waiver covers it. Give it another level in `.gwlint.yaml`:\n\n```yaml\nrules:\n  " + rule.ID + ": off # or note, warning, error\n```",
	}, "\n\n") + "\n"
}

// housekeepingExamples show what is found, by rule.
var housekeepingExamples = map[string]string{
	WaiverExpired: "```yaml\nwaivers:\n  - rule: GW303\n    subject: chat\n    reason: load test account\n    owner: ml-platform\n    until: 2026-01-31 # a day that has passed\n```",
	WaiverUnused: "```yaml\nwaivers:\n  - rule: GW303\n    subject: chat # which has a limit for each user by now\n    reason: load test account\n" +
		"    owner: ml-platform\n    until: 2027-01-31\n```",
	WaiverIncomplete: "```yaml\nwaivers:\n  - rule: GW303\n    subject: chat\n    reason: load test account\n    until: 2027-01-31 # and no owner\n```",
	BaselineStale:    "```json\n{\"gwlint-baseline\":2}\n[\"GW303\",\"endpoint\",\"chat\",\"/ai_gateway/rate_limits\",\"\",\"gateways/chat.yaml\"]\n```\n\nwhere `chat` has a limit for each user by now.",
}
