package cli

import (
	"fmt"

	"github.com/spf13/cobra"

	"github.com/gwlint/gwlint/internal/config"
	"github.com/gwlint/gwlint/internal/report"
)

// settingsFlags are the flags that stand above the configuration file.
type settingsFlags struct {
	rulesFlag

	config, policy, failOn string
}

func (f *settingsFlags) add(command *cobra.Command) {
	f.rulesFlag.add(command)
	flags := command.Flags()
	flags.StringVar(&f.config, "config", "", "configuration `FILE`; default: .gwlint.yaml, here or above up to the repository's root")
	flags.StringVar(&f.policy, "policy", "", "`POLICY` that decides: the name of a shipped one, or the file or folder of your own; default: f4_checklist")
	flags.StringVar(&f.failOn, "fail-on", "", "least `LEVEL` that gives exit code 1: error, warning, note, unknown or none; default: error")
	completeWith(command, "policy", completePolicies)
	complete(command, "fail-on", report.FailOns)
}

// settings reads the configuration and lays the flags over it.
func (f *settingsFlags) settings(command *cobra.Command, dir string, loaded ruleSet) (config.Settings, error) {
	settings, err := config.Load(config.Options{Dir: dir, File: f.config, Rules: loaded.nameable()})
	if err != nil {
		return settings, err
	}
	for _, flag := range []struct {
		name, key string
		set       func()
	}{
		{"policy", "policy", func() { settings.Policy = f.policy }},
		{"fail-on", "fail_on", func() { settings.FailOn = f.failOn }},
	} {
		if command.Flags().Changed(flag.name) {
			flag.set()
			settings.Origins[flag.key] = "--" + flag.name
		}
	}
	if _, err := report.ParseFailOn(settings.FailOn); err != nil {
		return settings, fmt.Errorf("--fail-on: %w", err)
	}
	return settings, nil
}
