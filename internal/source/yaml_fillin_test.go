package source_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestWhatYAMLTakesForACommentIsYetToBeFilledIn(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		content string
		want    []string
	}{
		"a name":                  {"a: #{RPM}#\n", []string{" object=«a: #{RPM}#»", "/a key=«a» string #{RPM}#=«#{RPM}#»"}},
		"a name with a dot":       {"a:   #{Gw.Rpm}#  \n", []string{" object=«a:   #{Gw.Rpm}#»", "/a key=«a» string #{Gw.Rpm}#=«#{Gw.Rpm}#»"}},
		"the last line":           {"a: #{RPM}#", []string{" object=«a: #{RPM}#»", "/a key=«a» string #{RPM}#=«#{RPM}#»"}},
		"before a CRLF":           {"a: #{RPM}#\r\nb: 1\r\n", []string{" object=«a: #{RPM}#\r\nb: 1»", "/a key=«a» string #{RPM}#=«#{RPM}#»", "/b key=«b» number 1=«1»"}},
		"behind another text":     {"a: x #{RPM}#\n", []string{" object=«a: x»", "/a key=«a» string x=«x»"}},
		"a map is commented out":  {"a: #{input: 1}#\n", []string{" object=«a:»", "/a key=«a» null=«»"}},
		"a brace is commented":    {"a: #{RPM}\n", []string{" object=«a:»", "/a key=«a» null=«»"}},
		"a comment":               {"a: # {RPM}#\n", []string{" object=«a:»", "/a key=«a» null=«»"}},
		"a value follows":         {"a: #{RPM}#\n  5\n", []string{" object=«a: #{RPM}#\n  5»", "/a key=«a» number 5=«5»"}},
		"more on the line":        {"a: #{RPM}# x\n", []string{" object=«a:»", "/a key=«a» null=«»"}},
		"quoted, it is no remark": {"a: \"#{RPM}#\"\n", []string{" object=«a: \"#{RPM}#\"»", "/a key=«a» string #{RPM}#=«\"#{RPM}#\"»"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(test.want, written(one(t, "gw.yaml", test.content))); diff != "" {
				t.Error(diff)
			}
		})
	}
}
