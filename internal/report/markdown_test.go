package report_test

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode"

	"github.com/google/go-cmp/cmp"
	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	extast "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/text"

	"github.com/gwlint/gwlint/internal/finding"
	"github.com/gwlint/gwlint/internal/report"
)

// page is what a reader of Markdown as GitHub writes it sees of a page.
type page struct {
	headings []string
	links    []string
	html     []string
	// rows are the cells of each row of the tables, headings left out.
	rows [][]string
	// prose is all text that is not code, code all that is.
	prose, code string
	// odd are the kinds of node that no page of ours holds.
	odd []string
}

// shownPage parses a page as GitHub does, with tables, and links that nobody wrote as such.
func shownPage(tb testing.TB, source []byte) page {
	tb.Helper()
	var p page
	inCode := false
	root := goldmark.New(goldmark.WithExtensions(extension.GFM)).Parser().Parse(text.NewReader(source))
	err := ast.Walk(root, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			return ast.WalkContinue, nil
		}
		if n.Type() == ast.TypeBlock {
			p.prose += "\n"
		}
		switch n := n.(type) {
		case *ast.Heading:
			p.headings = append(p.headings, textOf(n, source))
		case *ast.Link:
			p.links = append(p.links, string(n.Destination))
		case *ast.RawHTML:
			tag := string(n.Segments.Value(source))
			p.html = append(p.html, tag)
			inCode = tag == "<code>" || inCode && tag != "</code>"
			if tag == "<br>" {
				p.prose += "\n"
			}
		case *ast.Text:
			_, span := n.Parent().(*ast.CodeSpan)
			if said := string(n.Segment.Value(source)); span || inCode {
				p.code += said
			} else {
				p.prose += decodedPage(said)
			}
		case *extast.TableRow:
			var cells []string
			for c := n.FirstChild(); c != nil; c = c.NextSibling() {
				cells = append(cells, textOf(c, source))
			}
			p.rows = append(p.rows, cells)
		case *ast.Document, *ast.Paragraph, *ast.TextBlock, *ast.List, *ast.ListItem, *ast.CodeSpan, *extast.Table, *extast.TableHeader, *extast.TableCell:
		case *ast.Emphasis:
			if said := textOf(n, source); n.Level != 2 || !strings.Contains(said, " error") && said != "fail" {
				p.odd = append(p.odd, fmt.Sprintf("%s %q", n.Kind(), said))
			}
		default:
			p.odd = append(p.odd, n.Kind().String())
		}
		return ast.WalkContinue, nil
	})
	if err != nil {
		tb.Fatal(err)
	}
	return p
}

// textOf is the text of a node.
func textOf(n ast.Node, source []byte) string {
	var b strings.Builder
	_ = ast.Walk(n, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if t, ok := n.(*ast.Text); ok && entering {
			b.WriteString(decodedPage(string(t.Segment.Value(source))))
		}
		return ast.WalkContinue, nil
	})
	return b.String()
}

var escaped = regexp.MustCompile(`\\([!-/:-@\[-` + "`" + `{-~])|&(#[0-9]+|[a-z]+);`)

// decoded takes back escapes and entities, as a parser does when it writes HTML.
func decodedPage(s string) string {
	entities := map[string]string{"amp": "&", "lt": "<", "gt": ">"}
	return escaped.ReplaceAllStringFunc(s, func(found string) string {
		if found[0] == '\\' {
			return found[1:]
		}
		name := strings.Trim(found, "&;")
		if n, err := strconv.Atoi(strings.TrimPrefix(name, "#")); err == nil {
			return string(rune(n))
		}
		return entities[name]
	})
}

// means is what GitHub and GitLab make links or pictures of in text that is no code.
var means = regexp.MustCompile(`(?i)@[a-z0-9"_-]|[#!~$%&^][a-z0-9"]|gh-[0-9]|:[a-z0-9_+-]+:|://|www\.`)

func TestHostileNamesAreTextOfAPage(t *testing.T) {
	t.Parallel()
	headings := []string{
		"gwlint: INCOMPLETE", "What could not be checked", "To be answered first", "Failures", "Not decided",
		"Checklist", "Not checked in a run of this kind",
	}
	for name, word := range hostileWords {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			source := written(t, "markdown", hostileReport(word), report.Options{})
			got := shownPage(t, source)
			if len(got.headings) != len(headings) {
				t.Fatalf("headings %q", got.headings)
			}
			for i, want := range headings {
				if !strings.HasPrefix(got.headings[i], want) {
					t.Errorf("heading %q, want %q", got.headings[i], want)
				}
			}
			var cells []int
			for _, row := range got.rows {
				cells = append(cells, len(row))
			}
			if diff := cmp.Diff([]int{2, 5, 4, 4}, cells); diff != "" {
				t.Errorf("cells of the rows: %s\n%.3000s", diff, source)
			}
			for _, tag := range got.html {
				if tag != "<code>" && tag != "</code>" && tag != "<br>" {
					t.Errorf("a tag %s", tag)
				}
			}
			for _, address := range got.links {
				if !strings.HasPrefix(address, "https://example.com/") {
					t.Errorf("a link to %s", address)
				}
			}
			if got.odd != nil {
				t.Errorf("it holds %v\n%.3000s", got.odd, source)
			}
			if found := means.FindString(got.prose); found != "" {
				t.Errorf("%q is more than text in %.1000q", found, got.prose)
			}
			if strings.ContainsFunc(string(source), func(r rune) bool {
				return r != '\n' && unicode.In(r, unicode.Cc, unicode.Cf, unicode.Zl, unicode.Zp)
			}) {
				t.Error("it holds what hides")
			}
		})
	}
}

func TestAPageShowsEveryCharacterOfAMessage(t *testing.T) {
	t.Parallel()
	for name, word := range hostileWords {
		if len(word) > 500 {
			continue
		}
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f := broken(finding.Location{File: "gw.json", StartLine: 1, StartColumn: 2})
			f.Message = "before " + strings.ReplaceAll(word, "`", "'") + " after"
			got := shownPage(t, written(t, "markdown", report.New(report.Report{Findings: []finding.Finding{f}}, report.FailOnError), report.Options{}))
			want := []string{"error", "GW103", "gw.json:1:2", "endpoint skyloyalty-chat", report.Visible(f.Message)}
			said := slices.Clone(got.rows[0])
			said[4] = strings.ReplaceAll(said[4], "\u200b", "")
			if diff := cmp.Diff(want, said); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestAPageSaysHowTheRunEnded(t *testing.T) {
	t.Parallel()
	open := broken(finding.Location{File: "gw.json"})
	open.Outcome, open.Level, open.Reason = finding.Unknown, finding.Note, "it is not shown"
	subjects := []report.Subject{{Kind: "endpoint", Name: "chat"}, {Kind: "app", Name: "notes"}, {Kind: "endpoint", Name: "rag"}}
	one := []finding.Finding{broken(finding.Location{File: "gw.json"})}
	for name, test := range map[string]struct {
		report report.Report
		failOn report.FailOn
		want   string
	}{
		"a clean run": {
			report.Report{Subjects: subjects, Summary: report.Summary{Files: 3}},
			report.FailOnError,
			"## gwlint: OK\n\nThere are no findings.\n\n**0 errors, 0 warnings, 0 notes, 0 unknown** in 2 endpoints, 1 app (3 files).\n",
		},
		"a run that sees nothing to check": {
			report.Report{Nothing: "1 file is excluded"}, report.FailOnError, "## gwlint: NOTHING CHECKED\n\n1 file is excluded\n",
		},
		"a run that could not decide all": {
			report.Report{Subjects: subjects, NotChecked: []report.NotChecked{{How: "it"}}},
			report.FailOnError,
			"## gwlint: OK\n\nThere are no findings. Not everything could be decided.\n",
		},
		"a run with findings": {
			report.Report{Tool: tool(), Subjects: subjects, Findings: one},
			report.FailOnError,
			"## gwlint: FAILED\n\n1 finding at or above the level that fails this run (`--fail-on error`, policy `f4_checklist`).\n\n**1 error,",
		},
		"a run that fails for nothing": {
			report.Report{Subjects: subjects, Findings: one}, report.FailOnNone, "## gwlint: OK\n\nFindings do not fail this run (`--fail-on none`).\n\n**1 error,",
		},
		"a run that fails for what is open": {
			report.Report{Tool: tool(), Subjects: subjects, Findings: []finding.Finding{open}},
			report.FailOnUnknown,
			"## gwlint: FAILED\n\n1 could not be decided, which fails this run (`--fail-on unknown`,",
		},
		"a run that halts": {
			report.Report{Subjects: subjects, Prompts: []string{"Which model?"}}, report.FailOnError, "## gwlint: HALTED\n",
		},
		"an incomplete run with a halt": {
			report.Report{Errors: []report.Problem{{File: "x"}}, Prompts: []string{"Which model?"}, Findings: one},
			report.FailOnError,
			"## gwlint: INCOMPLETE\n\n1 input could not be checked,",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := string(written(t, "markdown", report.New(test.report, test.failOn), report.Options{}))
			if !strings.HasPrefix(got, test.want) {
				t.Errorf("want %s", cmp.Diff(test.want, got))
			}
		})
	}
}

func TestAPageTellsOfHowManyGatewaysAnItemIsSo(t *testing.T) {
	t.Parallel()
	r := report.New(report.Report{
		Subjects: []report.Subject{{Kind: "endpoint", Name: "chat", File: "x", Page: "https://host/ml/endpoints/chat"}},
		Findings: []finding.Finding{func() finding.Finding {
			f := broken(finding.Location{File: "x"})
			f.Subject.Name = "chat"
			return f
		}()},
		Checklist: []report.Item{
			{ID: "F4-01", Title: "a", Status: report.StatusFail, Subjects: report.ItemSubjects{Fail: 22, Unknown: 3, Pass: 175, NotApplicable: 9}},
			{ID: "F4-02", Title: "b", Status: report.StatusPass, Subjects: report.ItemSubjects{Pass: 200}},
			{ID: "F4-03", Title: "c", Status: report.StatusUnknown, Reason: "needs `gwlint scan`", Subjects: report.ItemSubjects{Unknown: 5, Pass: 2}},
			{ID: "F4-04", Title: "d", Status: report.StatusNotApplicable, Subjects: report.ItemSubjects{NotApplicable: 200}},
		},
		NotChecked: []report.NotChecked{{Rules: []string{"GW501"}, Items: []string{"F4-03", "F4-05"}, How: "`gwlint scan`", Subjects: 40}},
	}, report.FailOnError)
	got := string(written(t, "markdown", r, report.Options{}))
	for _, want := range []string{
		"| F4-01 | **fail** | 22 of 200 | a |\n",
		"| F4-02 | pass | 200 of 200 | b |\n",
		"| F4-03 | unknown | 5 of 7 | c<br>needs `gwlint scan` |\n",
		"| F4-04 | n/a |  | d |\n",
		"- Needs `gwlint scan`: F4-03, F4-05. Rules: GW501 (40 subjects)\n",
		"| endpoint [`chat`](https://host/ml/endpoints/chat) |",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("%q is not in\n%s", want, got)
		}
	}
}
