package check

import (
	"sync"

	"github.com/gwlint/gwlint/internal/engine"
	"github.com/gwlint/gwlint/internal/finding"
	"github.com/gwlint/gwlint/internal/report"
	"github.com/gwlint/gwlint/internal/source"
)

// commentExcerpts are what reports show of comments, by their places. They are made while
// the texts are there, once what is secret in them is masked.
type commentExcerpts struct {
	mu sync.Mutex
	of map[finding.Location]commentExcerpt
}

// commentExcerpt is what reports show of one comment.
type commentExcerpt struct {
	lines finding.Excerpt
	hash  string
}

// keep keeps what is shown of a stretch of a text, of which the hashes of lines are given.
func (c *commentExcerpts) keep(text *source.Text, hashes *finding.Hashes, at finding.Location, r source.Range) {
	one := commentExcerpt{lines: engine.Excerpt(text, r), hash: hashes.Of(at.StartLine)}
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.of == nil {
		c.of = map[finding.Location]commentExcerpt{}
	}
	c.of[at] = one
}

// addTo adds the excerpts to the findings about comments in a draft.
func (c *commentExcerpts) addTo(draft *report.Report) {
	for i := range draft.Findings {
		f := &draft.Findings[i]
		if one, ok := c.of[f.Location]; ok && len(f.Excerpt.Lines) == 0 {
			f.Excerpt, f.LineHash = one.lines, one.hash
		}
	}
}
