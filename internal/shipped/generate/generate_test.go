package generate_test

import (
	"maps"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gwlint/gwlint/internal/shipped/generate"
)

func TestWhatIsShippedIsWhatTheRulesAndPoliciesAreCompiledTo(t *testing.T) {
	t.Parallel()
	made, err := generate.Files(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	written := append(must(filepath.Glob("../*.bin"))(t), "../list.go")
	names := make([]string, 0, len(written))
	for _, path := range written {
		name := filepath.Base(path)
		names = append(names, name)
		content, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if string(content) != string(made[name]) {
			t.Errorf("%s is not what is made of the rules and policies; run 'go generate ./...'", name)
		}
	}
	slices.Sort(names)
	if diff := cmp.Diff(slices.Sorted(maps.Keys(made)), names); diff != "" {
		t.Errorf("run 'go generate ./...', and remove what it no longer writes: %s", diff)
	}
}

// must returns a value, or ends the test with its error.
func must[T any](value T, err error) func(t testing.TB) T {
	return func(t testing.TB) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return value
	}
}
