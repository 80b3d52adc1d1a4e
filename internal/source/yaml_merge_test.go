package source_test

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gwlint/gwlint/internal/source"
)

// repeatsOf lists what stands more than once behind merge keys, with the line and the
// column of each.
func repeatsOf(doc *source.Document) []string {
	var lines []string
	var walk func(pointer string, n *source.Node)
	walk = func(pointer string, n *source.Node) {
		for _, r := range n.MergeRepeats() {
			at := doc.Text.Position(r.Range.Start)
			lines = append(lines, fmt.Sprintf("%s: %s %d:%d", pointer, r.Key, at.Line, at.Column))
		}
		for _, e := range n.Entries() {
			walk(pointer+source.Pointer([]string{e.Key}), e.Value)
		}
		for i, item := range n.Items() {
			walk(fmt.Sprintf("%s/%d", pointer, i), item)
		}
	}
	walk("", doc.Root)
	return lines
}

func TestTwoMergeKeysInOneMapAreARepeat(t *testing.T) {
	t.Parallel()
	const on, off = "on: &on {a: 1}\n", "off: &off {a: 2}\n"
	for name, test := range map[string]struct {
		content string
		want    []string
	}{
		"one merge key":                          {on + "x: {<<: *on}\n", nil},
		"one merge key with a list":              {on + off + "x: {<<: [*on, *off]}\n", nil},
		"a merge key in each of two maps":        {on + off + "x: {<<: *on}\ny: {<<: *off}\n", nil},
		"a merge key in a map and in one in it":  {on + off + "x: {<<: *on, y: {<<: *off}}\n", nil},
		"a quoted one is a plain key":            {on + off + "x: {<<: *on, '<<': *off}\n", nil},
		"both quoted":                            {on + off + "x: {\"<<\": *on, '<<': *off}\n", nil},
		"in a flow map":                          {on + off + "x: {<<: *on, <<: *off}\n", []string{"/x: << 3:14"}},
		"in a block map":                         {on + off + "x:\n  <<: *on\n  b: 1\n  <<: *off\n", []string{"/x: << 6:3"}},
		"three":                                  {on + off + "x: {<<: *on, <<: *off, <<: {c: 1}}\n", []string{"/x: << 3:14", "/x: << 3:24"}},
		"the same map twice":                     {on + "x: {<<: *on, <<: *on}\n", []string{"/x: << 2:14"}},
		"lists of maps":                          {on + off + "x: {<<: [*on], <<: [*off]}\n", []string{"/x: << 3:16"}},
		"maps that are written in place":         {"x: {<<: {a: 1}, <<: {a: 2}}\n", []string{"/x: << 1:17"}},
		"at the top":                             {"<<: {a: 1}\n<<: {a: 2}\n", []string{": << 2:1"}},
		"in a list":                              {"x:\n- <<: {a: 1}\n  <<: {a: 2}\n", []string{"/x/0: << 3:3"}},
		"in an anchor, and where an alias is":    {on + off + "x: &x {<<: *on, <<: *off}\ny: *x\n", []string{"/x: << 3:17", "/y: << 3:17"}},
		"in an anchor that is merged":            {on + off + "x: &x {<<: *on, <<: *off}\ny: {<<: *x}\n", []string{"/x: << 3:17", "/y: << 3:17"}},
		"in one that is merged into another":     {on + off + "x: &x {<<: *on, <<: *off}\ny: &y {<<: *x}\nz: {<<: *y, b: 1}\n", []string{"/x: << 3:17", "/y: << 3:17", "/z: << 3:17"}},
		"a repeated key of a merged map":         {"x: &x {a: 1, a: 2}\ny: {<<: *x}\n", []string{"/y: a 1:14"}},
		"a repeated key that is written in both": {"x: &x {a: 1, a: 2}\ny: {<<: *x, a: 3}\n", nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(test.want, repeatsOf(one(t, "gw.yaml", test.content))); diff != "" {
				t.Error(diff)
			}
		})
	}
}
