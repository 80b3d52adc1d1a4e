package terraform

import (
	"fmt"
	"sync"
	"time"

	"github.com/gwlint/gwlint/internal/source"
)

// longest is how long the evaluation of one configuration may take. What it costs is
// bounded by counting; this is for what cannot be counted, which is in HCL.
const longest = 20 * time.Second

// progress is what an evaluation has done. An evaluation that is left behind goes on by
// itself: nothing else of it is looked at then.
type progress struct {
	loader *loader

	mutex sync.Mutex
	left  bool // it is left behind
	// resources are those that are made, and finished the blocks all of whose are.
	resources []*source.Node
	finished  map[string]bool
	scopes    []*scope
	// read is what is read and wrong by then.
	read loader
}

// note runs what notes a step, and notes what is read by then.
func (p *progress) note(step func()) {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	step()
	p.read = loader{options: p.loader.options, order: p.loader.order, inputs: p.loader.inputs, faults: p.loader.faults}
}

// reach notes an instance of a module.
func (p *progress) reach(s *scope) { p.note(func() { p.scopes = append(p.scopes, s) }) }

// make notes a resource.
func (p *progress) make(resource *source.Node) {
	p.note(func() { p.resources = append(p.resources, resource) })
}

// finish notes that all instances of a resource are made.
func (p *progress) finish(s *scope, key string) {
	p.note(func() { p.finished[s.address+key] = true })
}

// begin forgets the resources that were made for others, unless the evaluation is left
// behind.
func (p *progress) begin() (left bool) {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	if !p.left {
		p.resources, p.finished = nil, map[string]bool{}
	}
	return p.left
}

// isLeft says whether the evaluation is left behind.
func (p *progress) isLeft() bool {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	return p.left
}

// timed is an evaluation with a deadline.
type timed struct{ *evaluation }

// within makes the document of the resources that are wanted. Where that takes too long,
// what is not made is not known, and a fault says so.
func (e timed) within(wanted func(resourceType string) bool) *source.Document {
	if e.progress.begin() {
		return e.leave(wanted, "")
	}
	done := make(chan *source.Document, 1)
	broken := make(chan struct{})
	go func() {
		defer func() {
			if recover() != nil { // of HCL, of which not all is checked
				close(broken)
			}
		}()
		done <- e.document(wanted)
	}()
	timer := time.NewTimer(e.limit)
	defer timer.Stop()
	select {
	case doc := <-done:
		e.publish()
		return doc
	case <-broken:
		return e.leave(wanted, "cannot be evaluated, which is an error of gwlint: report it with the file")
	case <-timer.C:
	}
	e.budget.late.Store(true)
	timer.Reset(e.limit / 4) //nolint:mnd // what can be stopped stops much sooner
	select {
	case doc := <-done:
		refuseWhole(e.configuration.loader, tooSlow(e.limit))
		e.publish()
		return doc
	case <-broken:
	case <-timer.C:
	}
	return e.leave(wanted, tooSlow(e.limit))
}

// publish says what was read and what is wrong.
func (e timed) publish() {
	c := e.configuration
	c.Files, c.Faults, c.Unread = c.loader.inputs, c.loader.faults, e.notRead
}

// refuseWhole notes what is wrong with a configuration as a whole, at its first file.
func refuseWhole(l *loader, message string) {
	if len(l.order) > 0 {
		l.refuse(l.order[0].input, message)
	}
}

func tooSlow(limit time.Duration) string {
	return fmt.Sprintf("takes longer than %s to evaluate, so that values of its resources are not known: make its loops and values smaller", limit)
}

// leave leaves the evaluation behind, says why, and makes a document of what is done by
// then.
func (e timed) leave(wanted func(resourceType string) bool, why string) *source.Document {
	p := e.progress
	p.mutex.Lock()
	defer p.mutex.Unlock()
	if !p.left {
		p.left = true
		refuseWhole(&p.read, why)
	}
	e.configuration.Files, e.configuration.Faults = p.read.inputs, p.read.faults
	var list []*source.Node
	for _, resource := range p.resources {
		if wanted(resource.Get(keyType).Text) {
			list = append(list, resource)
		}
	}
	for _, s := range p.scopes {
		for _, key := range s.module.order {
			if b := s.module.resources[key]; b != nil && wanted(b.typ) && !p.finished[s.address+key] {
				list = append(list, unmade(&p.read, s, b))
			}
		}
	}
	return documentOf(list, &p.read)
}

// unmade is a resource of which nothing is known.
func unmade(read *loader, s *scope, b *block) *source.Node {
	at := source.Spot{}
	for _, f := range read.order {
		if f.path == b.at.Filename {
			at = source.Spot{Text: f.text, Range: source.Range{Start: b.at.Start.Byte, End: b.at.End.Byte}}
		}
	}
	origin := &source.Origin{Text: at.Text}
	values := textNode(at.Range, &source.Origin{Text: at.Text, Unresolved: "`" + b.typ + "." + b.name + "` " + tooLate}, "")
	return mapNode(at.Range, origin,
		entryOf(keyAddress, at.Range, textNode(at.Range, origin, s.address+b.typ+"."+b.name+unknownKey)),
		entryOf(keyType, at.Range, textNode(at.Range, origin, b.typ)),
		entryOf(keyName, at.Range, textNode(at.Range, origin, b.name)),
		entryOf(keyValues, at.Range, values),
		entryOf(keyInstances, at.Range, textNode(at.Range, origin, values.Origin.Unresolved)),
	)
}
