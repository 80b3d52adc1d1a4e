package check

import (
	"bytes"
	"context"
	"io"
	"maps"
	"path"
	"path/filepath"
	"runtime"
	"slices"
	"sync/atomic"

	"golang.org/x/sync/errgroup"

	"github.com/gwlint/gwlint/internal/baseline"
	"github.com/gwlint/gwlint/internal/config"
	"github.com/gwlint/gwlint/internal/evidence"
	"github.com/gwlint/gwlint/internal/finding"
	"github.com/gwlint/gwlint/internal/gateway"
	"github.com/gwlint/gwlint/internal/report"
	"github.com/gwlint/gwlint/internal/source"
	"github.com/gwlint/gwlint/internal/state"
	"github.com/gwlint/gwlint/internal/terraform"
)

// Files is a Source of files, folders and standard input.
type Files struct {
	// Paths are files, folders and globs from Request.Dir; "-" is standard input.
	Paths []string
	// Exclude holds globs, relative to Request.Dir, of what is left out beside what the
	// configuration excludes.
	Exclude []string
	// Hook says that a hook names the paths, and not a person: some may be no
	// configuration at all, and those that are excluded need no word.
	Hook bool
	// Kind is what every document is read as; Auto recognises each.
	Kind gateway.Kind
	// Stdin is what "-" reads, and StdinName its name in reports.
	Stdin     io.Reader
	StdinName string
	// Variables are the values of variables of bundles and of modules.
	Variables Variables

	units   *units
	bundles *bundles
	modules *modules
	notice  func(text string)
	base    source.Base
	dir     string
	// notIncluded are the files that hold gateways of a bundle whose root does not include
	// them.
	notIncluded []source.LeftOut
	// partly are the units of subjects, by ID, of which not all files were passed.
	partly map[string]unit
	found  source.Found
	inputs []source.Input
	// configured is where the configuration says what is excluded.
	configured string
	// state is the name of the state file in reports, of which only the gateways
	// beside the state are read here.
	state  string
	limits source.Limits
	// endpoints are those of all files, for the put-ai-gateway bodies of any.
	endpoints endpoints
}

// find lists the files, and reads the state file.
func (f *Files) find(ctx context.Context, r Request) (Facts, error) {
	f.limits, f.notice, f.base, f.dir = r.Limits, r.notice, source.NewBase(r.Dir), r.Dir
	f.partly = map[string]unit{}
	f.units = newUnits()
	f.configured = r.Settings.Origins.Of("exclude")
	opts := source.FindOptions{
		Dir: r.Dir, Exclude: slices.Concat(r.Settings.ExcludeHere(), f.Exclude),
		Stdin: f.Stdin, StdinName: f.StdinName, Names: state.FileNames(),
	}
	f.found = source.Find(ctx, opts, relative(r.Dir, f.Paths))
	if err := findBundles(ctx, f, r, opts); err != nil {
		return Facts{}, err
	}
	if err := findModules(ctx, f, r, opts); err != nil {
		return Facts{}, err
	}
	if err := checkVariables(f); err != nil {
		return Facts{}, err
	}
	f.inputs = withoutWaivers(f.found.Inputs, r)
	used, err := findState(ctx, r, f.search(), f.inputs)
	if err != nil {
		return Facts{}, err
	}
	f.state = used.file
	for _, file := range used.unused(f.inputs) {
		r.notice(source.NewBase(r.Dir).Path(file) + ": not used, since " + used.file + " is; --state chooses")
	}
	return Facts{state: used}, nil
}

// withoutWaivers leaves the file of waivers out, which lies among the files that a run goes
// through and is no configuration that was passed over.
func withoutWaivers(inputs []source.Input, r Request) []source.Input {
	if r.Waivers == nil || len(inputs) < 2 { // alone, it is what was named
		return inputs
	}
	return slices.DeleteFunc(slices.Clone(inputs), func(input source.Input) bool { return input.File == r.Waivers.Name })
}

// search says where the state file is looked for.
func (f *Files) search() state.Search {
	s := state.Search{Inputs: f.Paths, Changed: f.Hook}
	for _, input := range f.inputs {
		s.Files = append(s.Files, input.File)
	}
	return s
}

// judging returns the run's own context: who stops a run over files wants no more.
func (f *Files) judging(ctx context.Context) context.Context { return ctx }

// unlisted returns nothing: every file was found, or is among the errors.
func (f *Files) unlisted() []string { return nil }

// read reads every file and has its gateways judged.
func (f *Files) read(ctx context.Context, j *Judge, draft *report.Report) {
	for _, err := range f.found.Problems {
		draft.Errors = append(draft.Errors, problem(err))
	}
	holding := readUnits(ctx, f, j, draft)
	results := fileResults{waiting: map[int]fileResult{}, files: len(f.inputs)}
	err := f.readAll(ctx, j, &results)
	f.endpoints = endpoints{} // they are of no further use
	draft.Errors = append(draft.Errors, interrupted(err)...)
	results.addTo(draft, f, &j.subjects, holding)
	leftOutFiles{f}.add(j, draft)
}

// readAll reads all files on all cores. Each file's text is dropped once its gateways are
// judged.
func (f *Files) readAll(ctx context.Context, j *Judge, results *fileResults) error {
	err := each(ctx, len(f.inputs), func(ctx context.Context, i int) error {
		result, err := f.readOne(ctx, j, f.inputs[i])
		if err == nil {
			results.add(i, result)
		}
		return err
	})
	if err == nil {
		err = f.readWaiting(ctx, j, results)
	}
	return err
}

// each calls a function with each number below n, on all cores: for one, on the stack that is
// there, and which what follows uses too.
func each(ctx context.Context, n int, do func(ctx context.Context, i int) error) error {
	if n == 1 && ctx.Err() == nil {
		return do(ctx, 0)
	}
	var next atomic.Int64
	group, ctx := errgroup.WithContext(ctx)
	for range min(runtime.GOMAXPROCS(0), n) {
		group.Go(func() error {
			for {
				i := int(next.Add(1)) - 1
				if i >= n || ctx.Err() != nil {
					return ctx.Err()
				}
				if err := do(ctx, i); err != nil {
					return err
				}
			}
		})
	}
	return group.Wait()
}

// readOne reads one file and has its gateways judged. An error means that gwlint
// itself is broken, or that the run is to stop; what is wrong with the file is in
// the result.
func (f *Files) readOne(ctx context.Context, j *Judge, input source.Input) (fileResult, error) {
	if input.File == f.state {
		return f.readStateFile(ctx, j, input)
	}
	if f.modules.owns(input) {
		return f.readTerraform(input), nil
	}
	if len(f.units.readers[key(input)]) > 0 {
		return f.readBeside(ctx, j, input)
	}
	text, documents, result, fault := f.parse(j, input, f.Kind)
	if text == nil {
		return result, nil
	}
	documents = readShown(f, &result, input, documents)
	subjects, err := result.normalise(j, documents, f.Kind)
	if err != nil {
		return fileResult{}, err
	}
	if fault != nil && (len(subjects) > 0 || f.asked(input) || looksLikeGateway(text, f.Kind)) {
		result.problems = append(result.problems, problems(fault)...)
	}
	result.problems = append(result.problems, f.answerErrors(input, documents)...)
	f.addParts(input, &result)
	if result.isEmpty(subjects) && !result.answered {
		result.problems = f.askedInVain(input, text, documents)
	}
	result.skipped = result.isEmpty(subjects)
	j.comments.noteFile(text, subjects)
	return f.judge(ctx, j, input, result, subjects)
}

// readTerraform is what came of a file in Terraform's language: the modules that it is part
// of have said all, unless the file is to be read as something else.
func (f *Files) readTerraform(input source.Input) fileResult {
	if f.Kind != gateway.Auto && f.asked(input) {
		return fileResult{problems: []report.Problem{{
			File: input.File, Message: "is in Terraform's language, and cannot be read as " + string(f.Kind) + ": leave --kind out",
		}}}
	}
	return fileResult{skipped: true}
}

// readStateFile has the gateways judged that stand in the state file. What of it
// cannot be read is reported where the state is read, and settings without a
// gateway are what the steps that write there keep.
func (f *Files) readStateFile(ctx context.Context, j *Judge, input source.Input) (fileResult, error) {
	text, documents, result, _ := f.parse(j, input, gateway.Auto)
	if text == nil {
		return fileResult{}, nil
	}
	subjects, err := result.normalise(j, documents, gateway.Auto)
	if err != nil {
		return fileResult{}, err
	}
	if slices.ContainsFunc(documents, gateway.IsState) {
		subjects = slices.DeleteFunc(subjects, func(s *gateway.Subject) bool { return s.Form == gateway.FormPut })
	}
	f.endpoints.wait(subjects)
	j.comments.noteFile(text, subjects)
	return fileResult{subjects: entries(subjects), problems: result.problems}, j.Judge(ctx, subjects)
}

// parse reads the documents of a file that may hold gateways. Without a text, the
// result is all that is to be said of the file.
func (f *Files) parse(j *Judge, input source.Input, kind gateway.Kind) (*source.Text, []*source.Document, fileResult, error) {
	defer j.profile.Phase("read")()
	text, result := f.load(input, kind)
	if text == nil {
		return nil, nil, result, nil
	}
	documents, fault := terraform.Parse(text, f.limits)
	return text, documents, result, fault
}

// load loads a file that may hold gateways. Without a text, the result is all that
// is to be said of the file.
func (f *Files) load(input source.Input, kind gateway.Kind) (*source.Text, fileResult) {
	text, err := source.Load(input, f.limits)
	switch {
	case isBaseline(input, text):
		return nil, fileResult{skipped: true}
	case err != nil && text != nil && !f.asked(input) && !looksLikeGateway(text, kind):
		return nil, fileResult{skipped: true}
	case err != nil:
		return nil, fileResult{problems: []report.Problem{problem(err)}}
	}
	if len(bytes.TrimSpace(text.Bytes)) == 0 && kind == gateway.Auto {
		return nil, blank(input)
	}
	if kind == gateway.Auto && !f.asked(input) && !gateway.MayHoldGateway(text.Bytes) {
		return nil, fileResult{skipped: true}
	}
	return text, fileResult{}
}

// isBaseline says whether a file is a baseline, which quotes the words of gateways.
func isBaseline(input source.Input, text *source.Text) bool {
	return path.Base(input.File) == baseline.Name || text != nil && baseline.Begins(text.Bytes)
}

// looksLikeGateway reports whether a text that does not parse is gateway
// configuration.
func looksLikeGateway(text *source.Text, kind gateway.Kind) bool {
	return kind != gateway.Auto || gateway.LooksLikeGateway(text.File, text.Bytes)
}

// Normalise returns the gateways of documents, each with the role that the parameters
// name for it, and what of the documents cannot be read yet. An error means that
// gwlint itself is broken.
func Normalise(documents []*source.Document, kind gateway.Kind, p config.Params) (all []*gateway.Subject, unsupported []error, err error) {
	for _, doc := range documents {
		subjects, err := gateway.Normalise(doc, kind)
		if err != nil {
			return nil, nil, err
		}
		if gateway.IsBundle(doc, kind) {
			subjects = evidence.OfBundle(doc, subjects)
		}
		subjects = evidence.OfTerraform(doc, subjects)
		switch fault := gateway.Unsupported(doc, subjects); {
		case fault == nil:
		case gateway.IsBundlePart(doc):
			unsupported = append(unsupported, &partError{fault})
		default:
			unsupported = append(unsupported, fault)
		}
		all = append(all, subjects...)
	}
	tieTogether(all)
	setRoles(all, p)
	return all, unsupported, nil
}

// setRoles gives each gateway the role that the parameters name for it.
func setRoles(subjects []*gateway.Subject, p config.Params) {
	for _, s := range subjects {
		s.Role = p.RoleOf(s.Name)
	}
}

// entries are what a report says of subjects.
func entries(subjects []*gateway.Subject) []report.Subject {
	var list []report.Subject
	for _, s := range subjects {
		who := s.Identity()
		list = append(list, report.Subject{
			ID: who.ID, Kind: who.Kind, Name: who.Name, File: who.File, Hosting: who.Hosting, Form: who.Form,
			Address: who.Address, Target: who.Target, Bundle: s.Source().File, Order: s.Order(),
		})
		if who.Form == gateway.FormTerraform {
			list[len(list)-1].Bundle = who.Target
		}
	}
	return list
}

// relative makes absolute paths below a folder relative to it, so that a report
// names a file the same way however it was asked for.
func relative(dir string, paths []string) []string {
	list := make([]string, 0, len(paths))
	for _, path := range paths {
		if rel, err := filepath.Rel(dir, path); err == nil && filepath.IsAbs(path) && filepath.IsLocal(rel) {
			path = rel
		}
		list = append(list, path)
	}
	return list
}

// asked says whether a person asked for an input: it is standard input, or was named.
// What cannot be read of it is then not passed over.
func (f *Files) asked(input source.Input) bool {
	return input.Piped() || input.Named() && !f.Hook
}

// answerErrors says which documents of an input that was asked for are errors of the
// API: whoever asked for several gateways at once has not got all of them.
func (f *Files) answerErrors(input source.Input, documents []*source.Document) []report.Problem {
	if !f.asked(input) {
		return nil
	}
	var list []report.Problem
	for _, doc := range documents {
		if code := gateway.AnswerError(doc); code != "" {
			list = append(list, problem(&source.Error{
				File: input.File, At: doc.Text.Position(doc.Root.Range().Start),
				Message: "is the error " + code + " of the API and no gateway configuration: correct what was asked for",
			}))
		}
	}
	return list
}

// askedInVain says of an input without a gateway what was asked for and is not there,
// nil where it may be passed over: a file that is something else may be named.
func (f *Files) askedInVain(input source.Input, text *source.Text, documents []*source.Document) []report.Problem {
	if !f.asked(input) || slices.ContainsFunc(documents, gateway.ListsNothing) {
		return nil
	}
	message := ""
	switch {
	case input.Piped() && slices.ContainsFunc(documents, state.Holds):
		message = "standard input holds a state file and no gateway configuration: name the file with --state"
	case input.Piped():
		message = "standard input holds no gateway configuration: did the command before it fail?"
	case f.Kind != gateway.Auto:
		message = "holds nothing that can be read as " + string(f.Kind) + ": leave --kind out to have it recognised"
	case isMarkdown(input.File) && len(documents) == 0 && gateway.WritesGateway(text.Bytes):
		message = "is Markdown and holds a gateway outside of a fenced yaml or json block: put it into one, or into a file of its own"
	default:
		return nil
	}
	return []report.Problem{{File: input.File, Message: message}}
}

// judge has the gateways of a file judged, unless they have to wait.
func (f *Files) judge(ctx context.Context, j *Judge, input source.Input, result fileResult, subjects []*gateway.Subject) (fileResult, error) {
	switch wait := f.endpoints.wait(subjects); {
	case wait && input.Piped():
		result.waits, result.held = true, subjects
		return result, nil
	case wait:
		return fileResult{waits: true}, nil
	}
	result.subjects = entries(subjects)
	return result, j.Judge(ctx, subjects)
}

// readWaiting reads the files again that waited for all to be read, and has their
// gateways judged.
func (f *Files) readWaiting(ctx context.Context, j *Judge, results *fileResults) error {
	f.endpoints.all = true
	waiting := maps.Clone(results.waiting)
	numbers := slices.Sorted(maps.Keys(waiting))
	return each(ctx, len(numbers), func(ctx context.Context, n int) (err error) {
		i := numbers[n]
		result := waiting[i]
		if held := result.held; held != nil {
			result.held = nil
			result, err = f.judge(ctx, j, f.inputs[i], result, held)
		} else {
			result, err = f.readOne(ctx, j, f.inputs[i])
		}
		if err == nil {
			results.add(i, result)
		}
		return err
	})
}

// shown leaves out of a draft what stands in no passed file of a bundle that was read for
// others, and counts it. The checklist is of all that was found of the subjects: an item
// that fails elsewhere does not read as passed.
func (f *Files) shown(_ Request, draft *report.Report) {
	if len(f.partly) == 0 {
		return
	}
	draft.Known = slices.DeleteFunc(draft.Known, func(one finding.Finding) bool { return !f.shows(one) })
	draft.Findings = slices.DeleteFunc(slices.Clone(draft.Findings), func(one finding.Finding) bool {
		if f.shows(one) {
			return false
		}
		if one.Outcome == finding.Fail && one.Level.Rank() > 0 {
			draft.Summary.Elsewhere += one.Count()
		}
		return true
	})
}

// shows says whether a finding stands in a passed file of any unit that deploys what it is
// about, or is no unit's that was passed in part.
func (f *Files) shows(one finding.Finding) bool {
	return slices.ContainsFunc(one.SubjectIDs(), func(id string) bool { u := f.partly[id]; return u == nil || u.files().shows(one) })
}

// wasRead says whether the whole of a file was read, and all in it was judged.
func (f *Files) wasRead(file string) bool {
	if f.state == file || slices.ContainsFunc(f.inputs, func(input source.Input) bool { return input.File == file }) {
		return true
	}
	for _, u := range f.units.list {
		p := u.files()
		for _, name := range p.reads {
			if name == file && p.covers(file) {
				return true
			}
		}
	}
	return false
}

// covers says whether a person has the run read a folder in which a path lies.
func (f *Files) covers(absolute string) bool {
	return !f.Hook && slices.ContainsFunc(f.Paths, func(folder string) bool {
		rel, err := filepath.Rel(source.Absolute(f.dir, folder), absolute)
		return err == nil && filepath.IsLocal(rel)
	})
}

// complete says whether no flag and no form of input leaves out any of the files.
func (f *Files) complete() bool { return !f.Hook && len(f.Exclude) == 0 && f.Kind == gateway.Auto }

// again are the same files before any of them was read.
func (f *Files) again() *Files {
	return &Files{
		Paths: f.Paths, Exclude: f.Exclude, Hook: f.Hook, Kind: f.Kind,
		Stdin: f.Stdin, StdinName: f.StdinName, Variables: f.Variables,
	}
}
