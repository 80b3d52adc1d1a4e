package workspace

import (
	"bytes"
	"context"
	"errors"
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
			record.Body = l.keep(r, value)
			return record
		}
		record.Outcome, record.Message = Failed, malformed(answer.Status, err)
	}
	if r.Listed != nil {
		record.Body = l.clean(r.Listed)
	}
	return record
}

// keep is what is kept of an object.
func (l *Live) keep(r Request, value map[string]any) []byte {
	if r.Shape != nil {
		value = r.Shape(value)
	}
	return l.clean(value)
}

func (l *Live) clean(value any) []byte { return Canonical(Redact(value, l.known)) }

func (l *Live) known(text string) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.names[text]
}

// record is what an answer says before anybody looks into its body.
func (r Request) record(answer Answer) Record {
	return Record{
		Path: r.Path, API: r.API, What: r.What, Needed: r.Needed,
		Outcome: answer.Outcome, Status: answer.Status, Message: answer.Problem,
	}
}

var errNoObject = errors.New("it is no JSON object")

func decodeObject(body []byte) (map[string]any, error) {
	value, err := decode(bytes.TrimSpace(body))
	if err != nil {
		return nil, err
	}
	object, ok := value.(map[string]any)
	if !ok {
		return nil, errNoObject
	}
	return object, nil
}
