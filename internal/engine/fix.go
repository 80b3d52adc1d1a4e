package engine

import (
	"errors"

	"github.com/gwlint/gwlint/internal/finding"
	"github.com/gwlint/gwlint/internal/fix"
	"github.com/gwlint/gwlint/internal/rego"
	"github.com/gwlint/gwlint/internal/source"
)

// fix says how a finding can be mended, with the edits where the run asks for them. It is
// nil where the rule knows no fix, or its METADATA do not say whether it is safe.
func (e *evaluation) fix(rule *compiledRule, wanted *rego.Fix) *finding.Fix {
	if wanted == nil || rule.Fix == "" || e.subject == nil || !e.writes(wanted.Written) {
		return nil
	}
	f := &finding.Fix{Safety: finding.Safety(rule.Fix), Description: e.shown(wanted.Description)}
	edits, err := e.edits(wanted)
	var refused fix.Refusal
	switch {
	case errors.Is(err, fix.NotApplicable), errors.Is(err, errSecret):
		return nil
	case errors.As(err, &refused):
		f.Refused = e.shown(string(refused))
	case e.worker.engine.fixes:
		f.Edits = edits
	}
	return f
}

// errSecret says that a fix would be made of a secret. What it writes would show that.
var errSecret = errors.New("the value is a secret")

// writes says whether all paths of the model are written that a fix needs.
func (e *evaluation) writes(paths [][]string) bool {
	for _, path := range paths {
		d, at, ok := e.subject.Editable(path)
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
func (e *evaluation) edits(wanted *rego.Fix) ([]finding.Edit, error) {
	if e.subject.IsPrinted() {
		return nil, fix.Refusal("the Databricks CLI printed the file: change what it was made from")
	}
	var document *source.Document
	operations := make([]fix.Operation, 0, len(wanted.Edits))
	for _, edit := range wanted.Edits {
		d, at, ok := e.subject.Editable(edit.Path)
		if !ok {
			return nil, fix.Refusal("nothing says where it is written: change it by hand")
		}
		if do := fix.Do(edit.Do); (do == fix.Set || do == fix.Quote) && e.subject.HidesAt(at) {
			return nil, errSecret
		}
		if fix.Do(edit.Do) == fix.Rename && !e.subject.TakesRenamed(edit.Path, edit.Key) {
			return nil, fix.Refusal("`" + edit.Key + "` does not take what is written: write its value too")
		}
		operation := fix.Operation{Do: fix.Do(edit.Do), Path: at, Key: edit.Key}
		if operation.Do == fix.Set {
			value, err := fix.Value(edit.Value)
			if err != nil {
				return nil, fix.Refusal("the rule gives no value")
			}
			operation.Value = value
		}
		document, operations = d, append(operations, operation)
	}
	if !e.worker.engine.fixes { // what is refused is said, too
		return fix.Plan(document, operations...)
	}
	return fix.PlanVerified(document, operations...)
}
