package report

import (
	"slices"
	"strings"

	"github.com/gwlint/gwlint/internal/finding"
)

// What GitHub shows at most.
const (
	sarifLongest = 1024
	sarifTags    = 10
)

// sarifRules describes all active rules, and those of the findings that are
// not among them, with the index of each.
func sarifRules(r Report, taxonomies sarifTaxonomies) ([]sarifRule, map[string]int) {
	rules, index := []sarifRule{}, map[string]int{}
	add := func(rule RuleInfo) {
		if _, ok := index[rule.ID]; !ok {
			index[rule.ID] = len(rules)
			described := newSARIFRule(rule)
			described.Relationships = taxonomies.relationships(rule)
			rules = append(rules, described)
		}
	}
	for _, rule := range r.Rules {
		add(rule)
	}
	for _, f := range r.Findings {
		if shown(f) || f.Outcome == finding.Waived {
			rule := ruleFrom(f)
			rule.URL = home
			add(rule)
		}
	}
	return rules, index
}

func newSARIFRule(r RuleInfo) sarifRule {
	url := r.URL
	if !plain(url) {
		url = "" // a user's own rule may have no page at all
	}
	short := proper(r.Title)
	long := proper(strings.Join(strings.Fields(r.Description), " "))
	if long == "" {
		long = short
	}
	level, enabled := string(r.Level), (*bool)(nil)
	if r.Level.Rank() == 0 {
		level, enabled = string(finding.Note), new(bool)
	}
	return sarifRule{
		ID:               Visible(r.ID),
		Name:             pascal(r.Name),
		ShortDescription: sarifText{Text: clip(short, sarifLongest)},
		FullDescription:  sarifText{Text: clip(long, sarifLongest)},
		Help:             sarifText{Text: helpText(r, url), Markdown: helpMarkdown(r, url)},
		HelpURI:          url,
		Default:          sarifConfiguration{Level: level, Enabled: enabled},
		Properties:       sarifRuleProperties{Precision: r.Precision, SecuritySeverity: securitySeverity(r.Severity), Tags: tags(r)},
	}
}

// pascal writes a slug as SARIF wants a name: PrefixTrailingUnderscore.
func pascal(slug string) string {
	var b strings.Builder
	for _, word := range strings.FieldsFunc(slug, func(r rune) bool { return !letterOrDigit(r) }) {
		b.WriteString(strings.ToUpper(word[:1]) + word[1:])
	}
	return b.String()
}

func letterOrDigit(r rune) bool {
	return 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' || '0' <= r && r <= '9'
}

func helpText(r RuleInfo, url string) string {
	parts := []string{strings.TrimSpace(r.Description), strings.TrimSpace(r.Remediation), url}
	return strings.Join(slices.DeleteFunc(parts, func(s string) bool { return s == "" }), "\n\n")
}

// helpMarkdown is what GitHub shows with an alert. It shows no helpUri, so the
// link stands here.
func helpMarkdown(r RuleInfo, url string) string {
	help := ""
	if r.Help != nil {
		help = strings.TrimSpace(r.Help())
	}
	if help == "" {
		help = strings.TrimSpace(r.Description)
		if r.Remediation != "" {
			help += "\n\n## How to fix\n\n" + strings.TrimSpace(r.Remediation)
		}
		for i, l := range r.Links {
			if i == 0 {
				help += "\n\n## References\n"
			}
			help += "\n- [" + l.Text + "](" + l.URL + ")"
		}
	}
	if !strings.Contains(help, url) {
		help += "\n\n[" + r.ID + " in the documentation](" + url + ")"
	}
	return strings.TrimSpace(help)
}

// securitySeverity places a rule in GitHub's ranges: above 9.0 critical, from
// 7.0 high, from 4.0 medium, above 0 low.
func securitySeverity(s finding.Severity) string {
	switch s {
	case finding.Critical:
		return "9.5"
	case finding.High:
		return "8.0"
	case finding.Medium:
		return "5.5"
	case finding.Low:
		return "2.0"
	default:
		return "2.0"
	}
}

func tags(r RuleInfo) []string {
	all := []string{"security", "databricks", "ai-gateway"}
	for _, tag := range r.Tags {
		if len(all) < sarifTags && !slices.Contains(all, tag) {
			all = append(all, tag)
		}
	}
	return all
}

// clip cuts a text at a word so that it has at most n bytes.
func clip(s string, n int) string {
	if len(s) <= n {
		return s
	}
	s = strings.ToValidUTF8(s[:n-len(ellipsis)], "")
	if i := strings.LastIndexByte(s, ' '); i > 0 {
		s = s[:i]
	}
	return s + ellipsis
}
