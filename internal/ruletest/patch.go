package ruletest

import (
	"context"
	"fmt"
	"slices"
	"strings"
)

// patched judges an example that no file shows: a patch in the model's own form,
// laid over the fixture that rules' tests start from. There are no lines to find
// anything on, so what the file wants, it wants anywhere.
func (e *examples) patched(ctx context.Context, name string) error {
	compiler, err := e.bench.withFixture()
	if err != nil {
		return err
	}
	q := asking{ctx: ctx, compiler: compiler, rule: e.rule.Package}
	input, err := q.overlaid(e.texts[name])
	if err != nil {
		e.unit.fail(e.file(name), 0, "%v", err)
		return nil //nolint:nilerr // it is the example's fault
	}
	found, open, err := e.put(q, input)
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

// put puts an input before the rule as the engine would.
func (e *examples) put(q asking, input map[string]any) (found, undecided []string, err error) {
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
	if found, err = q.messages("findings", input); err != nil || len(found) > 0 || !e.rule.HasUndecided {
		return found, nil, err
	}
	undecided, err = q.messages("undecided", input)
	return nil, undecided, err
}
