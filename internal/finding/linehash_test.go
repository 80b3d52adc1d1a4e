package finding_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gwlint/gwlint/internal/finding"
)

// The vectors are those of github/codeql-action, src/fingerprints.test.ts.
func TestALineHashIsGitHubsOwn(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		in   string
		want string
	}{
		"an empty file has one line": {
			in:   "",
			want: "c129715d7a2bc9a3:1",
		},
		"blanks do not count": {
			in:   " a\nb\n  \t\tc\n d",
			want: "271789c17abda88f:1 54703d4cd895b18:1 180aee12dab6264:1 a23a3dc5e078b07b:1",
		},
		"a final line feed begins a line": {
			in:   "x = 2\nx = 1\nprint(x)\nx = 3\nprint(x)\nx = 4\nprint(x)\n",
			want: "e54938cc54b302f1:1 bb609acbe9138d60:1 1131fd5871777f34:1 5c482a0f8b35ea28:1 54517377da7028d2:1 2c644846cb18d53e:1 f1b89f20de0d133:1 c129715d7a2bc9a3:1",
		},
		"the same lines are numbered": {
			in: strings.Repeat("Lorem ipsum dolor sit amet.\n", 10),
			want: "a7f2ff13bc495cf2:1 a7f2ff13bc495cf2:2 a7f2ff13bc495cf2:3 a7f2ff13bc495cf2:4 a7f2ff13bc495cf2:5 a7f2ff13bc495cf2:6 " +
				"a7f2ff1481e87703:1 a9cf91f7bbf1862b:1 55ec222b86bcae53:1 cc97dc7b1d7d8f7b:1 c129715d7a2bc9a3:1",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(strings.Fields(test.want), finding.LineHashes([]byte(test.in))); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestLineEndsDoNotChangeALineHash(t *testing.T) {
	t.Parallel()
	want := finding.LineHashes([]byte("a\nb\n\nc\n"))
	for name, in := range map[string]string{
		"Windows": "a\r\nb\r\n\r\nc\r\n",
		"old Mac": "a\rb\r\rc\r",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(want, finding.LineHashes([]byte(in))); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestEveryLineHasALineHash(t *testing.T) {
	t.Parallel()
	for name, in := range map[string]string{
		"characters beyond 16 bits": "a: \"😀😀\"\nb: 漢字\n",
		"a line of blanks":          "a\n   \t\nb\n",
		"long lines":                strings.Repeat("x", 250) + "\n" + strings.Repeat("y", 99) + "\n",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got, want := len(finding.LineHashes([]byte(in))), strings.Count(in, "\n")+1; got != want {
				t.Errorf("%d hashes, want %d", got, want)
			}
		})
	}
}
