package engine

import "github.com/gwlint/gwlint/internal/finding"

// packer packs what one worker keeps until all subjects are judged: what is the same for many
// subjects is kept once, and nothing keeps the text of a file, of which a run may read a
// hundred thousand.
type packer struct {
	texts    sharedTexts
	whos     alike[whoShape]
	shapes   alike[viewShape]
	places   alike[placeShape]
	findings alike[findingShape]
	beside   alike[relatedShape]
	fixes    map[fixShape]*finding.Fix
	// views are room for those to come; marked and joined are for texts that are made.
	views          []packedView
	marked, joined []byte
}

func newPacker() packer {
	return packer{
		texts: sharedTexts{}, whos: alike[whoShape]{}, shapes: alike[viewShape]{}, places: alike[placeShape]{},
		findings: alike[findingShape]{}, beside: alike[relatedShape]{}, fixes: map[fixShape]*finding.Fix{},
	}
}

// room returns room for some views.
func (p *packer) room(n int) []packedView {
	if len(p.views) < n {
		p.views = make([]packedView, max(n, chunkSize))
	}
	room := p.views[:n:n]
	p.views = p.views[n:]
	return room
}

// Beyond manyShared texts, what comes is kept by itself: then hardly any is met again. An
// excerpt of more than longestShared bytes shares the text of its file: then that has long
// lines, and many findings may stand in one.
const (
	manyShared    = 4096
	longestShared = 1024
)

// sharedTexts are texts that what is kept of subjects has in common: thousands of files of one
// make have the same pointers, and the same lines around a place.
type sharedTexts map[string]string

// bytes returns a text that is the same, and does not keep the bytes.
func (s sharedTexts) bytes(text []byte) string {
	shared, ok := s[string(text)]
	if !ok {
		shared = string(text)
		s.keep(shared)
	}
	return shared
}

// text returns a text that is the same.
func (s sharedTexts) text(text string) string {
	shared, ok := s[text]
	if !ok {
		shared = text
		s.keep(shared)
	}
	return shared
}

func (s sharedTexts) keep(text string) {
	if len(s) < manyShared {
		s[text] = text
	}
}

// alike are values that are the same for many, each kept once.
type alike[T comparable] map[T]*T

// share returns what is the same as a value, which nobody may change.
func (a alike[T]) share(value T) *T {
	shared, ok := a[value]
	if !ok {
		shared = &value
		if len(a) < manyShared {
			a[value] = shared
		}
	}
	return shared
}
