package source

func (p *jsonParser) nested(read func(*jsonParser) (*Node, error)) (*Node, error) {
	if p.depth == p.limit {
		return nil, p.text.errorAt(p.at, "nested deeper than the limit of %d levels", p.limit)
	}
	p.depth++
	node, err := read(p)
	p.depth--
	return node, err
}

func (p *jsonParser) array() (*Node, error) {
	node, base := p.open(List), len(p.items)
	p.at++
	for {
		if done, err := p.closes(']'); done || err != nil {
			node.Items, node.Range.End = p.slab.keepItems(p.items[base:]), p.at
			p.items = p.items[:base]
			return node, err
		}
		item, err := p.value()
		if err != nil {
			return nil, err
		}
		p.items = append(p.items, item)
		if err := p.separator(']'); err != nil {
			return nil, err
		}
	}
}

func (p *jsonParser) object() (*Node, error) {
	node, base := p.open(Map), len(p.entries)
	p.at++
	for {
		if done, err := p.closes('}'); done || err != nil {
			node.Entries, node.Range.End = p.slab.keepEntries(p.entries[base:]), p.at
			p.entries = p.entries[:base]
			markRepeats(node.Entries)
			return node, err
		}
		entry, err := p.entry()
		if err != nil {
			return nil, err
		}
		p.entries = append(p.entries, entry)
		if err := p.separator('}'); err != nil {
			return nil, err
		}
	}
}

func (p *jsonParser) entry() (Entry, error) {
	entry := Entry{KeyRange: Range{Start: p.at}}
	if p.src[p.at] != '"' {
		return entry, p.fail("expected a key in double quotes or '}'")
	}
	var err error
	if entry.Key, err = p.string(); err != nil {
		return entry, err
	}
	entry.KeyRange.End = p.at
	if _, err := p.space(); err != nil {
		return entry, err
	}
	if p.at == len(p.src) || p.src[p.at] != ':' {
		return entry, p.fail("expected ':' after the key")
	}
	p.at++
	if _, err := p.space(); err != nil {
		return entry, err
	}
	entry.Value, err = p.value()
	return entry, err
}

// closes skips space and steps over the closing bracket if it stands there.
func (p *jsonParser) closes(bracket byte) (bool, error) {
	if _, err := p.space(); err != nil {
		return false, err
	}
	if p.at == len(p.src) {
		return false, p.fail("expected '" + string(bracket) + "', found the end of the file")
	}
	if p.src[p.at] != bracket {
		return false, nil
	}
	p.at++
	return true, nil
}

// separator steps over the comma behind a value, or stands at the closing
// bracket.
func (p *jsonParser) separator(bracket byte) error {
	if _, err := p.space(); err != nil {
		return err
	}
	switch {
	case p.at == len(p.src):
		return p.fail("expected ',' or '" + string(bracket) + "' after the value, found the end of the file")
	case p.src[p.at] == ',':
		p.at++
	case p.src[p.at] != bracket:
		return p.fail("expected ',' or '" + string(bracket) + "' after the value")
	}
	return nil
}
