package check

import (
	"math/rand/v2"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gwlint/gwlint/internal/report"
)

func TestSubjectsThatAreTakenAreThoseThatWereAdded(t *testing.T) {
	t.Parallel()
	random := rand.New(rand.NewPCG(1, 2))
	word := func() string { return []string{"", "a", "chat", "databricks.yml"}[random.IntN(4)] }
	var all, more subjects
	var want []report.Subject
	for i := range longList + 1000 {
		s := report.Subject{
			ID: word(), Kind: word(), Name: word(), File: word(), Hosting: word(), Form: word(),
			Address: word(), Target: word(), Bundle: word(), Order: random.IntN(manyAlike),
		}
		want = append(want, s)
		if i < 1000 {
			all.add([]report.Subject{s})
		} else {
			more.add([]report.Subject{s})
		}
	}
	all.join(&more)
	if all.len() != len(want) {
		t.Fatalf("there are %d", all.len())
	}
	var kinds []string
	for kind := range all.kinds() {
		kinds = append(kinds, kind)
	}
	for i, kind := range kinds {
		if kind != want[i].Kind {
			t.Fatalf("number %d is of kind %q", i, kind)
		}
	}
	if diff := cmp.Diff(want, all.take()); diff != "" {
		t.Error(diff)
	}
	if all.len()+len(all.take()) != 0 {
		t.Error("some are left")
	}
}

func TestSubjectsOfOneMakeShareWhatTheyHaveInCommon(t *testing.T) {
	t.Parallel()
	var all subjects
	for _, name := range []string{"chat", "agents"} {
		file := name + ".json"
		all.add([]report.Subject{{ID: file + "#0", Name: name, File: file, Bundle: file, Kind: "endpoint"}})
	}
	if all.list[0].shape != all.list[1].shape {
		t.Error("it is kept twice")
	}
}
