package cli

import (
	"fmt"
	"runtime/debug"

	"github.com/spf13/cobra"
)

// version is set when a release is built:
// -ldflags "-X github.com/gwlint/gwlint/internal/cli.version=1.2.3".
var version string

// Version is gwlint's version without a leading v: that of the release, else of
// the module, else "dev".
func Version() string {
	info, _ := debug.ReadBuildInfo()
	return versionOf(version, info)
}

func versionOf(linked string, info *debug.BuildInfo) string {
	if linked != "" {
		return trimV(linked)
	}
	if info != nil && info.Main.Version != "" && info.Main.Version != "(devel)" {
		return trimV(info.Main.Version)
	}
	return "dev"
}

func trimV(version string) string {
	if len(version) > 1 && version[0] == 'v' {
		return version[1:]
	}
	return version
}

func versionCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "version",
		Short: "Print the version",
		Args:  noArguments,
		RunE: func(command *cobra.Command, _ []string) error {
			_, err := fmt.Fprintln(command.OutOrStdout(), "gwlint "+Version())
			return err
		},
	}
}
