package workspace

import (
	"bytes"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"hash"
	"io"
	"maps"
	"net/url"
	"strings"
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
	// found says that the page at hand has the list; other is what it has instead.
	found bool
	other string
	// digests are those of the elements of each page that has any.
	digests map[[sha256.Size]byte]bool
	digest  hash.Hash
	count   int
	empty   int
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
	p.token, p.found, p.other, p.digest = "", false, "", nil
	d := json.NewDecoder(bytes.NewReader(body))
	if err := p.page(d); err != nil {
		return false, err
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return false, errMore
	}
	if !p.found && p.other != "" {
		return false, fmt.Errorf("it has no %q, and %q instead", p.request.List, p.other)
	}
	if p.repeats() {
		return false, fmt.Errorf("page %d has what a page before it had; run it again if the list was changed meanwhile", p.count)
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

// repeats says whether the page at hand has the very elements that another had: a page that
// should have been there instead was not read.
func (p *pages) repeats() bool {
	if p.digest == nil {
		return false
	}
	digest := [sha256.Size]byte(p.digest.Sum(nil))
	if p.digests == nil {
		p.digests = map[[sha256.Size]byte]bool{}
	}
	before := p.digests[digest]
	p.digests[digest] = true
	return before
}

// page reads the envelope. The oldest lists have none.
func (p *pages) page(d *json.Decoder) error {
	switch open, err := d.Token(); {
	case err != nil:
		return err
	case open == json.Delim('['):
		p.found = true
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
		p.found = true
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
		if err := d.Decode(&token); err != nil {
			return err
		}
		var isText bool
		if p.token, isText = token.(string); !isText && token != nil {
			return fmt.Errorf("%q is no text, so the next page cannot be asked for", key)
		}
		return nil
	default:
		return p.foreign(d, key)
	}
}

// foreign reads what is no part of a list. An empty list may be left out; in its place there
// is no error then, and no other list or object.
func (p *pages) foreign(d *json.Decoder, key string) error {
	var value json.RawMessage
	if err := d.Decode(&value); err != nil {
		return err
	}
	text := string(bytes.TrimSpace(value))
	holds := strings.HasPrefix(text, "[") && text != "[]" || strings.HasPrefix(text, "{") && text != "{}"
	if p.other == "" && (holds || key == "error_code") {
		p.other = key
	}
	return nil
}

// list reads the elements behind the opening bracket.
func (p *pages) list(d *json.Decoder) error {
	for d.More() {
		var raw json.RawMessage
		if err := d.Decode(&raw); err != nil {
			return err
		}
		if p.digest == nil {
			p.digest = sha256.New()
		}
		_, _ = p.digest.Write(raw) // a hash takes all
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
