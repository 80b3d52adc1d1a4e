package cli

import (
	"fmt"
	"slices"
	"strings"
)

var colorModes = []string{"auto", "always", "never"}

// useColor decides whether text is coloured. In mode auto, NO_COLOR
// (no-color.org) comes first, then FORCE_COLOR (force-color.org) and
// CLICOLOR_FORCE, then what the terminal can do.
func useColor(mode string, terminal bool, env func(string) string) bool {
	switch {
	case mode == "always":
		return true
	case mode == "never", env("NO_COLOR") != "":
		return false
	case env("FORCE_COLOR") != "":
		return !isOff(env("FORCE_COLOR"))
	case env("CLICOLOR_FORCE") != "" && !isOff(env("CLICOLOR_FORCE")):
		return true
	default:
		return terminal && env("TERM") != "dumb" && env("CLICOLOR") != "0"
	}
}

func isOff(value string) bool { return value == "0" || value == "false" }

// useHyperlinks decides whether rule IDs are links. Terminals cannot be asked,
// and some print the escapes as rubbish, so only those that are known to show
// links get them.
func useHyperlinks(color, terminal bool, env func(string) string) bool {
	if force := env("FORCE_HYPERLINK"); force != "" {
		return !isOff(force)
	}
	if !color || !terminal || env("TERM") == "dumb" {
		return false
	}
	known := []string{"iTerm.app", "WezTerm", "vscode", "ghostty", "Hyper"}
	return slices.Contains(known, env("TERM_PROGRAM")) || env("WT_SESSION") != "" ||
		env("KITTY_WINDOW_ID") != "" || env("VTE_VERSION") >= "5000" && len(env("VTE_VERSION")) == 4
}

func checkColor(mode string) error {
	if slices.Contains(colorModes, mode) {
		return nil
	}
	return fmt.Errorf("--color %q: want %s", mode, strings.Join(colorModes, ", "))
}

// leastWidth is the number of columns below which nothing can be laid out; fewer is
// taken for a mistake.
const leastWidth = 20
