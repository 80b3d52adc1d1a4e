package cli

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestWhyAFileThatIsNamedIsNotReadNamesNoPathOfTheMachine(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	for name, size := range map[string]int64{"full.yaml": 1 << 20, "larger.yaml": 1<<20 + 1} {
		file, err := os.Create(filepath.Join(folder, name))
		if err != nil {
			t.Fatal(err)
		}
		if err := file.Truncate(size); err != nil {
			t.Fatal(err)
		}
		if err := file.Close(); err != nil {
			t.Fatal(err)
		}
	}
	for name, test := range map[string]struct{ file, want string }{
		"missing":                 {"none.yaml", "no such file"},
		"a folder":                {".", "is a folder: name the file in it"},
		"as large as is allowed":  {"full.yaml", ""},
		"larger":                  {"larger.yaml", "is larger than the limit of 1 MiB"},
		"what the system refuses": {"a\x00b", "invalid argument"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := ""
			if _, err := readFile(filepath.Join(folder, test.file), 1); err != nil {
				got = err.Error()
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}
