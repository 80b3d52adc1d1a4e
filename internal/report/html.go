package report

import (
	"bytes"
	"crypto/sha256"
	"embed"
	"encoding/base64"
	"fmt"
	"html/template"
	"io"
	"slices"
	"strings"
	"sync"

	"github.com/gwlint/gwlint/internal/finding"
)

//go:embed html
var htmlFiles embed.FS

// htmlAssets are what every page has in common.
type htmlAssets struct {
	page *template.Template
	css  template.CSS
	js   template.JS
	// security is the Content-Security-Policy: nothing but the style and the script of
	// the page itself, by their digests, and no request at all.
	security string
}

var htmlParts = sync.OnceValue(func() htmlAssets {
	css, js := htmlFile("page.css"), htmlFile("page.js")
	return htmlAssets{
		page: template.Must(template.New("page.html.tmpl").ParseFS(htmlFiles, "html/page.html.tmpl")),
		css:  template.CSS(css), //nolint:gosec // G203: the style is ours
		js:   template.JS(js),   //nolint:gosec // G203: the script is ours
		security: fmt.Sprintf("default-src 'none'; style-src '%s'; script-src '%s'; img-src data:; base-uri 'none'; form-action 'none'",
			htmlDigest(css), htmlDigest(js)),
	}
})

func htmlFile(name string) string {
	b, err := htmlFiles.ReadFile("html/" + name)
	if err != nil { // it is embedded
		panic(err)
	}
	return string(b)
}

// htmlDigest is the source expression by which a Content-Security-Policy knows a text.
func htmlDigest(text string) string {
	sum := sha256.Sum256([]byte(text))
	return "sha256-" + base64.StdEncoding.EncodeToString(sum[:])
}

// htmlPage is what the template shows. Every text in it is visible already; the
// template escapes it for HTML.
type htmlPage struct {
	CSS      template.CSS
	JS       template.JS
	Security string

	Tool    Tool
	Subject string // what was read: a host, or files
	Verdict htmlVerdict
	Counts  []htmlCount
	Errors  htmlProblems
	Scope   []htmlFact

	Items     []htmlItem
	Gateways  []htmlGateway
	Findings  htmlFindings
	Unchecked []htmlUnchecked
	Causes    []htmlCause
	Waived    []htmlWaived
	Known     htmlKnown

	Rules      []htmlRule
	Frameworks []htmlFramework
}

// htmlWriter makes the parts of a page from a report, with what several of them look up.
type htmlWriter struct {
	Report

	rules     ruleIndex
	following consequences
	// gateways says where the subject of a finding stands in Subjects.
	gateways map[subjectKey]int
	// byID says where subjects stand by their IDs.
	byID map[string]int
	// items are the checklist's items that a rule decides.
	items map[string][]string
	// anchors are the ids of findings that the page shows, by gateway and rule, and taken all of them.
	anchors map[htmlAnchor]string
	taken   map[string]bool
}

// writeHTML writes one page that holds everything it needs, for a reader who has neither
// gwlint nor the files that were checked.
func writeHTML(w io.Writer, r Report, _ Options) error {
	parts := htmlParts()
	hw := newHTMLWriter(r)
	page := htmlPage{
		CSS: parts.css, JS: parts.js, Security: parts.security,
		Tool: Tool{
			Name: Visible(r.Tool.Name), Version: Visible(r.Tool.Version),
			Policy: Visible(r.Tool.Policy), PolicyDigest: Visible(r.Tool.PolicyDigest),
		},
		Subject: htmlVerdictWriter{hw}.subject(), Verdict: htmlVerdictWriter{hw}.verdict(), Counts: htmlVerdictWriter{hw}.counts(), Errors: htmlVerdictWriter{hw}.problems(), Scope: htmlScopeWriter{hw}.scope(),
		Findings: htmlFindingWriter{hw}.shownFindings(), // the others link to these
	}
	page.Waived, page.Known = htmlFindingWriter{hw}.waived(), htmlKnownWriter{hw}.known()
	page.Items, page.Gateways = htmlMatrixWriter{hw}.checklist(), htmlMatrixWriter{hw}.matrix()
	page.Unchecked, page.Causes = htmlUnknownWriter{hw}.unchecked(), htmlUnknownWriter{hw}.causes()
	page.Rules, page.Frameworks = htmlRuleWriter{hw}.ruleTable(), htmlRuleWriter{hw}.frameworks()
	var b bytes.Buffer
	if err := parts.page.Execute(&b, page); err != nil {
		return fmt.Errorf("html: %w", err)
	}
	_, err := w.Write(b.Bytes())
	return err
}

func newHTMLWriter(r Report) *htmlWriter {
	h := &htmlWriter{
		Report: r, rules: indexRules(r.Rules), following: consequencesIn(r.Findings),
		gateways: map[subjectKey]int{}, byID: map[string]int{}, items: map[string][]string{}, anchors: map[htmlAnchor]string{}, taken: map[string]bool{},
	}
	for i, s := range r.Subjects {
		if s.ID != "" {
			h.byID[s.ID] = i
		}
		for _, key := range []subjectKey{s.key(), anywhere(s.Kind, s.Name)} {
			if _, ok := h.gateways[key]; !ok {
				h.gateways[key] = i
			}
		}
	}
	for _, item := range r.Checklist {
		for _, rule := range item.Rules {
			h.items[rule] = append(h.items[rule], Visible(item.ID))
		}
	}
	return h
}

// htmlSpan is a piece of a text; Code says that it stood between backticks.
type htmlSpan struct {
	Text string
	Code bool
}

// htmlLongest is how many bytes of one text from the input a page shows.
const htmlLongest = 2000

// htmlProse is htmlText of a text that is wrapped, as Markdown is.
func htmlProse(s string) []htmlSpan { return htmlText(strings.Join(strings.Fields(s), " ")) }

// htmlText splits a text into what stands between backticks and the rest. A single
// backtick is an ordinary character.
func htmlText(s string) []htmlSpan {
	var spans []htmlSpan
	s = clip(Visible(s), htmlLongest)
	for s != "" {
		before, rest, found := strings.Cut(s, "`")
		code, after, closed := strings.Cut(rest, "`")
		if !found || !closed {
			return append(spans, htmlSpan{Text: s})
		}
		if before != "" {
			spans = append(spans, htmlSpan{Text: before})
		}
		if code != "" {
			spans = append(spans, htmlSpan{Text: code, Code: true})
		}
		s = after
	}
	return spans
}

// htmlName is a name from the input as the page shows it everywhere.
func htmlName(s string) string { return clip(Visible(s), 200) }

// htmlID is an id: it holds no blanks.
func htmlID(prefix, s string) string {
	return prefix + strings.Join(strings.Fields(htmlName(s)), "-")
}

// htmlURL is an address that a reader may follow, "" for any other.
func htmlURL(s string) string {
	if (strings.HasPrefix(s, "https://") || strings.HasPrefix(s, "http://")) && Visible(s) == s {
		return s
	}
	return ""
}

func (h *htmlWriter) ruleNames(ids []string) []htmlRuleName {
	var names []htmlRuleName
	for _, id := range ids {
		name := htmlRuleName{ID: htmlName(id)}
		if _, ok := h.rules[id]; ok {
			name.Anchor = htmlID("r-", id)
		}
		names = append(names, name)
	}
	return names
}

// anchorOf is the id of the first finding of a gateway by one of these rules.
func (h *htmlWriter) anchorOf(gateway int, rules []string) string {
	for _, rule := range rules {
		if id := h.anchors[htmlAnchor{gateway, rule}]; id != "" {
			return id
		}
	}
	return ""
}

// gatewaysOf are the numbers of the subjects that a finding is about: of a bundle's
// resource, one for each target.
func (h *htmlWriter) gatewaysOf(f *finding.Finding) []int {
	if len(f.Deployments) == 0 {
		return slices.DeleteFunc([]int{h.gatewayOf(f)}, func(i int) bool { return i < 0 })
	}
	var all []int
	for _, id := range f.SubjectIDs() {
		if i, ok := h.byID[id]; ok {
			all = append(all, i)
		}
	}
	return all
}

// gatewayOf is the number of the subject that a finding is about, -1 where it is not
// among them.
func (h *htmlWriter) gatewayOf(f *finding.Finding) int {
	for _, key := range []subjectKey{keyOf(f), anywhere(f.Subject.Kind, f.Subject.Name)} {
		if i, ok := h.gateways[key]; ok {
			return i
		}
	}
	return -1
}
