package finding

import (
	"cmp"
	"slices"
	"strings"
)

// Deployment is the subject of a finding as one target of a bundle deploys it, or one root
// module of Terraform. All findings of a subject share it.
type Deployment struct {
	// Bundle names the root file of the bundle, "" where Target is no target of one but the
	// folder of a root module of Terraform.
	Bundle string
	Target string
	// Name is the name in the workspace, which targets put prefixes before, and SubjectID
	// the subject's.
	Name, SubjectID string
	// Peers are the names of other resources that the message has, each before what it is
	// called whatever the target: its name, its address, the next one's name.
	Peers []string
}

// Merge makes one finding of those that are the same in several targets of a bundle, or in
// several root modules of Terraform that call one module: of one rule on one resource at one place, with the same words apart from the names under
// which targets deploy. It has what the finding of the shortest of these names has. The
// targets of each bundle come in their order, by its root file. Call it before Sort, with
// all findings; what is no bundle's stays as it is.
func Merge(findings []Finding, targets map[string][]string) []Finding {
	if len(targets) == 0 {
		return findings
	}
	m := merger{targets: targets, groups: map[mergeKey][]int{}, counts: map[inTarget]int{}, ties: map[*Tie]*Tie{}}
	for _, follows := range []bool{false, true} { // a consequence goes by its cause
		m.gather(findings, follows)
	}
	kept := findings[:0:0]
	for i := range findings {
		if f := &findings[i]; f.Deployments == nil {
			kept = append(kept, *f)
		}
	}
	for _, key := range m.order {
		kept = append(kept, m.merged(findings, m.groups[key]))
	}
	return kept
}

// mergeKey is what findings have in common that are the same in several targets.
type mergeKey struct {
	bundle, address, kind, rule string
	outcome                     Outcome
	level                       Level
	location                    Location
	// words are the message, the reason, the help and what is said of related places.
	words string
	value Digest
	more  int
	// tie is that of a consequence.
	tie    *Tie
	waiver Waiver
	fix    string
	// nth counts those alike of one target, which stay apart.
	nth int
}

// inTarget is such a key in one target.
type inTarget struct {
	mergeKey

	target string
}

// merger groups the findings of bundles.
type merger struct {
	targets map[string][]string
	groups  map[mergeKey][]int
	order   []mergeKey
	counts  map[inTarget]int
	// ties are those that causes keep, by those that they had in each target.
	ties map[*Tie]*Tie
}

// gather groups the findings that follow from others, or those that do not.
func (m *merger) gather(findings []Finding, follows bool) {
	for i := range findings {
		f := &findings[i]
		if f.Deployments == nil || f.Follows != follows {
			continue
		}
		key := m.key(f)
		alike := inTarget{key, f.Deployments[0].Target}
		m.counts[alike]++
		key.nth = m.counts[alike]
		group := m.groups[key]
		if group == nil {
			m.order = append(m.order, key)
		}
		m.groups[key] = append(group, i)
	}
	if follows {
		return
	}
	for _, group := range m.groups {
		m.join(findings, group)
	}
}

// join has the findings of a group keep one tie, which is that of the first that has one.
func (m *merger) join(findings []Finding, group []int) {
	var kept *Tie
	for _, i := range group {
		if tie := findings[i].Tie; tie != nil {
			kept = cmp.Or(kept, tie)
			m.ties[tie] = kept
		}
	}
}

func (m *merger) key(f *Finding) mergeKey {
	d := f.Deployments[0]
	key := mergeKey{
		bundle: d.Bundle, address: f.Subject.Address, kind: f.Subject.Kind, rule: f.Rule, outcome: f.Outcome,
		level: f.Level, location: f.Location, words: wordsOf(f), value: f.Value, more: f.More,
	}
	if f.Follows {
		key.tie = m.ties[f.Tie]
	}
	if f.Waiver != nil {
		key.waiver = *f.Waiver
	}
	if f.Fix != nil {
		key.fix = f.Fix.key()
	}
	return key
}

// wordsOf are all that a finding says, with addresses in place of names, and its related
// places.
func wordsOf(f *Finding) string {
	d := f.Deployments[0]
	names := d.Peers
	if d.Name != "" {
		names = append([]string{d.Name, f.Subject.Address}, d.Peers...)
	}
	var b strings.Builder
	for _, said := range []string{f.Message, f.Reason, f.Help} {
		b.WriteString(said + "\x00")
	}
	for _, r := range f.Related {
		b.WriteString(r.Message + "\x00" + r.Location.key() + "\x00")
	}
	if len(names) == 0 {
		return b.String()
	}
	return renamed(b.String(), names)
}

// renamed replaces names that stand in backticks, as messages have them.
func renamed(text string, names []string) string {
	quoted := make([]string, 0, len(names))
	for _, name := range names {
		quoted = append(quoted, "`"+name+"`")
	}
	return strings.NewReplacer(quoted...).Replace(text)
}

// merged is the one finding that a group becomes.
func (m *merger) merged(findings []Finding, group []int) Finding {
	order := m.targets[findings[group[0]].Deployments[0].Bundle]
	slices.SortStableFunc(group, func(a, b int) int {
		one, other := findings[a].Deployments[0], findings[b].Deployments[0]
		return cmp.Or(
			cmp.Compare(slices.Index(order, one.Target), slices.Index(order, other.Target)),
			strings.Compare(one.SubjectID, other.SubjectID),
		)
	})
	shown := slices.MinFunc(group, func(a, b int) int {
		return cmp.Compare(len(findings[a].Subject.Name), len(findings[b].Subject.Name))
	})
	f := findings[shown]
	f.TargetsInAll = len(order)
	f.Deployments = make([]*Deployment, 0, len(group))
	names, differ := make([]string, 0, len(group)), false
	for _, i := range group {
		d := findings[i].Deployments[0]
		f.Deployments = append(f.Deployments, d)
		f.Targets, names = append(f.Targets, d.Target), append(names, d.Name)
		differ = differ || d.Name != f.Subject.Name
	}
	if differ {
		f.Names = names
	}
	f.Tie = m.tieOf(findings, group)
	return f
}

// tieOf is the tie of the first finding of a group that has one: a cause may have its
// consequences in another target.
func (m *merger) tieOf(findings []Finding, group []int) *Tie {
	for _, i := range group {
		if tie := findings[i].Tie; tie != nil {
			return cmp.Or(m.ties[tie], tie)
		}
	}
	return nil
}
