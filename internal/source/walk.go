package source

import (
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
)

// walker is the walk of one folder that was named.
type walker struct {
	*finder

	root  string // without symbolic links; links that lead out of it are not followed
	asked bool   // see LeftOut.Asked
}

// level is what git says of a folder.
type level struct {
	repository *repository // nil outside of one, where git ignores nothing
	rules      *gitignore
	ignored    bool          // git ignores the folder, and tracks something in it
	by         gitignoreLine // by which rule
}

// folder is a folder by the path that led there, and by that without symbolic links.
type folder struct{ path, real string }

// folder adds what a folder holds.
func (w *walker) folder(in folder, above level) {
	if w.ctx.Err() != nil {
		return
	}
	entries, err := os.ReadDir(in.path)
	if err != nil {
		w.problem(in.path, readMessage(err))
		return
	}
	below := w.down(above, entries, in.real)
	for _, entry := range entries {
		w.entry(entry, in, below)
	}
}

// to returns the path of an entry, and that without symbolic links unless it is one itself.
func (f folder) to(entry string) (path, real string) {
	path = filepath.Join(f.path, entry)
	if f.path == f.real {
		return path, path
	}
	return path, filepath.Join(f.real, entry)
}

// entry adds a file or goes down a folder.
func (w *walker) entry(entry fs.DirEntry, in folder, git level) {
	if isOwn(entry) {
		return
	}
	path, real := in.to(entry.Name())
	if glob, excluded := w.excludedItself(path); excluded {
		w.leaveEntry(entry, path, LeftOut{Why: Excluded, By: glob, Asked: w.asked})
		return
	}
	if !git.ignored {
		git.by, git.ignored = git.rules.match(real, entry.IsDir())
	}
	if git.ignored && !git.repository.tracks(real) {
		w.ignored(entry, path, git)
		return
	}
	switch {
	case entry.IsDir():
		w.folder(folder{path, real}, git)
	case entry.Type()&fs.ModeSymlink != 0:
		w.link(path)
	case !entry.Type().IsRegular():
	case w.takes(entry.Name()):
		w.inputs = append(w.inputs, Input{File: partOf(path, w.displayIn(in.path, entry.Name())), path: path, real: real})
	case isOther(entry.Name()):
		w.leaveFile(path, LeftOut{Why: OtherName, Asked: w.asked})
	}
}

// ignored leaves out what git ignores. Where its index cannot be read, git may
// track it all the same.
func (w *walker) ignored(entry fs.DirEntry, path string, git level) {
	before := len(w.leaver.leftOut)
	by := fmt.Sprintf("%s:%d", w.display(git.by.file), git.by.line)
	w.leaveEntry(entry, path, LeftOut{Why: Ignored, By: by, Asked: w.asked})
	if err := git.repository.err; err != nil && len(w.leaver.leftOut) > before {
		w.unknownIndex(git.repository, err)
	}
}

// unknownIndex says once of a repository that its index cannot be read.
func (w *walker) unknownIndex(r *repository, err error) {
	file := w.display(filepath.Join(r.git, "index"))
	if slices.ContainsFunc(w.index, func(e *Error) bool { return e.File == file }) {
		return
	}
	w.index = append(w.index, &Error{File: file, Message: readMessage(err) +
		": whether git tracks the files that .gitignore names is not known; name the files to check, or have git write the index anew (git update-index --index-version 4)"})
}

// link adds a symbolic link that leads to a file of the tree. One that leads to a
// folder of the tree would show again what the walk sees anyway.
func (w *walker) link(path string) {
	real := realPath(path)
	info, err := os.Stat(real)
	within := w.holds(real)
	name := w.display(path)
	left := LeftOut{Input: Input{File: name, path: path, real: path}, Why: Linked, By: target(path), Link: name, Asked: w.asked}
	switch {
	case err == nil && within && info.IsDir():
	case err == nil && info.IsDir():
		w.linkedFolder(left, real)
	case !w.takes(filepath.Base(path)):
	case err == nil && within && info.Mode().IsRegular():
		w.inputs = append(w.inputs, Input{File: w.display(path), path: path, real: real})
	default:
		left.Nothing = err != nil || !info.Mode().IsRegular()
		w.leaver.leave(left)
	}
}

// holds says whether a path without symbolic links lies in the tree.
func (w *walker) holds(real string) bool {
	rel, err := filepath.Rel(w.root, real)
	return err == nil && filepath.IsLocal(rel)
}

// linkedFolder leaves out a folder that lies elsewhere: the link itself, and by its
// name what it leads to.
func (w *walker) linkedFolder(link LeftOut, real string) {
	before := len(w.leaver.leftOut)
	w.leaveFolder(real, link)
	files := w.leaver.leftOut[before:]
	for i := range files {
		below, _ := filepath.Rel(real, files[i].path) // it was found below
		files[i].File = path.Join(link.File, filepath.ToSlash(below))
	}
	if len(files) == 0 {
		link.Nothing = true
		w.leaver.leave(link)
	}
}

// target is where a link leads, as it is written.
func target(link string) string {
	written, err := os.Readlink(link)
	if err != nil {
		return ""
	}
	return filepath.ToSlash(written)
}

// isOwn says whether an entry of a folder is what a program keeps for itself: git's, and
// Terraform's with the modules that it fetched, which are read where they are called.
func isOwn(entry fs.DirEntry) bool {
	return entry.Name() == ".git" || entry.Name() == ".terraform" && entry.IsDir()
}

// isConfiguration says by a file's name whether a walk takes it.
func isConfiguration(name string) bool {
	switch strings.ToLower(path.Ext(name)) {
	case ".json", ".jsonc", ".jsonl", ".ndjson", ".yaml", ".yml", ".tf", ".tofu", ".tfvars", ".tfstate":
		return true
	}
	return false
}
