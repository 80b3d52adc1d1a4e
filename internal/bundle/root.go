package bundle

import (
	"fmt"
	"os"
	"path"
	"path/filepath"
	"slices"

	"github.com/gwlint/gwlint/internal/source"
)

// rootNames are the names that the root file of a bundle may have.
var rootNames = []string{"databricks.yml", "databricks.yaml", "bundle.yml", "bundle.yaml"}

// RootNames are the names that the root file of a bundle may have. In one folder there may
// be one of them.
func RootNames() []string { return slices.Clone(rootNames) }

// IsRootName says whether the root file of a bundle may have a name.
func IsRootName(name string) bool { return slices.Contains(rootNames, name) }

// folder is the folder of the root file, without symbolic links. The root file itself may
// be one: what it includes lies beside the link.
func (b *Bundle) folder() string {
	named := source.Absolute(b.options.Dir, source.NewBase(b.options.Dir).Path(b.Root.File))
	if folder, err := filepath.EvalSymlinks(filepath.Dir(named)); err == nil {
		return folder
	}
	return filepath.Dir(b.Root.Real())
}

// checkAlone says where another file in the root's folder has the name of a root, too: the
// CLI then reads neither.
func (b *Bundle) checkAlone() {
	if b.Root.Piped() {
		return
	}
	folder := b.folder()
	for _, name := range rootNames {
		if _, err := os.Stat(filepath.Join(folder, name)); err != nil || name == path.Base(b.Root.File) {
			continue
		}
		b.fault(&source.Error{File: b.Root.File, Message: fmt.Sprintf(
			"is one of two root files in a folder, which the Databricks CLI refuses: move its content or that of `%s` into an included file", name)})
		return
	}
}
