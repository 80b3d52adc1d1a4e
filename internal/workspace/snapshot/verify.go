package snapshot

import (
	"bytes"
	"cmp"
	"io/fs"
	"maps"
	"os"
	"slices"
)

// Problem is something in a snapshot that is not as it was written.
type Problem struct {
	// File is in the folder, with forward slashes.
	File    string
	Message string
}

func (p Problem) String() string { return p.File + ": " + p.Message }

// Verify holds every file of a snapshot against its manifest and SHA256SUMS.
// Where the manifest itself cannot be read, what it returns of it is zero.
// Problems are in the order of files.
func Verify(dir string) (Manifest, []Problem) {
	v := &verification{dir: dir, claims: map[string]Entry{}}
	v.read()
	for _, name := range slices.Sorted(maps.Keys(v.claims)) {
		v.file(v.claims[name])
	}
	for _, name := range slices.Sorted(maps.Keys(v.sums)) {
		v.sum(name, v.sums[name])
	}
	if v.known {
		v.walk()
	}
	if v.decoded && v.sums != nil && len(v.problems) == 0 && !bytes.Equal(v.sumsText, v.manifest.sums(v.text)) {
		v.problem(sumsName, "it is not as gwlint writes it")
	}
	slices.SortFunc(v.problems, func(a, b Problem) int {
		return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Message, b.Message))
	})
	return v.manifest, slices.Compact(v.problems)
}

// verification is a snapshot while it is verified.
type verification struct {
	dir      string
	manifest Manifest
	text     []byte // of the manifest
	decoded  bool
	claims   map[string]Entry // what the manifest says of files
	sums     map[string]string
	sumsText []byte
	known    bool // there is a list of files
	problems []Problem
}

func (v *verification) problem(file, message string) {
	v.problems = append(v.problems, Problem{File: file, Message: message})
}

// read reads both lists of files.
func (v *verification) read() {
	var err error
	if v.text, err = read(v.dir, manifestName, maxManifest); err != nil {
		v.problem(manifestName, err.Error())
	} else if v.manifest, err = decode(v.text); err != nil {
		v.problem(manifestName, message(err))
	} else {
		v.decoded = true
	}
	for _, e := range v.manifest.Records {
		v.claims[e.Path] = e
	}
	if v.sumsText, err = read(v.dir, sumsName, maxManifest); err != nil {
		v.problem(sumsName, err.Error())
	} else {
		var faults []string
		v.sums, faults = parseSums(v.sumsText)
		for _, fault := range faults {
			v.problem(sumsName, fault)
		}
	}
	v.known = v.decoded || len(v.sums) > 0
}

// file checks one file that the manifest names.
func (v *verification) file(e Entry) {
	if !validPath(e.Path) {
		v.problem(e.Path, "has a path that no file of a snapshot has")
		return
	}
	if e.SHA256 == "" {
		return
	}
	if _, err := e.body(v.dir); err != nil {
		v.problem(e.Path, err.Error())
	}
	if _, listed := v.sums[e.Path]; !listed && v.sums != nil {
		v.problem(e.Path, "is not in "+sumsName)
	}
}

// sum checks one line of SHA256SUMS.
func (v *verification) sum(name, digest string) {
	claim, claimed := v.claims[name]
	claimed = claimed && claim.SHA256 != ""
	switch {
	case name == manifestName:
		if v.text != nil && sum(v.text) != digest {
			v.problem(name, "does not match its digest in "+sumsName)
		}
	case claimed && claim.SHA256 != digest:
		v.problem(name, "has one digest in "+manifestName+" and another in "+sumsName)
	case claimed:
	case v.decoded:
		v.problem(name, "is in "+sumsName+" and not in "+manifestName)
	default:
		v.summed(name, digest)
	}
}

// summed checks a file that SHA256SUMS alone can speak of, since the manifest
// cannot be read.
func (v *verification) summed(name, digest string) {
	if !validPath(name) {
		v.problem(name, "has a path that no file of a snapshot has")
		return
	}
	text, err := read(v.dir, name, maxFile)
	if err != nil {
		v.problem(name, err.Error())
	} else if sum(text) != digest {
		v.problem(name, "does not match its digest in "+sumsName)
	}
}

// walk looks for files that neither list names.
func (v *verification) walk() {
	if _, listed := v.sums[manifestName]; !listed && v.sums != nil && v.text != nil {
		v.problem(manifestName, "is not in "+sumsName)
	}
	err := fs.WalkDir(os.DirFS(v.dir), ".", func(name string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			v.problem(name, "cannot be read: "+cause(err).Error())
		case entry.IsDir() || v.listed(name):
		case !entry.Type().IsRegular():
			v.problem(name, errIrregular.Error())
		case isSignature(name):
		default:
			v.problem(name, "is in neither "+manifestName+" nor "+sumsName)
		}
		return nil
	})
	if err != nil {
		v.problem(".", cause(err).Error())
	}
}

// listed says whether something was said of a file already.
func (v *verification) listed(name string) bool {
	_, summed := v.sums[name]
	return name == manifestName || name == sumsName || summed || v.claims[name].SHA256 != ""
}
