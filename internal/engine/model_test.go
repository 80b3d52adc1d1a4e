package engine_test

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/gwlint/gwlint/schema"
)

// TestWhatRulesReadFollowsItsSchema holds the model that Go builds to the schema
// that rules are type-checked against, over all examples of all rules.
func TestWhatRulesReadFollowsItsSchema(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("../../rules/*/*/*/*.[jy]*")
	if err != nil {
		t.Fatal(err)
	}
	if len(files) < 50 {
		t.Fatalf("%d examples, want them all", len(files))
	}
	context := facts(t).Context()
	for _, file := range files {
		if strings.HasSuffix(file, inputs) {
			continue
		}
		content, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, s := range subjects(t, filepath.Base(file), content) {
			input := decoded(t, map[string]any{"subject": s, "subjects": []any{s}, "context": context})
			found, err := schema.Validate(schema.Model, input)
			if err != nil {
				t.Fatal(err)
			}
			for _, v := range found {
				t.Errorf("%s: %v: want %s", file, v.Pointer, v.Expected)
			}
		}
	}
}

// decoded turns a value into what encoding/json reads of it.
func decoded(t testing.TB, value any) any {
	t.Helper()
	text, err := json.Marshal(value)
	if err != nil {
		t.Fatal(err)
	}
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.UseNumber()
	var read any
	if err := decoder.Decode(&read); err != nil {
		t.Fatal(err)
	}
	return read
}
