package cli

import (
	"fmt"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"github.com/gwlint/gwlint/internal/check"
	"github.com/gwlint/gwlint/internal/config"
	"github.com/gwlint/gwlint/internal/source"
	"github.com/gwlint/gwlint/internal/waive"
)

// maxWaivers is how large a file of waivers may be, in MiB.
const maxWaivers = 4

// waiverFlags say which waivers apply.
type waiverFlags struct {
	waiverFile string
	noWaivers  bool
	// mayBeCreated says that a file which is named need not be there.
	mayBeCreated bool
}

func (w *waiverFlags) add(command *cobra.Command) {
	flags := command.Flags()
	flags.StringVar(&w.waiverFile, "waivers", "", "`FILE` of waivers, or none for none but those in comments; default: gwlint-waivers.yaml, beside the configuration or at the repository's root")
	flags.BoolVar(&w.noWaivers, "no-waivers", false, "report as if there were no waivers, in the file and in comments")
	command.MarkFlagsMutuallyExclusive("waivers", "no-waivers")
}

// waivers reads the file of waivers, nil where there is none. A file that is named is there.
func (w *waiverFlags) waivers(dir string, settings *config.Settings, loaded check.RuleSet) (*waive.File, error) {
	if w.waiverFile != "" {
		settings.Waivers, settings.Origins["waivers"] = w.waiverFile, "--waivers"
	}
	place, named := waiversPlace(dir, *settings)
	if place == "" || w.noWaivers || w.mayBeCreated && existing(place) == "" {
		return nil, nil //nolint:nilnil // there is none
	}
	content, err := readFile(place, maxWaivers)
	if err != nil {
		return nil, fmt.Errorf("%s%s: %w", named, shownFrom(dir, place), err)
	}
	name := source.NewBase(dir).PortableName(place, filepath.IsAbs(settings.Waivers))
	text, err := source.NewText(name, content)
	if err != nil {
		return nil, err
	}
	return loaded.WaiverReader().File(text)
}

// waiversPlace is the absolute path of the file of waivers, "" where none is named and none
// lies beside the configuration or, without one, in the folder or above it up to the root
// of the repository. Named begins a message about a file that is named.
func waiversPlace(dir string, settings config.Settings) (place, named string) {
	origin, set := settings.Origins["waivers"]
	switch {
	case set && settings.Waivers == config.None:
		return "", ""
	case origin == "--waivers":
		return source.Absolute(dir, settings.Waivers), origin + ": "
	case set:
		return source.Absolute(settings.Base, settings.Waivers), origin + ": "
	case settings.File != "":
		return existing(filepath.Join(settings.Base, waive.FileName)), ""
	}
	root, inside := source.Repository(dir)
	for folder := dir; ; folder = filepath.Dir(folder) {
		if found := existing(filepath.Join(folder, waive.FileName)); found != "" || !inside || folder == root || folder == filepath.Dir(folder) {
			return found, ""
		}
	}
}

// existing is a path, "" where nothing is there.
func existing(path string) string {
	if _, err := os.Lstat(path); err != nil {
		return ""
	}
	return path
}
