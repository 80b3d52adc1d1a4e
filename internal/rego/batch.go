package rego

import (
	"reflect"
	"slices"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"

	"github.com/gwlint/gwlint/internal/gateway"
)

// batch puts questions of several rules together. Subjects differ in their
// texts and lists and agree in most of what is on or off, so questions that read
// the same texts and lists must be asked again for the same subjects. Asked
// together, they share what an evaluation costs before it begins, and one look into
// the caches: BenchmarkJudge of package engine, with 1,000 endpoints, makes 1.4
// times as many allocations without, and takes 1.1 times as long.
type batch struct {
	varied     []string // the texts and lists it reads
	perSubject bool     // some of them hardly two subjects share
	liveOnly   bool     // some of them only a workspace shows
	numbers    bool     // some of them are numbers that differ where the rest agrees
	endpoints  bool     // its rules concern endpoints, of which there are most
	guarded    string   // the one rule that it is asked for where that suspects something
	questions  []*question
	projection projection
	query      query
	shared     *sharedCache
}

// sorter puts questions into batches.
type sorter struct{ Fields }

// batches sorts questions by the texts and lists they read. One that reads no
// others than a batch does joins it.
func (s sorter) batches(compiler *ast.Compiler, questions []*question) []batch {
	var list []batch
	for _, q := range s.bySize(questions) {
		n := slices.IndexFunc(list, func(b batch) bool { return s.takes(&b, q.question, q.varied) })
		if n < 0 {
			n = len(list)
			list = append(list, batch{
				varied: q.varied, endpoints: q.endpoints, guarded: q.guard(), shared: &sharedCache{},
				perSubject: some(q.varied, s.isPerSubject), liveOnly: some(q.varied, s.isLiveOnly), numbers: some(q.varied, s.isNumber),
			})
		}
		q.batch, q.place = n, len(list[n].questions)
		list[n].questions = append(list[n].questions, q.question)
		list[n].projection.root.merge(q.projection.root)
	}
	for n := range list {
		list[n].prepare(compiler)
	}
	return list
}

// prepare makes a batch ready that has all its questions.
func (b *batch) prepare(compiler *ast.Compiler) {
	b.projection.root.sort()
	documents := make([]document, 0, len(b.questions))
	for _, q := range b.questions {
		documents = append(documents, q.document)
	}
	b.query = newListQuery(compiler, evaluationOf(b.named()...), documents)
}

// named are the rules to look at where the evaluation does not end, or takes too
// much: those of the user's own, as those that are shipped are known to be quick.
func (b *batch) named() []string {
	var all, own []string
	for _, q := range b.questions {
		all = append(all, q.rule)
		if q.own {
			own = append(own, q.rule)
		}
	}
	if len(own) > 0 {
		all = own
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// sizedQuestion is a question with the texts and lists that it reads.
type sizedQuestion struct {
	*question

	varied []string
}

// bySize puts first what reads most, so that the rest can join it.
func (s sorter) bySize(questions []*question) []sizedQuestion {
	sized := make([]sizedQuestion, len(questions))
	for i, q := range questions {
		sized[i] = sizedQuestion{q, s.varied(&q.projection.root)}
	}
	slices.SortStableFunc(sized, func(a, b sizedQuestion) int { return len(b.varied) - len(a.varied) })
	return sized
}

// takes says whether a question joins a batch. What is an endpoint's own differs
// for each of them, numbers differ for many, and what only a workspace shows is not asked
// where none is scanned: none shall be asked again because of another, or make others be. What a rule
// is asked only where it suspects something is not asked because another one does.
func (s sorter) takes(b *batch, q *question, varied []string) bool {
	switch {
	case q.endpoints != b.endpoints, q.guard() != b.guarded:
		return false
	case some(varied, s.isPerSubject) != b.perSubject, some(varied, s.isLiveOnly) != b.liveOnly:
		return false
	case b.perSubject && !b.liveOnly:
		return true // it is asked for each subject, whatever else it reads
	case some(varied, s.isNumber) != b.numbers:
		return false
	case len(varied) == 0 || len(b.varied) == 0:
		return len(varied) == len(b.varied)
	}
	return !some(varied, func(path string) bool { return !slices.Contains(b.varied, path) })
}

func some(paths []string, is func(string) bool) bool { return slices.ContainsFunc(paths, is) }

// varied names the texts, numbers and lists that a projection reads: what
// differs from one subject to the next. What is sparse counts as one.
func (s sorter) varied(root *field) []string {
	return s.variedBelow(root, reflect.TypeFor[gateway.Subject](), "")
}

func (s sorter) variedBelow(part *field, in reflect.Type, path string) []string {
	if part.whole || len(part.parts) == 0 {
		switch {
		case in.Kind() == reflect.Bool, slices.Contains(s.LowCardinality, path), path == "":
			return nil
		case strings.HasPrefix(path, s.Sparse+"."):
			return []string{s.Sparse}
		}
		return []string{path}
	}
	if in.Kind() == reflect.Slice {
		in = in.Elem()
	}
	var list []string
	for i := range part.parts {
		next := &part.parts[i]
		list = append(list, s.variedBelow(next, in.Field(next.index).Type, strings.TrimPrefix(path+"."+next.name, "."))...)
	}
	slices.Sort(list)
	return slices.Compact(list)
}
