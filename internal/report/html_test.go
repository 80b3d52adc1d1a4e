package report_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"flag"
	"fmt"
	"iter"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/net/html"

	"github.com/gwlint/gwlint/internal/finding"
	"github.com/gwlint/gwlint/internal/report"
)

var pages = flag.String("pages", "", "write the pages that a browser looks at into this folder")

// hostile are names that would be something else than a name in a page that does not
// escape them.
var hostile = []string{
	`<script>document.title='injected'</script>`,
	`"><img src=x onerror=alert(1)>`,
	`x" onmouseover="alert(1)`,
	`javascript:alert(1)`,
	`</title></style></script><h1>injected</h1>`,
	`{{.Tool.Name}} ${alert(1)} <!--`,
	"rtl \u202egnp.exe \x1b[31mred\x1b[0m \x00 \u2028 nul",
	`' autofocus onfocus=alert(1) '`,
	"&lt;b&gt; &amp; &#x6A;",
	"#q=x&at=y] [id=z",
}

// attacked is a report in which everything that comes from the input is hostile.
func attacked(tb testing.TB) report.Report {
	tb.Helper()
	r := full(tb)
	r.Workspace = someWorkspace()
	r.Workspace.Host, r.Workspace.Identity = hostile[1], hostile[0]
	r.Workspace.Unread[0].Message, r.Workspace.NotThere = hostile[2], hostile[:3]
	r.Run.Configuration = &report.Configuration{File: hostile[0], Digest: hostile[4]}
	r.Run.State, r.Run.AsOf, r.Run.Exclude, r.Run.Params = hostile[1], hostile[0], hostile, hostile
	r.Run.Policy.Path, r.Tool.Policy, r.Tool.Version = hostile[4], hostile[0], hostile[4]
	r.Subjects, r.Findings, r.Errors, r.Checklist, r.Rules = nil, nil, nil, nil, nil
	for i, name := range hostile {
		file := name + "/gw.json"
		item := fmt.Sprintf("X-%d %s", i, name)
		rule := report.RuleInfo{
			ID: "OUR" + name, Name: name, Title: name, Description: name, Remediation: name, URL: name,
			Level: finding.Error, Severity: finding.High, Controls: map[string][]string{name: {name}},
		}
		r.Rules = append(r.Rules, rule)
		r.Frameworks = append(r.Frameworks, report.Framework{ID: name, Name: name, Title: name, URL: name, Controls: []report.Control{{ID: name, Title: name}}})
		r.Checklist = append(r.Checklist, report.Item{ID: item, Title: name, Status: report.StatusFail, Reason: name, Rules: []string{rule.ID}, Subjects: report.ItemSubjects{Fail: 1}})
		r.Subjects = append(r.Subjects, report.Subject{
			Kind: "endpoint", Name: name, File: file, Page: name, Error: 1, Items: &report.SubjectItems{Fail: []string{item}}, Rules: []string{rule.ID},
		})
		for _, outcome := range []finding.Outcome{finding.Fail, finding.Unknown, finding.Waived} {
			f := finding.Finding{
				Rule: rule.ID, Name: name, Severity: finding.High, Level: finding.Error, Outcome: outcome,
				Subject: finding.Subject{Kind: "endpoint", Name: name}, Pointer: "/" + name + "/" + string(outcome),
				Message: name, Reason: name, Help: name, Fix: &finding.Fix{Safety: finding.Safety(name), Description: name},
				Waiver: &finding.Waiver{Reason: name, Owner: name, Expires: name},
			}
			f.Location, f.Excerpt = at(tb, file, "before\n  key: "+name+"\nafter", name)
			f.Related = []finding.Related{{Location: f.Location, Excerpt: f.Excerpt, Message: name}}
			f.Related[0].Location.File = "other " + file
			r.Findings = append(r.Findings, f)
		}
		r.Errors = append(r.Errors, report.Problem{File: file, Message: name})
		r.Prompts = append(r.Prompts, name)
		r.LeftOut = append(r.LeftOut, report.LeftOut{File: file, Why: report.Excluded, By: name})
		r.NotChecked = append(r.NotChecked, report.NotChecked{Rules: []string{rule.ID}, Items: []string{item}, Needs: report.Need(name), How: name, Subjects: 1})
	}
	finding.Sort(r.Findings)
	finding.Fingerprint(r.Findings)
	return report.New(r, report.FailOnError)
}

// fleet is a scan of n endpoints with 18 items: 350 failures and 6,000 undecided of 6
// causes for 1,000 of them, and in proportion for other numbers.
func fleet(tb testing.TB, n, items int) report.Report {
	tb.Helper()
	r := report.Report{Tool: tool(), Rules: catalogue(), Workspace: someWorkspace(), Summary: report.Summary{Files: n}, Frameworks: []report.Framework{atlas()}}
	r.Workspace.Endpoints = n
	r.Rules[2].Controls = map[string][]string{"mitre-atlas": {"AML.M0020"}}
	rules := []string{"GW103", "GW003", "GW107", "GW210"}
	levels := []finding.Level{finding.Error, finding.Error, finding.Warning, finding.Note}
	for i := range items {
		item := report.Item{
			ID: fmt.Sprintf("F4-%02d", i+1), Title: "Inference tables lie in a schema with a clear owner, apart from trace tables",
			Status: report.StatusPass, Subjects: report.ItemSubjects{Pass: n}, Rules: []string{},
		}
		switch {
		case i < len(rules):
			item.Status, item.Rules, item.Subjects = report.StatusFail, []string{rules[i]}, report.ItemSubjects{Fail: n * 35 / 400, Pass: n - n*35/400}
		case i < 10:
			item.Status, item.Reason = report.StatusUnknown, fmt.Sprintf("%d subjects could not be decided", n)
			item.Rules, item.Subjects = []string{fmt.Sprintf("GW50%d", i-4)}, report.ItemSubjects{Unknown: n}
		case i == 16:
			item.Status, item.Subjects = report.StatusNotApplicable, report.ItemSubjects{NotApplicable: n}
		case i == 17:
			item.Status, item.Reason = report.StatusManual, "no rule can tell"
		}
		r.Checklist = append(r.Checklist, item)
	}
	for i := range n {
		name := fmt.Sprintf("team%02d-gateway-%06d", i%37, i)
		s := report.Subject{
			Kind: "endpoint", Name: name, File: "databricks/" + liveHost + "/serving-endpoints/" + name + ".json", Hosting: "foundation", Form: "get",
			Page: "https://" + liveHost + "/ml/endpoints/" + name, Items: &report.SubjectItems{},
		}
		for _, item := range r.Checklist[4:min(10, items)] {
			f := undecided(tb, item.Rules[0], "endpoint", name, item.ID+": the permissions of a serving endpoint could not be read: 403: no permission on '"+name+"'")
			r.Findings = append(r.Findings, f)
			s.Items.Unknown = append(s.Items.Unknown, item.ID)
		}
		if items > 16 {
			s.Items.NotApplicable = append(s.Items.NotApplicable, r.Checklist[16].ID)
		}
		if i%20 < 7 { // 35 in 100 fail, each at one item
			k := i % 4
			f := sawn(tb, "endpoint", name, "serving-endpoints", `"gw_"`)
			f.Rule, f.Level = rules[k], levels[k]
			f.Message = fmt.Sprintf("the table prefix `gw_` of endpoint `%s` ends in an underscore: the table becomes `gw__payload`", name)
			f.Pointer += fmt.Sprint(k)
			r.Findings = append(r.Findings, f)
			s.Items.Fail, s.Rules = []string{r.Checklist[k].ID}, []string{rules[k]}
			switch levels[k] {
			case finding.Error:
				s.Error = 1
			case finding.Warning:
				s.Warning = 1
			default:
				s.Note = 1
			}
		}
		r.Subjects = append(r.Subjects, s)
	}
	finding.Sort(r.Findings)
	finding.Fingerprint(r.Findings)
	return report.New(r, report.FailOnError)
}

// audited is a run over files with something of everything a page can show.
func audited(tb testing.TB) report.Report {
	tb.Helper()
	r := complete(tb)
	r.Subjects[0] = report.Subject{Kind: "endpoint", Name: "other", File: "conf/other file.yml", Form: "create", Items: &report.SubjectItems{Unknown: []string{"F4-02"}, NotApplicable: []string{"F4-18"}}}
	r.Subjects[1] = report.Subject{
		Kind: "endpoint", Name: "skyloyalty-chat", File: "conf/gw.json", Form: "create", Error: 2, Warning: 1, Note: 1, Rules: []string{"GW003", "GW103", "GW110", "GW210"},
		Items: &report.SubjectItems{Fail: []string{"F4-04"}, Unknown: []string{"F4-02"}, Waived: []string{"F4-14"}, NotApplicable: []string{"F4-18"}},
	}
	r.Checklist[0].Subjects = report.ItemSubjects{Unknown: 2}
	r.Checklist[1].Subjects = report.ItemSubjects{Fail: 1, Pass: 1}
	r.NotChecked = []report.NotChecked{{Rules: []string{"GW201", "GW501"}, Items: []string{"F4-05"}, Needs: report.NeedsWorkspace, How: "`gwlint scan`", Subjects: 2}}
	r.Run = report.Run{
		Configuration: &report.Configuration{File: ".gwlint.yaml", Digest: "sha256:" + strings.Repeat("cd", 32)},
		Off:           []string{"GW105"}, Exclude: []string{"vendor/**"}, AsOf: "2026-11-29", State: "state.yaml",
	}
	r.Frameworks = []report.Framework{atlas()}
	r.Rules[0].Controls, r.Rules[2].Controls = map[string][]string{"mitre-atlas": {"AML.M0020"}}, map[string][]string{"mitre-atlas": {"AML.M0020"}, "ours": {"A-1"}}
	for i := range r.Findings {
		f := &r.Findings[i]
		if f.Rule != "GW003" {
			continue
		}
		follows := *f
		follows.Rule, follows.Name, follows.Pointer, follows.Message = "GW402", "output_pii_off", "/ai_gateway/x", "the PII filter on output is off"
		follows.Cause, follows.Fingerprint = f.Fingerprint, strings.Repeat("0f", 16)
		r.Findings = append(r.Findings, follows)
		break
	}
	return report.New(r, report.FailOnError)
}

// pageReports are the reports whose pages the tests of this file and a browser look at.
func pageReports(tb testing.TB) map[string]report.Report {
	tb.Helper()
	return map[string]report.Report{
		"audited": audited(tb), "full": full(tb), "clean": clean(tb), "halted": halted(tb), "empty": empty(), "strange": strange(tb),
		"live": live(tb), "deserted": deserted(tb), "crowded": crowded(tb), "hostile": attacked(tb), "fleet": fleet(tb, 1000, 18),
	}
}

func TestPagesForABrowserAreWrittenWhereAsked(t *testing.T) {
	t.Parallel()
	folder := *pages
	if folder == "" {
		folder = t.TempDir()
	}
	all := pageReports(t)
	all["fleet"] = fleet(t, 200, 18) // a browser opens each page two dozen times
	for _, name := range []string{"audited", "clean", "empty", "fleet", "full", "hostile", "live"} {
		r := all[name]
		if err := os.WriteFile(filepath.Join(folder, name+".html"), written(t, "html", r, report.Options{}), 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

// parsed is a page as a browser understands it.
func parsed(tb testing.TB, r report.Report) *html.Node {
	tb.Helper()
	root, err := html.Parse(bytes.NewReader(written(tb, "html", r, report.Options{})))
	if err != nil {
		tb.Fatal(err)
	}
	return root
}

// elements are those of a page with one of the names, or all.
func elements(root *html.Node, names ...string) iter.Seq[*html.Node] {
	return func(yield func(*html.Node) bool) {
		for n := range root.Descendants() {
			if n.Type == html.ElementNode && (len(names) == 0 || slices.Contains(names, n.Data)) && !yield(n) {
				return
			}
		}
	}
}

func attribute(n *html.Node, name string) string {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}

// words are the text of an element, but for that of scripts and styles.
func words(n *html.Node) string {
	var b strings.Builder
	for d := range n.Descendants() {
		if d.Type == html.TextNode && d.Parent.Data != "script" && d.Parent.Data != "style" {
			b.WriteString(d.Data)
		}
	}
	return strings.Join(strings.Fields(b.String()), " ")
}

func decoded(tb testing.TB, fragment string) string {
	tb.Helper()
	plain, err := url.PathUnescape(fragment)
	if err != nil {
		tb.Fatal(err)
	}
	return plain
}

func byID(tb testing.TB, root *html.Node, id string) *html.Node {
	tb.Helper()
	for n := range elements(root) {
		if attribute(n, "id") == id {
			return n
		}
	}
	tb.Fatalf("the page has no %s", id)
	return nil
}

func TestAPageIsWellFormed(t *testing.T) {
	t.Parallel()
	void := []string{"meta", "link", "input", "rect"}
	for name, r := range pageReports(t) {
		var open []string
		tokens := html.NewTokenizer(bytes.NewReader(written(t, "html", r, report.Options{})))
		for kind := tokens.Next(); kind != html.ErrorToken; kind = tokens.Next() {
			token := tokens.Token()
			switch {
			case kind == html.StartTagToken && !slices.Contains(void, token.Data):
				open = append(open, token.Data)
			case kind == html.EndTagToken && (len(open) == 0 || open[len(open)-1] != token.Data):
				t.Fatalf("%s: </%s> ends what is not open: %v", name, token.Data, open)
			case kind == html.EndTagToken:
				open = open[:len(open)-1]
			}
		}
		if len(open) > 0 {
			t.Errorf("%s: nothing ends %v", name, open)
		}
	}
}

func TestAPageHasEachIDOnceAndEveryLinkLeadsSomewhere(t *testing.T) {
	t.Parallel()
	for name, r := range pageReports(t) {
		root, ids := parsed(t, r), map[string]bool{}
		for n := range elements(root) {
			if id := attribute(n, "id"); id != "" && ids[id] {
				t.Errorf("%s: id %s stands there twice", name, id)
			} else if id != "" {
				ids[id] = true
			}
		}
		for a := range elements(root, "a") {
			href := attribute(a, "href")
			if here, ok := strings.CutPrefix(href, "#"); ok && !ids[decoded(t, here)] {
				t.Errorf("%s: the link %s leads nowhere", name, href)
			} else if !ok && !strings.HasPrefix(href, "https://") {
				t.Errorf("%s: the link %s is no page", name, href)
			}
		}
		for _, f := range r.Findings {
			if f.Outcome == finding.Fail && f.Level.Rank() > 0 && !ids["f-"+f.Fingerprint] {
				t.Errorf("%s: finding %s has no place", name, f.Fingerprint)
			}
		}
	}
}

func TestNothingInAPageComesFromNamesInTheInput(t *testing.T) {
	t.Parallel()
	root := parsed(t, attacked(t))
	if got := len(slices.Collect(elements(root, "script", "style", "h1", "title"))); got != 4 {
		t.Errorf("%d of script, style, h1 and title, want one each", got)
	}
	for n := range elements(root) {
		if slices.Contains([]string{"img", "iframe", "object", "embed", "base", "b-injected"}, n.Data) {
			t.Errorf("<%s> was injected", n.Data)
		}
		for _, a := range n.Attr {
			if strings.HasPrefix(a.Key, "on") || a.Key == "style" || a.Key == "src" || a.Key == "autofocus" {
				t.Errorf("<%s> has %s=%q", n.Data, a.Key, a.Val)
			}
		}
	}
	for n := range root.Descendants() {
		if n.Type == html.CommentNode {
			t.Errorf("there is a comment: %q", n.Data)
		}
	}
	all := words(root)
	for _, name := range hostile {
		if want := strings.Join(strings.Fields(report.Visible(name)), " "); !strings.Contains(all, want) {
			t.Errorf("the page does not show %q as it is", want)
		}
	}
	for _, r := range string(written(t, "html", attacked(t), report.Options{})) {
		if r != '\n' && report.Visible(string(r)) != string(r) {
			t.Fatalf("%U is written as it is", r)
		}
	}
}

func TestAPageAllowsItsOwnStyleAndScriptAndNoRequest(t *testing.T) {
	t.Parallel()
	for name, r := range pageReports(t) {
		root := parsed(t, r)
		digest := func(element string) string {
			var all []string
			for n := range elements(root, element) {
				sum := sha256.Sum256([]byte(n.FirstChild.Data))
				all = append(all, "'sha256-"+base64.StdEncoding.EncodeToString(sum[:])+"'")
			}
			return strings.Join(all, " ")
		}
		want := fmt.Sprintf("default-src 'none'; style-src %s; script-src %s; img-src data:; base-uri 'none'; form-action 'none'", digest("style"), digest("script"))
		got := ""
		for n := range elements(root, "meta") {
			if attribute(n, "http-equiv") == "Content-Security-Policy" {
				got = attribute(n, "content")
			}
		}
		if got != want {
			t.Errorf("%s: the policy is %q, want %q", name, got, want)
		}
	}
	for _, file := range []string{"html/page.css", "html/page.js"} {
		b, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if found := regexp.MustCompile(`(?i)</|url\(|@import|https?:|fetch|XMLHttp|innerHTML|eval\(`).Find(b); found != nil {
			t.Errorf("%s has %q", file, found)
		}
	}
}

func TestAPageOfAThousandEndpointsHasAtMostTwoMegabytes(t *testing.T) {
	t.Parallel()
	r := fleet(t, 1000, 18)
	if r.Summary.Unknown != 6000 || r.Summary.Error+r.Summary.Warning+r.Summary.Note != 350 {
		t.Fatalf("the report has other numbers: %+v", r.Summary)
	}
	page := written(t, "html", r, report.Options{})
	if len(page) > 2<<20 {
		t.Errorf("%d bytes", len(page))
	}
	if !bytes.Equal(page, written(t, "html", fleet(t, 1000, 18), report.Options{})) {
		t.Error("the same report gives another page")
	}
	root := parsed(t, r)
	if got := len(slices.Collect(elements(byID(t, root, "undecided"), "details"))); got != 6 {
		t.Errorf("%d causes of what is not decided, want 6", got)
	}
	if got := len(slices.Collect(elements(root, "pre"))); got != 350 {
		t.Errorf("%d excerpts, want one for each of the 350 failures", got)
	}
	if got := len(slices.Collect(elements(byID(t, root, "matrix"), "td"))); got != 1000*(18+3) {
		t.Errorf("%d cells of the matrix, want 1,000 gateways with 18 items and 3 counts", got)
	}
}

func TestTheHeadlineSaysWhatTheRunComesTo(t *testing.T) {
	t.Parallel()
	undecidedFails := func(tb testing.TB) report.Report {
		tb.Helper()
		r := clean(tb)
		return report.New(r, report.FailOnUnknown)
	}
	lenient := func(tb testing.TB) report.Report {
		tb.Helper()
		return report.New(complete(tb), report.FailOnNone)
	}
	emptyAndIncomplete := func(testing.TB) report.Report {
		r := empty()
		r.Errors = []report.Problem{{File: "gw.json", Message: "expected a value"}}
		return report.New(r, report.FailOnError)
	}
	for name, test := range map[string]struct {
		report     func(testing.TB) report.Report
		word, says string
	}{
		"findings":                     {complete, "FAILED", "4 new errors, 1 new warning and 1 new note in 2 of 2 gateways and 1 other subject."},
		"an incomplete run":            {full, "INCOMPLETE", "2 inputs could not be checked, so what follows holds only for the rest."},
		"an incomplete run of nothing": {emptyAndIncomplete, "INCOMPLETE", "1 input could not be checked"},
		"a halt":                       {halted, "HALTED", "No FMAPI endpoint passed the role probe for agent_chat."},
		"nothing found":                {clean, "OK", "6 checks were not decided, which is not the same as passed."},
		"unknown counts":               {undecidedFails, "FAILED", "6 undecided count as failures in this run."},
		"errors that may be":           {lenient, "OK", "The run passes all the same: --fail-on none."},
		"no gateway":                   {func(testing.TB) report.Report { return empty() }, "NOTHING CHECKED", "There is no verdict: no gateway configuration."},
		"an empty workspace":           {deserted, "NOTHING CHECKED", "nothing is visible to ana@example.com"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			root := parsed(t, test.report(t))
			said := ""
			for n := range elements(root, "header") {
				said = words(n)
			}
			if !strings.Contains(said, test.word+" ") || !strings.Contains(said, test.says) {
				t.Errorf("the headline is %q, want %q and %q", said, test.word, test.says)
			}
		})
	}
}

func TestAPageShowsWhatItsGoldenFileShows(t *testing.T) {
	t.Parallel()
	assets := regexp.MustCompile(`(?s)<(style|script)>.*?</(style|script)>|sha256-[A-Za-z0-9+/=&#;]{20,}`)
	for name, r := range map[string]report.Report{"audited.html": audited(t), "live.html": live(t)} {
		golden(t, name, assets.ReplaceAll(written(t, "html", r, report.Options{}), []byte("…")))
	}
}

func TestAFailureInTheMatrixLinksToItsFinding(t *testing.T) {
	t.Parallel()
	r := audited(t)
	var got []string
	for a := range elements(byID(t, parsed(t, r), "matrix"), "a") {
		got = append(got, words(a)+" "+attribute(a, "href"))
	}
	var secondError, prefix, waived string
	for _, f := range r.Findings {
		switch f.Rule {
		case "GW103":
			prefix = f.Fingerprint
		case "GW003":
			secondError = f.Fingerprint
		case "GW107":
			waived = f.Fingerprint
		}
	}
	if diff := cmp.Diff([]string{"2 #f-" + secondError, "fail #f-" + prefix, "waived #f-" + waived}, got); diff != "" {
		t.Error(diff)
	}
}
