//go:build unix

package cli

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestHostileFileNamesAreShownAndDoNothing(t *testing.T) {
	t.Parallel()
	for name, word := range few(hostile) {
		file := strings.NewReplacer("/", "", "\x00", "").Replace(word)
		for len(file) > 200 {
			file = file[:len(file)/2]
		}
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			for ending, content := range map[string]string{
				".json": `{"name": "a", "ai_gateway": {}}`, "2.yaml": `ai_gateway: [`,
			} {
				if err := os.WriteFile(filepath.Join(dir, strings.ToValidUTF8(file, "")+ending), []byte(content), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			harmless(t, dir, 3)
		})
	}
}
