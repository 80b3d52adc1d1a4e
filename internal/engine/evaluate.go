package engine

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"slices"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/rego"
)

// verdict is what a rule said, before anything is known of places and levels.
type verdict struct {
	applies  bool
	findings []raw
	err      error
}

// raw is one finding as a rule returns it.
type raw struct {
	subject string // only workspace rules name it
	path    []string
	message string
	related []string
}

// evaluate runs a rule on one subject's projection.
func (e *Engine) evaluate(ctx context.Context, rule *compiled, shown []byte) verdict {
	subject, err := ast.ValueFromReader(bytes.NewReader(shown))
	if err != nil {
		return verdict{err: err}
	}
	input := ast.NewObject(
		ast.Item(ast.StringTerm("subject"), ast.NewTerm(subject)),
		ast.Item(ast.StringTerm("context"), e.context),
	)
	return run(ctx, rule.query, input)
}

func run(ctx context.Context, query rego.PreparedEvalQuery, input ast.Value) verdict {
	results, err := query.Eval(ctx, rego.EvalParsedInput(input))
	if err != nil {
		return verdict{err: err}
	}
	if len(results) != 1 {
		return verdict{err: errors.New("it has no findings")}
	}
	answer, ok := results[0].Expressions[0].Value.(map[string]any)
	if !ok {
		return verdict{err: errors.New("its answer is no object")}
	}
	applies, _ := answer["applies"].([]any)
	found, _ := answer["findings"].([]any)
	v := verdict{applies: slices.Contains(applies, any(true))}
	for _, item := range found {
		raw, err := decode(item)
		if err != nil {
			return verdict{err: err}
		}
		v.findings = append(v.findings, raw)
	}
	slices.SortFunc(v.findings, compareRaw)
	return v
}

// decode reads what report.at and report.among return.
func decode(item any) (raw, error) {
	object, ok := item.(map[string]any)
	if !ok {
		return raw{}, errors.New("a finding is no object; rules return report.at(path, message)")
	}
	var r raw
	r.message, _ = object["message"].(string)
	r.subject, _ = object["subject"].(string)
	r.path = segments(object["path"])
	r.related = segments(object["related"])
	if r.message == "" || r.path == nil {
		return raw{}, errors.New("a finding lacks path or message; rules return report.at(path, message)")
	}
	return r, nil
}

// segments turns keys and indices into strings.
func segments(list any) []string {
	items, ok := list.([]any)
	if !ok {
		return nil
	}
	words := make([]string, 0, len(items))
	for _, item := range items {
		words = append(words, word(item))
	}
	return words
}

func compareRaw(a, b raw) int {
	return cmp.Or(
		cmp.Compare(a.subject, b.subject),
		slices.Compare(a.path, b.path),
		cmp.Compare(a.message, b.message),
	)
}
