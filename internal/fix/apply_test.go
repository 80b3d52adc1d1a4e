package fix_test

import (
	"testing"

	"github.com/gwlint/gwlint/internal/finding"
	"github.com/gwlint/gwlint/internal/fix"
)

func TestApplyMakesEditsAndKeepsAllElse(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		content string
		edits   []finding.Edit
		want    string
	}{
		"no edit":                      {content: "a: 1\r\n", want: "a: 1\r\n"},
		"line ends stay":               {content: "a: 1\r\nb: 2", edits: []finding.Edit{{Start: 3, End: 4, Text: "one"}}, want: "a: one\r\nb: 2"},
		"a byte order mark stays":      {content: "\ufeffa: 1\n", edits: []finding.Edit{{Start: 0, End: 1, Text: "b"}}, want: "\ufeffb: 1\n"},
		"an insertion at the end":      {content: "a: 1", edits: []finding.Edit{{Start: 4, End: 4, Text: "\nb: 2"}}, want: "a: 1\nb: 2"},
		"equal edits are made once":    {content: "a: 1", edits: []finding.Edit{{Start: 3, End: 4, Text: "2"}, {Start: 3, End: 4, Text: "2"}}, want: "a: 2"},
		"edits come in any order":      {content: "a: 1\nb: 2\n", edits: []finding.Edit{{Start: 8, End: 9, Text: "4"}, {Start: 3, End: 4, Text: "3"}}, want: "a: 3\nb: 4\n"},
		"one may begin where one ends": {content: "abc", edits: []finding.Edit{{Start: 0, End: 1, Text: "x"}, {Start: 1, End: 2, Text: "y"}}, want: "xyc"},
		"bytes are counted, not runes": {content: "é: 1", edits: []finding.Edit{{Start: 4, End: 5, Text: "2"}}, want: "é: 2"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, err := fix.Apply([]byte(test.content), test.edits)
			if err != nil || string(got) != test.want {
				t.Errorf("%q, %v; want %q", got, err, test.want)
			}
		})
	}
}

func TestApplyRefusesWhatCannotBeMade(t *testing.T) {
	t.Parallel()
	for name, edits := range map[string][]finding.Edit{
		"behind the end":     {{Start: 3, End: 9}},
		"ends before it":     {{Start: 2, End: 1}},
		"before the start":   {{Start: -1, End: 1}},
		"two have a byte":    {{Start: 0, End: 2, Text: "x"}, {Start: 1, End: 3, Text: "y"}},
		"one in another one": {{Start: 0, End: 3, Text: "x"}, {Start: 1, End: 1, Text: "y"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got, err := fix.Apply([]byte("abcd"), edits); err == nil {
				t.Errorf("%q and no error", got)
			}
		})
	}
}

func TestOverlapSaysWhichEditsExcludeEachOther(t *testing.T) {
	t.Parallel()
	edit := func(start, end int, text string) finding.Edit {
		return finding.Edit{Start: start, End: end, Text: text}
	}
	for name, test := range map[string]struct {
		a, b finding.Edit
		want bool
	}{
		"apart":                               {edit(0, 1, "x"), edit(2, 3, "y"), false},
		"next to each other":                  {edit(0, 1, "x"), edit(1, 2, "y"), false},
		"the same":                            {edit(0, 1, "x"), edit(0, 1, "x"), false},
		"the same place, other words":         {edit(0, 1, "x"), edit(0, 1, "y"), true},
		"a byte in common":                    {edit(0, 2, "x"), edit(1, 3, "y"), true},
		"an insertion within":                 {edit(0, 2, "x"), edit(1, 1, "y"), true},
		"an insertion behind":                 {edit(0, 2, "x"), edit(2, 2, "y"), false},
		"two insertions at one place":         {edit(1, 1, "x"), edit(1, 1, "y"), true},
		"an insertion before what is changed": {edit(1, 1, "x"), edit(1, 2, "y"), true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if fix.Overlap(test.a, test.b) != test.want || fix.Overlap(test.b, test.a) != test.want {
				t.Errorf("%v and %v: want %v both ways", test.a, test.b, test.want)
			}
		})
	}
}
