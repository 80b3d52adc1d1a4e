package cli

import (
	"os"
	"path/filepath"
	"testing"
)

// TestARuleIsWrittenWholeOrNotAtAll has the second of two files stand in the way of the
// first: nothing is left of what was written before, and no folder that was made.
func TestARuleIsWrittenWholeOrNotAtAll(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	base := filepath.Join(dir, "policy", "rules")
	files := map[string][]byte{"area/slug/name": []byte("a file"), "area/slug/name/below": []byte("below it")}
	if err := writeNew(base, "area/slug", files); err == nil {
		t.Fatal("no error")
	}
	if left, err := os.ReadDir(dir); err != nil || len(left) > 0 {
		t.Errorf("left behind: %v %v", left, err)
	}
	if err := os.MkdirAll(filepath.Join(base, "area", "other"), folderMode); err != nil {
		t.Fatal(err)
	}
	if err := writeNew(base, "area/slug", files); err == nil {
		t.Fatal("no error")
	}
	left, err := os.ReadDir(filepath.Join(base, "area"))
	if err != nil || len(left) != 1 || left[0].Name() != "other" {
		t.Errorf("the area holds %v %v, and held one folder before", left, err)
	}
}
