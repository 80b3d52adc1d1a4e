package waive_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/gwlint/gwlint/internal/source"
	"github.com/gwlint/gwlint/internal/waive"
)

// entryWaiver is what the tests add to files.
func entryWaiver() waive.Waiver {
	return waive.Waiver{
		Rules: []string{"GW303"}, Subject: "dev-*", Reason: "load test: account", Owner: "ml-platform",
		Until: time.Date(2027, 1, 31, 0, 0, 0, 0, time.UTC),
	}
}

// entryLines are the entry as it is written with so many blanks before its dash.
func entryLines(indent string) string {
	var b strings.Builder
	for i, line := range []string{"rule: GW303", `subject: "dev-*"`, `reason: "load test: account"`, "owner: ml-platform", "until: 2027-01-31"} {
		b.WriteString(indent + map[bool]string{true: "- ", false: "  "}[i == 0] + line + "\n")
	}
	return b.String()
}

func TestAnEntryIsAddedBehindTheOthers(t *testing.T) {
	t.Parallel()
	const head = "version: 1\n"
	entry := entryLines("  ")
	noEnd := strings.TrimSuffix(entry, "\n")
	for name, test := range map[string]struct {
		written, want string
		line          int
	}{
		"a list with one entry": {
			head + "waivers:\n  - rule: GW105\n    until: 2027-01-01\n",
			head + "waivers:\n  - rule: GW105\n    until: 2027-01-01\n" + entry, 5,
		},
		"dashes that are not indented": {
			head + "waivers:\n- rule: GW105\n  until: 2027-01-01\n",
			head + "waivers:\n- rule: GW105\n  until: 2027-01-01\n" + entryLines(""), 5,
		},
		"more blanks behind the dash": {
			"waivers:\n-   rule: GW105\nversion: 1\n",
			"waivers:\n-   rule: GW105\n" + strings.ReplaceAll(strings.Replace(entryLines(""), "- ", "-   ", 1), "\n  ", "\n    ") + "version: 1\n", 3,
		},
		"blank lines between entries": {
			head + "waivers:\n  - rule: GW105\n\n  - rule: GW106\n",
			head + "waivers:\n  - rule: GW105\n\n  - rule: GW106\n\n" + entry, 7,
		},
		"keys behind the list": {
			"waivers:\n  - rule: GW105 # for now\nversion: 1\n",
			"waivers:\n  - rule: GW105 # for now\n" + entry + "version: 1\n", 3,
		},
		"a comment that belongs to the last entry, and one that does not": {
			"waivers:\n  - rule: GW105\n    # ask again in May\n# the end\nversion: 1\n",
			"waivers:\n  - rule: GW105\n    # ask again in May\n" + entry + "# the end\nversion: 1\n", 4,
		},
		"a last value of several lines": {
			"version: 1\nwaivers:\n  - rule: GW105\n    reason: |\n      a\n\n      b\n",
			"version: 1\nwaivers:\n  - rule: GW105\n    reason: |\n      a\n\n      b\n" + entry, 8,
		},
		"no line end at the end": {
			"waivers:\n  - rule: GW105",
			"waivers:\n  - rule: GW105\n" + noEnd, 3,
		},
		"line ends of Windows, and a byte order mark": {
			"\ufeffwaivers:\r\n  - rule: GW105\r\nversion: 1\r\n",
			"\ufeffwaivers:\r\n  - rule: GW105\r\n" + strings.ReplaceAll(entry, "\n", "\r\n") + "version: 1\r\n", 3,
		},
		"an empty list in brackets":   {"waivers: [] # none yet\nversion: 1\n", "waivers:\n" + noEnd + " # none yet\nversion: 1\n", 2},
		"no value":                    {"waivers: # none yet\nversion: 1\n", "waivers: # none yet\n" + entry + "version: 1\n", 2},
		"no list":                     {"# ours\nversion: 1", "# ours\nversion: 1\nwaivers:\n" + entry, 4},
		"a file of nothing":           {"", "", 8},
		"a file of one comment alone": {"# ours\n", "# ours\nversion: 1\nwaivers:\n" + entry, 4},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, line, err := waive.AddEntry(entryWaiver(), "gwlint-waivers.yaml", []byte(test.written))
			if err != nil {
				t.Fatal(err)
			}
			if test.written == "" {
				test.want = strings.TrimSuffix(string(got), entry) + entry
				if !strings.HasPrefix(test.want, "# yaml-language-server: $schema=") || !strings.Contains(test.want, "\nversion: 1\nwaivers:\n  - rule") {
					t.Errorf("a new file is\n%s", got)
				}
			}
			if diff := cmp.Diff(test.want, string(got)); diff != "" {
				t.Error(diff)
			}
			lines := strings.Split(string(got), "\n")
			if line != test.line && test.written != "" || !strings.Contains(lines[line-1], "rule: GW303") {
				t.Errorf("line %d is %q, want %d", line, lines[line-1], test.line)
			}
		})
	}
}

func TestWhatIsNoListOfEntriesIsRefused(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct{ written, want string }{
		"a list in brackets":     {"waivers: [{rule: GW105}]\n", "no list with a dash"},
		"a text":                 {"waivers: none\n", "no list with a dash"},
		"a file in braces":       {`{"version": 1, "waivers": []}`, "not written in lines"},
		"a list":                 {"- rule: GW105\n", "not written in lines"},
		"two documents":          {"version: 1\n---\nversion: 1\n", "2 documents"},
		"an anchor on the entry": {"waivers:\n  - &a\n    rule: GW105\n", "anchor"},
		"no YAML":                {"waivers: [", ""},
		"no text":                {"a\x00", "NUL"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, _, err := waive.AddEntry(entryWaiver(), "gwlint-waivers.yaml", []byte(test.written))
			if err == nil || !strings.Contains(err.Error(), test.want) || !strings.Contains(err.Error(), "gwlint-waivers.yaml") {
				t.Errorf("error %v, text %q", err, got)
			}
		})
	}
}

func TestAnyTextOfAnEntryIsReadAsItWasGiven(t *testing.T) {
	t.Parallel()
	for _, said := range []string{
		"plain", "two words", " blank before", "blank behind ", "yes", "No", "null", "12", "1e5", "0x10", "2027-01-31", "a: b", "a #b", "*", "- a", "'", `"`, `\`,
		"line\nline", "tab\tbed", "ünï🙂", "\u202eback", "\x7f", "%x", "@a", "`a`", "a:", "&a", "!a", "|", ">", "{", "~", "nan", "\U000e0001",
	} {
		w := entryWaiver()
		w.Reason = said
		got, _, err := waive.AddEntry(w, "w.yaml", nil)
		if err != nil {
			t.Fatalf("%q: %v", said, err)
		}
		text, err := source.NewText("w.yaml", got)
		if err != nil {
			t.Fatalf("%q: %v", said, err)
		}
		documents, err := source.Parse(text, source.Limits{})
		if err != nil {
			t.Fatalf("%q: %v", said, err)
		}
		reason := documents[0].Root.Get("waivers").Items()[0].Get("reason")
		if reason.Kind != source.String || reason.Text != said {
			t.Errorf("%q is read as %s %q", said, reason.Kind, reason.Text)
		}
	}
}
