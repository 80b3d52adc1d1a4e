package workspace

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"maps"
	"net/url"
	"slices"
)

// What a list may cost before it is taken for one without an end: services are
// listed with empty pages among the others, of which dozens are usual. Source:
// github.com/databricks-solutions/ai-governance, on lists without a parent.
const (
	manyPages  = 20_000
	emptyPages = 1_000
)

// list is the record of all pages of a list. Where one cannot be read, the record
// says so and holds what the pages before it had.
func (l *Live) list(ctx context.Context, r Request) Record {
	p := &pages{request: r, seen: map[string]bool{}}
	for {
		answer := l.ask.Get(ctx, r.API, p.query())
		if answer.Outcome != Read {
			return l.listed(p, r.record(answer))
		}
		more, err := p.add(answer.Body)
		if err != nil {
			answer.Outcome, answer.Problem = Failed, malformed(answer.Status, err)
			return l.listed(p, r.record(answer))
		}
		if !more {
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
	r := p.request
	elements := make([]any, 0, len(p.elements))
	for _, element := range p.elements {
		switch {
		case r.Items == nil && r.Shape != nil:
			element = r.Shape(element)
		case r.Items != nil:
			element = l.item(r, element, &record)
		}
		if element != nil {
			elements = append(elements, element)
		}
	}
	record.Body = l.clean(map[string]any{r.List: sorted(elements, r.Sort)})
	return record
}

// item keeps an element to be fetched by its own path, and returns what the list
// keeps of it; nil where the list has it twice.
func (l *Live) item(r Request, element map[string]any, record *Record) map[string]any {
	path := r.Items(element)
	if path == "" {
		record.Outcome, record.Message = Failed, malformed(record.Status, fmt.Errorf("an element of %q has no name", r.List))
		return nil
	}
	index := r.Index(maps.Clone(element))
	body := l.keep(r, element)
	l.mu.Lock()
	defer l.mu.Unlock()
	if _, twice := l.items[path]; twice {
		return nil
	}
	l.items[path] = body
	return index
}

// Names tells of names of endpoints and services: they may stand in the
// environment of an app, where else nothing is kept.
func (l *Live) Names(names ...string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, name := range names {
		l.names[name] = true
	}
}

// pages collects the elements of a list.
type pages struct {
	request  Request
	elements []map[string]any
	token    string
	seen     map[string]bool
	count    int
	empty    int
}

func (p *pages) query() url.Values {
	query := maps.Clone(p.request.Query)
	if p.token != "" {
		if query == nil {
			query = url.Values{}
		}
		query.Set("page_token", p.token)
	}
	return query
}

// add adds a page, and says whether there is another.
func (p *pages) add(body []byte) (more bool, err error) {
	if bare := bytes.TrimSpace(body); bytes.HasPrefix(bare, []byte{'['}) { // the oldest lists have no envelope
		body = slices.Concat([]byte(`{"`+p.request.List+`":`), bare, []byte{'}'})
	}
	page, err := decodeObject(body)
	if err != nil {
		return false, err
	}
	list, ok := page[p.request.List].([]any)
	if !ok && page[p.request.List] != nil {
		return false, fmt.Errorf("%q is no list", p.request.List)
	}
	p.count++
	p.empty++
	for _, element := range list {
		object, ok := element.(map[string]any)
		if !ok {
			return false, fmt.Errorf("an element of %q is no object", p.request.List)
		}
		p.elements, p.empty = append(p.elements, object), 0
	}
	p.token, _ = page["next_page_token"].(string)
	switch {
	case p.token == "":
		return false, nil
	case p.seen[p.token]:
		return false, fmt.Errorf("page %d leads to a page that was read before", p.count)
	case p.count >= manyPages, p.empty >= emptyPages:
		return false, fmt.Errorf("no end after %d pages", p.count)
	}
	p.seen[p.token] = true
	return true, nil
}

func malformed(status int, err error) string {
	return fmt.Sprintf("%d: the answer cannot be used: %v", status, err)
}

// sorted puts a list in order by a field, and by all else where that is the same.
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
	for i := range all {
		list[i] = all[i].item
	}
	return list
}
