package check

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/gwlint/gwlint/internal/baseline"
	"github.com/gwlint/gwlint/internal/config"
	"github.com/gwlint/gwlint/internal/engine"
	"github.com/gwlint/gwlint/internal/evidence"
	"github.com/gwlint/gwlint/internal/gateway"
	"github.com/gwlint/gwlint/internal/report"
	"github.com/gwlint/gwlint/internal/state"
	"github.com/gwlint/gwlint/internal/workspace"
	"github.com/gwlint/gwlint/internal/workspace/snapshot"
)

// Workspace is a Source that is one workspace: it answers now, or a snapshot of it
// does. Both are read the same way, and so judged the same. It serves one run or
// one dump.
type Workspace struct {
	Fetch   workspace.Fetcher
	Options workspace.Options
	// Host is the workspace's own; ID returns its number once it has answered.
	Host string
	ID   func() string
	// TLS is how the connection to it is, or was, protected.
	TLS workspace.TLS
	// AllowEmpty says that it is right if there is nothing to check.
	AllowEmpty bool
	// Rate is how many requests a second it is asked at most; 0 for a snapshot.
	Rate int
	// Folder is where the snapshot is that it is read from, or that keeps what is read, as
	// the user named it; "" for none.
	Folder string
	// KeepAnswers has what endpoints answer kept, for PutBodies.
	KeepAnswers bool
	// Progress shows how far reading has come; nil shows nothing.
	Progress Progress

	// kept is the snapshot that it is read from, nil for one that answers now.
	kept      *snapshot.Reader
	collector *workspace.Collector
	inventory *workspace.Inventory
	evidence  *evidence.Builder
	objects   objects
	answers   answers
	// reading is what there is to say once the workspace was read.
	reading Reading
	strict  bool
}

// Progress shows how far reading a workspace has come.
type Progress interface {
	// Phase says what is being done now, "" for the main part.
	Phase(name string)
	// Total says how many subjects there are, as far as is known now.
	Total(n int)
	// Done says that one more subject was read.
	Done()
}

// Reading is what came of reading a workspace.
type Reading struct {
	// Identity is the user or service principal that read it, "" where the workspace
	// does not say.
	Identity string
	// Counts say how many subjects there were of each kind, apps, and left_out.
	Counts map[string]int
	// Err is why reading ended early.
	Err error

	unread []workspace.Record
	// empty says what was asked for and is not there.
	empty []report.Problem
	// contradictions say what the manifest of a snapshot says otherwise than its lists and files.
	contradictions []string
	// unlisted are the kinds of which there may be subjects that were not read.
	unlisted []string
}

// Interests says what of a workspace matters, given the parameters of a run.
func Interests(p config.Params, scope workspace.Scope, warehouse string) workspace.Options {
	return workspace.Options{
		Scope:      scope,
		Principals: slices.Concat(p.AgentPrincipals, p.OpsPrincipals),
		Operations: len(p.OpsPrincipals) > 0,
		Warehouse:  warehouse,
		Guardrails: time.Duration(p.GuardrailWindow),
	}
}

// find reads the lists, and what all subjects share.
func (w *Workspace) find(ctx context.Context, r Request) (Facts, error) {
	w.strict = r.StrictEvidence
	stateFile, err := findState(ctx, r, state.Search{Inputs: []string{"."}}, nil)
	if err != nil {
		return Facts{}, err
	}
	w.list(ctx)
	w.evidence = evidence.New(w.base(), w.Host, w.inventory)
	return Facts{
		state:     stateFile,
		Workspace: engine.Part{Value: w.evidence.Context(), Unseen: w.evidence.Unseen()},
		shownFile: w.shownFile(r.Dir),
	}, nil
}

// judging returns a context without end: what was read until a user stops is
// judged.
func (w *Workspace) judging(ctx context.Context) context.Context { return context.WithoutCancel(ctx) }

// unlisted returns the kinds of which there may be subjects that were not read.
func (w *Workspace) unlisted() []string { return w.reading.unlisted }

// read reads all subjects and has each judged as it comes, and those that wait for
// the others at the end.
func (w *Workspace) read(ctx context.Context, j *Judge, draft *report.Report) {
	calm := w.judging(ctx)
	judge := func(subjects ...*gateway.Subject) error {
		setRoles(subjects, j.params)
		j.subjects.add(entries(subjects))
		return j.Judge(calm, subjects)
	}
	for _, app := range w.inventory.Apps {
		w.objects.add(w.base(), app)
	}
	w.each(ctx, func(read workspace.Subject) error {
		w.objects.add(w.base(), read)
		w.keep(read)
		subject, err := w.evidence.Subject(read)
		if err != nil || subject == nil {
			return err
		}
		return judge(subject)
	})
	w.progress().Phase("comparing")
	rest, err := w.evidence.Deferred()
	if w.reading.Err == nil {
		w.reading.Err = err
	}
	if w.reading.Err == nil {
		w.reading.Err = judge(rest...)
	}
	w.end()
	w.addAccess(j, draft)
}

// keep keeps the answer of an endpoint where it is wanted.
func (w *Workspace) keep(s workspace.Subject) {
	if !w.KeepAnswers {
		return
	}
	w.objects.mu.Lock()
	defer w.objects.mu.Unlock()
	w.answers.add(s)
}

// addAccess adds to a draft who read the workspace, and which requests failed or
// were denied.
func (w *Workspace) addAccess(j *Judge, draft *report.Report) {
	draft.Errors = append(draft.Errors, w.reading.Problems(w.strict)...)
	for _, record := range w.reading.unread {
		if denied(record) {
			draft.Summary.Denied++
		}
	}
	access := &report.Workspace{
		Host: w.Host, ID: w.ID(), Identity: w.reading.Identity, TLS: string(w.TLS), AllowEmpty: w.AllowEmpty,
		LeftOut: w.inventory.LeftOut, NotThere: w.inventory.AbsentLists, Unread: grouped(w.reading.unread),
	}
	for kind := range j.subjects.kinds() {
		*counter(access, workspace.Kind(kind))++
	}
	draft.Workspace = access
	draft.Summary.Files = j.subjects.len()
}

// Dump reads all that a run would read. After each subject it asks whether to go
// on; an error ends the reading.
func (w *Workspace) Dump(ctx context.Context, next func() error) Reading {
	w.list(ctx)
	w.each(ctx, func(workspace.Subject) error { return next() })
	w.end()
	return w.reading
}

// Reading returns what came of the run that read the workspace.
func (w *Workspace) Reading() Reading { return w.reading }

// list reads the lists.
func (w *Workspace) list(ctx context.Context) {
	w.collector = workspace.NewCollector(w.Fetch, w.Options)
	w.progress().Phase("reading lists")
	w.inventory = w.collector.Inventory(ctx)
	w.progress().Phase("")
	w.progress().Total(len(w.inventory.Listed))
}

// each reads all subjects; see Collector.Each.
func (w *Workspace) each(ctx context.Context, yield func(workspace.Subject) error) {
	w.reading.Err = w.collector.Each(ctx, w.inventory, func(s workspace.Subject) error {
		defer w.progress().Done()
		return yield(s)
	})
}

// end keeps what is to be said of the reading, and lets go of all that was read:
// findings take the room.
func (w *Workspace) end() {
	r := &w.reading
	r.Identity, r.unread = w.inventory.Caller(), w.collector.Unread()
	r.Counts = map[string]int{"apps": len(w.inventory.Apps), "left_out": w.inventory.LeftOut}
	for _, l := range w.inventory.Listed {
		r.Counts[string(l.Kind)+"s"]++
	}
	r.unlisted = unlisted(w.inventory, r.Err)
	if !w.AllowEmpty {
		r.empty = emptiness(w.inventory, r.Err)
	}
	if w.kept != nil {
		r.contradictions = contradictions(w.kept, *r)
	}
	w.inventory = &workspace.Inventory{LeftOut: w.inventory.LeftOut, AbsentLists: w.inventory.AbsentLists}
	w.collector, w.Fetch, w.evidence, w.kept = nil, nil, nil, nil
}

// unlisted are the kinds that could not be listed and, where reading ended early,
// those that were.
func unlisted(i *workspace.Inventory, ended error) []string {
	kinds := slices.Clone(i.Unlisted)
	if ended != nil {
		for _, l := range i.Listed {
			kinds = append(kinds, l.Kind)
		}
		if i.JudgeApps {
			kinds = append(kinds, workspace.App)
		}
	}
	slices.Sort(kinds)
	var names []string
	for _, kind := range slices.Compact(kinds) {
		names = append(names, string(kind))
	}
	return names
}

// Subjects counts those that were listed and not left out.
func (r Reading) Subjects() int {
	n := 0
	for what, count := range r.Counts {
		if what != "left_out" {
			n += count
		}
	}
	return n
}

// Problems are what left the reading incomplete. Where strict, evidence that was
// denied does.
func (r Reading) Problems(strict bool) []report.Problem {
	return slices.Concat(ended(r.Err), r.empty, failures(r.unread, strict))
}

// base is what goes before the path of a record to name its file while it is judged: the
// same whether the workspace is read now or from a snapshot, wherever that is. Reports
// name another; see objects.
func (w *Workspace) base() string {
	host := strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= '0' && r <= '9' || r == '.' || r == '-' {
			return r
		}
		return '_'
	}, strings.ToLower(w.Host))
	return "databricks/" + host + "/"
}

// progress returns what shows how far reading has come.
func (w *Workspace) progress() Progress {
	if w.Progress == nil {
		return silent{}
	}
	return w.Progress
}

// silent is a Progress that shows nothing.
type silent struct{}

// Phase shows nothing.
func (silent) Phase(string) {}

// Total shows nothing.
func (silent) Total(int) {}

// Done shows nothing.
func (silent) Done() {}

// Record has all that is read of a workspace from now on written to a folder, an
// absolute path, "" for none. An error means that the folder cannot be written to.
func (w *Workspace) Record(folder string) (*SnapshotRecorder, error) {
	if folder == "" {
		return nil, nil //nolint:nilnil // a nil recorder writes nothing
	}
	if err := os.MkdirAll(filepath.Dir(folder), 0o700); err != nil {
		return nil, err
	}
	writer, err := snapshot.Create(folder)
	if err != nil {
		return nil, err
	}
	w.Fetch = snapshot.Recording(w.Fetch, writer)
	return &SnapshotRecorder{writer: writer}, nil
}

// wasRead says whether a name is that of an object of the workspace.
func (w *Workspace) wasRead(file string) bool {
	rest, ok := strings.CutPrefix(file, baseline.Workspace)
	return ok && strings.HasPrefix("databricks/"+rest, w.base())
}

// covers returns false: a workspace has no files.
func (w *Workspace) covers(string) bool { return false }

// complete says whether no flag leaves out any of the subjects.
func (w *Workspace) complete() bool { return w.inventory != nil && w.inventory.LeftOut == 0 }
