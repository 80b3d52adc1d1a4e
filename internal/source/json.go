package source

// jsonParser reads JSON with comments and trailing commas. It is our own
// because it needs the exact place of every key and value, errors that quote
// nothing, and a bound on depth that holds before any recursion.
type jsonParser struct {
	text  *Text
	src   string // the whole text, which decoded strings share where they can
	at    int
	depth int
	limit int
	// items and entries hold what the lists and maps that are still open have
	// so far.
	items   []*Node
	entries []Entry
	slab    slab
}

// openElements is how many elements of unfinished lists and maps a small file
// has at one time.
const openElements = 16

// parseJSON reads one value, or several when each further one starts on a
// line of its own. A text without a value is an error unless lines is set.
func parseJSON(text *Text, limits Limits, lines bool) ([]*Document, error) {
	p := &jsonParser{
		text: text, src: text.content(), limit: limits.Depth, slab: newSlab(len(text.Bytes)),
		items: make([]*Node, 0, openElements), entries: make([]Entry, 0, openElements),
	}
	var documents []*Document
	for {
		fresh, err := p.space()
		if err != nil {
			return documents, err
		}
		if p.at == len(p.src) {
			break
		}
		if len(documents) > 0 && !fresh {
			return documents, p.fail("expected the end of the file or a new line after the value")
		}
		root, err := p.value()
		if err != nil {
			return documents, err
		}
		documents = append(documents, &Document{Text: text, Root: root, Index: len(documents)})
	}
	if len(documents) == 0 && !lines {
		return nil, p.fail("expected a value, found the end of the file")
	}
	return documents, nil
}

func (p *jsonParser) fail(message string) error {
	return p.text.errorAt(p.at, "%s", message)
}

// value reads the value that starts at the current byte.
func (p *jsonParser) value() (*Node, error) {
	if p.at == len(p.src) {
		return nil, p.fail("expected a value, found the end of the file")
	}
	switch c := p.src[p.at]; {
	case c == '{':
		return p.nested((*jsonParser).object)
	case c == '[':
		return p.nested((*jsonParser).array)
	case c == '"':
		node := p.open(String)
		text, err := p.string()
		node.Text, node.Range.End = text, p.at
		return node, err
	case c == '-' || '0' <= c && c <= '9':
		return p.number()
	case c == 't':
		return p.word("true", Bool)
	case c == 'f':
		return p.word("false", Bool)
	case c == 'n':
		return p.word("null", Null)
	}
	return nil, p.fail("expected a value")
}

func (p *jsonParser) open(kind Kind) *Node {
	node := p.slab.node()
	node.Kind, node.Range.Start = kind, p.at
	return node
}
