package rego

import (
	"bytes"
	"context"
	"fmt"

	"github.com/open-policy-agent/opa/v1/ast"

	"github.com/gwlint/gwlint/internal/gateway"
)

// Session asks the rules of a program about one subject after the other, and
// keeps what they answered to the same view. It is not safe for concurrent use.
type Session struct {
	program   *Program
	evaluator *evaluator
	caches    []localCache // by batch
	watch     *stopwatch

	answers Answers
	view    []byte
}

// Ask returns the rules' answers about a subject. They are found as they are
// read, and hold until the next subject is asked about.
func (s *Session) Ask(subject *gateway.Subject) *Answers {
	s.answers.subject = subject
	clear(s.answers.byBatch)
	return &s.answers
}

// Forget lets go of the subject that was asked about, and of its document.
func (s *Session) Forget() { s.Ask(nil) }

// Answers are what rules say about one subject.
type Answers struct {
	session *Session
	subject *gateway.Subject
	byBatch [][]answer // as they are needed
}

// Applies says whether a rule applies; without an applies of its own it does.
func (a *Answers) Applies(ctx context.Context, r *Rule) (bool, error) {
	if r.applies == nil {
		return true, nil
	}
	answer := a.to(ctx, r.applies)
	return answer.holds, answer.err
}

// Moot says whether a rule has nothing to judge; without a moot it always has.
func (a *Answers) Moot(ctx context.Context, r *Rule) (bool, error) {
	if r.moot == nil {
		return false, nil
	}
	answer := a.to(ctx, r.moot)
	return answer.holds, answer.err
}

// Findings are what a rule found: nothing where it suspects nothing.
func (a *Answers) Findings(ctx context.Context, r *Rule) ([]Found, error) {
	return a.guarded(ctx, r, r.findings)
}

// Undecided are what a rule could not decide although all was seen: nothing where it
// suspects nothing.
func (a *Answers) Undecided(ctx context.Context, r *Rule) ([]Found, error) {
	if r.undecided == nil {
		return nil, nil
	}
	return a.guarded(ctx, r, r.undecided)
}

// guarded answers a question that is not asked where its rule suspects nothing.
func (a *Answers) guarded(ctx context.Context, r *Rule, q *question) ([]Found, error) {
	suspects := true
	if r.suspect != nil {
		answer := a.to(ctx, r.suspect)
		if answer.err != nil {
			return nil, answer.err
		}
		suspects = answer.holds
	}
	if !suspects && !a.session.program.proves {
		return nil, nil
	}
	answer := a.to(ctx, q)
	if answer.err == nil && !suspects && len(answer.findings) > 0 {
		return nil, fmt.Errorf("its suspect does not hold, so that a check would not ask it; it says: %s", answer.findings[0].Message)
	}
	return answer.findings, answer.err
}

// to answers a question, and with it all of its batch, unless the same was asked
// before of a subject that looks the same.
func (a *Answers) to(ctx context.Context, q *question) *answer {
	answers := a.byBatch[q.batch]
	if answers == nil {
		answers = a.session.lookup(ctx, a.subject, &a.session.program.batches[q.batch], &a.session.caches[q.batch])
		a.byBatch[q.batch] = answers
	}
	return &answers[q.place]
}

// answer is what a rule says to one question, or why it could not be asked.
type answer struct {
	findings []Found
	holds    bool
	err      error
}

// lookup looks into the session's own cache, then into the one that all share,
// and only then asks. For a batch of per-subject fields it no longer looks, once
// it shows that hardly anything was asked before.
func (s *Session) lookup(ctx context.Context, subject *gateway.Subject, b *batch, local *localCache) []answer {
	if b.perSubject && !b.liveOnly && local.useless() {
		return s.evaluate(ctx, subject, b)
	}
	s.view = b.projection.append(s.view[:0], subject)
	if answers, ok := local.known[string(s.view)]; ok {
		local.hits++
		return answers
	}
	view := string(s.view)
	answers, ok := b.shared.get(view)
	if ok {
		local.hits++
	} else {
		local.misses++
		answers = s.evaluate(ctx, subject, b)
		if ctx.Err() != nil {
			return answers // an answer that was cut short says nothing of the next subject
		}
		b.shared.put(view, answers)
	}
	if local.known == nil || len(local.known) >= cacheSize {
		local.known = map[string][]answer{}
	}
	local.known[view] = answers
	return answers
}

// evaluate asks a whole batch. Where one rule spoils the answer of all, each is
// asked alone, so that the error has the rule's name and the others an answer; so
// it is where each one's cost is wanted.
func (s *Session) evaluate(ctx context.Context, subject *gateway.Subject, b *batch) []answer {
	answers := make([]answer, len(b.questions))
	input := s.input(subject, b)
	if s.watch == nil && s.askAtOnce(ctx, b, input, answers) {
		return answers
	}
	for i, q := range b.questions {
		alone := q.single(b.query.compiler)
		stop := s.watch.start(q.rule)
		term, err := s.evaluator.ask(ctx, alone, input)
		stop()
		if answers[i] = decode(term); err != nil {
			answers[i] = answer{err: err}
		}
	}
	return answers
}

// input is what a batch reads.
func (s *Session) input(subject *gateway.Subject, b *batch) *ast.Term {
	return ast.ObjectTerm(
		ast.Item(ast.InternedTerm("subject"), b.projection.term(subject)),
		ast.Item(ast.InternedTerm("context"), s.program.context),
	)
}

// askAtOnce fills in the answers of a whole batch, unless it has none.
func (s *Session) askAtOnce(ctx context.Context, b *batch, input *ast.Term, answers []answer) bool {
	term, err := s.evaluator.ask(ctx, b.query, input)
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

// single is a question by itself, made when it is first needed.
func (q *question) single(compiler *ast.Compiler) query {
	q.once.Do(func() { q.alone = newQuery(compiler, evaluationOf(q.rule), q.document) })
	return q.alone
}

// Compare puts the views of several subjects before a workspace rule.
func (s *Session) Compare(ctx context.Context, r *Rule, views [][]byte) ([]Found, error) {
	subjects := make([]*ast.Term, 0, len(views))
	for _, view := range views {
		subject, err := ast.ValueFromReader(bytes.NewReader(view))
		if err != nil {
			return nil, err
		}
		subjects = append(subjects, ast.NewTerm(subject))
	}
	defer s.watch.start(r.ID)()
	term, err := s.evaluator.ask(ctx, r.workspace, ast.ObjectTerm(
		ast.Item(ast.InternedTerm("subjects"), ast.ArrayTerm(subjects...)),
		ast.Item(ast.InternedTerm("context"), s.program.context),
	))
	if err != nil {
		return nil, err
	}
	found := decode(term)
	return found.findings, found.err
}

// AskAlone asks a rule of scope subject all that it can be asked, each question
// by itself and past all caches. It is for measuring: BenchmarkRule of package
// engine.
func (s *Session) AskAlone(ctx context.Context, r *Rule, subject *gateway.Subject) error {
	for i := range s.program.batches {
		b := &s.program.batches[i]
		var input *ast.Term
		for _, q := range b.questions {
			if q.rule != r.ID {
				continue
			}
			if input == nil {
				input = s.input(subject, b)
			}
			if _, err := s.evaluator.ask(ctx, q.single(b.query.compiler), input); err != nil {
				return err
			}
		}
	}
	return nil
}

// Value makes a part of an input ready that is the same in several: Evaluate takes it as
// it is.
func Value(part any) (any, error) { return ast.InterfaceToValue(part) }

// Evaluate returns the value of a document for an input, of which only what it reads is made
// ready. Its cost is counted under a name, "" for none.
func (s *Session) Evaluate(ctx context.Context, q Query, input map[string]any, name string) (any, error) {
	if name != "" {
		defer s.watch.start(name)()
	}
	answer, err := s.evaluator.ask(ctx, q.query, ast.NewTerm(ast.LazyObject(input)))
	if err != nil {
		return nil, err
	}
	if answer == nil {
		return nil, ErrUndefined
	}
	if err := writtenOut(answer.Value); err != nil {
		return nil, err
	}
	return ast.JSON(answer.Value)
}

// AddCosts adds what another session measured.
func (s *Session) AddCosts(other *Session) { s.watch.merge(other.watch) }

// Costs are what was measured, dearest first; nil unless there is a clock.
func (s *Session) Costs() []Cost { return s.watch.list() }
