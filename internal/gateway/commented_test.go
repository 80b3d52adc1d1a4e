package gateway

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gwlint/gwlint/internal/source"
)

// wholeText finds in a whole text what commentedValues finds line by line.
var wholeText = regexp.MustCompile("(?m)" + commented.String())

func valuesIn(text string) []string {
	var values []string
	for at := range commentedValues([]byte(text)) {
		values = append(values, text[at.Start:at.End])
	}
	return values
}

var comments = map[string]struct {
	text string
	want []string
}{
	"none":                                 {"a: b\nkey: x\n", nil},
	"of YAML":                              {"# api_key: x", []string{"x"}},
	"of JSON":                              {`// "token": "x",`, []string{`"x",`}},
	"of several lines":                     {"/* secret = x\n*/", []string{"x"}},
	"behind a value":                       {"a: b # password: x\r\n", []string{"x\r"}},
	"on each line":                         {"# key: x\n# token = y\n#\n# nothing\n# keys: z", []string{"x", "y", "z"}},
	"in another case":                      {"# OPENAI_API_KEY=x", []string{"x"}},
	"in letters that fold to those":        {"# \u212aey: x\n# pa\u017fsword: y", []string{"x", "y"}},
	"among other letters":                  {"# Schlüssel key: x", []string{"x"}},
	"the first of two":                     {"# key: x, token: y", []string{"x, token: y"}},
	"with another key before it":           {"# name: a, token: y", []string{"y"}},
	"without a value":                      {"# key:   \n# key: \r\n# key:", nil},
	"with blanks around":                   {"#\tkey\"\t =\t x", []string{"x"}},
	"with a blank before the quote":        {"# key \": x", nil},
	"the name is not the last word":        {"# keynote: x", nil},
	"the name is in the mark":              {"key# : x", nil},
	"before the comment":                   {"key: x # a", nil},
	"with a name of nothing but the word":  {"#key:x", []string{"x"}},
	"two signs":                            {"# key := x", []string{"= x"}},
	"a reference, which the caller leaves": {"# key: {{secrets/a/b}}", []string{"{{secrets/a/b}}"}},
	"a vertical tab is a value":            {"# key: \v", []string{"\v"}},
	"a form feed is none":                  {"# key: \f", nil},
}

func TestWhatCommentsSetASecretsNameToIsFound(t *testing.T) {
	t.Parallel()
	for name, test := range comments {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(test.want, valuesIn(test.text)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// FuzzCommentedValues holds the search by lines against one expression for the whole.
func FuzzCommentedValues(f *testing.F) {
	for _, test := range comments {
		f.Add(test.text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		var want []source.Range
		for _, at := range wholeText.FindAllStringSubmatchIndex(text, -1) {
			want = append(want, source.Range{Start: at[2], End: at[3]})
		}
		if got := slices.Collect(commentedValues([]byte(text))); !slices.Equal(got, want) {
			t.Errorf("%q: %v, want %v", text, got, want)
		}
	})
}

func BenchmarkCommentedValues(b *testing.B) {
	for name, text := range map[string]string{
		"lines":    strings.Repeat("# api_key: x\n", 10_000),
		"one line": "# " + strings.Repeat("api_key: ", 10_000),
		"no value": "# " + strings.Repeat("key : \n #", 10_000),
		"none":     strings.Repeat(fmt.Sprintf("%-40s\n", "  name: value"), 2_000),
	} {
		b.Run(name, func(b *testing.B) {
			b.SetBytes(int64(len(text)))
			b.ReportAllocs()
			for b.Loop() {
				for range commentedValues([]byte(text)) {
				}
			}
		})
	}
}
