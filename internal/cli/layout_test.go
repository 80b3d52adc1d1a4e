package cli

import (
	"bytes"
	"strings"
	"testing"

	"github.com/clipperhouse/displaywidth"
	"github.com/google/go-cmp/cmp"
)

func TestATableStaysWithinTheColumns(t *testing.T) {
	t.Parallel()
	rows := [][]string{{"GW103", "prefix", "Table prefix ends in an underscore"}, {"日本", "x", "Short"}}
	for name, test := range map[string]struct {
		width int
		want  string
	}{
		"no terminal": {0, "GW103  prefix  Table prefix ends in an underscore\n日本   x       Short\n"},
		"wide":        {80, "GW103  prefix  Table prefix ends in an underscore\n日本   x       Short\n"},
		"narrow":      {40, "GW103  prefix  Table prefix ends in an\n               underscore\n日本   x       Short\n"},
		"too narrow":  {20, "GW103 prefix Table\n  prefix ends in an\n  underscore\n日本 x Short\n"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var out bytes.Buffer
			if err := writeTable(&out, test.width, rows); err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(test.want, out.String()); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestProseIsLaidOutAndListsKeepTheirLines(t *testing.T) {
	t.Parallel()
	const text = "One line that is\nlong enough.\n\n- a list\n- of two things that are long\n\nFits."
	for width, want := range map[int]string{
		0:  text,
		80: text,
		14: "One line that\nis long\nenough.\n\n- a list\n- of two things that are long\n\nFits.",
	} {
		if diff := cmp.Diff(want, reflow(text, width)); diff != "" {
			t.Errorf("%d: %s", width, diff)
		}
	}
}

func TestHelpAndListsAreNoWiderThanTheTerminal(t *testing.T) {
	t.Parallel()
	for _, args := range [][]string{
		{"--help"},
		{"check", "--help"},
		{"scan", "--help"},
		{"dump", "--help"},
		{"rules"},
		{"policies"},
		{"policies", "f4_checklist"},
		{"policies", "nist_ai_rmf"},
	} {
		for _, width := range []int{60, 80, 120} {
			t.Run(strings.Join(args, " "), func(t *testing.T) {
				t.Parallel()
				var out, complaints bytes.Buffer
				if code := Main(t.Context(), Streams{Out: &out, Err: &complaints, Dir: root(t), Terminal: true, Width: width}, args); code != 0 {
					t.Fatal(complaints.String())
				}
				examples := false
				for line := range strings.Lines(out.String()) {
					line = strings.TrimSuffix(line, "\n")
					examples = line == "Examples:" || examples && line != ""
					own := strings.HasPrefix(line, "  completion ") || strings.HasPrefix(line, "Use \"gwlint ") // words of cobra
					if columns := displaywidth.String(line); columns > width && !examples && !own && !strings.Contains(line, "http") {
						t.Errorf("%d columns of %d: %s", columns, width, line)
					}
				}
			})
		}
	}
}
