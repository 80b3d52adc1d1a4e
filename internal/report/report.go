// Package report holds the outcome of a run and writes it in each format. It
// knows findings and words; it refuses to know rules, the engine, the model
// and files: whoever runs a check fills the Report, and saves what is written.
package report

import (
	"github.com/gwlint/gwlint/internal/finding"
)

// Version is the version of the JSON report; schema/report.schema.json describes it.
const Version = 1

// Report is everything a run has to say, in the shape of its JSON form. It
// holds no time, no absolute path and nothing of the environment, so that the
// same input gives the same bytes.
type Report struct {
	Version int  `json:"version"`
	Tool    Tool `json:"tool"`
	// Workspace is nil for files.
	Workspace *Workspace        `json:"workspace,omitempty"`
	Findings  []finding.Finding `json:"findings"`
	Checklist []Item            `json:"checklist"`
	Subjects  []Subject         `json:"subjects"`
	Errors    []Problem         `json:"errors"`
	Summary   Summary           `json:"summary"`

	// Rules are all active rules, sorted by ID, whether they found anything or not.
	Rules []RuleInfo `json:"-"`
	// Skipped are the files that hold no gateway configuration, in order.
	Skipped []string `json:"-"`
	// Prompts are the questions an operator must answer before going on; any
	// makes the run a halt. New takes them from the findings of rules that halt.
	Prompts []string `json:"-"`
}

// Tool says what made a report.
type Tool struct {
	Name    string `json:"name"`
	Version string `json:"version"`
	Policy  string `json:"policy"`
	// PolicyDigest is "sha256:" and the digest of the policy and all rules.
	PolicyDigest string `json:"policy_digest"`
}

// Status is what came of one checklist item.
type Status string

// The statuses; design.md §3 in the order in which the first that holds wins.
const (
	StatusFail          Status = "fail"
	StatusUnknown       Status = "unknown"
	StatusWaived        Status = "waived"
	StatusPass          Status = "pass"
	StatusNotApplicable Status = "not_applicable"
	StatusManual        Status = "manual"
)

// Item is one line of the policy's checklist.
type Item struct {
	ID     string   `json:"id"`
	Title  string   `json:"title"`
	Status Status   `json:"status"`
	Rules  []string `json:"rules"`
	// Findings counts the findings of these rules that decided the status.
	Findings int `json:"findings"`
	// Reason says why an item is unknown or left to a person; else "".
	Reason string `json:"reason"`
}

// Subject is one thing that was checked.
type Subject struct {
	Kind    string `json:"kind"`
	Name    string `json:"name"`
	File    string `json:"file"`
	Hosting string `json:"hosting"`
	Form    string `json:"form"`
}

// Problem is something that could not be checked.
type Problem struct {
	File    string `json:"file"`
	Message string `json:"message"`
	// Location is nil when the problem has no place in the file.
	Location *finding.Location `json:"location"`
}

// Summary counts. The first group is counted from the report by New; the
// second only the caller knows, and New keeps it.
type Summary struct {
	Subjects int `json:"subjects"`
	Files    int `json:"files"`
	// Error, Warning and Note count failures by level.
	Error   int `json:"error"`
	Warning int `json:"warning"`
	Note    int `json:"note"`
	// Unknown counts what could not be decided, at whatever level.
	Unknown int `json:"unknown"`
	Waived  int `json:"waived"`
	// Baselined counts failures left out because the baseline has them.
	Baselined int `json:"baselined"`
	// Denied counts evidence that a live workspace refused to show.
	Denied int `json:"denied"`
	// Skipped counts files that hold no gateway configuration.
	Skipped int `json:"skipped"`
	Errors  int `json:"errors"`
	// Complete is false exactly when there are errors.
	Complete bool `json:"complete"`
	ExitCode int  `json:"exit_code"`
}

// RuleInfo is what a format says of a rule.
type RuleInfo struct {
	ID          string // GW103
	Name        string // the slug: prefix_trailing_underscore
	Title       string // short, no period
	Description string // Markdown
	Remediation string // Markdown
	// Help is the rule's page in Markdown; made from the other fields when empty.
	Help string
	// URL is the rule's page.
	URL   string
	Links []Link

	Severity  finding.Severity
	Precision string        // very-high, high, medium or low
	Level     finding.Level // the level the policy gives it by default
	Tags      []string      // the area, controls; formats add their own
	// Halts says that a failure at level error stops everything, and that its
	// message is what an operator must answer.
	Halts bool
}

// Link is a page to read further.
type Link struct {
	Text string
	URL  string
}
