package cli

import (
	"context"
	"slices"
	"sync"
	"testing"

	"github.com/gwlint/gwlint/internal/check"
	"github.com/gwlint/gwlint/internal/config"
	"github.com/gwlint/gwlint/internal/engine"
	"github.com/gwlint/gwlint/internal/evidence"
	"github.com/gwlint/gwlint/internal/finding"
	"github.com/gwlint/gwlint/internal/gateway"
	"github.com/gwlint/gwlint/internal/report"
	"github.com/gwlint/gwlint/internal/workspace"
	"github.com/gwlint/gwlint/internal/workspace/snapshot"
)

// verdict is what a rule is applied to.
type verdict struct{ rule, kind, name string }

// outcomes are those of every rule on every subject of a snapshot, passes among
// them, which a report only counts.
func outcomes(tb testing.TB, dir, folder string) map[verdict]finding.Outcome {
	tb.Helper()
	ctx := tb.Context()
	settings, err := config.Load(config.Options{Dir: dir})
	if err != nil {
		tb.Fatal(err)
	}
	policy, err := loadPolicy(settings, "")
	if err != nil {
		tb.Fatal(err)
	}
	loaded, err := (&rulesFlag{}).load("")
	if err != nil {
		tb.Fatal(err)
	}
	reader, err := snapshot.Open(folder)
	if err != nil {
		tb.Fatal(err)
	}
	m := reader.Manifest()
	collector := workspace.NewCollector(reader, check.Interests(settings.Params, m.Scope, m.Options.Warehouse))
	inventory := collector.Inventory(ctx)
	world := evidence.New("databricks/"+m.Host+"/", m.Host, inventory)
	r := check.Request{Rules: loaded, Settings: settings, Policy: policy, FailOn: report.FailOnError, AsOf: m.TakenAt}
	e, err := check.Compile(ctx, r, check.Facts{Workspace: engine.Part{Value: world.Context(), Unseen: world.Unseen()}})
	if err != nil {
		tb.Fatal(err)
	}
	subjects := subjectsOf(tb, collector, inventory, world)
	for _, s := range subjects {
		s.Role = settings.Params.RoleOf(s.Name)
	}
	return outcomesOf(tb, e, subjects)
}

// subjectsOf reads all subjects.
func subjectsOf(tb testing.TB, c *workspace.Collector, inventory *workspace.Inventory, world *evidence.Builder) []*gateway.Subject {
	tb.Helper()
	var mu sync.Mutex
	var subjects []*gateway.Subject
	ended := c.Each(tb.Context(), inventory, func(read workspace.Subject) error {
		subject, err := world.Subject(read)
		if subject != nil {
			mu.Lock()
			defer mu.Unlock()
			subjects = append(subjects, subject)
		}
		return err
	})
	rest, err := world.Deferred()
	if err != nil || ended != nil {
		tb.Fatal(err, ended)
	}
	return append(subjects, rest...)
}

// outcomesOf judges each subject by itself, which tells what each rule counts of
// it, and then all of them together, which tells what those of workspace scope
// find.
func outcomesOf(tb testing.TB, e *engine.Engine, subjects []*gateway.Subject) map[verdict]finding.Outcome {
	tb.Helper()
	all := map[verdict]finding.Outcome{}
	for _, s := range subjects {
		for count := range judgedBy(tb, e, s).Tally {
			if count.Rule == "GW013" {
				continue // off in the default policy: what it leaves unknown is not counted
			}
			worse(all, verdict{count.Rule, s.Kind, s.Name}, count.Outcome)
		}
	}
	for _, f := range judgedBy(tb, e, subjects...).Findings {
		worse(all, verdict{f.Rule, f.Subject.Kind, f.Subject.Name}, f.Outcome)
	}
	return all
}

func judgedBy(tb testing.TB, e *engine.Engine, subjects ...*gateway.Subject) engine.Result {
	tb.Helper()
	v, err := e.NewWorker(tb.Context())
	if err != nil {
		tb.Fatal(err)
	}
	for _, s := range subjects {
		v.Judge(tb.Context(), s)
	}
	result, err := e.Finish(context.WithoutCancel(tb.Context()), []*engine.Worker{v})
	if err != nil || len(result.Errors) > 0 {
		tb.Fatal(err, result.Errors)
	}
	return result
}

// worse keeps what says most.
func worse(all map[verdict]finding.Outcome, of verdict, outcome finding.Outcome) {
	order := []finding.Outcome{"", finding.NotApplicable, finding.Pass, finding.Unknown, finding.Fail}
	if slices.Index(order, outcome) > slices.Index(order, all[of]) {
		all[of] = outcome
	}
}
