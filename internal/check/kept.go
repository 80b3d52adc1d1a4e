package check

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"

	"github.com/gwlint/gwlint/internal/report"
	"github.com/gwlint/gwlint/internal/workspace"
	"github.com/gwlint/gwlint/internal/workspace/snapshot"
)

// keptWorkspace returns the workspace that a snapshot was taken of. Options are those of whoever
// reads it.
func keptWorkspace(reader *snapshot.Reader, options workspace.Options) *Workspace {
	m := reader.Manifest()
	id := m.WorkspaceID // the manifest itself may be large, and is let go with the reader
	return &Workspace{
		Fetch: reader, kept: reader, Options: options, Host: m.Host, ID: func() string { return id },
		TLS: m.TLS, AllowEmpty: m.Options.AllowEmpty,
	}
}

const takeAgain = "; take the snapshot again, or copy it again from where it was whole"

// contradictions say what the manifest of a complete snapshot says otherwise than its lists and
// files, once it was read: who took it, how many subjects there are, and which.
func contradictions(reader *snapshot.Reader, reading Reading) []string {
	m := reader.Manifest()
	if !m.Complete || reading.Err != nil {
		return nil
	}
	var found []string
	if m.Identity != reading.Identity && reading.Identity != "" {
		found = append(found, fmt.Sprintf("it says that '%s' took it, and identity.json says '%s'%s", m.Identity, reading.Identity, takeAgain))
	}
	kinds := map[string]bool{}
	for _, counts := range []map[string]int{m.Counts, reading.Counts} {
		for kind := range counts {
			kinds[kind] = true
		}
	}
	for _, kind := range slices.Sorted(maps.Keys(kinds)) {
		if said, read := m.Counts[kind], reading.Counts[kind]; said != read {
			found = append(found, fmt.Sprintf("it counts %d %s, and its lists have %d%s", said, kind, read, takeAgain))
		}
	}
	for _, path := range reader.Left() {
		found = append(found, fmt.Sprintf("it has %s, which no list names%s", path, takeAgain))
	}
	return found
}

// Verify holds a snapshot against its manifest and its sums, and what is in it against what was
// asked for. Incomplete says what was asked for and was not there. Where the manifest cannot be
// read, what it returns of it is zero.
func Verify(ctx context.Context, folder string) (m snapshot.Manifest, problems []snapshot.Problem, incomplete []string) {
	m, problems = snapshot.Verify(folder)
	if len(problems) > 0 {
		return m, problems, nil
	}
	reader, err := snapshot.Open(folder)
	if err != nil {
		return m, []snapshot.Problem{openProblem(err)}, nil
	}
	o := m.Options
	w := keptWorkspace(reader, workspace.Options{Scope: m.Scope, Principals: o.Principals, Operations: o.Operations, Warehouse: o.Warehouse})
	reading := w.Dump(ctx, ctx.Err)
	for _, p := range reading.empty {
		incomplete = append(incomplete, p.Message)
	}
	for _, message := range reading.contradictions {
		problems = append(problems, snapshot.Problem{File: manifestName, Message: message})
	}
	said := map[string]bool{}
	for _, e := range m.Records {
		said[e.Path] = !m.Complete && e.Fails()
	}
	for _, record := range reading.unread {
		if record.Fails() && !said[record.Path] && (m.Complete || record.Outcome == workspace.Failed) {
			problems = append(problems, snapshot.Problem{File: record.Path, Message: record.Message})
		}
	}
	return m, problems, incomplete
}

const manifestName = "manifest.json"

func openProblem(err error) snapshot.Problem {
	if fault, ok := errors.AsType[*snapshot.Error](err); ok {
		return snapshot.Problem{File: fault.File, Message: fault.Message}
	}
	return snapshot.Problem{File: manifestName, Message: err.Error()}
}

// keptProblems are what a run over a snapshot has to say of the snapshot itself. Name is that of its
// folder; complete says that it was whole when it was taken.
func keptProblems(name string, reading Reading, complete bool, checked report.Report) []report.Problem {
	var problems []report.Problem
	for _, message := range reading.contradictions {
		problems = append(problems, report.Problem{File: name + "/" + manifestName, Message: message, Altered: true})
	}
	if !complete && checked.Summary.Complete {
		problems = append(problems, report.Problem{File: name, Message: "the snapshot was incomplete when it was taken; take it again"})
	}
	return problems
}
