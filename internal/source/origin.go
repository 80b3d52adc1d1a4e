package source

// Origin is what a value's document does not say of it: a document may be made of
// several files that are read together, and its values of variables. What a parser
// reads has none.
type Origin struct {
	// Text is the text that the value and its key are written in, nil for the
	// document's own.
	Text *Text
	// Unresolved is why the value is written and not known, "" where it is known.
	// Such a value is a String: its expression, or what is known of it.
	Unresolved string
	// Known says that a String is known, also where it looks like a variable's name.
	Known bool
	// From is where the value comes from, such as a variable's default, nil when it
	// is written in place.
	From *Spot
	// Via is the expression in the place of the value that brings it there, where the value
	// itself is written elsewhere: the range of the node is there, in Text.
	Via *Spot
	// Secret says that the configuration declares the value to be one: it is judged, and
	// never shown.
	Secret bool
	// Parts are where the other parts of the value come from, when several values make it.
	Parts []Spot
	// Written is the value as it is written, where the node is what it reads as; else "".
	Written string
	// Merges are the keys that stand more than once behind the merge keys of a map.
	Merges []MergeRepeat
	// Unfit says that the value is of a kind that its place does not take: what reads the
	// configuration drops it, with a warning or without.
	Unfit bool
	// Dropped are the unfit entries of a map in whose place another file or target has a
	// value that stays. Each is written, and does nothing.
	Dropped []Entry
}

// Spot is a stretch of a text.
type Spot struct {
	Text  *Text
	Range Range
}

// withOrigin adds to a place the text of the value that is shown there and, unless
// that stands in for a missing one, where the value comes from.
func withOrigin(p Place, shown *Node) Place {
	if shown.Origin == nil {
		return p
	}
	p.Text = shown.Origin.Text
	if !p.Missing {
		p.From, p.Parts, p.Via = shown.Origin.From, shown.Origin.Parts, shown.Origin.Via
	}
	return p
}

// SetText has all values of a tree say that they are written in a text. Call it before
// anything else reads the tree: the values of one text then can be part of a document of
// another.
func SetText(root *Node, text *Text) {
	t := textSetter{shared: &Origin{Text: text}, done: map[*Node]bool{}}
	t.set(root)
}

// textSetter sets the text of each value once: what a YAML alias stands for is shared.
type textSetter struct {
	shared *Origin
	done   map[*Node]bool
}

func (t textSetter) set(n *Node) {
	switch {
	case n == nil || t.done[n]:
		return
	case n.Origin == nil:
		n.Origin = t.shared
	default:
		n.Origin.Text = t.shared.Text
	}
	if n.Kind >= List {
		t.done[n] = true
	}
	for _, item := range n.Items() {
		t.set(item)
	}
	for i := range n.Entries() {
		t.set(n.Entries()[i].Value)
	}
}
