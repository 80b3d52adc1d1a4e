package engine

import (
	"cmp"
	"context"
	"maps"
	"runtime"
	"slices"
	"strings"

	"golang.org/x/sync/errgroup"

	"github.com/gwlint/gwlint/internal/gateway"
	"github.com/gwlint/gwlint/rules"
)

// Subjects are what came of the rules on each subject of a run.
type Subjects struct {
	met map[string]*met // by the subject's ID
}

// change has something else have come of a rule, by its number, on a subject.
func (s Subjects) change(id string, number int, change func(bits uint16) uint16) {
	changed := s.met[id].clone()
	changed.byRule[number] = change(changed.byRule[number])
	s.met[id] = changed
}

// SubjectItems are IDs of the checklist's items by the status that each has for a
// subject, in the checklist's order. Those that passed or that no rule decides are left
// out.
type SubjectItems struct {
	Fail, Unknown, Waived, NotApplicable []string
}

// SubjectItems asks the policy for the checklist of each subject alone, and returns a function
// of the subject's ID, which is nil for one that was not judged. Subjects on which the same
// came of all rules share the answer.
func (e *Engine) SubjectItems(ctx context.Context, subjects Subjects) (func(id string) *SubjectItems, error) {
	alike := map[string]*SubjectItems{}
	asked := map[string]*met{}
	of := map[*met]*SubjectItems{}
	for _, m := range subjects.met {
		if of[m] != nil {
			continue
		}
		key := string(m.appendKey(nil))
		if alike[key] == nil {
			alike[key], asked[key] = &SubjectItems{}, m
		}
		of[m] = alike[key]
	}
	keys := slices.Sorted(maps.Keys(asked))
	workers := min(runtime.GOMAXPROCS(0), len(keys))
	group, ctx := errgroup.WithContext(ctx)
	for part := range workers {
		group.Go(func() error {
			w, err := e.NewWorker(ctx)
			if err != nil {
				return err
			}
			for _, key := range keys[part*len(keys)/workers : (part+1)*len(keys)/workers] {
				if err := w.subjectItems(ctx, asked[key], alike[key]); err != nil {
					return err
				}
			}
			return nil
		})
	}
	return func(id string) *SubjectItems { return of[subjects.met[id]] }, group.Wait()
}

// subjectItems asks the policy for the checklist of one subject.
func (w *Worker) subjectItems(ctx context.Context, m *met, items *SubjectItems) error {
	tally := m.tally(func(number int) string { return w.engine.loaded[number].ID })
	list, err := w.checklist(ctx, tally, m.kind)
	if err != nil {
		return err
	}
	for _, item := range list {
		switch item.Status {
		case "fail":
			items.Fail = append(items.Fail, item.ID)
		case "unknown":
			items.Unknown = append(items.Unknown, item.ID)
		case "waived":
			items.Waived = append(items.Waived, item.ID)
		case "not_applicable", "manual":
			items.NotApplicable = append(items.NotApplicable, item.ID)
		}
	}
	return nil
}

// Lack is something that this kind of run does not have, with what could not be
// decided for want of it.
type Lack struct {
	Needs gateway.Need
	// Rules are those that need it, by ID.
	Rules []string
	// Subjects counts the subjects on which a rule could not decide.
	Subjects int
}

// Lacks lists what the run did not have, and some rule needed on some subject.
func (e *Engine) Lacks(subjects Subjects) []Lack {
	var lacks []Lack
	alike := map[*met]int{} // subjects on which the same came of all rules share it
	for _, m := range subjects.met {
		alike[m]++
	}
	for _, which := range []counted{countedNeedsWorkspace, countedNeedsState, countedNeedsBundle} {
		lack := Lack{Needs: outcomes[which].Needs}
		rules := map[string]bool{}
		for m, n := range alike {
			lacking := false
			for number, bits := range m.byRule {
				if bits&(1<<which) != 0 {
					rules[e.loaded[number].ID], lacking = true, true
				}
			}
			if lacking {
				lack.Subjects += n
			}
		}
		if lack.Subjects > 0 {
			lack.Rules = slices.Sorted(maps.Keys(rules))
			lacks = append(lacks, lack)
		}
	}
	slices.SortFunc(lacks, func(a, b Lack) int {
		return cmp.Or(cmp.Compare(b.Subjects, a.Subjects), strings.Compare(string(a.Needs), string(b.Needs)))
	})
	return lacks
}

// Decided says whether a rule, by its ID, decided on a subject, by its ID: nothing was
// unknown, and the rule was not off.
func (e *Engine) Decided(subjects Subjects, rule, id string) bool {
	number, m := e.numberOf(rule), subjects.met[id]
	if m == nil || number < 0 {
		return false
	}
	const open = 1<<countedUnknown | 1<<countedOff | 1<<countedNeedsWorkspace | 1<<countedNeedsState | 1<<countedNeedsBundle
	return m.byRule[number]&open == 0
}

// Excused says whether a rule did not apply to a subject, or was moot there.
func (e *Engine) Excused(subjects Subjects, rule, id string) bool {
	number, m := e.numberOf(rule), subjects.met[id]
	return m != nil && number >= 0 && m.byRule[number]&(1<<countedNotApplicable) != 0
}

// numberOf is the number of a rule, less than 0 for one that the engine does not have.
func (e *Engine) numberOf(id string) int {
	return slices.IndexFunc(e.loaded, func(r rules.Rule) bool { return r.ID == id })
}
