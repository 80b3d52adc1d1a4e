package engine

import (
	"context"
	"sync"

	"github.com/open-policy-agent/opa/v1/ast"
)

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
		answers = v.recall(ctx, &v.engine.bundles[q.bundle], &v.memories[q.bundle])
		v.answers[q.bundle] = answers
	}
	return answers[q.place]
}

// recall looks into the evaluator's own memory, then into the one that all
// share, and only then asks. Of what is a subject's own it no longer looks, once
// it shows that hardly anything was asked before.
func (v *Evaluator) recall(ctx context.Context, b *bundle, own *recollection) []answer {
	if b.own && own.vain() {
		return v.all(ctx, b)
	}
	v.view = b.projection.append(v.view[:0], v.subject)
	if answers, ok := own.known[string(v.view)]; ok {
		own.hits++
		return answers
	}
	view := string(v.view)
	answers, ok := b.shared.get(view)
	if ok {
		own.hits++
	} else {
		own.misses++
		answers = v.all(ctx, b)
		if ctx.Err() != nil {
			return answers // that nobody waited for an answer says nothing of the next subject
		}
		b.shared.put(view, answers)
	}
	if own.known == nil || len(own.known) >= remembered {
		own.known = map[string][]answer{}
	}
	own.known[view] = answers
	return answers
}

// recollection is what one evaluator remembers of a bundle, and how often that
// was of use.
type recollection struct {
	known        map[string][]answer
	hits, misses int
}

// vain says that nearly all subjects look different to a bundle.
func (r *recollection) vain() bool { return r.misses >= 256 && r.hits*16 < r.misses }

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
// asked alone, so that the error has the rule's name and the others an answer; so
// it is where each one's cost is wanted.
func (v *Evaluator) all(ctx context.Context, b *bundle) []answer {
	answers := make([]answer, len(b.questions))
	input := ast.ObjectTerm(
		ast.Item(ast.InternedTerm("subject"), b.projection.term(v.subject)),
		ast.Item(ast.InternedTerm("context"), v.engine.context),
	)
	if v.watch == nil && v.together(ctx, b, input, answers) {
		return answers
	}
	for i, q := range b.questions {
		alone, err := q.single(b.query.compiler)
		if err != nil {
			answers[i].err = err
			continue
		}
		stop := v.watch.start(q.rule)
		term, err := v.machine.ask(ctx, alone, input)
		stop()
		if answers[i] = decode(term); err != nil {
			answers[i] = answer{err: err}
		}
	}
	return answers
}

// together fills in the answers of a whole bundle, unless it has none.
func (v *Evaluator) together(ctx context.Context, b *bundle, input *ast.Term, answers []answer) bool {
	term, err := v.machine.ask(ctx, b.query, input)
	if err != nil || term == nil {
		return false
	}
	list, ok := term.Value.(*ast.Array)
	if !ok || list.Len() != len(answers) {
		return false
	}
	for i := range answers {
		answers[i] = decode(list.Elem(i))
	}
	return true
}

// single is a question by itself, compiled when it is first needed.
func (q *question) single(compiler *ast.Compiler) (query, error) {
	q.once.Do(func() { q.alone, q.fault = prepare(compiler, q.expression) })
	return q.alone, q.fault
}
