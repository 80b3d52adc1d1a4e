package source

import (
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/bmatcuk/doublestar/v4"
)

// ValidGlob says whether a pattern can be used in FindOptions.Exclude.
func ValidGlob(pattern string) bool { return doublestar.ValidatePattern(pattern) }

// glob adds what a pattern matches, as if a shell had expanded it.
func (f *finder) glob(pattern string) {
	if !doublestar.ValidatePattern(filepath.ToSlash(pattern)) {
		f.problem(f.absolute(pattern), "not a valid pattern")
		return
	}
	base, rest := doublestar.SplitPattern(filepath.ToSlash(pattern))
	base = f.absolute(filepath.FromSlash(base))
	matches, err := doublestar.Glob(os.DirFS(base), rest, doublestar.WithNoFollow())
	if err != nil {
		f.problem(f.absolute(pattern), readMessage(err))
		return
	}
	matches = slices.DeleteFunc(matches, func(m string) bool { return slices.Contains(strings.Split(m, "/"), ".git") })
	if len(matches) == 0 {
		f.problem(f.absolute(pattern), "no file matches")
		return
	}
	// `**` matches folders too; only where the last part names something can
	// that mean the folder's content.
	folders := rest != "**" && !strings.HasSuffix(rest, "/**")
	for _, match := range matches {
		f.matched(filepath.Join(base, filepath.FromSlash(match)), folders)
	}
}

func (f *finder) matched(path string, folders bool) {
	info, err := os.Stat(path)
	switch {
	case err != nil:
		f.problem(path, readMessage(err))
	case !info.IsDir():
		f.addNamed(path)
	case folders:
		f.walk(path)
	}
}
