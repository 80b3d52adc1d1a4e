package check

import (
	"maps"
	"slices"
	"sync"

	"github.com/gwlint/gwlint/internal/finding"
	"github.com/gwlint/gwlint/internal/gateway"
	"github.com/gwlint/gwlint/internal/source"
	"github.com/gwlint/gwlint/internal/waive"
)

// commentWaivers are the waivers in comments of a run, from all files in which a gateway
// was found.
type commentWaivers struct {
	excerpts commentExcerpts

	reader waive.Reader
	limits source.Limits

	mu      sync.Mutex
	waivers map[finding.Location]waive.Waiver
	faults  map[finding.Location]waive.Fault
	// hidden are the places of the waivers in files of which not all was judged that is
	// deployed from them.
	hidden map[finding.Location]bool
}

func newCommentWaivers(r Request) *commentWaivers {
	return &commentWaivers{
		reader: r.Rules.WaiverReader(), limits: r.Limits,
		waivers: map[finding.Location]waive.Waiver{}, faults: map[finding.Location]waive.Fault{}, hidden: map[finding.Location]bool{},
	}
}

// noteFile takes note of the waivers in a file that is read by itself. Where no gateway was
// found in it, it is about something else.
func (c *commentWaivers) noteFile(text *source.Text, subjects []*gateway.Subject) {
	if c == nil || len(subjects) == 0 || !waive.MayHold(text.Bytes) {
		return
	}
	again, err := unmasked(text)
	if err != nil {
		return
	}
	documents, _ := source.Parse(again, c.limits) // what is wrong is told where the file is read
	c.note(text, source.Comments(again, documents), true, true)
}

// unmasked is a text of which nothing is masked yet. A comment is read before what could be
// a secret in it is masked.
func unmasked(text *source.Text) (*source.Text, error) {
	return source.NewText(text.File, text.Written())
}

// noteUnit takes note of the waivers in the files of a unit in which a gateway was found.
// Where files hold nothing of one, they are about something else, and only apply.
func (c *commentWaivers) noteUnit(u unit, found resolvedUnit, holding map[string]bool) {
	if c == nil || len(found.subjects) == 0 {
		return
	}
	for _, text := range u.Texts() {
		if waive.MayHold(text.Bytes) {
			concerned := holding[text.File] && u.files().covers(text.File)
			c.note(text, u.comments(text), concerned, concerned && len(found.others) == 0)
		}
	}
}

// note takes note of the waivers in the comments of a text, each once: units may share a
// file. What looks like one counts where the file is concerned. seen says that all was
// judged that is deployed from it.
func (c *commentWaivers) note(text *source.Text, comments []source.Comment, concerned, seen bool) {
	waivers, faults := c.reader.Comments(text, comments)
	if len(waivers)+len(faults) == 0 {
		return
	}
	hashes := finding.HashLines(text.Written())
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, w := range waivers {
		c.waivers[w.Place] = w
		c.hidden[w.Place] = c.hidden[w.Place] || !seen
		c.excerpts.keep(text, hashes, w.Place, w.Range)
	}
	for _, fault := range faults {
		if concerned {
			c.faults[fault.Place] = fault
			c.excerpts.keep(text, hashes, fault.Place, fault.Range)
		}
	}
}

// seen says whether all that is deployed from the file of a waiver was judged: one without a
// finding is of no use then. A run may be asked for some targets of a bundle, and a hook for
// other files of it.
func (c *commentWaivers) seen(w *waive.Waiver) bool { return !c.hidden[w.Place] }

// all are the waivers that were noted, and what looks like one, in the order of their
// places.
func (c *commentWaivers) all() ([]waive.Waiver, []waive.Fault) {
	if c == nil {
		return nil, nil
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	return inOrder(c.waivers), inOrder(c.faults)
}

// inOrder are the values of a map in the order of their places.
func inOrder[T any](of map[finding.Location]T) []T {
	var list []T
	for _, at := range slices.SortedFunc(maps.Keys(of), finding.Location.Compare) {
		list = append(list, of[at])
	}
	return list
}
