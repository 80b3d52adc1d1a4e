package engine

import (
	"reflect"
	"slices"
	"strings"

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
	own        bool     // some of them hardly two subjects share
	endpoints  bool     // its rules concern endpoints, of which there are most
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
		n := slices.IndexFunc(list, func(b bundle) bool { return b.takes(q, varied) })
		if n < 0 {
			n = len(list)
			list = append(list, bundle{varied: varied, endpoints: q.endpoints, own: some(varied, isOwn) && !some(varied, isShown), shared: &memory{}})
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

// takes says whether a question joins a bundle. What is an endpoint's own differs
// for each of them, and what only a workspace shows is not asked where none is
// scanned: neither shall be asked again because of the other, or make others be.
func (b *bundle) takes(q *question, varied []string) bool {
	switch {
	case q.endpoints != b.endpoints:
		return false
	case some(varied, isOwn) != some(b.varied, isOwn), some(varied, isShown) != some(b.varied, isShown):
		return false
	case b.own:
		return true // it is asked for each subject, whatever else it reads
	case len(varied) == 0 || len(b.varied) == 0:
		return len(varied) == len(b.varied)
	}
	return !some(varied, func(path string) bool { return !slices.Contains(b.varied, path) })
}

func some(paths []string, is func(string) bool) bool { return slices.ContainsFunc(paths, is) }

// own are the texts that hardly two endpoints share; whole lists hold some.
var own = []string{
	".id", ".name", ".destinations", ".destinations.name", ".destinations.version", ".routes", ".routes.name",
	".inference_table.prefix", ".inference_table.prefix_written", ".inference_table.table",
	".legacy.auto_capture_prefix", ".deployment.name", ".mcp.connection", ".binding",
}

func isOwn(path string) bool { return slices.Contains(own, path) }

// isShown says whether a path is of what only a workspace shows.
func isShown(path string) bool { return strings.HasPrefix(path, ".evidence") }

// few are texts that have only a few values, whatever the subject.
var few = []string{".kind", ".form", ".hosting", ".task", ".role", ".guardrails.input.pii", ".guardrails.output.pii"}

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
	if in.Kind() == reflect.Slice {
		in = in.Elem()
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
