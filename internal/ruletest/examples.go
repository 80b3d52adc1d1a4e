package ruletest

import (
	"context"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"

	"github.com/gwlint/gwlint/internal/check"
	"github.com/gwlint/gwlint/internal/config"
	"github.com/gwlint/gwlint/internal/engine"
	"github.com/gwlint/gwlint/internal/finding"
	"github.com/gwlint/gwlint/internal/gateway"
	"github.com/gwlint/gwlint/internal/regex"
	"github.com/gwlint/gwlint/internal/source"
	"github.com/gwlint/gwlint/internal/state"
	"github.com/gwlint/gwlint/rules"
)

// Files beside the examples, which they are judged with.
const (
	configuration = ".gwlint.yaml"
	patches       = ".input.yaml" // ends the name of an example that no file shows
)

// examples is one folder of a rule's examples: bad or good.
type examples struct {
	suite  *suite
	unit   *Unit
	rule   rules.Rule
	folder string // as messages name it
	bad    bool
	texts  map[string][]byte // by name, less the configuration and the state
	// bundles are the folders among the examples in which a bundle lies, whose files
	// texts has by their paths.
	bundles []string
	params  config.Params
	state   *state.State
	engine  *engine.Engine
}

// read reads the folder's files; hidden ones only where they mean something.
func (e *examples) read() error {
	e.texts = map[string][]byte{}
	folder := e.suite.below(e.folder)
	entries, err := fs.ReadDir(e.suite.tree.Files, folder)
	if err != nil {
		return nil //nolint:nilerr // a folder that is not there has no example, and that is told
	}
	for _, entry := range entries {
		name := entry.Name()
		hidden := strings.HasPrefix(name, ".") && name != configuration && !slices.Contains(state.FileNames(), name)
		switch {
		case hidden:
			continue
		case entry.IsDir():
			if err := e.addFolder(folder, name); err != nil {
				return fmt.Errorf("%s: %w", e.file(name), err)
			}
			continue
		}
		text, err := fs.ReadFile(e.suite.tree.Files, path.Join(folder, name))
		if err != nil {
			return fmt.Errorf("%s: %w", e.file(name), err)
		}
		e.texts[name] = text
	}
	return nil
}

func (e *examples) file(name string) string { return path.Join(e.folder, name) }

// names are the examples to judge, in order.
func (e *examples) names() []string {
	names := slices.DeleteFunc(slices.Sorted(maps.Keys(e.texts)), func(name string) bool {
		return name == configuration || slices.Contains(state.FileNames(), name) || strings.Contains(name, "/")
	})
	return append(names, e.bundles...)
}

// prepare makes an engine that knows the folder's parameters and state.
func (e *examples) prepare(ctx context.Context) error {
	options := e.suite.options
	e.params = e.suite.params
	plain := true
	if text, ok := e.texts[configuration]; ok {
		var err error
		if e.params, err = config.ReadParams(e.file(configuration), text); err != nil {
			return err
		}
		plain = false
	}
	for _, name := range state.FileNames() {
		text, ok := e.texts[name]
		if !ok {
			continue
		}
		if e.state != nil {
			return fmt.Errorf("%s: a second state file; keep one of them", e.file(name))
		}
		var err error
		if e.state, err = readState(e.file(name), text); err != nil {
			return err
		}
		plain = false
	}
	if plain {
		return nil
	}
	value, err := e.params.Value()
	if err != nil {
		return err
	}
	options.Rules = []rules.Rule{e.rule}
	options.Facts.Params = value
	if s := e.state; s != nil {
		options.Facts.State = engine.Part{Value: s.Value(), Unseen: s.Unseen(), Text: s.Text(), Place: s.Place}
	}
	e.engine, err = engine.New(ctx, options)
	return err
}

func readState(file string, content []byte) (*state.State, error) {
	text, err := source.NewText(file, content)
	if err != nil {
		return nil, err
	}
	documents, err := source.Parse(text, source.Limits{})
	if err != nil {
		return nil, err
	}
	if !slices.ContainsFunc(documents, state.Holds) {
		return nil, fmt.Errorf("%s: holds no state", file)
	}
	return state.New(text, documents), nil
}

// run judges every example and returns how many there are. A state file stands
// for an example of its own where no document lies beside it.
func (e *examples) run(ctx context.Context) (int, error) {
	names := e.names()
	ran := 0
	documents := 0
	inState := foundInState{}
	for _, name := range names {
		ran++
		if strings.HasSuffix(name, patches) {
			if err := e.judgePatch(ctx, name); err != nil {
				return ran, err
			}
			continue
		}
		documents++
		found, err := e.judgeDocument(ctx, name)
		if err != nil {
			return ran, err
		}
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

// judgeDocument judges an example that a file or a folder shows, and returns what was found.
func (e *examples) judgeDocument(ctx context.Context, name string) ([]finding.Finding, error) {
	files := []string{name}
	bundle, isBundle := e.bundle(name)
	read := func() ([]*gateway.Subject, error) { return e.subjects(name) }
	if isBundle {
		read = bundle.subjects
	}
	subjects, err := read()
	switch {
	case err != nil:
		e.unit.fail(e.file(name), 0, "%v", err)
		return nil, nil //nolint:nilerr // it is the example's fault
	case len(subjects) == 0:
		e.unit.fail(e.file(name), 0, "holds no gateway")
		return nil, nil
	case isBundle:
		files = slices.Sorted(maps.Values(bundle.given))
	}
	found, err := e.judge(ctx, e.file(name), subjects)
	if err != nil {
		return nil, err
	}
	found = bundle.named(found)
	wanted := slices.ContainsFunc(files, func(file string) bool { return len(wants(e.rule.ID, e.texts[file])) > 0 })
	if e.bad && len(found) == 0 && !wanted {
		e.unit.fail(e.file(name), 0, "%s finds nothing in it, and no line wants anything", e.rule.ID)
	}
	for _, file := range files {
		e.compare(file, found)
	}
	return found, nil
}

// foundInState gathers what several examples find in the state file they share.
type foundInState struct {
	found []finding.Finding
}

func (fi *foundInState) add(found []finding.Finding) {
	for _, f := range found {
		same := func(g finding.Finding) bool {
			return g.Location == f.Location && g.Outcome == f.Outcome && g.Message == f.Message
		}
		if !slices.ContainsFunc(fi.found, same) {
			fi.found = append(fi.found, f)
		}
	}
}

// subjects reads the gateways of an example.
func (e *examples) subjects(name string) ([]*gateway.Subject, error) {
	text, err := source.NewText(e.file(name), e.texts[name])
	if err != nil {
		return nil, err
	}
	documents, err := source.Parse(text, source.Limits{})
	if err != nil {
		return nil, err
	}
	all, _, err := check.Normalise(documents, gateway.Auto, e.params)
	return all, err
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
	judge, err := check.NewJudge(ctx, e.engine, e.params, 1)
	if err != nil {
		return nil, err
	}
	if err := judge.Judge(ctx, subjects); err != nil {
		return nil, err
	}
	result, err := judge.Compare(ctx)
	if err != nil {
		return nil, err
	}
	for _, err := range result.Errors {
		e.unit.fail(file, 0, "%v", err)
	}
	return slices.DeleteFunc(result.Findings, func(f finding.Finding) bool { return f.Rule != e.rule.ID }), nil
}

// wantForm is an expectation that stands on the line it is about, several of
// them behind one another: `# want GW103 "ends in an underscore"`, in JSON behind
// `//`.
var wantForm = regex.Lazy(`([A-Z]{2,8}\d{3,4}) "([^"]*)"`)

// want is a part of the message that a finding on a line must have.
type want struct {
	line int
	part string
}

// wants are what a text expects of a rule, line by line.
func wants(rule string, text []byte) []want {
	var list []want
	for i, line := range strings.Split(string(text), "\n") {
		_, comment, _ := strings.Cut(line, "want ")
		for _, m := range wantForm().FindAllStringSubmatch(comment, -1) {
			if m[1] == rule {
				list = append(list, want{line: i + 1, part: m[2]})
			}
		}
	}
	return list
}

// compare holds what was found in a file to what the file wants.
func (e *examples) compare(name string, found []finding.Finding) {
	open := wants(e.rule.ID, e.texts[name])
	file := e.file(name)
	if len(open) > 0 && !e.bad {
		e.unit.fail(file, open[0].line, "a good example wants a finding; it belongs in bad/")
	}
	for _, f := range found {
		if f.Location.File != file {
			continue // it is compared with the file that it is in
		}
		i := slices.IndexFunc(open, func(w want) bool {
			return w.line == f.Location.StartLine && f.Outcome == finding.Fail && strings.Contains(f.Message, w.part)
		})
		if i >= 0 {
			open = slices.Delete(open, i, i+1)
			continue
		}
		instead := ""
		if i = slices.IndexFunc(open, func(w want) bool { return w.line == f.Location.StartLine }); i >= 0 {
			instead = open[i].part
			open = slices.Delete(open, i, i+1)
		}
		e.unit.fail(file, f.Location.StartLine, "%s", e.unwanted(f, instead))
	}
	for _, w := range open {
		e.unit.fail(file, w.line, "want %q, and %s finds nothing like it on this line", w.part, e.rule.ID)
	}
}

// unwanted says of a finding what should be there instead.
func (e *examples) unwanted(f finding.Finding, instead string) string {
	got := fmt.Sprintf("got %s: %s", f.Outcome, f.Message)
	if f.Reason != "" {
		got += " (" + f.Reason + ")"
	}
	switch {
	case instead != "":
		return fmt.Sprintf("want %q, %s", instead, got)
	case e.bad:
		return fmt.Sprintf("%s; if that is right, mark the line: want %s \"…\"", got, e.rule.ID)
	default:
		return got + "; a good example is found good"
	}
}

// judgePatch judges an example that no file shows: a patch in the model's own form,
// laid over the fixture that rules' tests start from. There are no lines to find
// anything on, so what the file wants, it wants anywhere.
func (e *examples) judgePatch(ctx context.Context, name string) error {
	compiler, err := e.suite.withFixture()
	if err != nil {
		return err
	}
	q := regoQuery{ctx: ctx, compiler: compiler, rule: e.rule.Package}
	input, err := q.overlaid(e.texts[name])
	if err != nil {
		e.unit.fail(e.file(name), 0, "%v", err)
		return nil //nolint:nilerr // it is the example's fault
	}
	found, open, err := e.applyRule(q, input)
	if err != nil {
		e.unit.fail(e.file(name), 0, "%v", err)
		return nil //nolint:nilerr // it is the rule's fault
	}
	e.compareAnywhere(name, found, open)
	return nil
}

// compareAnywhere holds messages to what a file wants, wherever it says so.
func (e *examples) compareAnywhere(name string, found, undecided []string) {
	wanted := wants(e.rule.ID, e.texts[name])
	file := e.file(name)
	for _, message := range found {
		i := slices.IndexFunc(wanted, func(w want) bool { return strings.Contains(message, w.part) })
		if i >= 0 {
			wanted = slices.Delete(wanted, i, i+1)
			continue
		}
		e.unit.fail(file, 0, "got fail: %s; nothing in this file wants it", message)
	}
	for _, w := range wanted {
		e.unit.fail(file, w.line, "want %q, and %s finds nothing like it", w.part, e.rule.ID)
	}
	for _, reason := range undecided {
		e.unit.fail(file, 0, "got unknown: %s", reason)
	}
	if e.bad && len(found) == 0 && len(undecided) == 0 && len(wanted) == 0 {
		e.unit.fail(file, 0, "%s finds nothing in it", e.rule.ID)
	}
}

// applyRule puts an input before the rule as the engine would.
func (e *examples) applyRule(q regoQuery, input map[string]any) (found, undecided []string, err error) {
	if subject, ok := input["subject"].(map[string]any); ok && e.rule.Scope == "subject" {
		if kind, _ := subject["kind"].(string); !slices.Contains(e.rule.Kinds, kind) {
			return nil, nil, fmt.Errorf("the rule does not concern a subject of kind %q; it concerns: %s", kind, strings.Join(e.rule.Kinds, ", "))
		}
	}
	for _, excuse := range []struct {
		name    string
		defined bool
		when    bool
	}{{"applies", e.rule.HasApplies, false}, {"moot", e.rule.HasMoot, true}} {
		if !excuse.defined {
			continue
		}
		answer, err := q.ask(excuse.name, input)
		if err != nil || (answer == true) == excuse.when {
			return nil, nil, err
		}
	}
	if found, err = q.messages("findings", input); err != nil {
		return nil, nil, err
	}
	if len(found) == 0 && e.rule.HasUndecided {
		if undecided, err = q.messages("undecided", input); err != nil {
			return nil, nil, err
		}
	}
	return found, undecided, e.suspected(q, input, slices.Concat(found, undecided))
}

// suspected reports a rule that says something where its suspect does not hold: a check would
// not ask it.
func (e *examples) suspected(q regoQuery, input map[string]any, said []string) error {
	if !e.rule.HasSuspect || len(said) == 0 {
		return nil
	}
	answer, err := q.ask("suspect", input)
	if err == nil && answer != true {
		err = fmt.Errorf("its suspect does not hold, so that a check would not ask it; it says: %s", said[0])
	}
	return err
}
