package terraform

import (
	"maps"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gwlint/gwlint/internal/source"
)

// TestAPlanHasTheValuesOfItsModule compares what is read of each plan of testdata with what
// the module resolves to, where neither leaves a value to the server.
func TestAPlanHasTheValuesOfItsModule(t *testing.T) {
	t.Parallel()
	compared := 0
	for _, name := range modulesOfFixtures(t) {
		if _, not := notPlanned[name]; not {
			continue
		}
		content, err := os.ReadFile(filepath.Join(plansFolder, name+".json"))
		if err != nil {
			t.Fatal(err)
		}
		text, err := source.NewText("plan.json", content)
		if err != nil {
			t.Fatal(err)
		}
		documents, err := Parse(text, source.Limits{})
		if err != nil || len(documents) != 1 || !IsShown(documents[0]) {
			t.Fatalf("%s: %d documents: %v", name, len(documents), err)
		}
		doc, faults := OfShown(documents[0], nil, isOfDatabricks)
		for _, fault := range faults {
			t.Errorf("%s: %v", name, fault)
		}
		resolved, shown := resolvedModule(t, name), instancesOf(doc)
		for address := range resolved {
			base, _, unsure := strings.Cut(address, "[?]")
			if !unsure {
				continue
			}
			delete(resolved, address)
			maps.DeleteFunc(shown, func(other string, _ any) bool { return strings.HasPrefix(other, base+"[") })
		}
		compared += len(resolved)
		ours, theirs := knownToBoth(resolved, shown)
		if diff := cmp.Diff(ours, theirs); diff != "" {
			t.Errorf("%s, resolved (-) and read of its plan (+):\n%s", name, diff)
		}
	}
	if compared < 30 {
		t.Errorf("no more than %d instances were compared", compared)
	}
}

// knownToBoth are two values without what is null, empty or not known in one of them.
func knownToBoth(a, b any) (any, any) {
	if isUnknownOrEmpty(a) || isUnknownOrEmpty(b) {
		if _, is := a.(notResolved); is || isUnknown(b) {
			return nil, nil
		}
	}
	switch x := a.(type) {
	case map[string]any:
		y, _ := b.(map[string]any)
		return knownInMaps(x, y)
	case []any:
		y, ok := b.([]any)
		if !ok || len(x) != len(y) {
			return a, b
		}
		var left, right []any
		for i := range x {
			l, r := knownToBoth(x[i], y[i])
			left, right = append(left, l), append(right, r)
		}
		return left, right
	}
	return a, b
}

func knownInMaps(a, b map[string]any) (any, any) {
	left, right := map[string]any{}, map[string]any{}
	for _, of := range []map[string]any{a, b} {
		for key := range of {
			l, r := knownToBoth(ordered(key, a[key]), ordered(key, b[key]))
			if !isUnknownOrEmpty(l) {
				left[key] = l
			}
			if !isUnknownOrEmpty(r) {
				right[key] = r
			}
		}
	}
	return left, right
}

// ordered is a value with its elements in one order where it is a set.
func ordered(key string, v any) any {
	if list, ok := v.([]any); ok {
		return inOneOrder(key, list)
	}
	return v
}

func isUnknown(v any) bool {
	_, is := v.(notResolved)
	return is
}

func isUnknownOrEmpty(v any) bool {
	list, isList := v.([]any)
	return v == nil || isUnknown(v) || isList && len(list) == 0
}
