package workspace

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"
)

// Live is a workspace that answers now. What it hands on is canonical and holds
// no secret.
type Live struct {
	ask Asker

	mu    sync.Mutex
	items map[string][]byte // elements of lists, until they are fetched
	names map[string]bool   // of endpoints, services and apps
}

// NewLive returns a workspace that is asked through ask.
func NewLive(ask Asker) *Live {
	return &Live{ask: ask, items: map[string][]byte{}, names: map[string]bool{}}
}

// Fetch implements Fetcher.
func (l *Live) Fetch(ctx context.Context, r Request) Record {
	if body, ok := l.take(r.Path); ok {
		record := r.record(Answer{Outcome: Read, Status: 200})
		record.Body = body
		return record
	}
	if r.Element {
		return r.record(Answer{Problem: "the list does not have it"})
	}
	return l.fetch(ctx, r)
}

// take returns an element that a list had, once: the list needs not keep it.
func (l *Live) take(path string) ([]byte, bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	body, ok := l.items[path]
	delete(l.items, path)
	return body, ok
}

func (l *Live) fetch(ctx context.Context, r Request) Record {
	switch {
	case r.SQL != nil:
		return l.object(r, l.ask.Execute(ctx, *r.SQL))
	case r.List != "":
		return l.list(ctx, r)
	default:
		return l.object(r, l.ask.Get(ctx, r.API, r.Query))
	}
}

// object is the record of one object.
func (l *Live) object(r Request, answer Answer) Record {
	record := r.record(answer)
	if record.Outcome == Read {
		value, err := decodeObject(answer.Body)
		if err == nil {
			err = r.hold(value)
		}
		if err == nil {
			record.Body = l.keep(r, value)
			return record
		}
		record.Outcome, record.Message = Failed, malformed(answer.Status, err)
	}
	if r.Listed != nil {
		record.Body = l.canonical(r.Listed)
	}
	return record
}

// keep is what is kept of an object.
func (l *Live) keep(r Request, value map[string]any) []byte {
	if r.Shape != nil {
		value = r.Shape(value)
	}
	return l.canonical(value)
}

func (l *Live) canonical(value any) []byte { return Canonical(Redact(value, l.isName)) }

func (l *Live) isName(text string) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.names[text]
}

// list is the record of all pages of a list. Where one cannot be read, the record
// says so and holds what the pages before it had.
func (l *Live) list(ctx context.Context, r Request) Record {
	p := &pages{request: r, keep: func(element map[string]any) (any, error) { return l.element(r, element) }}
	for {
		answer := l.ask.Get(ctx, r.API, p.query())
		if answer.Outcome != Read {
			return l.listed(p, r.record(answer))
		}
		more, err := p.add(answer.Body)
		if err != nil {
			answer.Outcome, answer.Problem = Failed, malformed(answer.Status, err)
		}
		if !more || err != nil {
			return l.listed(p, r.record(answer))
		}
	}
}

// listed puts what the pages had into the record. One that was refused at once
// has none.
func (l *Live) listed(p *pages, record Record) Record {
	if record.Outcome != Read && p.count == 0 {
		return record
	}
	list := sorted(p.elements, p.request.Sort)
	if err := p.request.holdDistinct(list); err != nil && record.Outcome == Read {
		record.Outcome, record.Message = Failed, malformed(record.Status, err)
	}
	record.Body = l.canonical(map[string]any{p.request.List: list})
	return record
}

// element is what the list keeps of an element; nil where it has it twice.
func (l *Live) element(r Request, element map[string]any) (any, error) {
	if err := r.hold(element); err != nil {
		return nil, err
	}
	if r.Naming {
		l.noteName(element)
	}
	switch {
	case r.Items != nil:
		return l.item(r, element)
	case r.Shape != nil:
		return r.Shape(element), nil
	default:
		return element, nil
	}
}

// item keeps an element to be fetched by its own path.
func (l *Live) item(r Request, element map[string]any) (any, error) {
	path := r.Items(element)
	if path == "" {
		return nil, fmt.Errorf("an element of %q has no name", r.List)
	}
	index := r.Index(maps.Clone(element))
	body := l.keep(r, element)
	l.mu.Lock()
	defer l.mu.Unlock()
	if before, again := l.items[path]; again {
		if !bytes.Equal(before, body) {
			return nil, twice(r.List, fmt.Sprint(element[r.Sort]))
		}
		return nil, nil
	}
	l.items[path] = body
	return index, nil
}

// noteName remembers what an element of a list is called: its full name, and that
// without the word for its kind.
func (l *Live) noteName(element map[string]any) {
	full, _ := element["name"].(string)
	l.mu.Lock()
	defer l.mu.Unlock()
	l.names[full] = true
	l.names[full[strings.LastIndexByte(full, '/')+1:]] = true
}

func malformed(status int, err error) string {
	return fmt.Sprintf("%d: the answer cannot be used: %v", status, err)
}

// sorted puts a list in order by a field, and by all else where that is the same.
// What is the same in all is there once: a list that changes while its pages are
// read has an element on two of them.
func sorted(list []any, field string) []any {
	if field == "" {
		return list
	}
	type ranked struct {
		key  string
		rest string
		item any
	}
	all := make([]ranked, 0, len(list))
	for _, item := range list {
		object, _ := item.(map[string]any)
		key, _ := object[field].(string)
		all = append(all, ranked{key: key, item: item})
	}
	slices.SortStableFunc(all, func(a, b ranked) int { return cmp.Compare(a.key, b.key) })
	for i := range all {
		twin := i > 0 && all[i].key == all[i-1].key || i+1 < len(all) && all[i].key == all[i+1].key
		if twin {
			all[i].rest = string(Canonical(all[i].item))
		}
	}
	slices.SortStableFunc(all, func(a, b ranked) int { return cmp.Or(cmp.Compare(a.key, b.key), cmp.Compare(a.rest, b.rest)) })
	all = slices.CompactFunc(all, func(a, b ranked) bool { return a.rest != "" && a.key == b.key && a.rest == b.rest })
	for i := range all {
		list[i] = all[i].item
	}
	return list[:len(all)]
}

// unreachable is a workspace that does not answer.
type unreachable struct{}

// Fetch implements Fetcher.
func (unreachable) Fetch(_ context.Context, r Request) Record {
	return r.record(Answer{Problem: "not asked: the workspace does not answer"})
}
