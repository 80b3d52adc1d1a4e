package cli

import (
	"bytes"
	"context"
	"errors"
	"runtime"
	"slices"
	"sync/atomic"

	"golang.org/x/sync/errgroup"

	"github.com/gwlint/gwlint/internal/engine"
	"github.com/gwlint/gwlint/internal/finding"
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
	// state is the file that is not read here, role the role of a gateway by its
	// name.
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
		return inspection{}, nil
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

// parse reads a file's documents; see read.
func (in *inspector) parse(input source.Input) (*source.Text, []*source.Document, inspection, error) {
	defer in.profile.phase("read")()
	text, found := in.read(input)
	if text == nil {
		return nil, nil, found, nil
	}
	documents, fault := source.Parse(text, in.limits)
	return text, documents, found, fault
}

// endOf is where the last document ends, 0 when there is none.
func endOf(documents []*source.Document) int {
	if len(documents) == 0 {
		return 0
	}
	return documents[len(documents)-1].Root.Range.End
}

// read reads a file that may hold gateways. Without a text, the inspection is
// all that is to be said of the file.
func (in *inspector) read(input source.Input) (*source.Text, inspection) {
	text, err := source.Load(input, in.limits)
	switch {
	case err != nil && text != nil && !in.meant(text):
		return nil, inspection{skipped: true}
	case err != nil:
		return nil, inspection{problems: []report.Problem{problem(err)}}
	case input.Piped() && len(bytes.TrimSpace(text.Bytes)) == 0:
		return nil, inspection{problems: []report.Problem{{File: text.File, Message: "is empty: did the command before it fail?"}}}
	case in.kind == gateway.Auto && !gateway.Relevant(text.Bytes):
		return nil, inspection{skipped: true}
	}
	if reason := gateway.UnreadText(text.File, text.Bytes); reason != "" {
		return nil, inspection{problems: []report.Problem{{File: text.File, Message: reason}}}
	}
	return text, inspection{}
}

// meant says whether a text that does not parse is gateway configuration.
func (in *inspector) meant(text *source.Text) bool {
	return in.kind != gateway.Auto || gateway.Speaks(text.File, text.Bytes)
}

// normalise finds the gateways of a file. It looks at all documents before any
// gateway is judged: the lines shown around a finding may be another document's,
// whose secrets must be known by then.
func (in *inspector) normalise(documents []*source.Document, found *inspection) ([]*gateway.Subject, error) {
	defer in.profile.phase("normalise")()
	var all []*gateway.Subject
	for _, doc := range documents {
		subjects, err := gateway.Normalise(doc, in.kind)
		if err != nil {
			return nil, err
		}
		if len(subjects) == 0 {
			if fault := gateway.Unread(doc); fault != nil {
				found.problems = append(found.problems, problem(fault))
			}
		}
		all = append(all, subjects...)
	}
	for _, s := range all {
		s.Role = in.role(s.Name)
	}
	found.subjects = entries(all)
	return all, nil
}

// entries say of subjects what a report says of them.
func entries(subjects []*gateway.Subject) []report.Subject {
	var list []report.Subject
	for _, s := range subjects {
		who := s.Identity()
		list = append(list, report.Subject{
			Kind: who.Kind, Name: who.Name, File: s.Source().File, Hosting: who.Hosting, Form: who.Form,
		})
	}
	return list
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

// problems turns an error about a file into the report's form: a Markdown file
// may have several.
func problems(err error) []report.Problem {
	var list []report.Problem
	for _, fault := range source.Faults(err) {
		list = append(list, problem(fault))
	}
	if len(list) == 0 {
		list = append(list, problem(err))
	}
	return list
}

// problem turns an error about a file into the report's form.
func problem(err error) report.Problem {
	var fault *source.Error
	if !errors.As(err, &fault) {
		return report.Problem{Message: err.Error()}
	}
	p := report.Problem{File: fault.File, Message: fault.Message}
	if fault.At.Line > 0 {
		p.Location = &finding.Location{
			File: fault.File, StartLine: fault.At.Line, StartColumn: fault.At.Column,
			EndLine: fault.At.Line, EndColumn: fault.At.Column,
		}
	}
	return p
}
