package engine

import (
	"errors"

	"github.com/gwlint/gwlint/internal/finding"
	"github.com/gwlint/gwlint/internal/fix"
	"github.com/gwlint/gwlint/internal/gateway"
	"github.com/gwlint/gwlint/internal/rego"
	"github.com/gwlint/gwlint/internal/source"
)

// fixer makes the fixes of a subject's findings.
type fixer struct {
	*evaluation

	editing gateway.Editing
}

func (f fixer) fix(rule *compiledRule, wanted *rego.Fix) *finding.Fix {
	if !f.writes(wanted.Written) {
		return nil
	}
	made := &finding.Fix{Safety: finding.Safety(rule.Fix), Description: f.shown(wanted.Description)}
	edits, err := f.edits(wanted)
	var refused fix.Refusal
	switch {
	case errors.Is(err, fix.NotApplicable), errors.Is(err, errSecret):
		return nil
	case errors.As(err, &refused):
		made.Refused = f.shown(string(refused))
	case f.worker.engine.fixes:
		made.Edits = edits
	}
	return made
}

// errSecret says that a fix would be made of a secret. What it writes would show that.
var errSecret = errors.New("the value is a secret")

// writes says whether all paths of the model are written that a fix needs.
func (f fixer) writes(paths [][]string) bool {
	for _, path := range paths {
		d, at, ok := f.editing.Editable(path)
		if !ok {
			return false
		}
		if n := d.At(at); n == nil || n.Kind == source.Null || n.Kind == source.String && n.Text == "" {
			return false
		}
	}
	return true
}

// edits are the edits of a fix. Its error is a fix.Refusal, or errSecret.
func (f fixer) edits(wanted *rego.Fix) ([]finding.Edit, error) {
	if f.subject.IsPrinted() {
		return nil, fix.Refusal("the Databricks CLI printed the file: change what it was made from")
	}
	var document *source.Document
	operations := make([]fix.Operation, 0, len(wanted.Edits))
	for _, edit := range wanted.Edits {
		d, operation, err := f.operation(edit)
		if err != nil {
			return nil, err
		}
		document, operations = d, append(operations, operation)
	}
	if !f.worker.engine.fixes { // what is refused is said, too
		return fix.Plan(document, operations...)
	}
	return fix.PlanVerified(document, operations...)
}

// operation is what one edit does to the document of the subject.
func (f fixer) operation(edit rego.Edit) (*source.Document, fix.Operation, error) {
	d, at, ok := f.editing.Editable(edit.Path)
	o := fix.Operation{Do: fix.Do(edit.Do), Path: at, Key: edit.Key}
	switch {
	case !ok:
		return nil, o, fix.Refusal("nothing says where it is written: change it by hand")
	case (o.Do == fix.Set || o.Do == fix.Quote) && f.editing.HidesAt(at):
		return nil, o, errSecret
	case o.Do == fix.Rename && !f.editing.TakesRenamed(edit.Path, edit.Key):
		return nil, o, fix.Refusal("`" + edit.Key + "` does not take what is written: write its value too")
	case o.Do != fix.Set:
		return d, o, nil
	}
	value, err := fix.Value(edit.Value)
	if err != nil {
		return nil, o, fix.Refusal("the rule gives no value")
	}
	o.Value = value
	return d, o, nil
}
