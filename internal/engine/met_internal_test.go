package engine

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gwlint/gwlint/internal/gateway"
)

// outcomesOf are the bits of two subjects on which the same came of two rules, as they are
// before and after a change to the first.
func outcomesOf(t *testing.T, change func(b *metBySubject)) [2][]uint16 {
	t.Helper()
	b := newMetBySubject()
	for _, id := range []string{"a", "b"} {
		b.keep(id, &met{kind: "endpoint", byRule: []uint16{1 << countedFail, 1 << countedPass}})
	}
	if b.of["a"] != b.of["b"] {
		t.Fatal("what is the same is kept twice")
	}
	change(&b)
	return [2][]uint16{b.of["a"].byRule, b.of["b"].byRule}
}

func TestWhatComesOfOneSubjectLeavesThoseAlikeAlone(t *testing.T) {
	t.Parallel()
	same := []uint16{1 << countedFail, 1 << countedPass}
	for name, test := range map[string]struct {
		change func(b *metBySubject)
		want   []uint16
	}{
		"a rule that looks at all subjects finds something": {
			func(b *metBySubject) { b.count("a", 1, countedFail) },
			[]uint16{1 << countedFail, 1<<countedPass | 1<<countedFail},
		},
		"a waiver covers it": {
			func(b *metBySubject) {
				Subjects{b.of}.change("a", 0, func(uint16) uint16 { return 1 << countedWaived })
			},
			[]uint16{1 << countedWaived, 1 << countedPass},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff([2][]uint16{test.want, same}, outcomesOf(t, test.change)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestSubjectsOnWhichTheSameComesInTheEndShareItAgain(t *testing.T) {
	t.Parallel()
	got := outcomesOf(t, func(b *metBySubject) {
		b.count("a", 1, countedFail)
		b.count("b", 1, countedFail)
		if b.of["a"] != b.of["b"] {
			t.Error("what is the same is kept twice")
		}
	})
	if diff := cmp.Diff(got[0], got[1]); diff != "" {
		t.Error(diff)
	}
}

func TestWhatCameOfASubjectStaysWhenTheNextIsJudged(t *testing.T) {
	t.Parallel()
	b, judged := newMetBySubject(), met{}
	first, next := gateway.Identity{ID: "a", Kind: "endpoint", Hosting: "external"}, gateway.Identity{ID: "b", Kind: "endpoint"}
	judged.begin(first, 2, nil)
	judged.count(0, countedFail)
	b.keep("a", &judged)
	judged.begin(next, 2, nil)
	judged.count(1, countedPass)
	b.keep("b", &judged)
	judged.begin(first, 2, b.of["a"]) // again, in another document
	judged.count(1, countedFail)
	want := map[string]met{
		"a": {kind: "endpoint", hosting: "external", byRule: []uint16{1 << countedFail, 0}},
		"b": {kind: "endpoint", byRule: []uint16{0, 1 << countedPass}},
		"":  {kind: "endpoint", hosting: "external", byRule: []uint16{1 << countedFail, 1 << countedFail}},
	}
	got := map[string]met{"a": *b.of["a"], "b": *b.of["b"], "": judged}
	if diff := cmp.Diff(want, got, cmp.AllowUnexported(met{})); diff != "" {
		t.Error(diff)
	}
}
