//go:build !race

// Nothing runs at once in these tests, and the race detector makes them take minutes.

package rego

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/open-policy-agent/opa/v1/ast"
)

// Lists that hold each other take little until they are written out.
func TestAnAnswerThatIsTooMuchWrittenOutIsAnError(t *testing.T) {
	t.Parallel()
	e, err := newEvaluator(t.Context(), time.Minute)
	if err != nil {
		t.Fatal(err)
	}
	for depth, want := range map[int]error{5: nil, 6: errElements, 30: errElements} {
		lists := `l0 := ["a"]`
		for i := range depth {
			lists += fmt.Sprintf("; l%d := [l%d | some _ in numbers.range(1, 10)]", i+1, i)
		}
		q := expressionQuery(t, fmt.Sprintf("[l%d | %s]", depth, lists), "")
		if _, err := (&Session{evaluator: e}).Evaluate(t.Context(), Query{q}, nil, ""); !errors.Is(err, want) {
			t.Errorf("%d deep: got %v, want %v", depth, err, want)
		}
		finding := ast.ObjectTerm(ast.Item(ast.StringTerm("message"), ast.StringTerm("m")), ast.Item(ast.StringTerm("path"), ast.ArrayTerm(tower(depth, ast.NullTerm()))))
		if _, err := decodeOne(finding); !errors.Is(err, want) {
			t.Errorf("%d deep in a finding: got %v, want %v", depth, err, want)
		}
	}
}
