package cli

import (
	"context"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/gwlint/gwlint/internal/finding"
	"github.com/gwlint/gwlint/internal/fix"
	"github.com/gwlint/gwlint/internal/report"
	"github.com/gwlint/gwlint/internal/source"
	"github.com/gwlint/gwlint/internal/waive"
	"github.com/gwlint/gwlint/rules"
)

// inlineWaiver writes a waiver as a comment beside what was found.
type inlineWaiver struct {
	*waiveFlags

	streams Streams
	request request
	paths   []string
	before  report.Report
	// at is the place of what is waived, path the path of the file without links, and text
	// what it holds.
	at   filePlace
	path string
	text *source.Text
	// commented says that the text has comments.
	commented bool
}

// addComment writes the waiver as a comment, once a run over the text with it shows that it
// is valid, and that nothing else is read in another way.
func (w *waiveFlags) addComment(ctx context.Context, streams Streams, r request, paths []string, before report.Report, rule rules.Rule, places []filePlace) (int, error) {
	at, err := w.inlinePlace(rule, before, places)
	if err != nil {
		return 0, err
	}
	i := inlineWaiver{waiveFlags: w, streams: streams, request: r, paths: paths, before: before, at: at}
	i.request.check.Notice = nil // it was said
	if err := i.open(r.check.Limits.Contents); err != nil {
		return 0, err
	}
	added, n, err := i.best(ctx)
	if err != nil {
		return 0, err
	}
	if err := fix.Write(fix.Change{File: at.file, Path: i.path, Old: i.text.Written(), New: added}); err != nil {
		return 0, fmt.Errorf("%s is not written: it %w", at.file, err)
	}
	_, err = fmt.Fprintf(streams.Out, "%s:%d: %s is waived until %s by %s: %s\n", report.Visible(at.file), at.line, rule.ID,
		w.waiver.Until.Format(time.DateOnly), report.Visible(w.waiver.Owner), plural(n, "finding", "findings"))
	return report.ExitClean, err
}

// inlinePlace is the one place for which the waiver is.
func (w *waiveFlags) inlinePlace(rule rules.Rule, before report.Report, places []filePlace) (filePlace, error) {
	v := w.waiver
	if v.Subject+v.Path+v.Pointer+v.Target+v.Workspace+v.Fingerprint != "" || w.unfound {
		return filePlace{}, errors.New("--inline waives what stands at its place; leave out --subject, --path, --pointer, --target, --workspace, --fingerprint and --unfound, and name the place, such as a.yaml:14")
	}
	if before.Workspace != nil {
		return filePlace{}, errors.New("--inline: what a workspace answers takes no comment; leave it out, and the waiver goes into gwlint-waivers.yaml")
	}
	if len(places) == 0 {
		places = failingPlaces(rule.ID, before)
	}
	switch {
	case len(places) == 0:
		return filePlace{}, fmt.Errorf("no waiver is written: %s finds nothing here", rule.ID)
	case len(places) > 1:
		var named []string
		for _, at := range places[:min(len(places), 5)] {
			named = append(named, fmt.Sprintf("%s:%d", at.file, at.line))
		}
		return filePlace{}, fmt.Errorf("%s finds something at %s; name the one to waive: %s", rule.ID, plural(len(places), "place", "places"), strings.Join(named, ", "))
	}
	at := places[0]
	here := findingsIn(rule.ID, before, at.file)
	if !slices.ContainsFunc(here, func(f finding.Finding) bool { return f.Location.StartLine == at.line && f.Outcome == finding.Fail }) {
		return filePlace{}, notThere(rule.ID, here, at)
	}
	return at, nil
}

// failingPlaces are the lines of files in which a rule finds something that is not waived.
func failingPlaces(rule string, r report.Report) []filePlace {
	var places []filePlace
	for _, f := range r.Findings {
		at := filePlace{f.Location.File, f.Location.StartLine}
		if f.Rule == rule && f.Outcome == finding.Fail && at.line > 0 && !slices.Contains(places, at) {
			places = append(places, at)
		}
	}
	return places
}

// open reads the file as the check did.
func (i *inlineWaiver) open(contents *source.Contents) error {
	read := contents.Of(i.at.file)
	if read == nil {
		return fmt.Errorf("%s: it is no file that takes a comment; leave out --inline", i.at.file)
	}
	i.path = read.Input.Real()
	base := source.NewBase(i.streams.Dir)
	if strings.HasPrefix(base.Name(i.path, false), "../") && !strings.HasPrefix(i.at.file, "../") {
		return fmt.Errorf("%s: it is a link that leads out of the repository; leave out --inline, or waive it in the file that it leads to", i.at.file)
	}
	if err := fix.Writable(i.path); err != nil {
		return fmt.Errorf("%s: it %w", i.at.file, err)
	}
	content, err := os.ReadFile(i.path)
	if err != nil || !read.IsRead(content) {
		return fmt.Errorf("%s: it %w", i.at.file, fix.ErrChanged)
	}
	if i.text, err = source.NewText(i.at.file, content); err != nil {
		return err
	}
	if documents, err := source.Parse(i.text, source.Limits{}); err == nil {
		i.commented = len(source.Comments(i.text, documents)) > 0
	}
	return nil
}

// best is the text with the comment where it covers the least: on a line of its own where it
// then is for what was found on the line below alone, else behind that.
func (i *inlineWaiver) best(ctx context.Context) (added []byte, n int, err error) {
	var wider []byte
	var widerCount int
	var why error
	for _, spot := range []waive.Spot{waive.Above, waive.Behind} {
		added, err := waive.AddComment(i.waiver, i.text, i.at.line, spot, i.commented)
		if errors.Is(err, waive.ErrNoComment) {
			return nil, 0, fmt.Errorf("%w, and other readers may refuse the file with one; leave out --inline, and the waiver goes into gwlint-waivers.yaml", err)
		}
		if err != nil {
			return nil, 0, err
		}
		n, exact, err := i.try(ctx, added, spot)
		switch {
		case err != nil:
			why = cmpError(why, err)
		case exact:
			return added, n, nil
		case wider == nil:
			wider, widerCount = added, n
		}
	}
	if wider == nil {
		return nil, 0, fmt.Errorf("no waiver is written: %w", why)
	}
	return wider, widerCount, nil
}

// cmpError is the first of two errors.
func cmpError(first, second error) error {
	if first != nil {
		return first
	}
	return second
}

// try checks the text with the comment. It counts what is waived, and says whether that is
// what was found on the line and nothing else.
func (i *inlineWaiver) try(ctx context.Context, added []byte, spot waive.Spot) (n int, exact bool, err error) {
	r := i.request
	r.check.Limits.Contents = source.NewContents(map[string][]byte{i.path: added})
	after, err := i.report(ctx, i.streams, r, i.paths)
	switch {
	case err != nil:
		return 0, false, err
	case !after.Summary.Complete:
		return 0, false, errors.New("the file could not be read with a comment there; leave out --inline")
	}
	line := i.at.line
	if spot == waive.Above {
		line++
	}
	exact = true
	for _, f := range after.Findings {
		if w := f.Waiver; w != nil && w.File == i.at.file && w.Line == i.at.line {
			n += f.Count()
			exact = exact && f.Location.StartLine == line
		}
	}
	if n == 0 {
		return 0, false, errors.New(i.whyNothing(after))
	}
	if !slices.Equal(failingBefore(i.before, filePlace{}), failingBefore(after, i.at)) {
		return 0, false, errors.New("something else would be read in another way with a comment there; leave out --inline")
	}
	return n, exact, nil
}

// whyNothing says why a comment lets nothing stand.
func (i *inlineWaiver) whyNothing(after report.Report) string {
	for _, f := range after.Findings {
		if f.Rule == ruleOfFaults && f.Location.File == i.at.file && f.Location.StartLine == i.at.line {
			return f.Message
		}
	}
	return "a comment there would not be read as one; leave out --inline"
}

// failingBefore are the fingerprints of what fails without the waiver at a place, in order.
// What is found of waivers themselves is left out.
func failingBefore(r report.Report, at filePlace) []string {
	var all []string
	for _, f := range r.Findings {
		by := f.Waiver
		if f.Outcome == finding.Fail && f.Subject.Kind != "waiver" || by != nil && by.File == at.file && by.Line == at.line {
			all = append(all, f.Fingerprint)
		}
	}
	slices.Sort(all)
	return all
}
