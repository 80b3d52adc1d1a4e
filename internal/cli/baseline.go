package cli

import (
	"errors"
	"fmt"
	"io"
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

// maxBaseline is how large a baseline may be: hundreds of thousands of entries.
const maxBaseline = 64 << 20

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
	name := baselineName(dir, path, b.baseline)
	text, err := readBaseline(path)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return baseline.Read(name, text)
}

// baselineName is what reports call a baseline: by its last part alone where it was named
// by an absolute path that leads elsewhere.
func baselineName(dir, path, named string) string {
	name := source.NewBase(dir).Name(path, filepath.IsAbs(named))
	if filepath.IsAbs(name) {
		name = filepath.Base(name)
	}
	return name
}

// readBaseline reads a file that has to be there.
func readBaseline(path string) ([]byte, error) {
	switch info, err := os.Stat(path); {
	case os.IsNotExist(err):
		return nil, fmt.Errorf("no such file: 'gwlint baseline write' makes it")
	case err != nil:
		return nil, fmt.Errorf("the baseline cannot be read: %w", unwrapped(err))
	case !info.Mode().IsRegular():
		return nil, fmt.Errorf("is no regular file: name the baseline")
	case info.Size() > maxBaseline:
		return nil, fmt.Errorf("is larger than %d MiB, and no baseline: name the baseline", maxBaseline>>20)
	}
	file, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("the baseline cannot be read: %w", unwrapped(err))
	}
	defer func() { _ = file.Close() }() // nothing was written to it
	return io.ReadAll(io.LimitReader(file, maxBaseline))
}

// unwrapped is an error of the operating system without the path.
func unwrapped(err error) error {
	if failure, ok := errors.AsType[*os.PathError](err); ok {
		return failure.Err
	}
	return err
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
