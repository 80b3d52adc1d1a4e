package engine

import (
	"context"
	"encoding/json"
	"hash/maphash"
	"iter"
	"maps"
	"slices"
	"strings"

	"github.com/gwlint/gwlint/internal/gateway"
	"github.com/gwlint/gwlint/internal/rego"
)

// comparison is one workspace rule before all subjects. A rule that requires the target
// that deploys a subject compares the targets of each bundle; every other one is shown
// one target at a time, with all that is no bundle's: what two targets deploy need not
// meet anywhere.
type comparison struct {
	worker *Worker
	number int // among the workspace rules
	rule   *compiledRule
	// subjects are those that may meet others, or of which something is not known.
	subjects []*keptSubject
	byID     map[string]*keptSubject
	found    map[string][]rego.Found // by the subject's ID
	// open are the subjects of bundles that may be found once their values are known.
	open map[string]bool
}

// compareGroups applies one workspace rule to all subjects that could be seen: all at
// once, or group by group where the rule compares those that agree in a facet.
// A subject that stands alone in its group agrees with no other.
func compareGroups(ctx context.Context, w *Worker, i int) error {
	c := comparison{
		worker: w, number: i, rule: &w.engine.workspace[i],
		byID: map[string]*keptSubject{}, found: map[string][]rego.Found{}, open: map[string]bool{},
	}
	c.subjects = c.meeting()
	for _, s := range c.subjects {
		c.byID[s.who.ID] = s
	}
	for _, scope := range c.scopes() {
		if err := c.compare(ctx, scope); err != nil {
			return err
		}
		if err := c.suppose(ctx, scope); err != nil {
			return err
		}
	}
	return w.assignOutcomes(ctx, c)
}

// shown are the subjects that the rule is shown, if only alone.
func (c comparison) shown() iter.Seq2[waitingSubject, waitingView] {
	return func(yield func(waitingSubject, waitingView) bool) {
		for _, s := range c.worker.all {
			if v, ok := s.view(c.number); ok && !yield(s, v) {
				return
			}
		}
	}
}

// meeting are the subjects that may meet others: of a rule that compares those which agree
// in a facet, those that do, whichever targets deploy them, unless something is not known.
func (c comparison) meeting() []*keptSubject {
	var all []*keptSubject
	agree := c.agreeing()
	for s, view := range c.shown() {
		if agree == nil || agree(view.group) {
			all = append(all, s.unpack(c.worker.lines))
		}
	}
	return all
}

// agreeing returns a function that holds of what several subjects are compared by, and of
// hardly anything else; nil where any may meet any. A map of all would be a tenth of what a
// run over many files keeps.
func (c comparison) agreeing() func(group string) bool {
	if c.rule.GroupBy == "" {
		return nil
	}
	seed := maphash.MakeSeed()
	var hashes []uint64
	for _, view := range c.shown() {
		if view.isUnseen() {
			return nil
		}
		hashes = append(hashes, maphash.String(seed, view.group))
	}
	slices.Sort(hashes)
	return func(group string) bool {
		i, _ := slices.BinarySearch(hashes, maphash.String(seed, group))
		return i+1 < len(hashes) && hashes[i] == hashes[i+1]
	}
}

// subject returns a subject that the rule is shown, by its ID; nil where there is none.
func (c comparison) subject(id string) *keptSubject {
	if s := c.byID[id]; s != nil {
		return s
	}
	all := c.worker.all
	i, _ := slices.BinarySearchFunc(all, id, func(s waitingSubject, id string) int { return strings.Compare(s.id, id) })
	for ; i < len(all) && all[i].id == id; i++ {
		if s := all[i].unpack(c.worker.lines); s.view(c.number) != nil {
			c.byID[id] = s
		}
	}
	return c.byID[id]
}

// scope is subjects that may meet.
type scope struct {
	subjects []*keptSubject
	// target is the one that deploys those of bundles, "" for all.
	target string
}

// scopes divides the subjects that a rule can be shown.
func (c comparison) scopes() []scope {
	var others []*keptSubject
	byTarget, byBundle := map[string][]*keptSubject{}, map[string][]*keptSubject{}
	for _, s := range c.subjects {
		switch s.who.Target {
		case "":
			others = append(others, s)
		default:
			byTarget[s.who.Target] = append(byTarget[s.who.Target], s)
			byBundle[s.file] = append(byBundle[s.file], s)
		}
	}
	var all []scope
	if slices.Contains(c.rule.Requires, "deployment.target") {
		for _, bundle := range slices.Sorted(maps.Keys(byBundle)) {
			all = append(all, scope{subjects: byBundle[bundle]})
		}
		return append(all, scope{subjects: others})
	}
	for _, target := range slices.Sorted(maps.Keys(byTarget)) {
		all = append(all, scope{append(slices.Clip(others), byTarget[target]...), target})
	}
	if len(all) == 0 {
		all = []scope{{subjects: others}}
	}
	return all
}

// compare puts the subjects of a scope before the rule, as far as their values are known,
// or are written alike: what is not known is then the same in both.
func (c comparison) compare(ctx context.Context, in scope) error {
	groups := map[string][]*keptSubject{}
	for _, s := range in.subjects {
		if kept := s.view(c.number); kept.unseen == nil || kept.alike {
			groups[c.group(s)] = append(groups[c.group(s)], s)
		}
	}
	for _, group := range slices.Sorted(maps.Keys(groups)) {
		if c.rule.GroupBy != "" && (group == "" || len(groups[group]) == 1) {
			continue
		}
		findings, err := c.ask(ctx, groups[group])
		if err != nil {
			return err
		}
		c.add(groups[group], findings)
	}
	return nil
}

// group is what a subject is compared by. A value that is not known is that of its bundle.
func (c comparison) group(s *keptSubject) string {
	kept := s.view(c.number)
	if kept.unseen != nil {
		return s.file + "\x00" + kept.group
	}
	return kept.group
}

// add keeps what was found on each subject. What is no bundle's is compared with each
// target, and told what it has in common with the first.
func (c comparison) add(group []*keptSubject, findings []rego.Found) {
	known := map[string]bool{}
	for _, s := range group {
		known[s.who.ID] = s.who.Target == "" && len(c.found[s.who.ID]) > 0
	}
	for _, one := range findings {
		if !known[one.Subject] {
			c.found[one.Subject] = append(c.found[one.Subject], one)
		}
	}
}

// manySupposed is how many others a value that is not known is supposed to be that of.
const manySupposed = 20

// suppose asks the rule what it would find were a value that is not known the one that
// others have which it may be. That is then not decided; where it finds nothing, nothing
// depends on the value.
func (c comparison) suppose(ctx context.Context, in scope) error {
	var patterns []pattern
	for i, s := range in.subjects {
		if s.view(c.number).unseen == nil || len(c.found[s.who.ID]) > 0 || c.open[s.who.ID] {
			continue
		}
		if patterns == nil {
			patterns = c.patterns(in)
		}
		group := []*keptSubject{s}
		for j, other := range in.subjects {
			if i != j && patterns[i].mayEqual(patterns[j]) {
				group = append(group, other)
			}
		}
		if err := c.supposeOf(ctx, group); err != nil {
			return err
		}
	}
	return nil
}

// supposeOf supposes that the value of the first of some subjects is that of the others.
// Where it may be that of many, it is not decided.
func (c comparison) supposeOf(ctx context.Context, group []*keptSubject) error {
	id := group[0].who.ID
	if len(group) == 1 || len(group) > manySupposed {
		c.open[id] = len(group) > 1
		return nil
	}
	group, err := c.supposed(group, group[0].view(c.number).group)
	if err != nil {
		return err
	}
	findings, err := c.ask(ctx, group)
	c.open[id] = slices.ContainsFunc(findings, func(f rego.Found) bool { return f.Subject == id })
	return err
}

func (c comparison) patterns(in scope) []pattern {
	all := make([]pattern, 0, len(in.subjects))
	for _, s := range in.subjects {
		kept := s.view(c.number)
		if kept.unseen == nil {
			all = append(all, pattern{value: kept.group, known: true})
		} else {
			all = append(all, patternOf(kept.group))
		}
	}
	return all
}

// supposed are subjects as they would be if all had one value of what they are compared by.
func (c comparison) supposed(group []*keptSubject, value string) ([]*keptSubject, error) {
	all := make([]*keptSubject, 0, len(group))
	for _, s := range group {
		view := *s.view(c.number)
		if view.group != value {
			var err error
			if view.view, err = withValue(view.view, strings.Split(c.rule.GroupBy, "."), value); err != nil {
				return nil, err
			}
		}
		supposed := *s
		supposed.views = []subjectView{view}
		all = append(all, &supposed)
	}
	return all, nil
}

// ask puts subjects before the rule.
func (c comparison) ask(ctx context.Context, group []*keptSubject) ([]rego.Found, error) {
	views := make([][]byte, 0, len(group))
	for _, s := range group {
		views = append(views, s.view(c.number).view)
	}
	return c.worker.session.Compare(ctx, c.rule.Rule, views)
}

// withValue is the JSON of a subject with another text at a path.
func withValue(view []byte, path []string, text string) ([]byte, error) {
	var subject map[string]any
	if err := json.Unmarshal(view, &subject); err != nil {
		return nil, err
	}
	in := subject
	for _, name := range path[:len(path)-1] {
		below, _ := in[name].(map[string]any)
		if below == nil {
			return view, nil // the rule does not read it
		}
		in = below
	}
	in[path[len(path)-1]] = text
	return json.Marshal(subject)
}

// pattern is what is known of a value: all of it, or its beginning and its end.
type pattern struct {
	value         string
	known         bool
	before, after string
}

// patternOf returns what is known of a value in which references may stand for the rest.
// What is yet to be filled in otherwise, by a person or a template, may become anything.
func patternOf(value string) pattern {
	start, end := strings.Index(value, "${"), strings.LastIndexByte(value, '}')
	if start < 0 || end < start {
		return pattern{value: value, known: gateway.FilledIn(value)}
	}
	p := pattern{value: value, before: value[:start], after: value[end+1:]}
	if !gateway.FilledIn(p.before) {
		p.before = ""
	}
	if !gateway.FilledIn(p.after) {
		p.after = ""
	}
	return p
}

// mayEqual says whether two values may be one.
func (p pattern) mayEqual(other pattern) bool {
	switch {
	case p.known && other.known:
		return p.value == other.value
	case p.known:
		return other.matches(p.value)
	case other.known:
		return p.matches(other.value)
	default:
		return fits(p.before, other.before, strings.HasPrefix) && fits(p.after, other.after, strings.HasSuffix)
	}
}

func (p pattern) matches(value string) bool {
	return len(p.before)+len(p.after) <= len(value) && strings.HasPrefix(value, p.before) && strings.HasSuffix(value, p.after)
}

// fits says whether one of two texts begins, or ends, with the other.
func fits(a, b string, with func(s, part string) bool) bool { return with(a, b) || with(b, a) }

// written says whether a subject can be compared although a facet that the rule requires
// is not known: a target of a bundle deploys it, and something is written there. Alike
// says that nothing else than that is unknown.
func (e *evaluation) written(rule *compiledRule, group string) (written, alike bool) {
	if e.who.Target == "" || group == "" {
		return false, false
	}
	others := slices.DeleteFunc(slices.Clone(rule.Requires), func(facet string) bool { return facet == rule.GroupBy })
	if len(others) == 0 {
		return true, true
	}
	var unseen gateway.Unseen
	unseen, alike = e.subject.Unseen(others...)
	return true, !alike || unseen.Partial
}
