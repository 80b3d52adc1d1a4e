package workspace

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"net/url"
)

// pages collects the elements of a list. Each is decoded, and made into what is
// kept of it, by itself: a list of 20,000 endpoints has 40 MB, of which an index
// keeps a tenth.
type pages struct {
	request Request
	// keep makes an element into what is kept of it, nil for nothing.
	keep     func(element map[string]any) (any, error)
	elements []any
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
	p.count++
	p.empty++
	p.token = ""
	d := json.NewDecoder(bytes.NewReader(body))
	if err := p.page(d); err != nil {
		return false, err
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return false, errMore
	}
	switch {
	case p.token == "":
		return false, nil
	case p.seen[p.token]:
		return false, fmt.Errorf("page %d leads to a page that was read before", p.count)
	case p.count >= manyPages, p.empty >= emptyPages:
		return false, fmt.Errorf("no end after %d pages", p.count)
	}
	if p.seen == nil {
		p.seen = map[string]bool{}
	}
	p.seen[p.token] = true
	return true, nil
}

// page reads the envelope. The oldest lists have none.
func (p *pages) page(d *json.Decoder) error {
	switch open, err := d.Token(); {
	case err != nil:
		return err
	case open == json.Delim('['):
		return p.list(d)
	case open != json.Delim('{'):
		return errNoObject
	}
	seen := map[string]bool{}
	for d.More() {
		token, err := d.Token()
		if err != nil {
			return err
		}
		key, _ := token.(string) // the decoder takes nothing else for a key
		if seen[key] {
			return errTwice
		}
		seen[key] = true
		if err := p.member(d, key); err != nil {
			return err
		}
	}
	_, err := d.Token()
	return err
}

func (p *pages) member(d *json.Decoder, key string) error {
	switch key {
	case p.request.List:
		switch open, err := d.Token(); {
		case err != nil:
			return err
		case open == nil:
			return nil
		case open != json.Delim('['):
			return fmt.Errorf("%q is no list", key)
		}
		return p.list(d)
	case "next_page_token":
		var token any
		err := d.Decode(&token)
		p.token, _ = token.(string)
		return err
	default:
		var other json.RawMessage
		return d.Decode(&other)
	}
}

// list reads the elements behind the opening bracket.
func (p *pages) list(d *json.Decoder) error {
	for d.More() {
		var raw json.RawMessage
		if err := d.Decode(&raw); err != nil {
			return err
		}
		element, err := decodeObject(raw)
		if errors.Is(err, errNoObject) {
			err = fmt.Errorf("an element of %q is no object", p.request.List)
		}
		if err != nil {
			return err
		}
		kept, err := p.keep(element)
		if err != nil {
			return err
		}
		p.empty = 0
		if kept != nil {
			p.elements = append(p.elements, kept)
		}
	}
	_, err := d.Token()
	return err
}

// What a list may cost before it is taken for one without an end: services are
// listed with empty pages among the others, of which dozens are usual. Source:
// github.com/databricks-solutions/ai-governance, on lists without a parent.
const (
	manyPages  = 20_000
	emptyPages = 1_000
)
