package report

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"github.com/gwlint/gwlint/internal/finding"
)

// htmlInFull is how many findings a page shows in full, the worst; the others have a line
// each, or a page of 30,000 would be more than a browser opens.
const htmlInFull = 1000

// htmlFindings are the findings that count, the worst first.
type htmlFindings struct {
	List []htmlFinding
	// Short is how many of them have no excerpt and no advice.
	Short int
}

// htmlFinding is one finding as the page shows it.
type htmlFinding struct {
	// ID is the name by which a link finds it, "" where it has none.
	ID, Fingerprint   string
	Level             finding.Level
	Severity          finding.Severity
	Rule, RuleURL     string
	Message           []htmlSpan
	Gateway, Kind     string
	Place, Page       string
	Pointer           string
	Items             string // IDs with blanks between
	Snippets          []htmlSnippet
	So                []htmlConsequence
	Reason, Help, Fix []htmlSpan
	Controls          []string
	More              int
	Short             bool
}

// htmlConsequence is a finding that follows from another.
type htmlConsequence struct {
	ID, Rule string
	Message  []htmlSpan
}

// htmlFindingWriter lists the findings of a page, and those that are waived.
type htmlFindingWriter struct{ *htmlWriter }

// shownFindings makes what the page shows of each finding that counts, and gives it its id.
func (h htmlFindingWriter) shownFindings() htmlFindings {
	var kept []*finding.Finding
	for i := range h.Findings {
		if shown(h.Findings[i]) {
			kept = append(kept, &h.Findings[i])
		}
	}
	slices.SortStableFunc(kept, func(a, b *finding.Finding) int {
		return cmp.Or(cmp.Compare(badness(b), badness(a)), cmp.Compare(a.Rule, b.Rule))
	})
	all := htmlFindings{List: make([]htmlFinding, 0, len(kept)), Short: max(len(kept)-htmlInFull, 0)}
	for i, f := range kept {
		one := h.finding(f)
		if one.Short = i >= htmlInFull; !one.Short {
			h.explain(&one, f)
		}
		all.List = append(all.List, one)
	}
	return all
}

// finding says what was found, by which rule, and where.
func (h htmlFindingWriter) finding(f *finding.Finding) htmlFinding {
	rule := h.rules.of(*f)
	one := htmlFinding{
		ID: h.anchor(f), Fingerprint: Visible(f.Fingerprint), Level: f.Level, Severity: f.Severity,
		Rule: htmlName(f.Rule), RuleURL: htmlURL(rule.URL), Message: htmlText(messageOf(f)),
		Gateway: cmp.Or(htmlName(f.Subject.Called()), htmlKind(f.Subject.Kind)), Kind: htmlKind(f.Subject.Kind),
		Place: htmlName(textPlace(f.Location)), Pointer: htmlName(f.Pointer), Items: strings.Join(h.items[f.Rule], " "), More: f.More,
	}
	if i := h.gatewayOf(f); i >= 0 {
		one.Page = htmlURL(h.Subjects[i].Page)
	}
	for _, i := range h.following[f.Fingerprint] {
		if follows := &h.Findings[i]; f.Fingerprint != "" {
			one.So = append(one.So, htmlConsequence{h.anchor(follows), htmlName(follows.Rule), htmlText(messageOf(follows))})
		}
	}
	return one
}

// explain shows the place, and says what to do and which controls are at stake.
func (h htmlFindingWriter) explain(one *htmlFinding, f *finding.Finding) {
	rule := h.rules.of(*f)
	one.Snippets = htmlSnippets(*f, label(rule))
	one.Reason, one.Help = htmlText(f.Reason), htmlProse(rule.help(*f))
	if f.Fix != nil {
		one.Fix = htmlProse(fixWords(*f.Fix))
	}
	for _, framework := range slices.Sorted(maps.Keys(rule.Controls)) {
		one.Controls = append(one.Controls, htmlName(htmlRuleWriter(h).framework(framework).Name+" "+strings.Join(rule.Controls[framework], ", ")))
	}
}

// anchor gives a finding its id, and has its gateway know it; a fingerprint that is
// missing or met before gives none.
func (h htmlFindingWriter) anchor(f *finding.Finding) string {
	id := htmlID("f-", f.Fingerprint)
	if f.Fingerprint == "" || h.taken[id] {
		return ""
	}
	h.taken[id] = true
	for _, gateway := range h.gatewaysOf(f) {
		for _, key := range []htmlAnchor{{gateway, f.Rule}, {gateway: gateway}} {
			if h.anchors[key] == "" {
				h.anchors[key] = id
			}
		}
	}
	return id
}

// htmlWaived is a failure that a waiver covers.
type htmlWaived struct {
	ID, Rule, RuleURL string
	Message           []htmlSpan
	Place             string
	Why               []htmlSpan
	Owner, Until      string
	// More says where the waiver is written and by whose leave.
	More string
}

func (h htmlFindingWriter) waived() []htmlWaived {
	var all []htmlWaived
	for _, f := range waivedIn(h.Findings) {
		one := htmlWaived{
			ID: h.anchor(f), Rule: htmlName(f.Rule), RuleURL: htmlURL(h.rules.of(*f).URL),
			Message: htmlText(messageOf(f)), Place: htmlName(textPlace(f.Location)),
		}
		if w := f.Waiver; w != nil {
			one.Why, one.Owner, one.Until = htmlText(w.Reason), htmlName(w.Owner), htmlName(w.Expires)
			one.More = htmlName(waiverPlace(w))
		}
		all = append(all, one)
	}
	return all
}
