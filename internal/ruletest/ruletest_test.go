package ruletest_test

import (
	"os"
	"testing"

	"github.com/gwlint/gwlint/internal/ruletest"
	"github.com/gwlint/gwlint/rules"
)

// TestTheShippedRules runs every rule's own tests and examples, which its page
// shows.
func TestTheShippedRules(t *testing.T) {
	t.Parallel()
	result, err := ruletest.Test(t.Context(), ruletest.Options{Tree: rules.Tree{Files: os.DirFS("../../rules"), Name: "rules"}})
	if err != nil {
		t.Fatal(err)
	}
	for _, unit := range result.Units {
		for _, fault := range unit.Faults {
			t.Error(fault)
		}
		t.Log(unit.ID, unit.Name, unit.Tests, unit.Bad, unit.Good, unit.Coverage(), unit.Missed)
	}
}
