package client

import (
	"errors"
	"fmt"
	"io/fs"
	"strings"

	"github.com/databricks/databricks-sdk-go/config"
)

// profileProblem is the error of a profile that is named and not there; nil where it is there, or
// none is named. The SDK passes over a file that is missing, and would then sign in with whatever
// the environment has.
func profileProblem(asked string, cfg *config.Config) error {
	name := cfg.Profile
	if name == "" || asked == "" && cfg.Host != "" {
		return nil
	}
	file, err := config.LoadFile(cfg.ConfigFile)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return noProfile(name, "the file `"+shownFile(cfg)+"` is not there", nil)
	case err != nil:
		return nil // resolution says what is wrong with the file
	}
	var known []string
	for _, section := range file.Sections() {
		if len(section.Keys()) == 0 || strings.HasPrefix(section.Name(), "__") {
			continue
		}
		if section.Name() == name {
			return nil
		}
		known = append(known, section.Name())
	}
	return noProfile(name, "`"+shownFile(cfg)+"` has no such profile", known)
}

// shownFile is the file with profiles, as whoever runs the command knows it.
func shownFile(cfg *config.Config) string {
	if cfg.ConfigFile == "" {
		return "~/.databrickscfg"
	}
	return cfg.ConfigFile
}

func noProfile(name, why string, known []string) error {
	const most = 10
	if more := len(known) - most; more > 0 {
		known = append(known[:most:most], fmt.Sprintf("%d more", more))
	}
	advice := "write it with 'databricks configure --profile " + name + "'"
	if len(known) > 0 {
		advice = "name one that it has (" + strings.Join(known, ", ") + "), or " + advice
	}
	return notConfigured(oneLine(fmt.Sprintf("profile `%s`: %s: %s", name, why, advice)))
}
