package engine

import (
	"context"
	"fmt"
	"reflect"
	"slices"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"

	"github.com/gwlint/gwlint/internal/gateway"
)

// bundle puts to several rules at once the question what they find. Subjects
// differ in their texts and lists and agree in what is on or off, so rules that
// read the same texts and lists are asked again for the same subjects; asked
// together, they share what an evaluation costs before it begins, which is half
// of it.
type bundle struct {
	question

	rules []int // their numbers among the engine's rules
}

// bundles sorts rules by the texts and lists they read.
func bundles(compiler *ast.Compiler, rules []compiled) ([]bundle, error) {
	var list []bundle
	number := map[string]int{}
	for i := range rules {
		key := rules[i].findings.projection.root.varied(reflect.TypeFor[gateway.Subject](), "")
		n, ok := number[key]
		if !ok {
			n = len(list)
			number[key] = n
			list = append(list, bundle{})
		}
		rules[i].bundle = n
		list[n].rules = append(list[n].rules, i)
	}
	for n := range list {
		if err := list[n].compile(compiler, rules); err != nil {
			return nil, err
		}
	}
	return list, nil
}

func (b *bundle) compile(compiler *ast.Compiler, rules []compiled) (err error) {
	var ask []string
	for _, i := range b.rules {
		b.projection.root.merge(rules[i].findings.projection.root)
		ask = append(ask, fmt.Sprintf("data.%s.findings", rules[i].Package))
	}
	b.projection.root.sort()
	b.query, err = prepare(compiler, "["+strings.Join(ask, ", ")+"]")
	return err
}

// varied names the texts, numbers and lists that a projection reads: what
// differs from one subject to the next.
func (f *field) varied(in reflect.Type, path string) string {
	if f.whole || len(f.parts) == 0 {
		if in.Kind() == reflect.Bool {
			return ""
		}
		return path + ";"
	}
	var b strings.Builder
	for i := range f.parts {
		part := in.Field(f.parts[i].index)
		b.WriteString(f.parts[i].varied(part.Type, path+"."+f.parts[i].name))
	}
	return b.String()
}

// merge adds what another field reads.
func (f *field) merge(g field) {
	f.whole = f.whole || g.whole
	for _, part := range g.parts {
		i := slices.IndexFunc(f.parts, func(p field) bool { return p.index == part.index })
		if i < 0 {
			i = len(f.parts)
			f.parts = append(f.parts, field{name: part.name, quote: part.quote, index: part.index})
		}
		f.parts[i].merge(part)
	}
}

// findings are what a rule finds in the subject looked at.
func (v *Evaluator) findings(ctx context.Context, rule *compiled) ([]raw, error) {
	b := &v.engine.bundles[rule.bundle]
	answers := v.answers[rule.bundle]
	if answers == nil {
		view := v.view(&b.question)
		answers = v.found[b.number][string(view)]
		if answers == nil {
			answers = v.all(ctx, b)
			remember(v.found, &b.question, view, answers)
		}
		v.answers[rule.bundle] = answers
	}
	answer := answers[slices.IndexFunc(b.rules, func(i int) bool { return &v.engine.rules[i] == rule })]
	return answer.findings, answer.err
}

// answer is what one rule found, or why it could not be asked.
type answer struct {
	findings []raw
	err      error
}

// all puts the question of a bundle. Where one rule spoils the answer of all,
// each is asked alone, so that the error has the rule's name.
func (v *Evaluator) all(ctx context.Context, b *bundle) []answer {
	answers := make([]answer, len(b.rules))
	together, err := v.put(ctx, &b.question)
	list, ok := arrayOf(together)
	if err == nil && ok && list.Len() == len(answers) {
		for i := range answers {
			answers[i].findings, answers[i].err = decode(list.Elem(i))
		}
		return answers
	}
	for i, number := range b.rules {
		alone, err := v.put(ctx, &v.engine.rules[number].findings)
		if err != nil {
			answers[i].err = err
			continue
		}
		answers[i].findings, answers[i].err = decode(alone)
	}
	return answers
}

func arrayOf(term *ast.Term) (*ast.Array, bool) {
	if term == nil {
		return nil, false
	}
	list, ok := term.Value.(*ast.Array)
	return list, ok
}
