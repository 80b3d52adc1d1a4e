package report

import (
	"maps"
	"slices"
	"strings"
)

// Framework is a catalogue of controls that rules serve. A format may name it.
type Framework struct {
	ID string // the key of RuleInfo.Controls: mitre-atlas
	// Name is what people call it; Title names its version too.
	Name, Title  string
	Description  string // Markdown
	Version      string
	Released     string // the day of that version, 2026-03-20; "" where it is not known
	Organization string
	URL          string
	Controls     []Control // in the framework's order
}

// Control is one item of a framework.
type Control struct {
	ID    string // AML.M0020
	Title string
}

// sarifTaxonomies are the frameworks that the rules serve which found something, with the
// controls that one of those serves and no others (all of them would be a third of most
// files), and where in them each control stands. A user's own rules may
// serve frameworks and controls that gwlint does not know: those have a name alone.
type sarifTaxonomies struct {
	list []sarifTaxonomy
	// index is where a framework stands in the list, and taxa where a control stands in
	// its taxonomy, both by their names in METADATA.
	index map[string]int
	taxa  map[string]map[string]int
	found map[string]bool // rules, by ID
}

func newSARIFTaxonomies(r Report) sarifTaxonomies {
	t := sarifTaxonomies{index: map[string]int{}, taxa: map[string]map[string]int{}, found: map[string]bool{}}
	for i := range r.Findings {
		if f := &r.Findings[i]; shown(*f) {
			t.found[f.Rule] = true
		}
	}
	served := t.served(r.Rules)
	for _, id := range slices.Sorted(maps.Keys(served)) {
		framework := Framework{ID: id, Name: id}
		if i := slices.IndexFunc(r.Frameworks, func(f Framework) bool { return f.ID == id }); i >= 0 {
			framework = r.Frameworks[i]
		}
		t.add(framework, served[id])
	}
	return t
}

// served are the controls by framework that rules serve which found something.
func (st *sarifTaxonomies) served(rules []RuleInfo) map[string]map[string]bool {
	served := map[string]map[string]bool{}
	for _, rule := range rules {
		if !st.found[rule.ID] {
			continue
		}
		for framework, ids := range rule.Controls {
			if served[framework] == nil {
				served[framework] = map[string]bool{}
			}
			for _, id := range ids {
				served[framework][id] = true
			}
		}
	}
	return served
}

// add adds a framework with those of its controls that are served, in its order; those
// that it does not have follow in order of their IDs.
func (st *sarifTaxonomies) add(f Framework, served map[string]bool) {
	taxonomy := sarifTaxonomy{
		Name: Visible(f.Name), Version: f.Version, Released: f.Released, Organization: f.Organization, InformationURI: f.URL,
		ShortDescription: describedBy(f.Title), FullDescription: describedBy(strings.Join(strings.Fields(f.Description), " ")),
		Taxa: []sarifTaxon{},
	}
	controls := slices.Clone(f.Controls)
	for _, id := range slices.Sorted(maps.Keys(served)) {
		if !slices.ContainsFunc(controls, func(c Control) bool { return c.ID == id }) {
			controls = append(controls, Control{ID: id})
		}
	}
	places := map[string]int{}
	for _, c := range controls {
		if served[c.ID] {
			places[c.ID] = len(taxonomy.Taxa)
			taxonomy.Taxa = append(taxonomy.Taxa, sarifTaxon{ID: Visible(c.ID), Name: c.Title, ShortDescription: describedBy(c.Title)})
		}
	}
	st.index[f.ID], st.taxa[f.ID] = len(st.list), places
	st.list = append(st.list, taxonomy)
}

// describedBy is a description, nil where nothing is said.
func describedBy(text string) *sarifText {
	if text == "" {
		return nil
	}
	return &sarifText{Text: clip(proper(text), sarifLongest)}
}

// references are those to the frameworks themselves, for the tool that supports them.
func (st *sarifTaxonomies) references() []sarifComponentReference {
	var all []sarifComponentReference
	for i, taxonomy := range st.list {
		all = append(all, sarifComponentReference{Name: taxonomy.Name, Index: i})
	}
	return all
}

// relationships say which controls a rule serves. By `superset`, every result of the
// rule counts as one about each of these controls.
func (st *sarifTaxonomies) relationships(r RuleInfo) []sarifRelationship {
	var all []sarifRelationship
	if !st.found[r.ID] {
		return nil
	}
	for _, framework := range slices.Sorted(maps.Keys(r.Controls)) {
		at := st.index[framework]
		for _, id := range r.Controls[framework] {
			all = append(all, sarifRelationship{
				Target: sarifReference{
					ID: Visible(id), Index: st.taxa[framework][id],
					Component: sarifComponentReference{Name: st.list[at].Name, Index: at},
				},
				Kinds: []string{"superset"},
			})
		}
	}
	return all
}
