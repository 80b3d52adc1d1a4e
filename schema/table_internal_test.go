package schema

import (
	"bytes"
	"encoding/json"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/xeipuuv/gojsonschema"
)

// TestWhatSurelyConformsIsValid holds the table to the library, on documents in which
// one value after the other is another one or has another key.
func TestWhatSurelyConformsIsValid(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("testdata/clean/*.json")
	if err != nil || len(files) == 0 {
		t.Fatal("no clean documents", err)
	}
	sure := 0
	for _, file := range files {
		for _, name := range Documents() {
			root := decodedFile(t, file)
			changes(root, func() {
				conforms, err := surelyConforms(name, root)
				if err != nil {
					t.Fatal(err)
				}
				if conforms && !isValid(t, name, root) {
					t.Errorf("%s is no %s, and the table takes it: %s", file, name, encodedText(t, root))
				}
				if conforms {
					sure++
				}
			})
		}
	}
	if sure < 1500 {
		t.Errorf("the table knows only of %d documents", sure)
	}
}

func TestDocumentsThatAreCleanSurelyConform(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("testdata/clean/*.json")
	if err != nil || len(files) == 0 {
		t.Fatal("no clean documents", err)
	}
	for _, file := range files {
		root := decodedFile(t, file)
		if !slices.ContainsFunc(Documents(), func(name Name) bool {
			conforms, err := surelyConforms(name, root)
			return err == nil && conforms
		}) {
			t.Errorf("%s: the table does not know it", file)
		}
	}
}

func TestNoSchemaOfADocumentSaysMoreThanATableKnows(t *testing.T) {
	t.Parallel()
	for _, name := range append(Documents(), State) {
		places, err := tableOf(name)
		if err != nil {
			t.Fatal(err)
		}
		for number, p := range places {
			if p.doubt {
				t.Errorf("%s: place %d of keys %v has a keyword that is not known", name, number, p.keys)
			}
		}
	}
}

// changes puts other values in the place of each of a document's, and calls try each time.
func changes(node any, try func()) {
	others := []any{nil, true, "MASK", "x", json.Number("0"), json.Number("-1"), json.Number("1.5"), json.Number("1e3"), []any{}, []any{"x"}, map[string]any{}, map[string]any{"x": nil}}
	switch node := node.(type) {
	case map[string]any:
		for _, key := range slices.Sorted(maps.Keys(node)) {
			value := node[key]
			for _, other := range others {
				node[key] = other
				try()
			}
			delete(node, key)
			try()
			node[key+"x"] = value
			try()
			delete(node, key+"x")
			node[key] = value
			changes(value, try)
		}
	case []any:
		for i, value := range node {
			for _, other := range others {
				node[i] = other
				try()
			}
			node[i] = value
			changes(value, try)
		}
	}
}

func isValid(t testing.TB, name Name, value any) bool {
	t.Helper()
	loaded, err := compiledSchema(name)
	if err != nil {
		t.Fatal(err)
	}
	result, err := loaded.check.Validate(gojsonschema.NewRawLoader(value))
	if err != nil {
		t.Fatal(err)
	}
	return result.Valid()
}

func decodedFile(t testing.TB, file string) any {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.UseNumber()
	var value any
	if err := decoder.Decode(&value); err != nil {
		t.Fatal(err)
	}
	return value
}

func encodedText(t testing.TB, value any) string {
	t.Helper()
	text, err := json.Marshal(value)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}
