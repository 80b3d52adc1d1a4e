package rego

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/open-policy-agent/opa/v1/ast"
)

func TestAFixIsWhatARuleReturns(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		found string
		want  *Fix
	}{
		"none":         {`{"path": ["a"], "message": "m"}`, nil},
		"null is none": {`{"path": ["a"], "message": "m", "fix": null}`, nil},
		"a value and a key": {
			`{"path": ["a"], "message": "m", "fix": {"description": "d", "written": [["a", "b"]], "edits": [
				{"path": ["a", 0, "k"], "do": "set", "value": {"b": ["\u0007", 1.50, true]}}, {"path": ["c"], "do": "rename", "key": "e"}]}}`,
			&Fix{
				Description: "d", Written: [][]string{{"a", "b"}},
				Edits: []Edit{{Path: []string{"a", "0", "k"}, Do: "set", Value: `{"b":["\u0007",1.50,true]}`}, {Path: []string{"c"}, Do: "rename", Key: "e"}},
			},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			found, err := decodeOne(ast.MustParseTerm(test.found))
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(test.want, found.Fix); diff != "" {
				t.Error(diff)
			}
		})
	}
}
