package ruletest

import (
	"context"
	"path"
	"slices"
	"strings"

	"github.com/gwlint/gwlint/internal/engine"
	"github.com/gwlint/gwlint/internal/finding"
	"github.com/gwlint/gwlint/internal/gateway"
	"github.com/gwlint/gwlint/internal/source"
)

// run judges every example and returns how many there are. A state file stands
// for an example of its own where no document lies beside it.
func (e *examples) run(ctx context.Context) (int, error) {
	names := e.names()
	ran := 0
	documents := 0
	inState := expectation{}
	for _, name := range names {
		ran++
		if strings.HasSuffix(name, patches) {
			if err := e.patched(ctx, name); err != nil {
				return ran, err
			}
			continue
		}
		documents++
		subjects, ok := e.subjects(name)
		if !ok {
			continue
		}
		found, err := e.judge(ctx, e.file(name), subjects)
		if err != nil {
			return ran, err
		}
		if e.bad && len(found) == 0 && len(wants(e.rule.ID, e.texts[name])) == 0 {
			e.unit.fail(e.file(name), 0, "%s finds nothing in it, and no line wants anything", e.rule.ID)
		}
		e.compare(name, found)
		inState.add(found)
	}
	if e.state == nil {
		return ran, nil
	}
	if documents == 0 {
		ran++
		found, err := e.judge(ctx, e.state.Text().File, nil)
		if err != nil {
			return ran, err
		}
		inState.add(found)
	}
	e.compare(path.Base(e.state.Text().File), inState.found)
	return ran, nil
}

// expectation gathers what several examples find in the state file they share.
type expectation struct {
	found []finding.Finding
}

func (x *expectation) add(found []finding.Finding) {
	for _, f := range found {
		same := func(g finding.Finding) bool {
			return g.Location == f.Location && g.Outcome == f.Outcome && g.Message == f.Message
		}
		if !slices.ContainsFunc(x.found, same) {
			x.found = append(x.found, f)
		}
	}
}

// subjects reads the gateways of an example.
func (e *examples) subjects(name string) ([]*gateway.Subject, bool) {
	text, err := source.NewText(e.file(name), e.texts[name])
	if err != nil {
		e.unit.fail(e.file(name), 0, "%v", err)
		return nil, false
	}
	documents, err := source.Parse(text, source.Limits{})
	if err != nil {
		e.unit.fail(e.file(name), 0, "%v", err)
		return nil, false
	}
	var all []*gateway.Subject
	for _, doc := range documents {
		found, err := gateway.Normalise(doc, gateway.Auto)
		if err != nil {
			e.unit.fail(e.file(name), 0, "%v", err)
			return nil, false
		}
		all = append(all, found...)
	}
	if len(all) == 0 {
		e.unit.fail(e.file(name), 0, "holds no gateway")
	}
	for _, s := range all {
		s.Role = e.params.RoleOf(s.Name)
	}
	return all, len(all) > 0
}

// judge has the engine judge subjects, and those of the state, and returns what
// the rule has to say.
func (e *examples) judge(ctx context.Context, file string, subjects []*gateway.Subject) ([]finding.Finding, error) {
	if e.state != nil {
		given, err := gateway.FromState(e.state, e.params.RequiredRoles)
		if err != nil {
			return nil, err
		}
		subjects = slices.Concat(subjects, given)
	}
	v, err := e.engine.Evaluator(ctx)
	if err != nil {
		return nil, err
	}
	for _, s := range subjects {
		v.Judge(ctx, s)
	}
	result, err := e.engine.Finish(ctx, []*engine.Evaluator{v})
	if err != nil {
		return nil, err
	}
	for _, err := range result.Errors {
		e.unit.fail(file, 0, "%v", err)
	}
	finding.Sort(result.Findings)
	return slices.DeleteFunc(result.Findings, func(f finding.Finding) bool { return f.Rule != e.rule.ID }), nil
}
