package config

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// Name is the configuration file's name.
const Name = ".gwlint.yaml"

// misspelt are names that people give the file and that would be passed over
// in silence.
var misspelt = []string{".gwlint.yml"}

// find looks for the file from start upwards to the root of the repository,
// which is the folder that holds .git. Outside a repository only start is
// looked at: what lies above is somebody else's.
func find(start string) (string, error) {
	for _, folder := range folders(start) {
		path := filepath.Join(folder, Name)
		if isFile(path) {
			return path, nil
		}
		for _, name := range misspelt {
			if isFile(filepath.Join(folder, name)) {
				return "", fmt.Errorf("%s: gwlint reads %s; rename it, or name it with --config", shown(start, filepath.Join(folder, name)), Name)
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

// shown is a path as messages have it: relative to start, with slashes.
func shown(start, path string) string {
	relative, err := filepath.Rel(start, path)
	if err != nil {
		return filepath.ToSlash(path)
	}
	return filepath.ToSlash(relative)
}

// reason words an error of the operating system without the path.
func reason(err error) string {
	if failure, ok := errors.AsType[*fs.PathError](err); ok {
		err = failure.Err
	}
	if errors.Is(err, fs.ErrNotExist) {
		return "no such file"
	}
	return err.Error()
}
