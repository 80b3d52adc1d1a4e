package terraform

import (
	"slices"
	"strings"

	"github.com/gwlint/gwlint/internal/source"
)

const (
	keySensitiveValues = "sensitive_values"
	keyDeposedKey      = "deposed_key"
)

// change adds the resource that a change of a plan deploys. What is deleted, forgotten or
// only read is none, and no object either that waits for its deletion.
func (s *shown) change(item *source.Node) {
	if !s.isJudged(item) {
		return
	}
	change := item.Get(keyChange)
	after := change.Get(keyAfter)
	if after == nil || after.Kind != source.Map || isMarked(change.Get(keyUnknown), after) {
		s.isMalformed(change)
		return
	}
	typ := stringOf(item.Get(keyType))
	fields := &field{kind: blockField, fields: resourceFields(typ)}
	c := conversion{
		shown: s, module: s.configuration.module(item.Get(keyModuleAddress)),
		// Of a resource that exists, the provider reads 0 and "" where nothing is set.
		zeros: !slices.Contains(actionsOf(change), "create") && fields.hasBlocks(),
	}
	s.add(item, c, planned{
		field: fields, after: after, unknown: change.Get(keyUnknown), sensitive: change.Get(keySensitive),
		written: c.module.written(typ, stringOf(item.Get(keyName))),
	})
}

// module adds the resources of a module of a state, and of those in it.
func (s *shown) module(module, around *source.Node) {
	if module == nil || module.Kind != source.Map {
		s.isMalformed(around)
		return
	}
	for _, item := range s.listOf(module, keyResources) {
		s.stored(item)
	}
	for _, child := range s.listOf(module, keyChildModules) {
		s.module(child, module)
	}
}

// stored adds a resource of a state.
func (s *shown) stored(item *source.Node) {
	if !s.isJudged(item) {
		return
	}
	values := item.Get(keyValues)
	if values == nil || values.Kind != source.Map {
		s.isMalformed(item)
		return
	}
	fields := &field{kind: blockField, fields: resourceFields(stringOf(item.Get(keyType)))}
	c := conversion{shown: s, zeros: fields.hasBlocks(), state: true}
	s.add(item, c, planned{field: fields, after: values, sensitive: item.Get(keySensitiveValues)})
}

// standing is what a resource of a plan or a state is to a check.
type standing uint8

const (
	passedOver standing = iota // not wanted, only read, or on its way out
	judged
	notTelling // written as Terraform does not write it
)

// standingOf says whether a resource is wanted, managed and there to stay.
func (s *shown) standingOf(item *source.Node) standing {
	typ := item.Get(keyType)
	switch {
	case typ == nil, typ.Kind != source.String:
		return notTelling
	case !s.wanted(typ.Text):
		return passedOver
	}
	change, address := item.Get(keyChange), item.Get(keyAddress)
	switch {
	case hasRepeats(item), hasRepeats(change):
		return notTelling
	case stringOf(item.Get(keyMode)) == "data", isSet(item.Get("deposed")), isSet(item.Get(keyDeposedKey)):
		return passedOver
	case address == nil, address.Kind != source.String:
		return notTelling
	case change == nil:
		return judged
	}
	actions := actionsOf(change)
	switch {
	case len(actions) == 0:
		return notTelling
	case slices.ContainsFunc(actions, deploys):
		return judged
	}
	return passedOver
}

// isJudged says whether a resource is judged, and notes where that cannot be told.
func (s *shown) isJudged(item *source.Node) bool {
	is := s.standingOf(item)
	if is == notTelling {
		s.isMalformed(item)
	}
	return is == judged
}

func isSet(n *source.Node) bool { return n != nil && n.Kind != source.Null }

// add adds a resource with its values.
func (s *shown) add(item *source.Node, c conversion, p planned) {
	address := item.Get(keyAddress)
	there := s.beside.of(address.Text)
	p.there, p.besides = there, there != nil
	values := c.value(p)
	at, origin := address.Range(), s.origin
	if there != nil {
		at, origin = there.Range(), there.Origin
	}
	values = values.WithEntries(values.Entries())
	values.Span, values.Origin = at.Span(), origin
	s.resources = append(s.resources, mapNode(at, origin,
		entryOf(keyAddress, at, textNode(at, origin, address.Text)),
		entryOf(keyType, at, textNode(at, origin, stringOf(item.Get(keyType)))),
		entryOf(keyName, at, textNode(at, origin, stringOf(item.Get(keyName)))),
		entryOf(keyValues, at, values),
	))
}

// actionsOf are the actions of a change, nil where they are not written as such.
func actionsOf(change *source.Node) []string {
	list := change.Get(keyActions)
	if list == nil || list.Kind != source.List {
		return nil
	}
	var actions []string
	for _, item := range list.Items() {
		if item.Kind != source.String {
			return nil
		}
		actions = append(actions, item.Text)
	}
	return actions
}

// deploys says whether an action leaves an object that Terraform manages. One that is not
// known may.
func deploys(action string) bool {
	return !slices.Contains([]string{"delete", "forget", "read"}, action)
}

// stringOf is a text, "" where there is none.
func stringOf(n *source.Node) string {
	if n == nil || n.Kind != source.String {
		return ""
	}
	return n.Text
}

func hasRepeats(n *source.Node) bool {
	return n != nil && slices.ContainsFunc(n.Entries(), func(e source.Entry) bool { return e.Repeats })
}

// callsOf are the names of the calls in the address of a module, joined by dots:
// module.support["eu"].module.chat is support.chat. It is not ok where that is no address.
func callsOf(address string) (calls string, ok bool) {
	var names []string
	for address != "" {
		rest, isCall := strings.CutPrefix(address, "module.")
		end := strings.IndexAny(rest, ".[")
		if end < 0 {
			end = len(rest)
		}
		if !isCall || end == 0 {
			return "", false
		}
		names = append(names, rest[:end])
		address, ok = withoutIndex(rest[end:])
		if !ok {
			return "", false
		}
		address = strings.TrimPrefix(address, ".")
	}
	return strings.Join(names, "."), true
}

// withoutIndex cuts the index off that an address begins with, if any: [0], ["eu"].
func withoutIndex(address string) (rest string, ok bool) {
	if !strings.HasPrefix(address, "[") {
		return address, true
	}
	quoted := false
	for i := 1; i < len(address); i++ {
		switch c := address[i]; {
		case c == '\\' && quoted:
			i++
		case c == '"':
			quoted = !quoted
		case c == ']' && !quoted:
			return address[i+1:], true
		}
	}
	return "", false
}
