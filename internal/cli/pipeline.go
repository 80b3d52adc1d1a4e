package cli

import (
	"context"
	"runtime"
	"slices"
	"sync/atomic"

	"golang.org/x/sync/errgroup"

	"github.com/gwlint/gwlint/internal/engine"
	"github.com/gwlint/gwlint/internal/gateway"
	"github.com/gwlint/gwlint/internal/report"
	"github.com/gwlint/gwlint/internal/source"
)

// inspection is what became of one file.
type inspection struct {
	subjects []report.Subject
	problems []report.Problem
	// skipped says that the file holds no gateway configuration.
	skipped bool
}

// inspector reads files and has their gateways judged, on all cores.
type inspector struct {
	kind   gateway.Kind
	limits source.Limits
	// state is the state file, of which only the gateways beside the state are read
	// here, role the role of a gateway by its name.
	state string
	role  func(name string) string

	profile    *profile
	evaluators []*engine.Evaluator
	idle       chan *engine.Evaluator
}

func newInspector(ctx context.Context, e *engine.Engine, r request, state surrounding) (*inspector, error) {
	cores := runtime.GOMAXPROCS(0)
	in := &inspector{
		kind: r.kind, limits: r.limits, state: state.file, role: r.settings.Params.RoleOf,
		profile: r.profile,
		idle:    make(chan *engine.Evaluator, cores),
	}
	for range cores {
		v, err := e.Evaluator(ctx)
		if err != nil {
			return nil, err
		}
		in.evaluators = append(in.evaluators, v)
		in.idle <- v
	}
	return in, nil
}

// inspect reads all inputs; the answer is in their order. Each file's text is
// dropped once its gateways are judged.
func (in *inspector) inspect(ctx context.Context, inputs []source.Input) ([]inspection, error) {
	results := make([]inspection, len(inputs))
	var next atomic.Int64
	group, ctx := errgroup.WithContext(ctx)
	for range min(runtime.GOMAXPROCS(0), len(inputs)) {
		group.Go(func() error {
			for {
				i := int(next.Add(1)) - 1
				if i >= len(inputs) || ctx.Err() != nil {
					return ctx.Err()
				}
				var err error
				if results[i], err = in.file(ctx, inputs[i]); err != nil {
					return err
				}
			}
		})
	}
	return results, group.Wait()
}

// file reads one file. An error means that gwlint itself is broken, or that the
// run is to stop; what is wrong with the file is in the inspection.
func (in *inspector) file(ctx context.Context, input source.Input) (inspection, error) {
	if input.File == in.state {
		return in.beside(ctx, input)
	}
	text, documents, found, fault := in.parse(input)
	if text == nil {
		return found, nil
	}
	if fault != nil {
		text.Mask(source.Range{Start: endOf(documents), End: len(text.Bytes)}) // nobody knows what is in there
	}
	subjects, err := in.normalise(documents, &found)
	if err != nil {
		return inspection{}, err
	}
	if fault != nil && (len(subjects) > 0 || in.meant(text)) {
		found.problems = append(found.problems, problems(fault)...)
	}
	found.skipped = len(subjects) == 0 && len(found.problems) == 0
	return found, in.judge(ctx, subjects)
}

// together is how many subjects one evaluator judges before another may help.
const together = 256

// judge has subjects judged: by one evaluator, or by all where one file holds
// many.
func (in *inspector) judge(ctx context.Context, subjects []*gateway.Subject) error {
	if len(subjects) <= together {
		return in.judgeWith(ctx, subjects)
	}
	group, ctx := errgroup.WithContext(ctx)
	for chunk := range slices.Chunk(subjects, together) {
		group.Go(func() error { return in.judgeWith(ctx, chunk) })
	}
	return group.Wait()
}

func (in *inspector) judgeWith(ctx context.Context, subjects []*gateway.Subject) error {
	if len(subjects) == 0 {
		return nil
	}
	v := <-in.idle
	defer func() { in.idle <- v }()
	defer in.profile.phase("judge")()
	for _, s := range subjects {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		v.Judge(ctx, s)
	}
	return nil
}
