package markdown_test

import (
	"regexp"
	"strings"
	"testing"

	"github.com/clipperhouse/displaywidth"
	"github.com/google/go-cmp/cmp"

	"github.com/gwlint/gwlint/internal/markdown"
	"github.com/gwlint/gwlint/rules"
)

func TestAPageIsLaidOutForATerminal(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		page, want string
	}{
		"prose is filled":               {"one\ntwo three\n\nfour", "one two three\n\nfour\n"},
		"prose is broken at blanks":     {"an example of a line that is too long for it", "an example of a line that is\ntoo long for it\n"},
		"an address stays whole":        {"see <https://example.com/a/long/address>", "see\nhttps://example.com/a/long/address\n"},
		"headings":                      {"# A `b`\ntext\n## C ##\n", "A `b`\n\ntext\n\nC\n"},
		"comments are left out":         {"<!-- not\nshown --> this neither\nshown", "shown\n"},
		"code is not broken":            {"```sh\na   b  # and a comment that is longer than the page\n\nc\n```", "    a   b  # and a comment that is longer than the page\n\n    c\n"},
		"code without an end":           {"```\na", "    a\n"},
		"fences in longer fences":       {"````md\n```yaml\na: 1\n```\n````\nx", "    ```yaml\n    a: 1\n    ```\n\nx\n"},
		"lists":                         {"a:\n\n- b\n  c\n- d\n\ne", "a:\n\n- b c\n- d\n\ne\n"},
		"long items go on below":        {"1. an item of a list that is too long", "1. an item of a list that is\n   too long\n"},
		"items in items":                {"- a\n  - b\n- c", "- a\n  - b\n- c\n"},
		"code and prose of an item":     {"- a\n\n  b\n  ```\n  c\n    d\n  ```\n- e", "- a\n\n  b\n\n      c\n        d\n\n- e\n"},
		"tables":                        {"| A | B |\n|---|:-:|\n| `c` | d |\n| e | f \\| g |", "A    B\n`c`  d\ne    f | g\n"},
		"tables of facts":               {"| | |\n|---|---|\n| Name | x |\n| Severity | y |\n", "Name      x\nSeverity  y\n"},
		"last cells go on below":        {"|||\n|-|-|\n|a|one two three four five six seven|", "a  one two three four five\n   six seven\n"},
		"an empty table":                {"| | |\n|---|---|", ""},
		"links say where they lead":     {"[a b](https://x.org) c", "a b <https://x.org> c\n"},
		"addresses are said once":       {"[https://x.org](https://x.org)", "https://x.org\n"},
		"marks of emphasis go":          {"**a** *b c* _d_ snake_case_name 2*3*4 **", "a b c d snake_case_name 234\n**\n"},
		"code keeps its marks":          {"`a` and `` b`c `` and `*d*`", "`a` and `b`c` and `*d*`\n"},
		"marks that end nothing":        {"a ` b * c _ d [e] [f]( <g> <http", "a ` b * c _ d [e] [f]( <g>\n<http\n"},
		"backslashes take marks away":   {`a \*b\* \[c\](d) \e`, "a *b* [c](d) \\e\n"},
		"a table of a header":           {"|-|\n|-|", "-\n"},
		"bars without a header":         {"|a|b|", "|a|b|\n"},
		"marks of HTML stay":            {"a <b>c</b>\n\n<p>\nd\n</p>\n", "a <b>c</b>\n\n<p>\nd\n</p>\n"},
		"quotations":                    {"> a\n> b\n\nc", "> a b\n\nc\n"},
		"numbers go on":                 {"2. a\n2. b", "2. a\n3. b\n"},
		"an item of code":               {"- ```\n  a\n  ```", "-\n\n      a\n"},
		"pictures say where they are":   {"![a](b.png)", "a <b.png>\n"},
		"a line across":                 {"a\n\n***", "a\n\n---\n"},
		"nothing":                       {"", ""},
		"a terminal obeys no page":      {"a\x1b[31mb\u202ec\r\nd", "a\ufffd[31mb\ufffdc d\n"},
		"letters that take two columns": {"| 日本 | a |\n|---|---|\n| b | c |", "日本  a\nb     c\n"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := markdown.Render(test.page, markdown.Options{Width: 29})
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestAPageHasColoursAndLinksWhereItMay(t *testing.T) {
	t.Parallel()
	const link = "\x1b]8;;https://x.org\x1b\\"
	for name, test := range map[string]struct {
		page, want string
		options    markdown.Options
	}{
		"headings":             {"# A `b`\n## C", "\x1b[1mA b\x1b[22m\n\n\x1b[34;1mC\x1b[0;22m\n", markdown.Options{Color: true}},
		"code":                 {"a `b` `c`, d\n```\ne\n```", "a \x1b[36mb c\x1b[0m, d\n\n    \x1b[36me\x1b[0m\n", markdown.Options{Color: true}},
		"emphasis":             {"**a b** *c*", "\x1b[1ma b\x1b[22m \x1b[3mc\x1b[23m\n", markdown.Options{Color: true}},
		"links":                {"[a b](https://x.org)", link + "\x1b[4ma b\x1b[24m\x1b]8;;\x1b\\\n", markdown.Options{Color: true, Hyperlinks: true}},
		"links without colour": {"[a b](https://x.org) c", link + "a b\x1b]8;;\x1b\\ c\n", markdown.Options{Hyperlinks: true}},
		"no link to a file":    {"[a](b.md)", "a <b.md>\n", markdown.Options{Hyperlinks: true}},
		"no link to an escape": {"[a](https://x\u001b\\y)", "a <https://x\ufffd\\y>\n", markdown.Options{Hyperlinks: true}},
		"a header":             {"| A | b |\n|---|---|\n| c | d |", "\x1b[1mA\x1b[22m  \x1b[1mb\x1b[22m\nc  d\n", markdown.Options{Color: true}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(test.want, markdown.Render(test.page, test.options)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// TestPagesOfRulesLeaveNothingOfMarkdown renders every page that is shipped:
// none uses what is not known here, and none is wider than the terminal.
func TestPagesOfRulesLeaveNothingOfMarkdown(t *testing.T) {
	t.Parallel()
	list, _, err := rules.Load(rules.Embedded)
	if err != nil {
		t.Fatal(err)
	}
	fenced := regexp.MustCompile("(?ms)^(```+)\\w*\n.*?^```+$")
	quoted := regexp.MustCompile("(?s)``.+?[^`]``") // code that has backticks of its own
	escape := regexp.MustCompile(`\x1b(\[[0-9;]*m|\]8;;[^\x1b]*\x1b\\)`)
	for _, rule := range list {
		for _, width := range []int{40, 80} {
			prose := quoted.ReplaceAllString(fenced.ReplaceAllString(rules.Page(rule), ""), "code")
			page := markdown.Render(prose, markdown.Options{Width: width, Color: true, Hyperlinks: true})
			for line := range strings.Lines(escape.ReplaceAllString(page, "")) {
				line = strings.TrimSuffix(line, "\n")
				for _, mark := range []string{"`", "**", "](", "|--", "<!--", "##"} {
					if strings.Contains(line, mark) {
						t.Errorf("%s: %q is left in %q", rule.ID, mark, line)
					}
				}
				if displaywidth.String(line) > width && len(strings.Fields(line)) > 3 {
					t.Errorf("%s: %q is wider than %d", rule.ID, line, width)
				}
			}
		}
	}
}

func FuzzRender(f *testing.F) {
	f.Add("# A\n\n| a | b |\n|---|---|\n- c `d` **e** [f](https://g)\n\n```\nh\n```\n", 40)
	f.Add("`` ` `` *a* _b_ \\* <http://a> <!-- c -->", 0)
	f.Fuzz(func(t *testing.T, page string, width int) {
		for _, r := range markdown.Render(page, markdown.Options{Width: width}) {
			if r < ' ' && r != '\n' || r == '\x7f' {
				t.Fatalf("%q is obeyed", r)
			}
		}
		markdown.Render(page, markdown.Options{Width: width, Color: true, Hyperlinks: true})
	})
}

func BenchmarkRender(b *testing.B) {
	list, _, err := rules.Load(rules.Embedded)
	if err != nil {
		b.Fatal(err)
	}
	page := rules.Page(list[0])
	for b.Loop() {
		markdown.Render(page, markdown.Options{Width: 80, Color: true})
	}
}
