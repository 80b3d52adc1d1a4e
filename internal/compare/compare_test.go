package compare_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gwlint/gwlint/internal/compare"
	"github.com/gwlint/gwlint/internal/finding"
	"github.com/gwlint/gwlint/internal/report"
	"github.com/gwlint/gwlint/schema"
)

// failure is a failure of a rule on an endpoint, whose value is part of the fingerprint.
func failure(rule, subject, value string) finding.Finding {
	f := finding.Finding{
		Rule: rule, Name: "a_rule", Severity: finding.High, Level: finding.Error, Outcome: finding.Fail,
		Subject: finding.Subject{Kind: "endpoint", Name: subject}, Pointer: "/ai_gateway/setting",
		Message: "`" + value + "` is wrong", Location: finding.Location{File: subject + ".yaml", StartLine: 1, StartColumn: 1, EndLine: 1, EndColumn: 2},
		Value: finding.DigestOf(value),
	}
	list := []finding.Finding{f}
	finding.Fingerprint(list)
	return list[0]
}

// judged is the report of a run over endpoints by rules GW101 to GW109, in which item F4-01 has all
// of them.
func judged(subjects string, findings ...finding.Finding) report.Report {
	r := report.Report{
		Tool:      report.Tool{Name: "gwlint", Version: "1.0.0", Policy: "f4_checklist", PolicyDigest: "sha256:" + strings.Repeat("0", 64)},
		Findings:  findings,
		Checklist: []report.Item{{ID: "F4-01", Title: "All is well", Status: report.StatusPass, Rules: []string{"GW101", "GW102"}}},
	}
	for name := range strings.FieldsSeq(subjects) {
		r.Subjects = append(r.Subjects, report.Subject{ID: name, Kind: "endpoint", Name: name, File: name + ".yaml"})
	}
	return report.New(r, report.FailOnError)
}

func with(r report.Report, change func(r *report.Report)) report.Report {
	change(&r)
	return report.New(r, report.FailOnError)
}

// became are the changes, a line each: kind, whether it counts, rule and subject, what differs, why.
func became(c compare.Comparison) []string {
	list := []string{}
	for _, change := range c.Findings {
		line := fmt.Sprintf("%s %s %s", change.Kind, change.Rule, change.Subject.Name)
		if change.Fails {
			line += " fails"
		}
		for _, aspect := range change.Aspects {
			line += " " + string(aspect)
		}
		if change.Reason != "" {
			line += ": " + change.Reason
		}
		list = append(list, line)
	}
	return list
}

func reports(old, now report.Report, failOn report.FailOn) compare.Comparison {
	return compare.Reports(compare.Side{Name: "old", Report: old}, compare.Side{Name: "new", Report: now}, failOn,
		func(version, rule string) bool { return version == "1.0.0" && strings.HasPrefix(rule, "GW") })
}

func at(f finding.Finding, level finding.Level) finding.Finding {
	f.Level = level
	return f
}

func waived(f finding.Finding, until string) finding.Finding {
	f.Outcome, f.Waiver = finding.Waived, &finding.Waiver{Reason: "a test", Owner: "us", Expires: until}
	return f
}

func undecided(f finding.Finding, reason string) finding.Finding {
	f.Outcome, f.Reason, f.Level = finding.Unknown, reason, finding.Note
	f.Fingerprint = strings.Repeat("0", 31) + f.Fingerprint[:1]
	return f
}

func inTargets(f finding.Finding, targets ...string) finding.Finding {
	f.Targets = targets
	return f
}

func TestWhatBecomesOfFindings(t *testing.T) {
	t.Parallel()
	wrong := failure("GW101", "chat", "a")
	for name, test := range map[string]struct {
		old, now report.Report
		failOn   report.FailOn
		want     []string
		code     int
	}{
		"nothing": {old: judged("chat", wrong), now: judged("chat", wrong), want: []string{}},
		"a new failure counts": {
			old: judged("chat"), now: judged("chat", wrong),
			want: []string{"new GW101 chat fails"}, code: 1,
		},
		"a new failure below the threshold is listed": {
			old: judged("chat"), now: judged("chat", at(wrong, finding.Warning)),
			want: []string{"new GW101 chat"},
		},
		"what is put right is fixed": {
			old: judged("chat", wrong), now: judged("chat"), want: []string{"fixed GW101 chat"},
		},
		"another value counts, as a baseline counts it": {
			old: judged("chat", wrong), now: judged("chat", failure("GW101", "chat", "b")),
			want: []string{"changed GW101 chat fails value"}, code: 1,
		},
		"a higher level counts": {
			old: judged("chat", at(wrong, finding.Warning)), now: judged("chat", wrong),
			want: []string{"changed GW101 chat fails level"}, code: 1,
		},
		"a lower level does not": {
			old: judged("chat", wrong), now: judged("chat", at(wrong, finding.Note)),
			want: []string{"changed GW101 chat level"},
		},
		"a waiver lets a failure stand": {
			old: judged("chat", wrong), now: judged("chat", waived(wrong, "2027-01-31")),
			want: []string{"waived GW101 chat"},
		},
		"a waiver that ends lets it fail again": {
			old: judged("chat", waived(wrong, "2027-01-31")), now: judged("chat", wrong),
			want: []string{"unwaived GW101 chat fails"}, code: 1,
		},
		"a waiver that is extended is another": {
			old: judged("chat", waived(wrong, "2027-01-31")), now: judged("chat", waived(wrong, "2027-06-30")),
			want: []string{"changed GW101 chat waiver"},
		},
		"a new failure that is waived does not count": {
			old: judged("chat"), now: judged("chat", waived(wrong, "2027-01-31")),
			want: []string{"new GW101 chat"},
		},
		"a baseline takes a failure": {
			old: judged("chat", wrong), now: with(judged("chat"), func(r *report.Report) { r.Known = []finding.Finding{wrong} }),
			want: []string{"baselined GW101 chat"},
		},
		"a failure that leaves the baseline counts": {
			old: with(judged("chat"), func(r *report.Report) { r.Known = []finding.Finding{wrong} }), now: judged("chat", wrong),
			want: []string{"unbaselined GW101 chat fails"}, code: 1,
		},
		"a bundle deploys it in one target more": {
			old: judged("chat", inTargets(wrong, "dev")), now: judged("chat", inTargets(wrong, "dev", "prod")),
			want: []string{"changed GW101 chat targets"},
		},
		"what cannot be decided any more is not fixed": {
			old: judged("chat", wrong), now: judged("chat", undecided(wrong, "`${x}` has no value")),
			want: []string{"not_seen GW101 chat: could not be decided: `${x}` has no value"},
		},
		"what cannot be decided any more counts where unknown does": {
			old: judged("chat"), now: judged("chat", undecided(wrong, "why")), failOn: report.FailOnUnknown,
			want: []string{"undecided GW101 chat fails: why"}, code: 1,
		},
		"what failed and cannot be decided any more counts where unknown does": {
			old: judged("chat", wrong), now: judged("chat", undecided(wrong, "why")), failOn: report.FailOnUnknown,
			want: []string{"not_seen GW101 chat fails: could not be decided: why"}, code: 1,
		},
		"what could not be decided before is new, and may not be": {
			old: judged("chat", undecided(wrong, "why")), now: judged("chat", wrong),
			want: []string{"new GW101 chat fails: could not be decided: why"}, code: 1,
		},
		"what goes with its gateway is not fixed": {
			old: judged("chat", wrong), now: judged("other"), want: []string{"gone GW101 chat"},
		},
		"a gateway that comes brings its failures": {
			old: judged("other"), now: judged("chat other", wrong), want: []string{"new GW101 chat fails"}, code: 1,
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			failOn := test.failOn
			if failOn == "" {
				failOn = report.FailOnError
			}
			c := reports(test.old, test.now, failOn)
			if diff := cmp.Diff(test.want, became(c)); diff != "" {
				t.Error(diff)
			}
			if c.ExitCode != test.code {
				t.Errorf("exit code %d, want %d", c.ExitCode, test.code)
			}
		})
	}
}

func TestWhatWasNotLookedAtIsNotFixed(t *testing.T) {
	t.Parallel()
	wrong := failure("GW101", "chat", "a")
	for name, test := range map[string]struct {
		narrower func(r *report.Report)
		subjects string
		want     string
	}{
		"the rule is switched off": {
			narrower: func(r *report.Report) { r.Run.Off = []string{"GW101"} },
			want:     "not_seen GW101 chat: GW101 is switched off",
		},
		"the rule is not one of the report's": {
			narrower: func(r *report.Report) {
				r.Tool.Version, r.Tool.PolicyDigest, r.Checklist = "0.9.0", "", nil
			},
			want: "not_seen GW101 chat: the report does not say that GW101 ran: it was made by another gwlint or with other rules",
		},
		"an override may switch it off": {
			narrower: func(r *report.Report) {
				r.Run.Overrides = []report.Override{{Subjects: []string{"ch*"}, Rules: map[string]finding.Level{"GW101": finding.Off}}}
			},
			want: "not_seen GW101 chat: an override may switch GW101 off here",
		},
		"its level is hidden": {
			narrower: func(r *report.Report) {
				r.Run.MinLevel = finding.Error
				r.Summary.Hidden = report.Hidden{Warning: 1}
			},
			want: "not_seen GW101 chat: --min-level error hides failures of level warning",
		},
		"the run cannot see what the rule needs": {
			narrower: func(r *report.Report) {
				r.NotChecked = []report.NotChecked{{Rules: []string{"GW101"}, Needs: report.NeedsWorkspace, How: "`gwlint scan`", Subjects: 1}}
				r.Subjects[0].Items.Unknown = []string{"F4-01"}
			},
			want: "not_seen GW101 chat: needs `gwlint scan`",
		},
		"the run cannot see what the rule needs elsewhere, and the item passes here": {
			narrower: func(r *report.Report) {
				r.NotChecked = []report.NotChecked{{Rules: []string{"GW101"}, Needs: report.NeedsWorkspace, How: "`gwlint scan`", Subjects: 1}}
			},
			want: "fixed GW101 chat",
		},
		"its file could not be read": {
			subjects: "other", narrower: func(r *report.Report) { r.Errors = []report.Problem{{File: "chat.yaml", Message: "cut off"}} },
			want: "not_seen GW101 chat: the check was incomplete",
		},
		"its file is excluded": {
			subjects: "other", narrower: func(r *report.Report) { r.Run.Excluded = 1 },
			want: "not_seen GW101 chat: more files were left out",
		},
		"a workspace is not a folder": {
			subjects: "other", narrower: func(r *report.Report) { r.Workspace = &report.Workspace{Host: "h"} },
			want: "not_seen GW101 chat: one report is of files, and the other of a workspace",
		},
		"only some targets were checked": {
			subjects: "other", narrower: func(r *report.Report) { r.Run.Targets = []string{"dev"} },
			want: "not_seen GW101 chat: only some targets were checked",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			subjects := test.subjects
			if subjects == "" {
				subjects = "chat"
			}
			was := wrong
			if strings.Contains(name, "hidden") {
				was = at(wrong, finding.Warning)
			}
			c := reports(judged("chat", was), with(judged(subjects), test.narrower), report.FailOnError)
			if diff := cmp.Diff([]string{test.want}, became(c)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestAnIncompleteReportLeavesTheComparisonIncomplete(t *testing.T) {
	t.Parallel()
	whole := judged("chat")
	part := with(judged("chat"), func(r *report.Report) { r.Errors = []report.Problem{{File: "x.yaml", Message: "cut off"}} })
	for name, test := range map[string]struct{ old, now report.Report }{
		"old": {part, whole}, "new": {whole, part},
	} {
		if c := reports(test.old, test.now, report.FailOnNone); c.ExitCode != report.ExitIncomplete {
			t.Errorf("%s is incomplete, and the exit code is %d", name, c.ExitCode)
		}
	}
}

func TestTheJSONFormIsAsItsSchemaSays(t *testing.T) {
	t.Parallel()
	old := judged("chat gone", failure("GW101", "chat", "a"), failure("GW102", "chat", "a"), failure("GW101", "gone", "x"))
	now := judged("chat came", failure("GW101", "chat", "b"), waived(failure("GW102", "chat", "a"), "2027-01-31"), undecided(failure("GW101", "came", "y"), "why"))
	c := reports(old, now, report.FailOnError)
	var text bytes.Buffer
	if err := compare.Write(&text, "json", c, report.Options{}); err != nil {
		t.Fatal(err)
	}
	decoder := json.NewDecoder(&text)
	decoder.UseNumber()
	var value any
	if err := decoder.Decode(&value); err != nil {
		t.Fatal(err)
	}
	violations, err := schema.Validate(schema.Diff, value)
	if err != nil || len(violations) > 0 {
		t.Errorf("%v %v", violations, err)
	}
	want := []string{"changed GW101 chat fails value", "waived GW102 chat", "undecided GW101 came: why", "gone GW101 gone"}
	if diff := cmp.Diff(want, became(c)); diff != "" {
		t.Error(diff)
	}
}

func TestHowManyThereAreCounts(t *testing.T) {
	t.Parallel()
	few, more := failure("GW101", "chat", "a"), failure("GW101", "chat", "a")
	few.More, more.More = 30, 31
	for _, f := range []*finding.Finding{&few, &more} {
		list := []finding.Finding{*f}
		finding.Fingerprint(list)
		*f = list[0]
	}
	c := reports(judged("chat", few), judged("chat", more), report.FailOnError)
	if diff := cmp.Diff([]string{"changed GW101 chat fails value"}, became(c)); diff != "" {
		t.Error(diff)
	}
}

func TestAnEndpointThatIsCopiedHasNewFailures(t *testing.T) {
	t.Parallel()
	one, two := failure("GW101", "chat", "a"), failure("GW101", "chat", "a")
	two.Location.File = "copy.yaml"
	both := []finding.Finding{one, two}
	finding.Fingerprint(both)
	now := judged("chat", both...)
	now.Subjects = append(now.Subjects, report.Subject{ID: "2", Kind: "endpoint", Name: "chat", File: "copy.yaml"})
	now = report.New(now, report.FailOnError)
	c := reports(judged("chat", both[0]), now, report.FailOnError)
	if diff := cmp.Diff([]string{"new GW101 chat fails"}, became(c)); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]compare.Subject{{Kind: "endpoint", Name: "chat", File: "copy.yaml"}}, c.Subjects.Came); diff != "" {
		t.Error(diff)
	}
	back := reports(now, judged("chat", both[0]), report.FailOnError)
	if diff := cmp.Diff([]string{"gone GW101 chat"}, became(back)); diff != "" {
		t.Error(diff)
	}
}

func TestWhatFollowsIsCountedOnce(t *testing.T) {
	t.Parallel()
	cause, consequence := failure("GW003", "chat", "a"), failure("GW101", "chat", "a")
	consequence.Cause = cause.Fingerprint
	c := reports(judged("chat"), judged("chat", cause, consequence), report.FailOnError)
	if c.Counts[compare.New] != 1 || c.Fails != 2 {
		t.Errorf("%d are new and %d fail, want 1 and 2", c.Counts[compare.New], c.Fails)
	}
}

func TestFindingsThatAreNoSubjectsOfTheRun(t *testing.T) {
	t.Parallel()
	unused := failure("GW902", "gwlint-waivers.yaml", "a")
	unused.Subject.Kind = "waiver"
	stale := failure("GW904", "b.jsonl", "a")
	stale.Subject.Kind = "baseline"
	used := func(r *report.Report) { r.Run.Baseline = &report.Baseline{File: "b.jsonl"} }
	old := with(judged("chat", unused, stale), used)
	for name, test := range map[string]struct {
		now  report.Report
		want []string
	}{
		"they are put right": {with(judged("chat"), used), []string{"fixed GW904 b.jsonl", "fixed GW902 gwlint-waivers.yaml"}},
		"nobody looked": {
			with(judged("chat"), func(r *report.Report) { r.Run.NoWaivers = true }),
			[]string{"not_seen GW904 b.jsonl: no baseline was used", "not_seen GW902 gwlint-waivers.yaml: --no-waivers looks at no waiver"},
		},
	} {
		if diff := cmp.Diff(test.want, became(reports(old, test.now, report.FailOnError))); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}

func TestHowTheRunsDifferIsSaid(t *testing.T) {
	t.Parallel()
	old := with(judged("chat"), func(r *report.Report) {
		r.Workspace = &report.Workspace{Host: "a.example.com", Identity: "ana"}
		r.Run.Configuration = &report.Configuration{File: ".gwlint.yaml", Digest: "sha256:1"}
	})
	now := with(judged("chat"), func(r *report.Report) {
		r.Workspace = &report.Workspace{Host: "b.example.com"}
		r.Tool.Version, r.Tool.Policy, r.Tool.PolicyDigest = "1.1.0", "ours", "sha256:2"
		r.Run.MinLevel, r.Run.NoWaivers = finding.Error, true
	})
	want := []string{
		"made by gwlint 1.0.0 and by gwlint 1.1.0",
		"judged by the policies f4_checklist and ours",
		"the rules or the policy differ: what is new may be new in them",
		"the configurations of gwlint differ",
		"--no-waivers had no waiver apply in one of the reports",
		"the reports are of two workspaces: a.example.com and b.example.com",
		"the workspace was read as ana and as an unknown identity, who may see different things",
		"--min-level leaves failures out of a report",
	}
	if diff := cmp.Diff(want, reports(old, now, report.FailOnError).Notices); diff != "" {
		t.Error(diff)
	}
	if same := reports(old, old, report.FailOnError).Notices; len(same) > 0 {
		t.Errorf("one report differs from itself: %v", same)
	}
}

func TestWhatComesFromAReportCommandsNothing(t *testing.T) {
	t.Parallel()
	hostile := failure("GW101", "chat", "\x1b[31m<script>@everyone|`")
	hostile.Subject.Name = "a|<b>\x1b[0m"
	token := "dapi" + strings.Repeat("0123456789abcdef", 2)
	hostile.Message += " " + token
	c := reports(judged("chat"), judged("chat", hostile), report.FailOnError)
	for _, format := range compare.Formats() {
		var text bytes.Buffer
		if err := compare.Write(&text, format, c, report.Options{Width: 80}); err != nil {
			t.Fatal(err)
		}
		if strings.Contains(text.String(), "\x1b") || strings.Contains(text.String(), token) {
			t.Errorf("%s shows a control character or a credential:\n%q", format, text.String())
		}
		if format == "markdown" && (strings.Contains(text.String(), "<script>") || strings.Contains(text.String(), "@everyone")) {
			t.Errorf("the page commands:\n%s", text.String())
		}
	}
}

func TestTextStaysWithinTheTerminal(t *testing.T) {
	t.Parallel()
	c := reports(judged("chat gone", failure("GW102", "gone", "a")), judged("chat came", failure("GW101", "chat", strings.Repeat("word ", 30))), report.FailOnError)
	var text bytes.Buffer
	if err := compare.Write(&text, "text", c, report.Options{Width: 60}); err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(text.String()) {
		if len(strings.TrimSuffix(line, "\n")) > 60 {
			t.Errorf("%d columns: %s", len(line)-1, line)
		}
	}
}
