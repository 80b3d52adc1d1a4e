package check

import (
	"bytes"
	"context"
	"maps"
	"path/filepath"
	"slices"
	"strings"

	"github.com/gwlint/gwlint/internal/gateway"
	"github.com/gwlint/gwlint/internal/regex"
	"github.com/gwlint/gwlint/internal/source"
)

// partError says where a document holds gateways of a bundle that no bundle reads.
type partError struct{ fault *source.Error }

func (p *partError) Error() string { return p.fault.Error() }
func (p *partError) Unwrap() error { return p.fault }

// addParts says of the parts of a bundle in a file what keeps them from being checked.
// Where a root lies above the file and does not include it, no target deploys them: that
// is told to who asked for the file, and counted where nobody did.
func (f *Files) addParts(input source.Input, result *fileResult) {
	if len(result.parts) == 0 {
		return
	}
	over := f.bundles.nearest(input)
	if over != nil && over.broken == nil && !f.asked(input) {
		result.left = append(result.left, source.LeftOut{Input: input, Why: source.NotIncluded, By: over.root.File})
		return
	}
	fault := *source.Faults(result.parts[0])[0] // the same holds of all of them
	switch {
	case input.Piped():
		fault.Message = "is part of a bundle, which standard input does not show whole: name the file instead of -"
	case over != nil && over.broken != nil:
		fault.Message = "holds gateways of a bundle, and it is not known whether its root includes it: correct that first; " + over.broken.Error()
	case over != nil:
		fault.Message = "holds gateways of a bundle, and " + over.root.File + " does not include it, so no target deploys them: add it to `include` there"
	default:
		fault.Message = "holds gateways of a bundle, and no `databricks.yml` lies in its folder or above: check it where its bundle is whole"
	}
	result.problems = append(result.problems, problem(&fault))
}

// noticeNotIncluded says once of each root which files it does not include.
func (f *Files) noticeNotIncluded() {
	files := map[string][]string{}
	for _, file := range f.notIncluded {
		files[file.By] = append(files[file.By], f.base.Path(file.File))
	}
	for _, root := range slices.Sorted(maps.Keys(files)) {
		list := files[root]
		if len(list) > mostPlaces {
			list = append(list[:mostPlaces:mostPlaces], "…")
		}
		f.notice(f.base.Path(root) + " does not include " + strings.Join(list, ", ") + ": no target deploys the gateways there")
	}
}

// nearest is the bundle whose root lies nearest above a file, nil where there is none.
func (b *bundles) nearest(input source.Input) *bundleUnit {
	if input.Piped() {
		return nil
	}
	list := b.above[filepath.Dir(input.Real())]
	if len(list) == 0 {
		return nil
	}
	return list[0]
}

// readBeside reads what a file of a bundle holds beside what the bundle reads of it: the
// CLI reads the first document of a file, and of that only what a bundle has.
func (f *Files) readBeside(ctx context.Context, j *Judge, input source.Input) (fileResult, error) {
	text, err := source.Load(input, f.limits)
	if err != nil || !gateway.MayHoldGateway(text.Bytes) || !holdsMore(text) {
		return fileResult{skipped: true}, nil // the bundle says what is wrong
	}
	documents, fault := source.Parse(text, f.limits)
	result := fileResult{}
	subjects, err := result.normalise(j, documents, f.Kind)
	if err != nil {
		return fileResult{}, err
	}
	subjects = slices.DeleteFunc(subjects, func(s *gateway.Subject) bool { return s.Form == gateway.FormBundle })
	result.behindFirst(documents)
	if fault != nil && len(documents) > 0 && gateway.LooksLikeGateway(text.File, text.Bytes[documents[0].Root.Range().End:]) {
		result.problems = append(result.problems, problems(fault)...)
	}
	result.skipped = result.isEmpty(subjects)
	j.comments.noteFile(text, subjects)
	return f.judge(ctx, j, input, result, subjects)
}

func before(a, b source.Position) bool {
	return a.Line < b.Line || a.Line == b.Line && a.Column < b.Column
}

// rootKey is the key of something that only bundles have at their root, in a file of one.
var rootKey = regex.Lazy(`(?m)^[\s{]*["']?(artifacts|bundle|environments|experimental|include|resources|sync|targets|variables)["']?[ \t]*:`)

// nextDocument is the line before a second document.
var nextDocument = regex.Lazy(`(?m)^(---|\.\.\.)([ \t\r]|$)`)

// holdsMore says whether a file of a bundle may hold anything that the bundle does not
// read: another document, or one that is none of a bundle.
func holdsMore(text *source.Text) bool {
	if !rootKey().Match(text.Bytes) {
		return true
	}
	next := nextDocument().FindIndex(text.Bytes)
	if next == nil {
		return false
	}
	return hasContent(text.Bytes[:next[0]]) || nextDocument().Match(text.Bytes[next[1]:])
}

// hasContent says whether a text of YAML holds more than comments.
func hasContent(text []byte) bool {
	for line := range bytes.Lines(text) {
		line = bytes.TrimSpace(line)
		if len(line) > 0 && line[0] != '#' && line[0] != '%' {
			return true
		}
	}
	return false
}
