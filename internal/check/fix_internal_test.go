package check

import (
	"context"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gwlint/gwlint/internal/finding"
	"github.com/gwlint/gwlint/internal/report"
	"github.com/gwlint/gwlint/internal/source"
)

// order is what a text of these tests says of itself: `GW1 bad good` is a finding of GW1 on
// the word bad, of which good is to be written in its place; `!` before the rule has that be
// unsafe. A line `broken` cannot be read. What a `+` joins is one word.
var order = regexp.MustCompile(`(?m)^(!?)(GW\d) (\S+) (\S+)$`)

// judgeWords finds in each file the first of these words that stands below its order.
func judgeWords(ctx context.Context, r Request, from Source) (report.Report, error) {
	files, _ := from.(*Files)
	draft := report.Report{}
	for _, path := range files.Paths {
		input, err := source.NewInput(r.Dir, path)
		if err != nil {
			return draft, err
		}
		text, err := source.Load(input, r.Limits)
		if err != nil {
			return draft, err
		}
		content := string(text.Bytes)
		if strings.Contains(content, "\nbroken") {
			draft.Errors = append(draft.Errors, report.Problem{File: input.File, Message: "cannot be parsed"})
			continue
		}
		if !strings.Contains(content, "\ngone") {
			draft.Subjects = append(draft.Subjects, report.Subject{ID: input.File, Kind: "endpoint", Name: input.File})
		}
		for _, m := range order.FindAllStringSubmatch(content, -1) {
			draft.Findings = append(draft.Findings, wordFindings(text, m)...)
		}
	}
	finding.Sort(draft.Findings)
	return report.New(draft, r.FailOn), ctx.Err()
}

// wordFindings are those of the lines that are a word.
func wordFindings(text *source.Text, order []string) []finding.Finding {
	var list []finding.Finding
	safety := finding.Safe
	if order[1] != "" {
		safety = finding.Unsafe
	}
	at := 0
	for line := range strings.Lines(string(text.Bytes)) {
		if strings.TrimSpace(line) == order[3] {
			place := text.Position(at)
			where := finding.Location{File: text.File, StartLine: place.Line, StartColumn: 1, EndLine: place.Line, EndColumn: len(order[3]) + 1}
			list = append(list, finding.Finding{
				Rule: order[2], Level: finding.Error, Outcome: finding.Fail, SubjectID: text.File, Location: where,
				Pointer: strconv.Itoa(place.Line), Message: "`" + order[3] + "` is wrong",
				Fix: &finding.Fix{Safety: safety, Description: "write " + order[4], Edits: []finding.Edit{
					{Location: where, Start: at, End: at + len(order[3]), Text: strings.ReplaceAll(order[4], "+", "\n")},
				}},
			})
		}
		at += len(line)
	}
	return list
}

func TestFixMakesFixesUntilNoneIsLeftAndTakesBackThoseThatDoHarm(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		orders, was, is string
		which           Fixing
		fixed           []string
		not             []string
	}{
		"one fix": {
			orders: "GW1 bad good\n", was: "a\nbad\nz\n", is: "a\ngood\nz\n",
			fixed: []string{"GW1"},
		},
		"one that lets something else be found, which is mended too": {
			orders: "GW1 bad better\nGW2 better good\nGW3 ill well\n", was: "bad\nill\n", is: "good\nwell\n",
			fixed: []string{"GW1", "GW2", "GW3"},
		},
		"one that lets something else be found, which may not be mended": {
			orders: "GW1 bad better\n!GW2 better good\n", was: "bad\n", is: "bad\n",
			not: []string{"GW1: `GW2` would be found then: `better` is wrong"},
		},
		"two that undo each other": {
			orders: "GW1 bad ill\nGW2 ill bad\n", was: "bad\n", is: "bad\n",
			not: []string{"GW1: `GW2` would be found then: `ill` is wrong"},
		},
		"two of one rule": {
			orders: "GW1 bad good\n", was: "bad\nbad\n", is: "good\ngood\n",
			fixed: []string{"GW1", "GW1"},
		},
		"an unsafe one is not made unless asked for": {
			orders: "!GW1 bad good\nGW2 ill well\n", was: "bad\nill\n", is: "bad\nwell\n",
			fixed: []string{"GW2"},
		},
		"an unsafe one that is asked for": {
			orders: "!GW1 bad good\nGW2 ill well\n", was: "bad\nill\n", is: "good\nwell\n",
			which: Fixing{Unsafe: true}, fixed: []string{"GW1", "GW2"},
		},
		"one rule alone": {
			orders: "GW1 bad good\nGW2 ill well\n", was: "bad\nill\n", is: "bad\nwell\n",
			which: Fixing{Only: []string{"GW2"}}, fixed: []string{"GW2"},
		},
		"one that makes another finding": {
			orders: "GW1 bad worse\n!GW2 worse ever\nGW3 ill well\n", was: "bad\nill\n", is: "bad\nwell\n",
			fixed: []string{"GW3"}, not: []string{"GW1: `GW2` would be found then: `worse` is wrong"},
		},
		"one that breaks the file, and one that does not": {
			orders: "GW1 bad broken\nGW3 ill well\n", was: "bad\nill\n", is: "bad\nwell\n",
			fixed: []string{"GW3"}, not: []string{"GW1: `a.txt` could not be checked then: cannot be parsed"},
		},
		"one by which the gateway is gone": {
			orders: "GW1 bad gone\n", was: "bad\n", is: "bad\n",
			not: []string{"GW1: `a.txt` would not be seen as the same gateway then"},
		},
		"one that mends nothing": {
			orders: "GW1 bad bad\n", was: "bad\n", is: "bad\n",
			not: []string{"GW1: it would still be found then"},
		},
		"one that never ends": {
			orders: "GW1 bad bad+bad\n", was: "bad\n", is: "bad\n",
			not: []string{"GW1: it would still be found then"},
		},
		"two that want other words in one place": {
			orders: "GW1 bad good\nGW2 bad well\n", was: "bad\n", is: "good\n",
			fixed: []string{"GW1"},
		},
		"two that want the same": {
			orders: "GW1 bad good\nGW2 bad good\n", was: "bad\n", is: "good\n",
			fixed: []string{"GW1", "GW2"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			putText(t, dir, "a.txt", test.orders+test.was)
			test.which.Write = true
			got, _, err := fixWith(t.Context(), Request{Dir: dir}, &Files{Paths: []string{"a.txt"}}, test.which, judgeWords)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(test.orders+test.is, textOf(t, dir, "a.txt")); diff != "" {
				t.Error(diff)
			}
			wantFixes(t, got, test.fixed, test.not)
		})
	}
}

// wantFixes compares the rules whose findings are fixed, and what is said of the others.
func wantFixes(t *testing.T, r report.Report, fixed, not []string) {
	t.Helper()
	var rules, reasons []string
	for _, f := range r.Fixes.Fixed {
		rules = append(rules, f.Rule)
	}
	for _, n := range r.Fixes.NotFixed {
		reasons = append(reasons, n.Rule+": "+n.Reason)
	}
	if diff := cmp.Diff([][]string{fixed, not}, [][]string{rules, reasons}); diff != "" {
		t.Error(diff)
	}
}

func TestFixShowsAPatchAndWritesNothing(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	const content = "GW1 bad good\nbad\n"
	putText(t, dir, "a.txt", content)
	got, changes, err := fixWith(t.Context(), Request{Dir: dir}, &Files{Paths: []string{"a.txt"}}, Fixing{}, judgeWords)
	if err != nil {
		t.Fatal(err)
	}
	if textOf(t, dir, "a.txt") != content {
		t.Error("the file was written")
	}
	if len(changes) != 1 || changes[0].File != "a.txt" || string(changes[0].New) != "GW1 bad good\ngood\n" {
		t.Errorf("the changes are %v", changes)
	}
	if len(got.Findings) != 1 || len(got.Fixes.Fixed) != 1 || got.Fixes.Written {
		t.Errorf("%d findings, %v; want the one of the file as it is", len(got.Findings), got.Fixes)
	}
}

func TestFixLeavesAFileThatChangedWhileItWasChecked(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	putText(t, dir, "a.txt", "GW1 bad good\nbad\n")
	putText(t, dir, "b.txt", "GW1 bad good\nbad\n")
	runs := 0
	change := func(ctx context.Context, r Request, from Source) (report.Report, error) {
		if runs++; runs == 2 { // the fixes are being checked
			putText(t, dir, "a.txt", "GW1 bad good\nbad\nmine\n")
		}
		return judgeWords(ctx, r, from)
	}
	got, changes, err := fixWith(t.Context(), Request{Dir: dir}, &Files{Paths: []string{"a.txt", "b.txt"}}, Fixing{Write: true}, change)
	if err != nil {
		t.Fatal(err)
	}
	if textOf(t, dir, "a.txt") != "GW1 bad good\nbad\nmine\n" || textOf(t, dir, "b.txt") != "GW1 bad good\ngood\n" {
		t.Error("want a.txt left as it is, and b.txt mended")
	}
	if len(changes) != 1 || len(got.Findings) != 1 || got.Summary.ExitCode != report.ExitIncomplete {
		t.Errorf("%d changes, %d findings, exit code %d", len(changes), len(got.Findings), got.Summary.ExitCode)
	}
	wantFixes(t, got, []string{"GW1"}, []string{"GW1: its file could not be written"})
	want := []report.Problem{{File: "a.txt", Message: "changed while it was checked: run gwlint again", Unfixed: true}}
	if diff := cmp.Diff(want, got.Errors); diff != "" {
		t.Error(diff)
	}
}

func TestFixSaysWhichFilesItMayNotWrite(t *testing.T) {
	t.Parallel()
	root, elsewhere := t.TempDir(), t.TempDir()
	putText(t, elsewhere, "out.txt", "GW1 bad good\nbad\n")
	putText(t, root, "only.txt", "GW1 bad good\nbad\n")
	putText(t, root, "in.txt", "GW1 bad good\nbad\n")
	if err := os.Chmod(filepath.Join(root, "only.txt"), 0o444); err != nil {
		t.Fatal(err)
	}
	link(t, filepath.Join(elsewhere, "out.txt"), filepath.Join(root, "out.txt"))
	link(t, "in.txt", filepath.Join(root, "link.txt"))
	got, _, err := fixWith(t.Context(), Request{Dir: root}, &Files{Paths: []string{"only.txt", "out.txt", "link.txt"}}, Fixing{Write: true}, judgeWords)
	if err != nil {
		t.Fatal(err)
	}
	want := []report.Problem{
		{File: "only.txt", Message: "is read-only: make it writable, or leave it out", Unfixed: true},
		{File: "out.txt", Message: "is a link that leads out of the folder: mend the file that it leads to", Unfixed: true},
	}
	if diff := cmp.Diff(want, got.Errors); diff != "" {
		t.Error(diff)
	}
	if textOf(t, elsewhere, "out.txt") != "GW1 bad good\nbad\n" || textOf(t, root, "in.txt") != "GW1 bad good\ngood\n" {
		t.Error("want the file within the folder mended through its link, and the one outside left")
	}
	if target, err := os.Readlink(filepath.Join(root, "link.txt")); err != nil || target != "in.txt" {
		t.Errorf("the link leads to %q, %v", target, err)
	}
}

func putText(t *testing.T, dir, name, content string) {
	t.Helper()
	if err := os.WriteFile(filepath.Join(dir, name), []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
}

func textOf(t *testing.T, dir, name string) string {
	t.Helper()
	content, err := os.ReadFile(filepath.Join(dir, name))
	if err != nil {
		t.Fatal(err)
	}
	return string(content)
}

func link(t *testing.T, to, from string) {
	t.Helper()
	if err := os.Symlink(to, from); err != nil {
		t.Fatal(err)
	}
}
