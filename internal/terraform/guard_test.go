package terraform

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"

	"github.com/gwlint/gwlint/internal/source"
)

func TestWhatNestsTooDeepIsNotParsed(t *testing.T) {
	t.Parallel()
	const many = 10_000
	r := strings.Repeat
	for name, test := range map[string]struct{ file, content, want string }{
		"parentheses":           {"main.tf", "locals {\n  a = " + r("(", many), "main.tf: line 2, column 206: nested deeper than the limit of 200 levels: nest less"},
		"brackets":              {"main.tf", "locals {\n  a = " + r("[", many), "main.tf: line 2, column 206: nested deeper than the limit of 200 levels: nest less"},
		"braces":                {"main.tf", "locals {\n  a = " + r("{a=", many), "main.tf: line 2, column 604: nested deeper than the limit of 200 levels: nest less"},
		"blocks":                {"main.tf", r("a {\n", many), "main.tf: line 201, column 3: nested deeper than the limit of 200 levels: nest less"},
		"interpolations":        {"main.tf", "locals {\n  a = " + r(`"${`, many), "main.tf: line 2, column 305: nested deeper than the limit of 200 levels: nest less"},
		"negations":             {"main.tf", "locals {\n  a = " + r("!", many) + "true\n}\n", "main.tf: line 2, column 2007: more than the limit of 2000 operators in one expression: divide it"},
		"signs":                 {"main.tf", "locals {\n  a = " + r("-", many) + "1\n}\n", "main.tf: line 2, column 2007: more than the limit of 2000 operators in one expression: divide it"},
		"signs on lines":        {"main.tf", "locals {\n  a = (\n" + r("-\n", many) + "1)\n}\n", "main.tf: line 2003, column 1: more than the limit of 2000 operators in one expression: divide it"},
		"conditions":            {"main.tf", "locals {\n  a = " + r("true ? 1 : ", many) + "1\n}\n", "main.tf: line 2, column 11012: more than the limit of 2000 operators in one expression: divide it"},
		"sums":                  {"main.tf", "locals {\n  a = 1" + r("+1", many) + "\n}\n", "main.tf: line 2, column 4008: more than the limit of 2000 operators in one expression: divide it"},
		"indices":               {"main.tf", "locals {\n  a = x" + r("[y]", many) + "\n}\n", "main.tf: line 2, column 6008: more than the limit of 2000 operators in one expression: divide it"},
		"directives":            {"main.tf", "locals {\n  a = <<EOT\n" + r("%{if x}", many) + "\nEOT\n}\n", "main.tf: line 3, column 14003: more than the limit of 2000 operators in one expression: divide it"},
		"lines":                 {"main.tf", "locals {\n  a = <<EOT\n" + r("a\nb$\n", 11_000) + "EOT\n}\n", "main.tf: line 20726, column 3: a text of too many lines: put it into a file, and read that with `file`"},
		"in a heredoc":          {"main.tf", "locals {\n  a = <<EOT\n" + r("${(", many) + "\nEOT\n}\n", "main.tf: line 3, column 299: nested deeper than the limit of 200 levels: nest less"},
		"behind a heredoc":      {"main.tf", "locals {\n  b = <<EOT\n}}}}\nEOT\n  a = " + r("(", many), "main.tf: line 5, column 206: nested deeper than the limit of 200 levels: nest less"},
		"behind a comment":      {"main.tf", "/* }}}} */ locals {\n  a = " + r("(", many), "main.tf: line 2, column 206: nested deeper than the limit of 200 levels: nest less"},
		"behind an escape":      {"main.tf", "locals {\n  b = \"$${\" \n a = " + r("(", many) + "\"}\"", "main.tf: line 3, column 205: nested deeper than the limit of 200 levels: nest less"},
		"in JSON":               {"main.tf.json", `{"locals": ` + r("[", many), "main.tf.json: line 1, column 211: nested deeper than the limit of 200 levels"},
		"in a text of JSON":     {"main.tf.json", `{"locals": {"a": "${` + r("(", many) + `"}}`, "main.tf.json: line 1, column 18: nested deeper than the limit of 200 levels: nest less"},
		"in a type of JSON":     {"main.tf.json", `{"variable": {"a": {"type": "` + r("list(", many) + `"}}}`, "main.tf.json: line 1, column 29: nested deeper than the limit of 200 levels: nest less"},
		"in values":             {"terraform.tfvars", "a = " + r("[", many), "terraform.tfvars: line 1, column 205: nested deeper than the limit of 200 levels: nest less"},
		"in values in JSON":     {"a.auto.tfvars.json", r("[", many), "a.auto.tfvars.json: line 1, column 201: nested deeper than the limit of 200 levels"},
		"in a broken file":      {"main.tf", "locals { a = 1 b = 2\n}}}}}}}}\n" + r("[", many), "main.tf: line 3, column 201: nested deeper than the limit of 200 levels: nest less"},
		"in an overriding file": {"override.tf", r("a {\n", many), "override.tf: line 201, column 3: nested deeper than the limit of 200 levels: nest less"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := loadFiles(t, map[string]string{test.file: test.content})
			if diff := cmp.Diff([]string{test.want}, faultsOf(c)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestWhatIsLongButFlatIsParsed(t *testing.T) {
	t.Parallel()
	const many = 2_000
	r := strings.Repeat
	for name, content := range map[string]string{
		"blocks":         r("locals {\n}\n", many),
		"elements":       "locals {\n  a = [" + r("-1, ", many) + "]\n}\n",
		"arguments":      "locals {\n  a = {\n" + r("    b = -c.d[0]\n", many) + "  }\n}\n",
		"interpolations": "locals {\n  a = \"" + r("${x}", 1_900) + "\"\n}\n",
		"directives":     "locals {\n  a = <<EOT\n" + r("%{if x}a%{else}b%{endif}\n", many) + "EOT\n}\n",
		"lines":          "locals {\n  a = <<EOT\n" + r("some text of a line\n", 3_000) + "EOT\n}\n",
		"nested":         "locals {\n  a = " + r("[", 198) + r("]", 198) + "\n}\n",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if faults := faultsOf(loadFiles(t, map[string]string{"main.tf": content})); faults != nil {
				t.Error(faults)
			}
		})
	}
}

func TestMostTextsNeedNoTokensToBeGuarded(t *testing.T) {
	t.Parallel()
	for content, want := range map[string]bool{
		strings.Split(writtenModule, "resource \"other\"")[0]: true,
		"a = \"${x[\"}\"]}\" # }}} \" /*\nb = 1 // \"\n":      true,
		"a = \"a\\\"\"\n":         false,
		"a = <<EOT\nEOT\n":        false,
		"a = \"$${\"\n":           false,
		"a = \"%{if x}%{endif}\"": false,
		"/* a */\n":               false,
		"a = }\n":                 false,
		"a = \"b\n":               false,
	} {
		if got := isShallow([]byte(content), deepest); got != want {
			t.Errorf("%s: %v", content, got)
		}
	}
}

// FuzzGuard asks that the scan of bytes lets nothing pass that the tokens refuse, and that
// what the tokens let pass is parsed.
func FuzzGuard(f *testing.F) {
	for _, seed := range []string{
		writtenModule, "a = \"$${\" ((((", "a = \"${\"${\"${{[(", "a = <<-A\n${(\nA\n", "a = !!!!-----1 ? b[c][d] : [*]", "/*/ ((( */ a {{{{",
		"# \"\r((((\n", "a = \"\\\\\" ((((", "a = \"%%{\" (((", "a { b { c { d { e { f {}}}}}}", "a = \"${b}~}\" }}}", "\"%{ if a ~}%{ for b in c }", "a = {\nb = -{\nc = -{",
		"a = 1 <<A\n)\nA", "a = \"${\n\"}\"", "a=\"\xff${\"", "a = \"$\"((((", "//\r((((", "a = $${((((",
	} {
		f.Add(seed)
	}
	const depth = 5
	f.Fuzz(func(t *testing.T, content string) {
		text, err := source.NewText("main.tf", []byte(content))
		if err != nil {
			return
		}
		tokens, _ := hclsyntax.LexConfig(text.Bytes, "", hcl.InitialPos)
		refused := guardTokens(text, tokens, depth)
		if isShallow(text.Bytes, depth) && refused != nil {
			t.Errorf("%v", refused)
		}
		if refused == nil {
			_, _ = hclsyntax.ParseConfig(text.Bytes, "", hcl.InitialPos)
		}
		_ = guardTemplate(content, source.Limits{Depth: depth})
		_ = guardExpression(content, source.Limits{Depth: depth})
	})
}
