package fix_test

import (
	"bytes"
	"errors"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gwlint/gwlint/internal/fix"
)

func TestAPatchShowsWhatChangesAndThreeLinesAround(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		file, was, is, want string
	}{
		"one line": {
			file: "a.yaml", was: "1\n2\n3\n4\n5\n6\n7\n8\n9\n", is: "1\n2\n3\n4\nfive\n6\n7\n8\n9\n",
			want: "diff --git a/a.yaml b/a.yaml\n--- a/a.yaml\n+++ b/a.yaml\n@@ -2,7 +2,7 @@\n 2\n 3\n 4\n-5\n+five\n 6\n 7\n 8\n",
		},
		"changes that are near share a hunk": {
			file: "a.yaml", was: "1\n2\n3\n4\n5\n6\n7\n", is: "one\n2\n3\n4\n5\n6\nseven\n",
			want: "diff --git a/a.yaml b/a.yaml\n--- a/a.yaml\n+++ b/a.yaml\n@@ -1,7 +1,7 @@\n-1\n+one\n 2\n 3\n 4\n 5\n 6\n-7\n+seven\n",
		},
		"changes that are far apart do not": {
			file: "a.yaml", was: "1\n2\n3\n4\n5\n6\n7\n8\n9\n", is: "one\n2\n3\n4\n5\n6\n7\n8\nnine\n",
			want: "diff --git a/a.yaml b/a.yaml\n--- a/a.yaml\n+++ b/a.yaml\n" +
				"@@ -1,4 +1,4 @@\n-1\n+one\n 2\n 3\n 4\n@@ -6,4 +6,4 @@\n 6\n 7\n 8\n-9\n+nine\n",
		},
		"no line feed at the end": {
			file: "a.json", was: "{}", is: "{1}",
			want: "diff --git a/a.json b/a.json\n--- a/a.json\n+++ b/a.json\n@@ -1 +1 @@\n-{}\n\\ No newline at end of file\n+{1}\n\\ No newline at end of file\n",
		},
		"an empty text": {
			file: "a.json", was: "", is: "1\n",
			want: "diff --git a/a.json b/a.json\n--- a/a.json\n+++ b/a.json\n@@ -0,0 +1 @@\n+1\n",
		},
		"a name that has to be quoted": {
			file: "é \"b\".yaml", was: "1\n", is: "2\n",
			want: "diff --git \"a/\\303\\251 \\\"b\\\".yaml\" \"b/\\303\\251 \\\"b\\\".yaml\"\n--- \"a/\\303\\251 \\\"b\\\".yaml\"\n+++ \"b/\\303\\251 \\\"b\\\".yaml\"\n@@ -1 +1 @@\n-1\n+2\n",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var patch strings.Builder
			if err := fix.WritePatch(&patch, fix.Change{File: test.file, Old: []byte(test.was), New: []byte(test.is)}); err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(test.want, patch.String()); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestAPatchThatIsAppliedGivesTheNewText(t *testing.T) {
	t.Parallel()
	random := rand.New(rand.NewPCG(1, 2))
	for n := range 500 {
		was := randomLines(random, 30)
		is := changedLines(random, was)
		var patch bytes.Buffer
		if err := fix.WritePatch(&patch, fix.Change{File: "x", Old: []byte(was), New: []byte(is)}); err != nil {
			t.Fatal(err)
		}
		if got := afterPatch(t, was, patch.String()); got != is {
			t.Fatalf("%d: %q became %q, want %q, by\n%s", n, was, got, is, patch.String())
		}
	}
}

// randomLines is a text of few different lines, the last of which may not end.
func randomLines(random *rand.Rand, most int) string {
	var text strings.Builder
	for range random.IntN(most) {
		fmt.Fprintf(&text, "%d%s", random.IntN(5), []string{"\n", "\r\n"}[random.IntN(2)])
	}
	return strings.TrimSuffix(text.String(), []string{"\n", ""}[random.IntN(2)])
}

func changedLines(random *rand.Rand, text string) string {
	lines := strings.SplitAfter(text, "\n")
	for range random.IntN(4) {
		at := random.IntN(len(lines))
		lines[at] = []string{"", "new\n", lines[at] + "more\n", "0\n"}[random.IntN(4)]
	}
	return strings.Join(lines, "")
}

// afterPatch is what a patch makes of a text; every line of it must be where it says.
func afterPatch(t *testing.T, was, patch string) string {
	t.Helper()
	patch = strings.ReplaceAll(patch, "\n\\ No newline at end of file\n", "\x00")
	lines := strings.SplitAfter(was, "\n")
	var text strings.Builder
	at, count := 0, 0
	for _, line := range strings.FieldsFunc(strings.ReplaceAll(strings.ReplaceAll(patch, "\n", "\n\x01"), "\x00", "\x00\x01"), func(r rune) bool { return r == 1 }) {
		body := strings.TrimSuffix(line[1:], "\x00")
		switch line[0] {
		case 'd', '+', '-', ' ', '@':
		default:
			t.Fatalf("%q is no line of a patch", line)
		}
		switch {
		case line[0] == 'd', strings.HasPrefix(line, "--- "), strings.HasPrefix(line, "+++ "):
		case line[0] == '@':
			start := 0
			if _, err := fmt.Sscanf(line, "@@ -%d", &start); err != nil {
				t.Fatal(err)
			}
			if count = 1; strings.HasPrefix(strings.TrimLeft(line[4:], "0123456789"), ",0 ") {
				count = 0
			}
			for ; at < start-count; at++ {
				text.WriteString(lines[at])
			}
		case line[0] == '+':
			text.WriteString(body)
		case at >= len(lines) || lines[at] != body:
			t.Fatalf("line %d is not %q", at+1, body)
		default:
			if line[0] == ' ' {
				text.WriteString(body)
			}
			at++
		}
	}
	return text.String() + strings.Join(lines[at:], "")
}

func TestAPatchShowsNoSecret(t *testing.T) {
	t.Parallel()
	hides := func(hidden ...int) func(int) bool {
		return func(line int) bool {
			for _, h := range hidden {
				if h == line {
					return true
				}
			}
			return false
		}
	}
	const was, is = "1\n2\n3\n4\n5\n6\n7\n8\n9\n", "1\n2\n3\n4\nfive\n6\n7\n8\n9\n"
	header := "diff --git a/x b/x\n--- a/x\n+++ b/x\n"
	for name, test := range map[string]struct {
		hidden []int
		want   string
		refuse int
	}{
		"far away":          {[]int{1, 9}, "@@ -2,7 +2,7 @@\n 2\n 3\n 4\n-5\n+five\n 6\n 7\n 8\n", 0},
		"in the context":    {[]int{3, 7}, "@@ -4,3 +4,3 @@\n 4\n-5\n+five\n 6\n", 0},
		"just before":       {[]int{4}, "@@ -5,4 +5,4 @@\n-5\n+five\n 6\n 7\n 8\n", 0},
		"just behind":       {[]int{6}, "", 6},
		"in what is edited": {[]int{5}, "", 5},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var patch strings.Builder
			err := fix.WritePatch(&patch, fix.Change{File: "x", Old: []byte(was), New: []byte(is), Hides: hides(test.hidden...)})
			if secret, refused := errors.AsType[*fix.SecretError](err); refused {
				if secret.Line != test.refuse || patch.String() != "" {
					t.Errorf("refused for line %d, and wrote %q", secret.Line, patch.String())
				}
				return
			}
			if diff := cmp.Diff(header+test.want, patch.String()); diff != "" || err != nil || test.refuse != 0 {
				t.Error(err, diff)
			}
		})
	}
	var patch strings.Builder
	err := fix.WritePatch(&patch, fix.Change{
		File: "x", Old: []byte("a: dapi123\n"), New: []byte("a: b\n"),
		Secret: func(line []byte) bool { return bytes.Contains(line, []byte("dapi")) },
	})
	if _, refused := errors.AsType[*fix.SecretError](err); !refused || patch.String() != "" {
		t.Errorf("a secret in a line that goes is shown: %q", patch.String())
	}
}
