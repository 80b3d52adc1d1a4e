package check_test

import (
	"context"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/gwlint/gwlint/internal/check"
	"github.com/gwlint/gwlint/internal/config"
	"github.com/gwlint/gwlint/internal/finding"
	"github.com/gwlint/gwlint/internal/fix"
	"github.com/gwlint/gwlint/internal/report"
	"github.com/gwlint/gwlint/internal/shipped"
	"github.com/gwlint/gwlint/policies"
)

// fixer checks folders of units, each in a folder of its own, with all that fixes need. The
// rules are compiled once.
type fixer struct {
	request check.Request
	// again is another request, without edits: to read each file again with each of them takes
	// as long as all the rest.
	again check.Request
	// compare are the rules that compare subjects, of which the units are none of each other.
	compare []string
}

// newFixer makes the one that all tests share.
var newFixer = sync.OnceValues(func() (*fixer, error) {
	set := shipped.Rules()
	policy, err := shipped.Policy(policies.Default)
	if err != nil {
		return nil, err
	}
	settings := config.Default()
	settings.Params.PII.Input, settings.Params.PII.Output = "MASK", "MASK"
	f := &fixer{request: check.Request{
		Rules: check.RuleSet{Set: set}, Policy: policy, Settings: settings, FailOn: report.FailOnError, Fixes: true,
	}}
	for _, rule := range set.Rules {
		if rule.Scope == "workspace" {
			f.compare = append(f.compare, rule.ID)
		}
	}
	if f.request.Engine, err = check.Compile(context.Background(), f.request, check.Facts{}); err != nil {
		return nil, err
	}
	f.again = f.request
	f.again.Fixes = false
	f.again.Engine, err = check.Compile(context.Background(), f.again, check.Facts{})
	return f, err
})

func theFixer(t *testing.T) *fixer {
	t.Helper()
	f, err := newFixer()
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// check checks all units, which are the content of one file by its name, "/" and what
// tells it apart before that.
func (f *fixer) check(t *testing.T, r check.Request, units map[string]string) map[string]*fixedUnit {
	t.Helper()
	dir := writtenFiles(t, units)
	all := map[string]*fixedUnit{}
	for name, content := range units {
		all[name] = &fixedUnit{content: content, found: map[string]int{}}
	}
	r.Dir = dir
	got, err := check.Run(t.Context(), r, &check.Files{Paths: []string{"."}, Kind: "auto"})
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range got.Errors {
		all[e.File].errors = append(all[e.File].errors, e.Message)
	}
	for _, one := range got.Findings {
		u := all[one.Location.File]
		if one.Outcome != finding.Fail || slices.Contains(f.compare, one.Rule) {
			continue
		}
		u.found[one.Rule+" "+one.Subject.Name]++
		if one.Fix != nil {
			u.fixes = append(u.fixes, one)
		}
	}
	return all
}

// writtenFiles is a folder with files by name.
func writtenFiles(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, content := range files {
		file := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// fixedUnit is what was found in a unit: how often each rule found something, and what can be
// mended.
type fixedUnit struct {
	content string
	errors  []string
	found   map[string]int
	fixes   []finding.Finding
}

// trial is one fix that is tried.
type trial struct {
	before *fixedUnit
	what   finding.Finding
}

// try tries the first n fixes of each unit one by one, and says what is wrong with one. It
// returns how many of each rule there were in each syntax.
func (f *fixer) try(t *testing.T, units map[string]string) map[string]int {
	t.Helper()
	first := f.check(t, f.request, units)
	tried := map[string]int{}
	trials, again := map[string]trial{}, map[string]string{}
	for _, name := range slices.Sorted(maps.Keys(first)) {
		u := first[name]
		if len(u.errors) > 0 { // the Databricks CLI and Terraform refuse what the API takes
			continue
		}
		for i, one := range u.fixes {
			if one.Fix.Refused != "" {
				tried[one.Rule+" refused: "+one.Fix.Refused]++
				if strings.Contains(one.Fix.Refused, "would not be read") { // what is refused, is refused before
					t.Errorf("%s: %s: %s\n%s", name, one.Rule, one.Fix.Refused, u.content)
				}
				continue
			}
			folder, file := filepath.Split(name)
			key := filepath.ToSlash(filepath.Join(folder, fmt.Sprint(i), file))
			content, err := fix.Apply([]byte(u.content), one.Fix.Edits)
			if err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			trials[key], again[key] = trial{u, one}, string(content)
			tried[one.Rule+" "+syntaxOfName(name)]++
		}
	}
	for name, after := range f.check(t, f.again, again) {
		if fault := trials[name].fault(after); fault != "" {
			t.Errorf("%s: %s: %s: %s\nbefore:\n%s\nafter:\n%s", name, trials[name].what.Rule, trials[name].what.Fix.Description, fault, trials[name].before.content, after.content)
		}
	}
	return tried
}

// fault says what a fix does that it must not do, "" for nothing.
func (tr trial) fault(after *fixedUnit) string {
	if len(after.errors) > 0 {
		return fmt.Sprintf("the file is not read any more: %v", after.errors)
	}
	key := tr.what.Rule + " " + tr.what.Subject.Name
	if after.found[key] >= tr.before.found[key] {
		return "the rule finds it still"
	}
	if other := tr.newFinding(after); other != "" {
		return "it makes another finding: " + other
	}
	if before, now := commentsIn(tr.before.content), commentsIn(after.content); !slices.Equal(before, now) {
		return fmt.Sprintf("comments are lost or moved: %v, %v", before, now)
	}
	for _, one := range after.fixes {
		if one.Rule == tr.what.Rule && one.Pointer == tr.what.Pointer && one.Message == tr.what.Message {
			return "there is an edit again"
		}
	}
	if n := linesChanged(tr.before.content, after.content); n > tr.most() {
		return fmt.Sprintf("it changes %d lines, of at most %d", n, tr.most())
	}
	return ""
}

// newFinding is a rule that finds more than it did before, "" for none. Where a key, a value or
// a table begins to count, what it says may be wrong in another way: but there is no more to
// find in all.
func (tr trial) newFinding(after *fixedUnit) string {
	before, now, other := 0, 0, ""
	for _, n := range tr.before.found {
		before += n
	}
	for _, rule := range slices.Sorted(maps.Keys(after.found)) {
		if n := after.found[rule]; n > tr.before.found[rule] {
			other = rule
		}
		now += after.found[rule]
	}
	if begins := slices.Contains([]string{"GW002", "GW003", "GW102"}, tr.what.Rule); begins && now <= before {
		return ""
	}
	return other
}

// most is how many lines a fix may change: those that it writes or removes, and the one that
// gets a comma.
func (tr trial) most() int {
	n := 0
	for _, e := range tr.what.Fix.Edits {
		n += 1 + strings.Count(e.Text, "\n") + e.Location.EndLine - e.Location.StartLine
	}
	return n
}

// linesChanged is how many lines two texts do not have in common.
func linesChanged(before, after string) int {
	a, b := strings.Split(before, "\n"), strings.Split(after, "\n")
	for len(a) > 0 && len(b) > 0 && a[0] == b[0] {
		a, b = a[1:], b[1:]
	}
	for len(a) > 0 && len(b) > 0 && a[len(a)-1] == b[len(b)-1] {
		a, b = a[:len(a)-1], b[:len(b)-1]
	}
	common := 0
	for _, line := range a {
		if i := slices.Index(b, line); i >= 0 {
			b, common = slices.Delete(slices.Clone(b), i, i+1), common+1
		}
	}
	return max(len(a)-common, len(b))
}

var comment = regexp.MustCompile(`\bc\d+c\b|want GW\d+ .*`)

// commentsIn are the comments of a text that tests write: c1c, c2c and so on, and what
// examples want.
func commentsIn(content string) []string { return comment.FindAllString(content, -1) }

// syntaxOfName is what a unit is written in, which the first word of its name says.
func syntaxOfName(name string) string {
	folder, _, _ := strings.Cut(name, "/")
	syntax, _, _ := strings.Cut(folder, "-")
	return syntax
}
