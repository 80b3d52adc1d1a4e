// Package check is the run: it finds gateways, has them judged, compares them and
// reports, whether they stand in files, in a workspace that answers now or in a
// snapshot of one. It knows no flag and no format; cli fills the request and
// writes the report.
package check

import (
	"context"
	"time"

	"github.com/gwlint/gwlint/internal/baseline"
	"github.com/gwlint/gwlint/internal/config"
	"github.com/gwlint/gwlint/internal/engine"
	"github.com/gwlint/gwlint/internal/finding"
	"github.com/gwlint/gwlint/internal/report"
	"github.com/gwlint/gwlint/internal/source"
	"github.com/gwlint/gwlint/internal/waive"
	"github.com/gwlint/gwlint/policies"
)

// Request is what a run checks by: flags and configuration, all of them valid.
type Request struct {
	// Dir is the absolute folder that relative paths start from.
	Dir      string
	Rules    RuleSet
	Policy   policies.Policy
	Settings config.Settings
	FailOn   report.FailOn
	// MinLevel is the least level of failures that reports list, "" for all.
	MinLevel finding.Level
	// State is where the state file is to be looked for.
	State StatePath
	// Limits bound each file that is read.
	Limits source.Limits
	// AsOf is the time that ages are measured against.
	AsOf time.Time
	// Dated says that a flag names AsOf, and not the clock.
	Dated bool
	// NoExcerpts has findings go without the text around them, which no format shows.
	NoExcerpts bool
	// LineHashes has findings carry the hash of their line, which some formats need.
	LineHashes bool
	// Frameworks has the report describe the frameworks that rules serve, which some
	// formats write.
	Frameworks bool
	// Targets are the targets of bundles to check, by name; none is all of each.
	Targets []string
	// StrictEvidence says that evidence which a workspace denies leaves the check
	// incomplete.
	StrictEvidence bool
	// Selected and Ignored are the words of the flags that say which rules run; Settings
	// has switched the others off.
	Selected, Ignored []string
	// Version is that of gwlint, for the report.
	Version string
	// Waivers are those of the waiver file; NoWaivers has neither these nor the ones in
	// comments apply.
	Waivers   *waive.File
	NoWaivers bool
	// Baseline is what earlier runs found and this one may find again; nil is none.
	Baseline *baseline.Baseline
	// StrictBaseline has an entry of which nothing is left be an error.
	StrictBaseline bool
	// Accept is filled with what a baseline of the run would hold; nil is not.
	Accept *Acceptance
	// Fixes has findings carry the edits that mend them.
	Fixes bool
	// Engine is the rules and the policy compiled before, by Compile; nil has Run
	// compile them.
	Engine *engine.Engine
	// Profile measures what takes how long; nil measures nothing.
	Profile *Profile
	// Notice is called with what a user should know before the check goes on, in one
	// line without a period; nil drops it.
	Notice func(text string)
}

func (r Request) notice(text string) {
	if r.Notice != nil {
		r.Notice(text)
	}
}

// engine returns the compiled rules and policy of a request.
func (r Request) engine(ctx context.Context, known Facts) (*engine.Engine, error) {
	if r.Engine != nil {
		return r.Engine, nil
	}
	return Compile(ctx, r, known)
}

// Source is where the gateways of a run come from: Files or a Workspace.
type Source interface {
	// find lists what is to be read, and reads what all gateways share. An error
	// means that nothing can be checked.
	find(ctx context.Context, r Request) (Facts, error)
	// judging returns the context in which gateways are judged.
	judging(ctx context.Context) context.Context
	// read reads the gateways, has each judged, and adds to a draft which there were
	// and what could not be read.
	read(ctx context.Context, j *Judge, draft *report.Report)
	// shown puts into a draft where a reader finds what was read, once findings have
	// their fingerprints.
	shown(r Request, draft *report.Report)
	// unlisted returns the kinds of which there may be subjects that were not read.
	unlisted() []string
	// wasRead says whether all that stands in a file of a name, or under that name in a
	// workspace, was read and judged.
	wasRead(file string) bool
	// covers says whether whatever lies at an absolute path would have been read.
	covers(absolute string) bool
	// complete says whether no flag leaves anything out of what the run was pointed at.
	complete() bool
}

// Run checks the gateways of a source and reports on them. An error means that
// nothing was checked: the rules or the policy do not compile, or there is nothing
// to read from.
func Run(ctx context.Context, r Request, from Source) (report.Report, error) {
	facts, err := from.find(ctx, r)
	if err != nil {
		return report.Report{}, err
	}
	judging := from.judging(ctx)
	e, err := r.engine(judging, facts)
	if err != nil {
		return report.Report{}, err
	}
	judge, err := newJudge(judging, e, r)
	if err != nil {
		return report.Report{}, err
	}
	draft, err := describe(judging, e, r)
	if err != nil {
		return report.Report{}, err
	}
	draft.Run.State = facts.state.name()
	if !r.NoWaivers {
		judge.comments = newCommentWaivers(r)
	}
	from.read(ctx, judge, &draft)
	facts.state.judge(judging, judge, &draft)
	judge.finish(judging, &draft, from.unlisted())
	compareWithBaseline(judging, r, judge, from, &draft)
	reviewWaivers(r, judge, from, &draft)
	from.shown(r, &draft)
	countKnown(&draft)
	if judge.comments != nil {
		judge.comments.excerpts.addTo(&draft)
	}
	eraseSecrets(&draft)
	rep := report.Complete(draft, r.FailOn)
	return rep, nil
}

// Unreadable is the report of a run that could read nothing, and why.
func Unreadable(ctx context.Context, r Request, why report.Problem) report.Report {
	draft := report.Report{}
	if e, err := r.engine(ctx, Facts{}); err == nil {
		draft, _ = describe(ctx, e, r) // the report says then less of what checks
	}
	draft.Errors = append(draft.Errors, why)
	eraseSecrets(&draft)
	return report.Complete(draft, r.FailOn)
}
