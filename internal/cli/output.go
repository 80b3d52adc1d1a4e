package cli

import (
	"cmp"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/gwlint/gwlint/internal/report"
)

// output is one report to write: a format, and the file it goes to.
type output struct {
	format string
	// file is an absolute path, "" for standard output.
	file string
}

// parseOutputs reads `NAME[=FILE]` and refuses what could not be written, so
// that no check runs in vain.
func parseOutputs(written []string, dir string) ([]output, error) {
	var outputs []output
	taken := make(map[string]string)
	for _, text := range written {
		o, err := parseOutput(text, dir)
		if err != nil {
			return nil, err
		}
		if other, ok := taken[o.file]; ok {
			return nil, fmt.Errorf("--format %s and %s both go to %s; give one of them another file: --format %s=FILE",
				other, o.format, cmp.Or(o.file, "standard output"), o.format)
		}
		taken[o.file] = o.format
		outputs = append(outputs, o)
	}
	return outputs, nil
}

func parseOutput(text, dir string) (output, error) {
	format, file, named := strings.Cut(text, "=")
	if err := report.Known(format); err != nil {
		return output{}, fmt.Errorf("--format: %w%s", err, meant(format, report.Formats()))
	}
	switch {
	case named && file == "":
		return output{}, fmt.Errorf("--format %s: no file behind the =", text)
	case !named || file == "-":
		return output{format: format}, nil
	case !filepath.IsAbs(file):
		file = filepath.Join(dir, file)
	}
	if err := writable(file); err != nil {
		return output{}, fmt.Errorf("--format %s: %w", text, err)
	}
	return output{format: format, file: filepath.Clean(file)}, nil
}

// writable says why a file could not be written.
func writable(file string) error {
	if info, err := os.Stat(file); err == nil && info.IsDir() {
		return fmt.Errorf("it is a folder; name a file in it")
	} else if err == nil && !info.Mode().IsRegular() {
		return nil // a device or a pipe
	}
	folder := filepath.Dir(file)
	if info, err := os.Stat(folder); err != nil || !info.IsDir() {
		return fmt.Errorf("there is no such folder; create it first")
	}
	probe, err := os.CreateTemp(folder, ".gwlint-*")
	if err != nil {
		return fmt.Errorf("the folder cannot be written to; name another")
	}
	return cmp.Or(probe.Close(), os.Remove(probe.Name()))
}
