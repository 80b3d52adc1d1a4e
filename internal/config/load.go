package config

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/gwlint/gwlint/schema"
)

// Options says where to look and what may be named.
type Options struct {
	// Dir is the absolute folder in which gwlint was started.
	Dir string
	// File is a configuration file, relative to Dir; "" looks for one.
	File string
	// Rules are all rules there are; with none, any name will do.
	Rules []Rule
}

// Rule is a rule as a configuration may name it.
type Rule struct{ ID, Slug string }

// Load reads the configuration over the defaults. Its error joins every fault
// of the file as *Error, in the order of the file.
func Load(options Options) (Settings, error) {
	settings := Default()
	settings.Base = options.Dir
	file, err := locate(options)
	if err != nil || file == "" {
		return settings, err
	}
	name := shown(options.Dir, file)
	text, err := readFile(file)
	if err != nil {
		return settings, &Error{File: name, Message: reason(err)}
	}
	if options.File == "" {
		settings.Base = filepath.Dir(file)
		settings.start = shown(settings.Base, options.Dir)
	}
	settings.File = name
	return settings, decode(&settings, text, options.Rules)
}

func locate(options Options) (string, error) {
	if options.File == "" {
		return find(options.Dir)
	}
	if filepath.IsAbs(options.File) {
		return options.File, nil
	}
	return filepath.Join(options.Dir, options.File), nil
}

func readFile(path string) ([]byte, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer func() { _ = file.Close() }() // nothing was written to it
	return io.ReadAll(io.LimitReader(file, maxBytes+1))
}

// decode reads the text of a file over the settings.
func decode(settings *Settings, text []byte, known []Rule) error {
	t := parse(settings.File, text)
	if len(t.faults.all) > 0 || t.value == nil {
		return t.faults.err()
	}
	if err := t.validate(); err != nil {
		return err
	}
	if err := settings.fill(t.value); err != nil {
		return fmt.Errorf("%s: %w", settings.File, err)
	}
	t.checkGlobs(settings)
	t.nameRules(settings, known)
	t.originate(settings)
	return t.faults.err()
}

// fill lays a valid value over the settings. A list, and the map of gateway
// roles, replaces its default; the probes of a role replace that role's.
func (s *Settings) fill(value any) error {
	if params, ok := value.(map[string]any)["params"].(map[string]any); ok && params["gateway_roles"] != nil {
		s.Params.GatewayRoles = nil
	}
	text, err := json.Marshal(value)
	if err != nil {
		return err
	}
	return json.Unmarshal(text, s)
}

// validate compares the file with the schema that editors use too.
func (t *tree) validate() error {
	violations, err := schema.Validate(schema.Config, t.value)
	if err != nil {
		return err
	}
	for _, v := range violations {
		switch v.Kind {
		case schema.UnknownKey:
			t.faults.add(t.keys[join(v.Pointer)], "unknown key %q%s", v.Key, suggestion(v.Nearest))
		case schema.InvalidValue, schema.Misplaced:
			t.faults.add(t.values[join(v.Pointer)], "%s must be %s", subject(v.Pointer), v.Expected)
		}
	}
	return t.faults.err()
}

// suggestion ends a message with what was probably meant.
func suggestion(nearest string) string {
	if nearest == "" {
		return ""
	}
	return fmt.Sprintf("; did you mean %q?", nearest)
}
