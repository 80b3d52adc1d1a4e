package engine_test

import (
	"maps"
	"os"
	"path"
	"slices"
	"strings"
	"testing"

	"github.com/gwlint/gwlint/rules"
)

// mutants are where the correct documents stand, and the ways to break them.
const mutants = "testdata/mutants"

// mutant is one way to break a correct document.
type mutant struct {
	rule   string   // that must find it
	follow []string // the rules that must find something too
	file   string   // that is broken
	out    string   // the lines that are there
	in     string   // what stands there instead
}

// allMutants reads mutants.txt, which says itself how it is written.
func allMutants(t testing.TB) []mutant {
	t.Helper()
	text, err := os.ReadFile(path.Join(mutants, "mutants.txt"))
	if err != nil {
		t.Fatal(err)
	}
	var all []mutant
	for _, block := range strings.Split(string(text), "\n\n") {
		if strings.HasPrefix(block, "GW") {
			all = append(all, oneMutant(t, block))
		}
	}
	return all
}

func oneMutant(t testing.TB, block string) mutant {
	t.Helper()
	head, rest, _ := strings.Cut(strings.TrimSuffix(block, "\n"), "\n")
	var m mutant
	m.rule, m.file, _ = strings.Cut(head, " ")
	for _, line := range strings.Split(rest, "\n") {
		words, why, _ := strings.Cut(line, ": ")
		rule, follows := strings.CutPrefix(words, "so ")
		switch {
		case follows && why != "":
			m.follow = append(m.follow, rule)
		case strings.HasPrefix(line, "-"):
			m.out += line[1:] + "\n"
		case strings.HasPrefix(line, "+"):
			m.in += line[1:] + "\n"
		case strings.HasPrefix(line, " "):
			m.out += line[1:] + "\n"
			m.in += line[1:] + "\n"
		default:
			t.Fatalf("%s: %q is no line of a mutant", m.rule, line)
		}
	}
	if m.out == m.in || m.out == "" {
		t.Fatalf("%s: nothing is broken", m.rule)
	}
	return m
}

// breaks changes the file of the mutant, which has the lines in one place.
func (m mutant) breaks(t testing.TB, files map[string][]byte) map[string][]byte {
	t.Helper()
	name := path.Base(m.file)
	text := "\n" + string(files[name])
	before, after, _ := strings.Cut(text, "\n"+m.out)
	if n := strings.Count(text, "\n"+m.out); n != 1 {
		t.Fatalf("%s has %d places with the lines\n%s", m.file, n, m.out)
	}
	broken := maps.Clone(files)
	broken[name] = []byte(strings.TrimPrefix(before+"\n"+m.in+after, "\n"))
	return broken
}

// expected are the rules that must find something, and no others may.
func (m mutant) expected() []string {
	all := append([]string{m.rule}, m.follow...)
	slices.Sort(all)
	return all
}

// without lists the rules that no mutant is for, and then the mutants that no
// rule is for.
func without(list []rules.Rule, all []mutant) []string {
	var missing []string
	for _, rule := range list {
		if !slices.ContainsFunc(all, func(m mutant) bool { return m.rule == rule.ID }) {
			missing = append(missing, "rule "+rule.ID+" has no mutant")
		}
	}
	for _, m := range all {
		if !slices.ContainsFunc(list, func(rule rules.Rule) bool { return m.rule == rule.ID }) {
			missing = append(missing, "mutant "+m.rule+" has no rule")
		}
	}
	return missing
}
