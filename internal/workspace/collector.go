package workspace

import (
	"cmp"
	"context"
	"encoding/json"
	"slices"
	"sync"
)

// Collector reads a workspace through a Fetcher: first what surrounds all
// gateways, then one after the other with what is needed about it. It asks for
// nothing twice, and for nothing that no gateway needs.
type Collector struct {
	fetch   Fetcher
	options Options

	mu sync.Mutex
	// shared are the answers that many ask for.
	shared map[string]*answered
	unread map[string]Record
	tables map[string]map[string]listedTable // by the path of the list
}

// NewCollector returns a collector of what options ask for.
func NewCollector(fetch Fetcher, options Options) *Collector {
	return &Collector{
		fetch: fetch, options: options,
		shared: map[string]*answered{}, unread: map[string]Record{}, tables: map[string]map[string]listedTable{},
	}
}

// Unread returns what could not be read so far, in the order of paths.
func (c *Collector) Unread() []Record {
	c.mu.Lock()
	defer c.mu.Unlock()
	list := make([]Record, 0, len(c.unread))
	for _, record := range c.unread {
		list = append(list, record)
	}
	slices.SortFunc(list, func(a, b Record) int { return cmp.Compare(a.Path, b.Path) })
	return list
}

// read fetches a record, and remembers it when it could not be read.
func (c *Collector) read(ctx context.Context, r Request) Record { return c.note(c.ask(ctx, r)) }

// answered is a request on its way, or its answer.
type answered struct {
	once   sync.Once
	record Record
}

// ask fetches a record; what many ask for is fetched once.
func (c *Collector) ask(ctx context.Context, r Request) Record {
	if !r.Shared {
		return c.fetch.Fetch(ctx, r)
	}
	c.mu.Lock()
	a := c.shared[r.Path]
	if a == nil {
		a = &answered{}
		c.shared[r.Path] = a
	}
	c.mu.Unlock()
	a.once.Do(func() { a.record = c.fetch.Fetch(ctx, r) })
	return a.record
}

func (c *Collector) note(record Record) Record {
	if record.Outcome != Read {
		c.mu.Lock()
		defer c.mu.Unlock()
		forgotten := record
		forgotten.Body = nil
		c.unread[record.Path] = forgotten
	}
	return record
}

// notAsked is the record of something that there is no reason or no way to ask
// for.
func notAsked(what, why string) Record { return Record{What: what, Message: why} }

// elements are those of a list record, also of one that was read in part.
func elements(record Record, key string) []map[string]any {
	var page map[string]json.RawMessage
	var list []map[string]any
	if json.Unmarshal(record.Body, &page) == nil {
		_ = json.Unmarshal(page[key], &list) // Live and snapshots hold what Live wrote; anything else reads as none
	}
	return list
}

// text is the string under a key of an object, "" when there is none.
func text(body []byte, key string) string {
	var object map[string]any
	if json.Unmarshal(body, &object) != nil {
		return ""
	}
	s, _ := object[key].(string)
	return s
}
