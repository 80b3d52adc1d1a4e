package waive_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gwlint/gwlint/internal/source"
	"github.com/gwlint/gwlint/internal/waive"
)

func TestACommentIsWrittenInTheSyntaxOfItsFile(t *testing.T) {
	t.Parallel()
	const said = `gwlint: ignore[GW303] until=2027-01-31 owner=ml-platform reason="load test: account"`
	for name, test := range map[string]struct {
		file, written string
		line          int
		spot          waive.Spot
		commented     bool
		want          string
	}{
		"above, indented as its line":           {"a.yaml", "a:\n  - b: 1\n", 2, waive.Above, false, "a:\n  # " + said + "\n  - b: 1\n"},
		"behind":                                {"a.yaml", "a:\n  - b: 1\n", 1, waive.Behind, false, "a: # " + said + "\n  - b: 1\n"},
		"tabs in Terraform":                     {"main.tf", "a {\n\tb = 1\n}\n", 2, waive.Above, false, "a {\n\t# " + said + "\n\tb = 1\n}\n"},
		"JSON with comments":                    {"a.json", "{\n  // a\n  \"b\": 1\n}\n", 3, waive.Above, true, "{\n  // a\n  // " + said + "\n  \"b\": 1\n}\n"},
		"JSONC":                                 {"a.jsonc", "{\n  \"b\": 1\n}\n", 2, waive.Behind, false, "{\n  \"b\": 1 // " + said + "\n}\n"},
		"line ends of Windows, and a mark":      {"a.yml", "\ufeffa:\r\n  b: 1\r\n", 2, waive.Above, false, "\ufeffa:\r\n  # " + said + "\r\n  b: 1\r\n"},
		"behind before a line end of Windows":   {"a.yml", "a:\r\n  b: 1\r\n", 2, waive.Behind, false, "a:\r\n  b: 1 # " + said + "\r\n"},
		"the last line, which has no line end":  {"a.yml", "a: 1", 1, waive.Behind, false, "a: 1 # " + said},
		"a file whose name says nothing: YAML":  {"<stdin>", "a: 1\n", 1, waive.Above, false, "# " + said + "\na: 1\n"},
		"a file whose name says nothing: JSONC": {"endpoint", "{ // b\n\"a\": 1}\n", 2, waive.Above, true, "{ // b\n// " + said + "\n\"a\": 1}\n"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			text, err := source.NewText(test.file, []byte(test.written))
			if err != nil {
				t.Fatal(err)
			}
			got, err := waive.AddComment(inlineWaiver(), text, test.line, test.spot, test.commented)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(test.want, string(got)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// inlineWaiver is a waiver that a comment can hold: where it stands says what it is for.
func inlineWaiver() waive.Waiver {
	w := entryWaiver()
	w.Subject = ""
	return w
}

func TestACommentHoldsAllThatItsWaiverSays(t *testing.T) {
	t.Parallel()
	w := inlineWaiver()
	w.Rules, w.Reason, w.Ticket = []string{"GW303", "GW304"}, `they say "no" \ yes`, "SEC-1"
	w.ApprovedBy, w.Value = "the ciso", "calls: 100000"
	text, err := source.NewText("a.yaml", []byte("a: 1\n"))
	if err != nil {
		t.Fatal(err)
	}
	got, err := waive.AddComment(w, text, 1, waive.Above, false)
	if err != nil {
		t.Fatal(err)
	}
	const want = `# gwlint: ignore[GW303,GW304] until=2027-01-31 owner=ml-platform reason="they say \"no\" \\ yes" ticket=SEC-1 approved_by="the ciso" value="calls: 100000"` + "\na: 1\n"
	if diff := cmp.Diff(want, string(got)); diff != "" {
		t.Error(diff)
	}
}

func TestAFileOrAReasonThatTakesNoCommentIsRefused(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		file, reason string
		line         int
		want         string
	}{
		"JSON without comments":     {"a.json", "r", 1, "a.json: its syntax has no comments"},
		"JSON lines":                {"a.jsonl", "r", 1, "a.jsonl: its syntax has no comments"},
		"Markdown":                  {"a.md", "r", 1, "a.md: its syntax has no comments"},
		"JSON of Terraform":         {"a.tf.json", "r", 1, "a.tf.json: its syntax has no comments"},
		"a line break":              {"a.yaml", "a\nb", 1, "reason: a comment holds one line"},
		"another comment":           {"a.yaml", "see # 3", 1, "reason: a comment holds one line"},
		"the end of a comment":      {"a.tf", "a */ b", 1, "reason: a comment holds one line"},
		"a character that hides":    {"a.yaml", "a\u202eb", 1, "reason: a comment holds one line"},
		"a line that is not there":  {"a.yaml", "r", 9, "a.yaml: it has 2 lines, and no line 9"},
		"a line before all of them": {"a.yaml", "r", 0, "a.yaml: it has 2 lines, and no line 0"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := inlineWaiver()
			w.Reason = test.reason
			text, err := source.NewText(test.file, []byte("{\"a\": 1}\n"))
			if err != nil {
				t.Fatal(err)
			}
			got, err := waive.AddComment(w, text, test.line, waive.Above, false)
			if err == nil || !strings.HasPrefix(err.Error(), test.want) {
				t.Errorf("error %v, text %q", err, got)
			}
			if strings.Contains(test.want, "syntax") && !errors.Is(err, waive.ErrNoComment) {
				t.Errorf("%v is not ErrNoComment", err)
			}
		})
	}
}
