package check

import (
	"context"
	"errors"
	"runtime"
	"slices"

	"golang.org/x/sync/errgroup"

	"github.com/gwlint/gwlint/internal/config"
	"github.com/gwlint/gwlint/internal/engine"
	"github.com/gwlint/gwlint/internal/finding"
	"github.com/gwlint/gwlint/internal/fix"
	"github.com/gwlint/gwlint/internal/gateway"
	"github.com/gwlint/gwlint/internal/report"
)

// Judge has gateways judged by an engine on several cores, and compares them once
// all are judged. Every source of a run uses it, and so do the examples of rules.
type Judge struct {
	engine *engine.Engine
	params config.Params
	// comments are the waivers in comments, nil where nobody asks for them.
	comments *commentWaivers

	profile *Profile
	workers []*engine.Worker
	idle    chan *engine.Worker
	// waivers are those of the run, nil where none apply.
	waivers *waivers
	// readers is how many root modules of Terraform read a file, by its name.
	readers map[string]int
	// subjects are those that were judged, until the report lists them.
	subjects subjects
	// judged is what came of the rules on each subject, once all are compared.
	judged engine.Subjects
}

// NewJudge returns a Judge with a number of workers. The parameters say which role
// a gateway has.
func NewJudge(ctx context.Context, e *engine.Engine, params config.Params, workers int) (*Judge, error) {
	j := &Judge{engine: e, params: params, idle: make(chan *engine.Worker, workers)}
	for range workers {
		w, err := e.NewWorker(ctx)
		if err != nil {
			return nil, err
		}
		j.workers = append(j.workers, w)
		j.idle <- w
	}
	return j, nil
}

// newJudge returns the Judge of a run, which uses all cores.
func newJudge(ctx context.Context, e *engine.Engine, r Request) (*Judge, error) {
	j, err := NewJudge(ctx, e, r.Settings.Params, runtime.GOMAXPROCS(0))
	if err != nil {
		return nil, err
	}
	j.profile, j.waivers = r.Profile, newWaivers(e, r)
	return j, nil
}

// chunk is how many subjects one worker judges before another may help.
const chunk = 256

// Judge has subjects judged: by one worker, or by all where there are many. It takes
// them over: each is dropped once it is judged, since a file may hold thousands. Its
// error says that the context is done.
func (j *Judge) Judge(ctx context.Context, subjects []*gateway.Subject) error {
	if len(subjects) <= chunk {
		return j.judgeChunk(ctx, subjects)
	}
	group, ctx := errgroup.WithContext(ctx)
	for part := range slices.Chunk(subjects, chunk) {
		group.Go(func() error { return j.judgeChunk(ctx, part) })
	}
	return group.Wait()
}

func (j *Judge) judgeChunk(ctx context.Context, subjects []*gateway.Subject) error {
	if len(subjects) == 0 {
		return nil
	}
	worker := <-j.idle
	defer func() { j.idle <- worker }()
	defer j.profile.Phase("judge")()
	for i, s := range subjects {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		worker.Judge(ctx, s)
		subjects[i] = nil
	}
	return nil
}

// Keep has subjects compared with others, and not judged themselves.
func (j *Judge) Keep(ctx context.Context, subjects []*gateway.Subject) error {
	if len(subjects) == 0 {
		return nil
	}
	worker := <-j.idle
	defer func() { j.idle <- worker }()
	for _, s := range subjects {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		worker.Keep(ctx, s)
	}
	return nil
}

// Compare applies the rules that look at all subjects, once those are judged, and
// returns all findings in order. The Judge is of no further use.
func (j *Judge) Compare(ctx context.Context) (engine.Result, error) {
	judged, err := j.engine.Finish(ctx, j.workers)
	err = errors.Join(err, j.waivers.open(ctx, j.comments, &judged))
	j.waivers.apply(&judged, false)
	judged.Findings = finding.Merge(judged.Findings, judged.Targets)
	fix.Agree(judged.Findings, func(file string) int { return j.readers[file] })
	finding.Sort(judged.Findings)
	finding.Fingerprint(judged.Findings)
	j.waivers.apply(&judged, true)
	return judged, err
}

// finish compares all subjects and adds findings and checklist to a draft. Of the
// unlisted kinds there may be subjects that were not judged.
func (j *Judge) finish(ctx context.Context, draft *report.Report, unlisted []string) {
	defer j.profile.Phase("compare")()
	j.waivers.meet(draft.Workspace)
	judged, err := j.Compare(ctx)
	j.profile.keepCosts(judged.Costs)
	draft.Subjects = j.subjects.take()
	draft.Errors = append(draft.Errors, interrupted(err)...)
	draft.Errors = append(draft.Errors, ruleErrors(judged.Errors)...)
	draft.Findings, j.judged = judged.Findings, judged.Subjects
	items := j.decideItems(ctx, draft, judged, unlisted)
	draft.NotChecked = notChecked(draft, j.engine.Lacks(judged.Subjects), items)
}

// decideItems adds the checklist to a draft, and to each of its subjects what the checklist
// says of it alone. The policy is asked for both at the same time.
func (j *Judge) decideItems(ctx context.Context, draft *report.Report, judged engine.Result, unlisted []string) []engine.Item {
	var items func(id string) *engine.SubjectItems
	done := make(chan error)
	go func() {
		var err error
		items, err = j.engine.SubjectItems(ctx, judged.Subjects)
		done <- err
	}()
	all, err := j.engine.Checklist(ctx, judged.Tally, unlisted...)
	draft.Errors = append(draft.Errors, interrupted(err)...)
	draft.Errors = append(draft.Errors, interrupted(<-done)...)
	draft.Checklist = checklist(all)
	shared := map[*engine.SubjectItems]*report.SubjectItems{}
	for i := range draft.Subjects {
		of := items(draft.Subjects[i].ID)
		if of != nil && shared[of] == nil {
			said := report.SubjectItems(*of)
			shared[of] = &said
		}
		draft.Subjects[i].Items = shared[of]
	}
	return all
}

func checklist(items []engine.Item) []report.Item {
	list := make([]report.Item, 0, len(items))
	for _, i := range items {
		list = append(list, report.Item{
			ID: i.ID, Title: i.Title, Status: report.Status(i.Status),
			Rules: i.Rules, Findings: i.Findings, Reason: i.Reason,
		})
	}
	return list
}
