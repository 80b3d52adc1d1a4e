package bundle_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gwlint/gwlint/internal/bundle"
	"github.com/gwlint/gwlint/internal/source"
)

// question is a small bundle in testdata/questions, with what the Databricks CLI makes of
// it, as its want.json holds it.
type question struct {
	// Root is the root file where it is not databricks.yml.
	Root string `json:"root,omitempty"`
	// Targets are those that the CLI offers, sorted; none where it does not come so far.
	Targets []string `json:"targets,omitempty"`
	Runs    []answer `json:"runs"`
}

// answer is what the CLI makes of one target, and what is wanted of this package beside it.
type answer struct {
	Target      string            `json:"target"`
	Variables   map[string]string `json:"variables,omitempty"`
	Environment map[string]string `json:"environment,omitempty"`
	// User is who deploys, where it matters.
	User string `json:"user,omitempty"`

	// Faults are the faults wanted, each as `FILE:LINE WORDS`: the words are somewhere in
	// the message, and line 0 is any line.
	Faults []string `json:"faults,omitempty"`
	// Accepted is why nothing is said of a target that the CLI refuses.
	Accepted string `json:"accepted,omitempty"`
	// Unseen is why our resources are not the CLI's.
	Unseen string `json:"unseen,omitempty"`
	// Unresolved are the values that are not known without a workspace.
	Unresolved []string `json:"unresolved,omitempty"`
	// Places are where some values of endpoints stand: `FILE:LINE` or `FILE:LINE from FILE:LINE`.
	Places map[string]string `json:"places,omitempty"`

	// Refused says that the CLI ends with an error, at these places.
	Refused   bool     `json:"refused,omitempty"`
	RefusedAt []string `json:"refused_at,omitempty"`
	// Unknown are the keys that the CLI warns of as unknown: it drops them.
	Unknown []string `json:"unknown,omitempty"`
	// Warned are the other values that the CLI warns of.
	Warned []string `json:"warned,omitempty"`
	// Resources are the resources as `databricks bundle validate` prints them.
	Resources map[string]any `json:"resources,omitempty"`
	// Planned are those of `databricks bundle plan`, where validate leaves references to
	// resources.
	Planned map[string]any `json:"planned,omitempty"`
}

// questionsIn reads the questions of testdata by the names of their folders.
func questionsIn(tb testing.TB) map[string]question {
	tb.Helper()
	files, err := filepath.Glob("testdata/questions/*/want.json")
	if err != nil || len(files) == 0 {
		tb.Fatal("no questions", err)
	}
	questions := map[string]question{}
	for _, file := range files {
		content, err := os.ReadFile(file)
		if err != nil {
			tb.Fatal(err)
		}
		var q question
		if err := json.Unmarshal(content, &q); err != nil {
			tb.Fatal(file, err)
		}
		questions[filepath.Base(filepath.Dir(file))] = q
	}
	return questions
}

func TestBundlesAreResolvedAsTheDatabricksCLIResolvesThem(t *testing.T) {
	t.Parallel()
	if *databricks != "" {
		t.Run("asked anew", askTheDatabricksCLI)
	}
	for name, q := range questionsIn(t) {
		for i, run := range q.Runs {
			t.Run(fmt.Sprintf("%s/%d-%s", name, i, run.Target), func(t *testing.T) {
				t.Parallel()
				folder, err := filepath.Abs(filepath.Join("testdata", "questions", name))
				if err != nil {
					t.Fatal(err)
				}
				run.hold(t, folder, q)
			})
		}
	}
}

// hold resolves a bundle as a run asks and holds it against the CLI's answer.
func (a answer) hold(t *testing.T, folder string, q question) {
	t.Helper()
	b := a.load(t, folder, q.Root)
	resolved := b.Resolve(a.Target)
	a.holdFaults(t, folder, append(slices.Clone(b.Faults), resolved.Faults...))
	if q.Targets != nil {
		if diff := cmp.Diff(q.Targets, slices.Sorted(slices.Values(b.Targets))); diff != "" {
			t.Error("targets:", diff)
		}
	}
	if resolved.Document == nil {
		if !a.Refused {
			t.Error("there is no document, and the CLI has one")
		}
		return
	}
	resources := resolved.Document.Root.Get("resources")
	c := comparison{unknown: a.Unknown}
	if !a.Refused && a.Unseen == "" {
		c.value("resources", resources, plainMap(a.Resources), plainMap(a.Planned))
	}
	for _, difference := range c.differences {
		t.Error(difference)
	}
	if diff := cmp.Diff(a.Unresolved, unresolvedIn("", resources)); diff != "" && (!a.Refused || a.Unresolved != nil) {
		t.Error("what is not known:", diff)
	}
	for path, want := range a.Places {
		if got := placeOf(folder, nodeAt(resources.Get("model_serving_endpoints"), path)); got != want {
			t.Errorf("%s stands in %s, want %s", path, got, want)
		}
	}
}

// load reads the bundle of a run.
func (a answer) load(tb testing.TB, folder, root string) *bundle.Bundle {
	tb.Helper()
	if root == "" {
		root = "databricks.yml"
	}
	input, err := source.NewInput(folder, root)
	if err != nil {
		tb.Fatal(err)
	}
	return bundle.Load(input, bundle.Options{
		Dir: folder, Variables: a.Variables,
		LookupEnv: func(name string) (string, bool) {
			value, ok := a.Environment[name]
			return value, ok
		},
	})
}

// holdFaults compares the faults with those that are wanted.
func (a answer) holdFaults(t *testing.T, folder string, faults []*source.Error) {
	t.Helper()
	if a.Refused && len(a.Faults) == 0 && len(a.Unresolved) == 0 && a.Accepted == "" {
		t.Error("the CLI refuses it, and no fault is wanted")
	}
	got := map[string]bool{}
	for _, fault := range faults {
		got[fmt.Sprintf("%s:%d %s", inFolder(folder, fault.File), fault.At.Line, fault.Message)] = true
	}
	for _, want := range a.Faults {
		place, words, _ := strings.Cut(want, " ")
		found := false
		for text := range got {
			at, message, _ := strings.Cut(text, " ")
			file, anywhere := strings.CutSuffix(place, ":0")
			if (at == place || anywhere && strings.HasPrefix(at, file+":")) && strings.Contains(message, words) {
				delete(got, text)
				found = true
				break
			}
		}
		if !found {
			t.Errorf("no fault %q among %q", want, slices.Sorted(maps.Keys(got)))
		}
	}
	for _, text := range slices.Sorted(maps.Keys(got)) {
		t.Errorf("a fault that is not wanted: %s", text)
	}
}

// inFolder is the name of a file without its folder.
func inFolder(folder, file string) string {
	if _, inside, found := strings.Cut(file, filepath.Base(folder)+"/"); found {
		return inside
	}
	return file
}

// comparison holds a tree against the CLI's answer.
type comparison struct {
	unknown     []string
	differences []string
}

func (c *comparison) differ(path, format string, args ...any) {
	c.differences = append(c.differences, path+": "+fmt.Sprintf(format, args...))
}

// value compares a value with what the CLI prints, or with what it plans where it prints a
// reference to a resource.
func (c *comparison) value(path string, got *source.Node, want, planned any) {
	switch {
	case got == nil || got.Kind == source.Null || got.Origin != nil && got.Origin.Unfit:
		if object, ok := want.(map[string]any); want != nil && (!ok || len(object) > 0) {
			c.differ(path, "it is not there, and the CLI has %v", want)
		}
	case got.Origin != nil && got.Origin.Unresolved != "":
		if !fitsText(got.Text, want) && !fitsText(got.Text, planned) {
			c.differ(path, "%q does not fit %v", got.Text, want)
		}
	case got.Kind == source.Map:
		c.entries(path, got, want, planned)
	case got.Kind == source.List:
		if items := deployedItems(path, got.Items()); len(items) > 0 || len(got.Items()) == 0 || want != nil {
			c.items(path, items, want, planned)
		}
	default:
		plain := got.Plain(func(*source.Node) bool { return false })
		if number, ok := plain.(json.Number); ok {
			plain = number.String()
		}
		if refersToResource(want) && (planned == nil || plain == planned) {
			return
		}
		if plain != want {
			c.differ(path, "%v (%T), and the CLI has %v (%T)", plain, plain, want, want)
		}
	}
}

func (c *comparison) entries(path string, got *source.Node, want, planned any) {
	object, ok := want.(map[string]any)
	if !ok {
		c.differ(path, "a map, and the CLI has %v", want)
		return
	}
	plan, _ := planned.(map[string]any)
	keys := slices.Collect(maps.Keys(object))
	for _, e := range got.Entries() {
		keys = append(keys, e.Key)
	}
	if path == "resources" {
		keys = slices.Clone(kindsAsked)
	}
	slices.Sort(keys)
	for _, key := range slices.Compact(keys) {
		if below := path + "." + key; !slices.Contains(c.unknown, below) && !slices.Contains(addedByCLI, key) {
			c.value(below, got.Get(key), object[key], plan[key])
		}
	}
}

// deployedItems are the elements of a list without those that the CLI drops and this package
// keeps, since what is misspelt in them is found there: what does not fit, and a permission
// without a level or a principal, except of a scope.
func deployedItems(path string, items []*source.Node) []*source.Node {
	return slices.DeleteFunc(slices.Clone(items), func(item *source.Node) bool {
		if item.Origin != nil && item.Origin.Unfit || !strings.HasSuffix(path, ".permissions") || strings.HasPrefix(path, "resources.secret_scopes.") {
			return item.Origin != nil && item.Origin.Unfit
		}
		isSet := func(key string) bool {
			value := item.Get(key)
			return value != nil && value.Kind == source.String && value.Text != ""
		}
		hasPrincipal := isSet("user_name") || isSet("service_principal_name") || isSet("group_name")
		return item.Kind == source.Map && (!isSet("level") || !hasPrincipal)
	})
}

func (c *comparison) items(path string, items []*source.Node, want, planned any) {
	list, ok := want.([]any)
	if !ok {
		c.differ(path, "a list, and the CLI has %v", want)
		return
	}
	plan, _ := planned.([]any)
	next := 0
	for i, item := range items {
		if next >= len(list) {
			c.differ(path, "item %d is one more than the CLI has", i)
			return
		}
		var inPlan any
		if next < len(plan) {
			inPlan = plan[next]
		}
		c.value(fmt.Sprintf("%s[%d]", path, i), item, list[next], inPlan)
		next++
	}
	if next < len(list) {
		c.differ(path, "%d items, and the CLI has %d", next, len(list))
	}
}

// refersToResource says that the CLI prints a reference where it deploys a value.
func refersToResource(want any) bool {
	text, ok := want.(string)
	return ok && strings.Contains(text, "${resources.")
}

// fitsText says whether a text of which parts are not known can be a value. What the CLI
// leaves out may be the empty text.
func fitsText(text string, value any) bool {
	var pattern strings.Builder
	for text != "" {
		before, rest, found := strings.Cut(text, "${")
		pattern.WriteString(regexp.QuoteMeta(before))
		if !found {
			break
		}
		pattern.WriteString("(?s:.*)")
		depth := 1
		for depth > 0 && rest != "" {
			switch {
			case strings.HasPrefix(rest, "${"):
				depth++
			case rest[0] == '}':
				depth--
			}
			rest = rest[1:]
		}
		text = rest
	}
	if pattern.String() == "(?s:.*)" {
		return true
	}
	if value == nil {
		value = ""
	}
	return regexp.MustCompile("^" + pattern.String() + "$").MatchString(fmt.Sprint(value))
}

// plainMap is a map with numbers as they are written, nil as an empty one.
func plainMap(m map[string]any) any {
	if m == nil {
		return map[string]any(nil)
	}
	return plainValue(m)
}

func plainValue(v any) any {
	switch v := v.(type) {
	case map[string]any:
		for key := range v {
			v[key] = plainValue(v[key])
		}
	case []any:
		for i := range v {
			v[i] = plainValue(v[i])
		}
	case float64:
		return strconv.FormatFloat(v, 'f', -1, 64)
	}
	return v
}

// unresolvedIn are the values of a tree that are not known, in the order in which they
// stand in it.
func unresolvedIn(path string, n *source.Node) []string {
	if n == nil || n.Origin != nil && n.Origin.Unfit {
		return nil
	}
	if n.Origin != nil && n.Origin.Unresolved != "" {
		return []string{path + " = " + n.Text}
	}
	var paths []string
	for i, item := range n.Items() {
		paths = append(paths, unresolvedIn(fmt.Sprintf("%s.%d", path, i), item)...)
	}
	for _, e := range n.Entries() {
		paths = append(paths, unresolvedIn(strings.TrimPrefix(path+"."+e.Key, "."), e.Value)...)
	}
	slices.Sort(paths)
	return paths
}

// nodeAt is the value at a path such as `tug.tags.0.key`, nil where there is none.
func nodeAt(n *source.Node, path string) *source.Node {
	for _, key := range strings.Split(path, ".") {
		index, err := strconv.Atoi(key)
		switch {
		case n == nil:
			return nil
		case err == nil && n.Kind == source.List && index < len(n.Items()):
			n = n.Items()[index]
		default:
			n = n.Get(key)
		}
	}
	return n
}

// placeOf is where a value stands, and where it comes from.
func placeOf(folder string, n *source.Node) string {
	if n == nil || n.Origin == nil || n.Origin.Text == nil {
		return "no place"
	}
	spot := func(text *source.Text, r source.Range) string {
		return fmt.Sprintf("%s:%d", inFolder(folder, text.File), text.Position(r.Start).Line)
	}
	place := spot(n.Origin.Text, n.Range())
	if from := n.Origin.From; from != nil {
		place += " from " + spot(from.Text, from.Range)
	}
	return place
}
