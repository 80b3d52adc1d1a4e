package report

import (
	"cmp"
	"fmt"
	"net/url"
	"slices"
	"strings"

	"github.com/clipperhouse/displaywidth"

	"github.com/gwlint/gwlint/internal/finding"
	"github.com/gwlint/gwlint/internal/regex"
)

// unknownPrinter lists the unknown findings by what they have in common: a reader
// needs to know once what was not seen, and not for each rule and endpoint.
type unknownPrinter struct {
	*textWriter

	rules    ruleIndex
	findings []finding.Finding
	total    int // how many of the findings are unknown
	// scanned says that subjects are better known by name than by a place in a file.
	scanned bool
}

// printGroups lists each reason with all its places.
func (up unknownPrinter) printGroups() {
	groups := up.groups()
	if len(groups) == 0 {
		return
	}
	up.heading("Not decided", up.total)
	for _, g := range groups {
		up.reason(g.rules, g.reason, "")
		for _, f := range g.findings {
			up.hang("    -->", placeAndSubject(f), len("    -->"), nil)
		}
	}
	up.WriteString("\n")
}

// reason says of one rule, or of several, why it could not decide, and where.
func (up unknownPrinter) reason(rules []RuleInfo, reason, places string) {
	if places != "" {
		places = ": " + places
	}
	if len(rules) == 1 {
		rule := rules[0]
		id := up.style.link(rule.URL, Visible(rule.ID))
		up.item(up.style.note.Sprint("unknown["+id+"]:"), rule.Name+": "+reason+places, displaywidth.String(Visible(rule.ID))+len("unknown[]:"))
		return
	}
	most := manyHeadlines
	if places == "" {
		most = len(rules)
	}
	var ids []string
	for _, rule := range rules {
		ids = append(ids, rule.ID)
	}
	up.item(up.style.note.Sprint("unknown:"), reason+" ("+listed(ids, most)+")"+places, len("unknown:"))
}

// group is the unknown findings that have one reason and the same subjects.
type group struct {
	rules    []RuleInfo
	reason   string
	findings []finding.Finding // those of the first rule
}

// groups gathers unknown findings by rule and reason, then by reason and
// subjects.
func (up unknownPrinter) groups() []group {
	type key struct{ rule, reason string }
	index := map[key]int{}
	var single []group
	for _, f := range up.findings {
		if f.Outcome != finding.Unknown {
			continue
		}
		k := key{f.Rule, f.Reason}
		i, ok := index[k]
		if !ok {
			i = len(single)
			index[k] = i
			single = append(single, group{rules: []RuleInfo{up.rules.of(f)}, reason: f.Reason})
		}
		single[i].findings = append(single[i].findings, f)
	}
	return join(single)
}

// join joins the groups that have the reason and the subjects in common.
func join(single []group) []group {
	var joined []group
	index := map[string][]int{} // by reason
	for _, g := range single {
		same := index[g.reason]
		i := slices.IndexFunc(same, func(i int) bool { return g.alike(joined[i]) })
		if i < 0 {
			index[g.reason] = append(same, len(joined))
			joined = append(joined, g)
			continue
		}
		joined[same[i]].rules = append(joined[same[i]].rules, g.rules...)
	}
	for _, g := range joined {
		slices.SortFunc(g.rules, compareRules)
	}
	return joined
}

func compareRules(a, b RuleInfo) int { return cmp.Compare(a.ID, b.ID) }

// alike says whether two groups have the reason and the subjects in common.
func (g group) alike(other group) bool {
	return g.reason == other.reason && slices.EqualFunc(g.findings, other.findings, func(a, b finding.Finding) bool {
		return a.Subject == b.Subject && a.Location.File == b.Location.File && slices.Equal(a.Targets, b.Targets)
	})
}

// manyCauses is how many causes are told unless all are wanted.
const manyCauses = 12

// printCauses lists what could not be decided: each cause once, what counts and then that
// of the most first, with the first of its places.
func (up unknownPrinter) printCauses() {
	causes := unknownCauses(up.findings, up.rules)
	if len(causes) == 0 {
		return
	}
	up.heading("Not decided", up.total)
	for i, c := range causes {
		if i == manyCauses && len(causes) > manyCauses+1 {
			up.printf("  %s %d more causes; -v shows them\n", ellipsis, len(causes)-i)
			break
		}
		up.reason(c.rules, c.reason, up.places(c))
	}
	up.WriteString("\n")
}

// place is where something could not be decided: the subject of a workspace, or the
// place in a file.
func (up unknownPrinter) place(f *finding.Finding) string {
	if up.scanned || f.Location.File == "" {
		return subjectName(f.Subject)
	}
	if where := inSomeTargets(f); where != "" {
		return textPlace(f.Location) + " " + Visible(where)
	}
	return textPlace(f.Location)
}

// places names where a cause is, or the first of many places.
func (up unknownPrinter) places(c *unknownCause) string {
	const few = 3
	places := make([]string, 0, len(c.findings))
	for _, f := range c.findings {
		places = append(places, up.place(f))
	}
	if up.scanned {
		slices.Sort(places)
	}
	if len(places) <= few+1 {
		return strings.Join(places, ", ")
	}
	return fmt.Sprintf("%s %s %d more", strings.Join(places[:few], ", "), ellipsis, len(places)-few)
}

// particular is what names one thing among others of its kind, in what a
// workspace answers: words in quotes, IDs, what is masked. An apostrophe within a word is no
// quote.
var particular = regex.Lazy(`\B'[^']*'\B|\B"[^"]*"\B|` + "\\B`[^`]*`\\B" +
	`|\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b|\b[0-9a-f]{16,}\b|\b[0-9]{6,}\b|\*{4,}`)

// withoutNames is what a message has in common with those about other subjects: the
// words of a refusal are the workspace's own, and most name what was asked for.
func withoutNames(message, name string) string {
	return particular().ReplaceAllStringFunc(withoutName(message, name), func(found string) string {
		if strings.ContainsAny(found[:1], "'\"`") {
			return found[:1] + ellipsis + found[:1]
		}
		return ellipsis
	})
}

// withoutName leaves a name out of a message, where it is not part of a longer one.
func withoutName(message, name string) string {
	if name == "" || !strings.Contains(message, name) {
		return message
	}
	var b strings.Builder
	for {
		before, after, found := strings.Cut(message, name)
		b.WriteString(before)
		if !found {
			return b.String()
		}
		if continues(b.String(), b.Len()-1) || continues(after, 0) {
			b.WriteString(name)
		} else {
			b.WriteString(ellipsis)
		}
		message = after
	}
}

// continues says whether a name goes on at a byte.
func continues(s string, i int) bool {
	return i >= 0 && i < len(s) && (letterOrDigit(rune(s[i])) || s[i] == '_' || s[i] == '-' || s[i] >= 0x80)
}

// apiName is the name at the end of an API path.
func apiName(path string) string {
	name := path[strings.LastIndexByte(path, '/')+1:]
	if plain, err := url.PathUnescape(name); err == nil {
		return plain
	}
	return name
}
