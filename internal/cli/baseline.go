package cli

import (
	"cmp"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"github.com/gwlint/gwlint/internal/baseline"
	"github.com/gwlint/gwlint/internal/config"
	"github.com/gwlint/gwlint/internal/source"
)

// baselineFlags say which baseline a check goes by.
type baselineFlags struct {
	baseline       string
	strictBaseline bool
	// unread says that the baseline is about to be written, and what it says now does not
	// matter.
	unread bool
	// distrust says that no file is taken that only lies there.
	distrust bool
}

// noBaseline is what a user writes in place of a file where there is no baseline.
const noBaseline = "none"

// maxBaseline is how large a baseline may be, in MiB: hundreds of thousands of entries.
const maxBaseline = 64

func (b *baselineFlags) add(command *cobra.Command) {
	flags := command.Flags()
	flags.StringVar(&b.baseline, "baseline", "", "`FILE` of findings that are known, which 'gwlint baseline write' makes, or none; default: "+baseline.Name+", here or above up to the repository's root")
	flags.BoolVar(&b.strictBaseline, "strict-baseline", false, "an entry of the baseline of which nothing is left is an error")
}

// place is the absolute path of the baseline, "" where there is none. What a flag or the
// configuration names has to be there.
func (b *baselineFlags) place(dir string, settings config.Settings) string {
	switch written := settings.Baseline; {
	case b.baseline == noBaseline, b.baseline == "" && written == noBaseline:
		return ""
	case b.baseline != "":
		return source.Absolute(dir, b.baseline)
	case written != "":
		return source.Absolute(settings.Base, written)
	}
	if b.distrust {
		return ""
	}
	for _, folder := range baselineFolders(dir, settings) {
		if info, err := os.Lstat(filepath.Join(folder, baseline.Name)); err == nil && !info.IsDir() {
			return filepath.Join(folder, baseline.Name)
		}
	}
	return ""
}

// baselineFolders are where the baseline is looked for: beside the configuration, in the
// folder where gwlint is started, and above that up to the root of the repository.
func baselineFolders(dir string, settings config.Settings) []string {
	folders := []string{settings.Base, dir}
	if root, ok := source.Repository(dir); ok {
		for folder := dir; folder != root && folder != filepath.Dir(folder); {
			folder = filepath.Dir(folder)
			folders = append(folders, folder)
		}
	}
	return folders
}

// readKnown reads the baseline, nil where there is none.
func (b *baselineFlags) readKnown(dir string, settings config.Settings) (*baseline.Baseline, error) {
	path := b.place(dir, settings)
	if path == "" || b.unread {
		return nil, nil //nolint:nilnil // there is none
	}
	name := b.name(dir, path, settings)
	text, err := readFile(path, maxBaseline)
	switch {
	case errors.Is(err, errNoFile):
		return nil, fmt.Errorf("%s: %w: 'gwlint baseline write' makes it", name, err)
	case err != nil:
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return baseline.Read(name, text)
}

// name is what reports call a baseline.
func (b *baselineFlags) name(dir, path string, settings config.Settings) string {
	return source.NewBase(dir).PortableName(path, filepath.IsAbs(cmp.Or(b.baseline, settings.Baseline)))
}

// target is the absolute path of the baseline to write.
func (b *baselineFlags) target(dir string, settings config.Settings) string {
	if path := b.place(dir, settings); path != "" {
		return path
	}
	folder := settings.Base
	if root, ok := source.Repository(dir); ok && settings.File == "" {
		folder = root
	}
	return filepath.Join(folder, baseline.Name)
}
