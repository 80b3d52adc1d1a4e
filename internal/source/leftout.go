package source

import (
	"path"
	"slices"
	"strings"
)

// Reason is why a file is not among those to read.
type Reason string

// The reasons. Of a file that git tracks, its being ignored is none.
const (
	Excluded  Reason = "excluded"  // a glob of FindOptions.Exclude matches it
	Ignored   Reason = "ignored"   // git ignores it and does not track it
	Linked    Reason = "linked"    // a symbolic link leads there, out of the folder
	OtherName Reason = "othername" // it has the name of a template, or of another format
	// NotIncluded is a file of a bundle that its root does not include. Find gives it for
	// none.
	NotIncluded Reason = "notincluded"
)

// LeftOut is a file that may be configuration by its name and is not among the
// inputs, or a link that is not followed.
type LeftOut struct {
	Input

	Why Reason
	// By is what left it out: the glob, the file and line of git's rule, or where the
	// link leads.
	By string
	// Link is the name of the link, "" where there is none.
	Link string
	// Asked says that the folder that was named is not the whole of a repository: who
	// named it meant what is in it.
	Asked bool
	// Nothing says that there is nothing to read: a link leads nowhere.
	Nothing bool
}

// bounds are how many files are listed for a reason, and how many entries of folders
// are looked at for them: what is left out may be anything. What git ignores is no
// part of a repository, and often large.
func (r Reason) bounds() (files, entries int) {
	if r == Ignored {
		return 500, 2_000
	}
	return 2_000, 20_000
}

// leaver lists what is left out, up to a bound for each reason.
type leaver struct {
	leftOut []LeftOut
	files   map[Reason]int
	entries map[Reason]int
	// cut are the reasons of which there is more than is listed.
	cut map[Reason]bool
}

func newLeaver() leaver {
	return leaver{files: map[Reason]int{}, entries: map[Reason]int{}, cut: map[Reason]bool{}}
}

// leave lists a file.
func (l *leaver) leave(file LeftOut) {
	most, _ := file.Why.bounds()
	if l.files[file.Why]++; l.files[file.Why] > most {
		l.cut[file.Why] = true
		return
	}
	l.leftOut = append(l.leftOut, file)
}

// withoutRead drops what is among the inputs by another way, and sorts.
func (l *leaver) withoutRead(inputs []Input) []LeftOut {
	if len(l.leftOut) == 0 {
		return nil
	}
	read := make(map[string]bool, len(inputs))
	for _, in := range inputs {
		read[in.real] = true
	}
	left := slices.DeleteFunc(l.leftOut, func(file LeftOut) bool { return read[realPath(file.path)] })
	slices.SortStableFunc(left, func(a, b LeftOut) int { return strings.Compare(a.File, b.File) })
	return slices.CompactFunc(left, func(a, b LeftOut) bool { return a.File == b.File && a.Why == b.Why })
}

// otherSyntaxes are the extensions of files that a walk does not read and that may
// hold the same configuration: other formats, and templates of those that are read.
var otherSyntaxes = []string{
	".json5", ".hjson", ".toml", ".cue", ".jsonnet", ".libsonnet", ".dhall", ".pkl", ".hcl", ".conf", ".cfg", ".properties",
	".j2", ".jinja", ".jinja2", ".tpl", ".tmpl", ".tftpl", ".gotmpl", ".template", ".erb", ".hbs", ".mustache", ".liquid", ".ejs",
	".dist", ".sample", ".example", ".in", ".bak", ".orig", ".backup", ".old", ".disabled",
}

// isOther says by a file's name whether it may hold configuration that a walk does
// not read.
func isOther(name string) bool {
	name = strings.ToLower(name)
	extension := path.Ext(name)
	if slices.Contains(otherSyntaxes, extension) {
		return true
	}
	for _, within := range []string{".json.", ".yaml.", ".yml.", ".tf.", ".tfvars.", ".tfstate."} {
		if strings.Contains(name, within) {
			return true
		}
	}
	return extension == ""
}
