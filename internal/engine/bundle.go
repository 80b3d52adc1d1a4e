package engine

import (
	"context"
	"reflect"
	"slices"
	"strings"
	"sync"

	"github.com/open-policy-agent/opa/v1/ast"
	"golang.org/x/sync/errgroup"

	"github.com/gwlint/gwlint/internal/gateway"
)

// bundle puts questions of several rules together. Subjects differ in their
// texts and lists and agree in most of what is on or off, so questions that read
// the same texts and lists must be asked again for the same subjects. Asked
// together, they share what an evaluation costs before it begins, which is half
// of it, and one look at what is remembered.
type bundle struct {
	varied     []string // the texts and lists it reads
	questions  []*question
	projection projection
	query      query
	shared     *memory
}

// bundles sorts questions by the texts and lists they read. One that reads no
// others than a bundle does joins it.
func bundles(compiler *ast.Compiler, questions []*question) ([]bundle, error) {
	var list []bundle
	for _, q := range bySize(questions) {
		varied := q.projection.root.varied(reflect.TypeFor[gateway.Subject](), "")
		n := slices.IndexFunc(list, func(b bundle) bool { return b.takes(varied) })
		if n < 0 {
			n = len(list)
			list = append(list, bundle{varied: varied, shared: &memory{}})
		}
		q.bundle, q.place = n, len(list[n].questions)
		list[n].questions = append(list[n].questions, q)
		list[n].projection.root.merge(q.projection.root)
	}
	var group errgroup.Group
	for n := range list {
		group.Go(func() (err error) {
			list[n].query, err = list[n].compile(compiler)
			return err
		})
	}
	return list, group.Wait()
}

func (b *bundle) compile(compiler *ast.Compiler) (query, error) {
	b.projection.root.sort()
	ask := make([]string, 0, len(b.questions))
	for _, q := range b.questions {
		ask = append(ask, q.expression)
	}
	return prepare(compiler, "["+strings.Join(ask, ", ")+"]")
}

// bySize puts first what reads most, so that the rest can join it.
func bySize(questions []*question) []*question {
	size := func(q *question) int { return len(q.projection.root.varied(reflect.TypeFor[gateway.Subject](), "")) }
	sorted := slices.Clone(questions)
	slices.SortStableFunc(sorted, func(a, b *question) int { return size(b) - size(a) })
	return sorted
}

func (b *bundle) takes(varied []string) bool {
	if len(varied) == 0 || len(b.varied) == 0 {
		return len(varied) == len(b.varied)
	}
	return !slices.ContainsFunc(varied, func(path string) bool { return !slices.Contains(b.varied, path) })
}

// few are texts that have only a few values, whatever the subject.
var few = []string{".kind", ".form", ".hosting", ".task", ".guardrails.input.pii", ".guardrails.output.pii"}

// varied names the texts, numbers and lists that a projection reads: what
// differs from one subject to the next. What reading the text turned up counts
// as one: there is seldom any of it.
func (f *field) varied(in reflect.Type, path string) []string {
	if f.whole || len(f.parts) == 0 {
		switch {
		case in.Kind() == reflect.Bool, slices.Contains(few, path), path == "":
			return nil
		case strings.HasPrefix(path, ".text."):
			return []string{".text"}
		}
		return []string{path}
	}
	var list []string
	for i := range f.parts {
		part := in.Field(f.parts[i].index)
		list = append(list, f.parts[i].varied(part.Type, path+"."+f.parts[i].name)...)
	}
	slices.Sort(list)
	return slices.Compact(list)
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

// answer is what a rule says to one question, or why it could not be asked.
type answer struct {
	findings []raw
	holds    bool
	err      error
}

// ask puts a question about the subject looked at, and with it all of its
// bundle, unless the same was asked before of a subject that looks the same.
func (v *Evaluator) ask(ctx context.Context, q *question) answer {
	answers := v.answers[q.bundle]
	if answers == nil {
		b := &v.engine.bundles[q.bundle]
		v.view = b.projection.append(v.view[:0], v.subject)
		answers = v.recall(ctx, b, &v.memories[q.bundle])
		v.answers[q.bundle] = answers
	}
	return answers[q.place]
}

// recall looks into the evaluator's own memory, then into the one that all
// share, and only then asks.
func (v *Evaluator) recall(ctx context.Context, b *bundle, own *map[string][]answer) []answer {
	if answers, ok := (*own)[string(v.view)]; ok {
		return answers
	}
	view := string(v.view)
	answers, ok := b.shared.get(view)
	if !ok {
		answers = v.all(ctx, b)
		b.shared.put(view, answers)
	}
	if *own == nil || len(*own) >= remembered {
		*own = map[string][]answer{}
	}
	(*own)[view] = answers
	return answers
}

// memory is what all evaluators remember of a bundle.
type memory struct {
	mu    sync.RWMutex
	known map[string][]answer
}

func (m *memory) get(view string) ([]answer, bool) {
	m.mu.RLock()
	defer m.mu.RUnlock()
	answers, ok := m.known[view]
	return answers, ok
}

func (m *memory) put(view string, answers []answer) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.known == nil || len(m.known) >= remembered {
		m.known = map[string][]answer{}
	}
	m.known[view] = answers
}

// all asks a whole bundle. Where one rule spoils the answer of all, each is
// asked alone, so that the error has the rule's name and the others an answer.
func (v *Evaluator) all(ctx context.Context, b *bundle) []answer {
	answers := make([]answer, len(b.questions))
	input := ast.ObjectTerm(
		ast.Item(ast.InternedTerm("subject"), b.projection.term(v.subject)),
		ast.Item(ast.InternedTerm("context"), v.engine.context),
	)
	if together, err := v.machine.ask(ctx, b.query, input); err == nil && together != nil {
		if list, ok := together.Value.(*ast.Array); ok && list.Len() == len(answers) {
			for i := range answers {
				answers[i] = decode(list.Elem(i))
			}
			return answers
		}
	}
	for i, q := range b.questions {
		alone, err := prepare(b.query.compiler, q.expression)
		if err != nil {
			answers[i].err = err
			continue
		}
		term, err := v.machine.ask(ctx, alone, input)
		if answers[i] = decode(term); err != nil {
			answers[i] = answer{err: err}
		}
	}
	return answers
}
