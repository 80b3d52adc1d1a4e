package cli

import (
	"bufio"
	"cmp"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/gwlint/gwlint/internal/report"
	"github.com/gwlint/gwlint/internal/secret"
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
		place := o.place()
		if other, ok := taken[place]; ok {
			return nil, fmt.Errorf("--format %s and %s both go to %s; give one of them another file: --format %s=FILE",
				other, o.format, cmp.Or(o.file, "standard output"), o.format)
		}
		taken[place] = o.format
		outputs = append(outputs, o)
	}
	return outputs, nil
}

func parseOutput(text, dir string) (output, error) {
	format, file, named := strings.Cut(text, "=")
	if err := report.CheckFormat(format); err != nil {
		return output{}, fmt.Errorf("--format: %w%s", err, suggestion(format, report.Formats()))
	}
	switch {
	case named && file == "":
		return output{}, fmt.Errorf("--format %s: no file behind the =", text)
	case !named || file == "-" || file == "/dev/stdout":
		return output{format: format}, nil
	case !filepath.IsAbs(file):
		file = filepath.Join(dir, file)
	}
	if err := writable(file); err != nil {
		return output{}, fmt.Errorf("--format %s: %w", text, err)
	}
	return output{format: format, file: filepath.Clean(file)}, nil
}

// place is the file behind the links that lead to it, which two names can have.
func (o output) place() string {
	if o.file == "" {
		return ""
	}
	if real, err := filepath.EvalSymlinks(o.file); err == nil {
		return real
	}
	folder, name := filepath.Split(o.file)
	if real, err := filepath.EvalSymlinks(filepath.Clean(folder)); err == nil {
		folder = real
	}
	return filepath.Join(folder, name)
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

// writeFile has a file written whole or not at all: into a temporary file of
// the same folder, which takes the name when it is complete. What was there
// before stays as it is until then. Devices and pipes are written to directly.
func writeFile(path string, write func(io.Writer) error) error {
	if real, err := filepath.EvalSymlinks(path); err == nil {
		path = real // a link stays a link
	}
	info, err := os.Stat(path)
	if err == nil && !info.Mode().IsRegular() {
		return writeTo(os.OpenFile(path, os.O_WRONLY, 0))(write)
	}
	temporary := filepath.Join(filepath.Dir(path), ".gwlint-"+rand.Text())
	//nolint:gosec // G302, G304: the user names the file, and who may read it is for the umask to say
	err = writeTo(os.OpenFile(temporary, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o666))(write)
	if err == nil && info != nil {
		err = os.Chmod(temporary, info.Mode().Perm())
	}
	if err == nil {
		err = os.Rename(temporary, path)
	}
	if err != nil {
		return errors.Join(err, ignoreMissing(os.Remove(temporary)))
	}
	return nil
}

// ignoreMissing drops the error of removing what is not there.
func ignoreMissing(err error) error {
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return err
}

// writeTo writes to a file that was just opened, and closes it.
func writeTo(file *os.File, err error) func(func(io.Writer) error) error {
	return func(write func(io.Writer) error) error {
		if err != nil {
			return err
		}
		buffered := bufio.NewWriterSize(file, 1<<16)
		if err := write(buffered); err != nil {
			return errors.Join(err, file.Close())
		}
		return errors.Join(buffered.Flush(), file.Close())
	}
}

// publish writes every report and returns the exit code. One that cannot be
// written leaves the check incomplete.
func publish(s Streams, r report.Report, req request) int {
	defer req.check.Profile.Phase("report")()
	for _, prompt := range r.Prompts {
		_, _ = fmt.Fprintln(s.Err, report.Visible(secret.Erase(prompt))) // word for word, whatever the reports are
	}
	for _, o := range req.outputs {
		var leftOut string
		if r, leftOut = report.Fit(r, o.format, req.check.FailOn); leftOut != "" {
			_, _ = fmt.Fprintf(s.Err, "gwlint: %s\n", leftOut)
		}
	}
	code := r.Summary.ExitCode
	for _, o := range req.outputs {
		if err := writeReport(s, r, o, req); err != nil && !brokenPipe(err) {
			s.notice(fmt.Sprintf("the %s report is not written: %s", o.format, err))
			code = report.ExitIncomplete
		}
	}
	if file := req.actions.summary; file != "" {
		if err := addSummary(file, r); err != nil { // nobody asked for it, and the log says the same
			s.notice("the step summary is not written: " + err.Error())
		}
	}
	return code
}

// writeReport writes one report; a file gets neither colours nor links, and has no
// width.
func writeReport(s Streams, r report.Report, o output, req request) error {
	options := req.options
	if o.forPeople() && req.actions.annotate {
		if err := writeAnnotations(s.Out, r); err != nil {
			return err
		}
	}
	switch {
	case o.forPeople() && s.inActions():
		return writeText(s.Out, r, o.format, options)
	case o.file == "":
		return report.Write(s.Out, o.format, r, options)
	}
	options.Color, options.Hyperlinks, options.ASCII, options.Width = false, false, false, 0
	return writeFile(o.file, func(w io.Writer) error { return report.Write(w, o.format, r, options) })
}
