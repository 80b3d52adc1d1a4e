package check

import (
	"context"
	"maps"
	"slices"

	"github.com/gwlint/gwlint/internal/finding"
	"github.com/gwlint/gwlint/internal/fix"
)

// fixPass makes fixes of what one run found.
type fixPass struct {
	*fixer

	before fixRun
	taken  []mend
	// edited is what the files hold with the fixes that are taken.
	edited map[string][]byte
	// over says that the files hold more than that: the next pass goes on from there.
	over bool
}

// try makes fixes, all of them or, where they do harm together, those that do none.
func (p *fixPass) try(ctx context.Context, mends []mend) {
	if p.over || ctx.Err() != nil {
		return
	}
	harm := "too many fixes do harm: mend those first that are listed"
	if p.runs < mostRuns {
		var after fixRun
		var edited map[string][]byte
		if after, edited, harm = p.check(ctx, append(slices.Clip(p.taken), mends...)); harm == "" {
			p.take(mends, after, edited)
			return
		}
		if len(mends) == 1 && p.tryFurther(ctx, mends[0], after, edited) || ctx.Err() != nil {
			return
		}
	}
	if len(mends) == 1 {
		p.drop(mends[0], harm)
		return
	}
	p.try(ctx, mends[:len(mends)/2])
	p.try(ctx, mends[len(mends)/2:])
}

// take keeps fixes, and what files hold with them.
func (p *fixPass) take(mends []mend, after fixRun, edited map[string][]byte) {
	p.taken = append(p.taken, mends...)
	p.fixed = append(p.fixed, mends...)
	p.last, p.edited = after, edited
}

// check checks the files with fixes, and says what harm they do together; "" is none.
func (p *fixPass) check(ctx context.Context, mends []mend) (after fixRun, edited map[string][]byte, harm string) {
	edited, err := p.apply(p.fixer.edited, mends)
	if err == nil {
		after, err = p.run(ctx, edited)
	}
	if err != nil {
		return after, nil, "the check would fail then: " + err.Error()
	}
	return after, edited, harmOf(p.before.report, after.report, mends)
}

// apply returns what files hold with fixes made of what they hold.
func (p *fixPass) apply(edited map[string][]byte, mends []mend) (map[string][]byte, error) {
	edited = maps.Clone(edited)
	byFile := map[string][]finding.Edit{}
	for _, m := range mends {
		for file, edits := range m.edits {
			byFile[file] = append(byFile[file], edits...)
		}
	}
	for file, edits := range byFile {
		content, known := edited[file]
		if !known {
			content = p.originals[file]
		}
		content, err := fix.Apply(content, edits)
		if err != nil {
			return nil, err
		}
		edited[file] = content
	}
	return edited, nil
}

// mostFurther bounds how many fixes may follow from one.
const mostFurther = 3

// tryFurther makes a fix that lets something else be found, where that can be mended too: a
// key that was misspelt hides what is wrong below it. It says whether it did.
func (p *fixPass) tryFurther(ctx context.Context, first mend, after fixRun, edited map[string][]byte) bool {
	taken := append(slices.Clip(p.taken), first)
	mends := []mend{first}
	for range mostFurther {
		if edited == nil || p.runs >= mostRuns {
			return false
		}
		further := p.further(after)
		if len(further) == 0 {
			return false
		}
		var err error
		if edited, err = p.apply(edited, further); err != nil {
			return false
		}
		if after, err = p.run(ctx, edited); err != nil {
			return false
		}
		mends = append(mends, further...)
		if harmOf(p.before.report, after.report, taken) == "" {
			p.take(mends, after, edited)
			p.over = true
			return true
		}
	}
	return false
}

// further are the fixes of what a run found that was not found before.
func (p *fixPass) further(after fixRun) []mend {
	was, is := countFound(p.before.report.Findings), countFound(after.report.Findings)
	p.last, after = after, p.last
	planned := p.plan()
	p.last = after
	return slices.DeleteFunc(planned, func(m mend) bool {
		return !slices.ContainsFunc(foundKeys(m.finding), func(key foundKey) bool { return is[key] > was[key] })
	})
}
