package config

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
)

// Options says where to look and what may be named.
type Options struct {
	// Dir is the absolute folder in which gwlint was started.
	Dir string
	// Start is the name of Dir in reports, which name files from the root of its
	// repository; "" is that root.
	Start string
	// File is a configuration file, relative to Dir; "" looks for one, and None reads
	// none.
	File string
	// Rules are all rules there are; with none, any name will do.
	Rules []Rule
}

// None stands for no configuration file at all, not even one that lies there: who
// does not trust it takes the defaults. A file of that name is ./none.
const None = "none"

// Rule is a rule as a configuration may name it.
type Rule struct{ ID, Slug string }

// Load reads the configuration over the defaults. Its error joins every fault
// of the file as *Error, in the order of the file.
func Load(options Options) (Settings, error) {
	settings := Default()
	settings.Base, settings.base = options.Dir, path.Clean(options.Start)
	file, err := locate(options)
	if err != nil || file == "" {
		return settings, err
	}
	name := displayPath(options.Dir, file)
	text, err := readFile(file)
	if err != nil {
		return settings, &Error{File: name, Message: readMessage(err)}
	}
	sum := sha256.Sum256(text)
	settings.Name, settings.Digest = reportName(options, name), "sha256:"+hex.EncodeToString(sum[:])
	if options.File == "" {
		settings.Base = filepath.Dir(file)
		settings.start = displayPath(settings.Base, options.Dir)
		settings.base = path.Join(options.Start, displayPath(options.Dir, settings.Base))
	}
	settings.File = name
	return settings, decode(&settings, text, options.Rules)
}

// reportName is how reports name the file: from the root of the repository, and by its
// last part alone where it was named by an absolute path that leads elsewhere.
func reportName(options Options, name string) string {
	fromRoot := path.Join(options.Start, name)
	if filepath.IsAbs(options.File) && !filepath.IsLocal(fromRoot) {
		return filepath.Base(options.File)
	}
	return fromRoot
}

// locate is the path of the configuration file, "" when there is none.
func locate(options Options) (string, error) {
	switch options.File {
	case "":
		return find(options.Dir)
	case None:
		return "", nil
	}
	if filepath.IsAbs(options.File) {
		return options.File, nil
	}
	return filepath.Join(options.Dir, options.File), nil
}

// errPipe is what readFile says of a file that may never end, or never begin.
var errPipe = errors.New("is no regular file")

// readFile reads a file up to one byte beyond the limit, which parse refuses. A pipe
// that nobody writes to would keep it waiting; a device, such as /dev/null, does not.
func readFile(path string) ([]byte, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, err
	}
	if info.Mode()&(fs.ModeNamedPipe|fs.ModeSocket) != 0 {
		return nil, errPipe
	}
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
	t.checkWindow(settings)
	t.resolveRuleNames(settings, known)
	t.recordOrigins(settings)
	return t.faults.err()
}

// Name is the configuration file's name.
const Name = ".gwlint.yaml"

// misspeltNames are names that the file is given by mistake, and under which it
// would not be found: find refuses them.
var misspeltNames = []string{".gwlint.yml"}

// find looks for the file from start upwards to the root of the repository,
// which is the folder that holds .git. Outside a repository only start is
// looked at: what lies above belongs to other projects.
func find(start string) (string, error) {
	for _, folder := range folders(start) {
		path := filepath.Join(folder, Name)
		if isFile(path) {
			return path, nil
		}
		for _, name := range misspeltNames {
			if isFile(filepath.Join(folder, name)) {
				return "", fmt.Errorf("%s: gwlint reads %s; rename it, or name it with --config", displayPath(start, filepath.Join(folder, name)), Name)
			}
		}
	}
	return "", nil
}

// folders lists start and what is above it up to the root of the repository.
func folders(start string) []string {
	var list []string
	for folder := start; ; folder = filepath.Dir(folder) {
		list = append(list, folder)
		if _, err := os.Stat(filepath.Join(folder, ".git")); err == nil {
			return list
		}
		if folder == filepath.Dir(folder) {
			return []string{start}
		}
	}
}

func isFile(path string) bool {
	info, err := os.Stat(path)
	return err == nil && !info.IsDir()
}

// displayPath is a path as messages have it: relative to start, with slashes.
func displayPath(start, path string) string {
	relative, err := filepath.Rel(start, path)
	if err != nil {
		return filepath.ToSlash(path)
	}
	return filepath.ToSlash(relative)
}

// readMessage words an error of the operating system without the path.
func readMessage(err error) string {
	if failure, ok := errors.AsType[*fs.PathError](err); ok {
		err = failure.Err
	}
	if errors.Is(err, fs.ErrNotExist) {
		return "no such file"
	}
	return err.Error()
}
