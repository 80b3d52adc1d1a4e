package pack

import (
	"cmp"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"slices"
	"strings"

	"github.com/gwlint/gwlint/internal/source"
)

// Problem is something in a pack that is not as it was written.
type Problem struct {
	// File is in the pack, with forward slashes.
	File    string
	Message string
}

func (p Problem) String() string { return p.File + ": " + p.Message }

// Verify holds every file of a pack against SHA256SUMS, and returns how many there are. Where the
// manifest cannot be read, what it returns of it is zero. Problems are in the order of files.
func Verify(dir string) (m Manifest, files int, problems []Problem) {
	root, err := os.OpenRoot(dir)
	if err != nil {
		return m, 0, []Problem{{".", source.WithoutPath(err).Error()}}
	}
	defer func() { _ = root.Close() }() // it was only read
	v := verification{root: root, sums: map[string]string{}}
	text, err := read(root, ManifestName)
	if err == nil {
		m, err = decode(text)
	}
	if err != nil {
		v.problem(ManifestName, err.Error())
	}
	v.lists()
	v.walk()
	slices.SortFunc(v.problems, func(a, b Problem) int {
		return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Message, b.Message))
	})
	return m, v.files, slices.Compact(v.problems)
}

// verification is a pack while it is verified.
type verification struct {
	root     *os.Root
	sums     map[string]string // by file
	listed   bool              // SHA256SUMS could be read
	files    int
	problems []Problem
}

func (v *verification) problem(file, message string) {
	v.problems = append(v.problems, Problem{file, message})
}

// lists reads SHA256SUMS and looks for each file that it names.
func (v *verification) lists() {
	text, err := read(v.root, sumsName)
	if err != nil {
		v.problem(sumsName, err.Error())
		return
	}
	v.listed = true
	number, last := 0, ""
	for line := range strings.Lines(string(text)) {
		number++
		sum, name, ok := strings.Cut(strings.TrimSuffix(line, "\n"), "  ")
		switch {
		case !ok || !digestForm().MatchString(sum) || !plainName(name) || !strings.HasSuffix(line, "\n"):
			v.problem(sumsName, fmt.Sprintf("line %d is no digest with a name", number))
		case name <= last:
			v.problem(sumsName, fmt.Sprintf("line %d is out of order or says something again", number))
		default:
			v.sums[name] = sum
		}
		last = max(last, name)
	}
	for _, name := range slices.Sorted(maps.Keys(v.sums)) {
		switch sum, err := digest(v.root, name); {
		case err != nil:
			v.problem(name, err.Error())
		case sum != v.sums[name]:
			v.problem(name, "does not match its digest in "+sumsName)
		}
	}
}

// walk looks for files that SHA256SUMS does not name.
func (v *verification) walk() {
	err := fs.WalkDir(v.root.FS(), ".", func(name string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			v.problem(name, "cannot be read: "+source.WithoutPath(err).Error())
		case entry.IsDir():
		case v.sums[name] != "" || name == sumsName:
			v.files++
		case !entry.Type().IsRegular():
			v.problem(name, "is no regular file")
		case isSignature(name):
		case v.listed:
			v.problem(name, "is not in "+sumsName)
		}
		return nil
	})
	if err != nil {
		v.problem(".", source.WithoutPath(err).Error())
	}
}
