package gateway

import (
	"slices"
	"strconv"
	"strings"

	"github.com/gwlint/gwlint/internal/source"
)

// places remembers where the parts of a subject are written, as far as the
// model's own paths do not tell.
type places struct {
	base         []string // pointer of the subject in its document
	written      map[string]string
	destinations string // the key of the list they were read from
	// apart says that destinations that stand by have a list of their own.
	apart bool
	text  map[string][]span
	// found are the pointers of what is written in a place of its own, by the path
	// in the model: app/endpoints/0.
	found map[string][]string
}

// span is a place found while reading the text.
type span struct {
	ranges  source.Range
	pointer []string // from the subject
}

// Place says where a path of the model is written, or the nearest written
// ancestor of where it would stand.
func (s *Subject) Place(path []string) source.Place {
	if len(path) == 3 && path[0] == "text" {
		if place, ok := s.textPlace(path[1], path[2]); ok {
			return place
		}
	}
	return s.locate(s.pointer(path))
}

func (s *Subject) textPlace(list, index string) (source.Place, bool) {
	spans := s.places.text[list]
	i, err := strconv.Atoi(index)
	if err != nil || i < 0 || i >= len(spans) {
		return source.Place{}, false
	}
	return source.Place{Range: spans[i].ranges, Pointer: source.Pointer(s.absolute(spans[i].pointer))}, true
}

// locate finds a place from the subject's own node. What the subject as a whole
// lacks is shown at its name.
func (s *Subject) locate(pointer []string) source.Place {
	place := s.doc.Locate(s.absolute(pointer))
	if !place.Missing || len(pointer) > 0 && s.node.Get(pointer[0]) != nil {
		return place
	}
	if name := s.node.Get("name"); name != nil && name.Kind == source.String {
		place.Range = name.Range
	} else if len(s.node.Entries) > 0 {
		place.Range = s.node.Entries[0].KeyRange
	}
	return place
}

// Around returns the key of the block that a place stands in, with a label; ok
// is false when there is none to show: what is missing is already shown there.
func (s *Subject) Around(at source.Place) (key source.Range, label string, ok bool) {
	end := strings.LastIndexByte(at.Pointer, '/')
	if at.Missing || end <= len(source.Pointer(s.places.base)) {
		return source.Range{}, "", false
	}
	parent := source.Segments(at.Pointer[:end])
	place := s.doc.Locate(parent)
	name := parent[len(parent)-1]
	if name != "" && name[0] >= '0' && name[0] <= '9' {
		return place.Range, "in this entry", !place.Missing
	}
	return place.Range, "in '" + Scrub(name) + "'", !place.Missing
}

func (s *Subject) absolute(pointer []string) []string {
	return append(slices.Clone(s.places.base), pointer...)
}

// pointer turns a path of the model into one from the subject's own node.
func (s *Subject) pointer(path []string) []string {
	path = s.standby(path)
	for n := len(path); n > 0; n-- {
		if at, ok := s.places.found[strings.Join(path[:n], "/")]; ok {
			return at
		}
		pattern, indices := generalise(path[:n])
		to, ok := s.places.written[pattern]
		if !ok {
			continue
		}
		if s.Form == FormPut {
			to = strings.TrimPrefix(to, "ai_gateway/")
		}
		return s.written(strings.Split(to, "|"), indices)
	}
	return nil
}

// written is the first of several ways that leads to something, or else the
// first.
func (s *Subject) written(ways []string, indices []string) []string {
	for _, to := range ways {
		pointer := concretise(to, s.places.destinations, indices)
		if len(ways) == 1 || !s.doc.Locate(s.absolute(pointer)).Missing {
			return pointer
		}
	}
	return concretise(ways[0], s.places.destinations, indices)
}

// standby leads to the list of a service's fallback destinations: the model has
// one list, with the primary ones first.
func (s *Subject) standby(path []string) []string {
	if !s.places.apart || len(path) < 2 || path[0] != "destinations" {
		return path
	}
	i, err := strconv.Atoi(path[1])
	primary := int(s.Traffic.Destinations)
	if err != nil || i < primary {
		return path
	}
	return append([]string{"standby", itoa(i - primary)}, path[2:]...)
}

func generalise(path []string) (pattern string, indices []string) {
	var b strings.Builder
	for i, segment := range path {
		if i > 0 {
			b.WriteByte('/')
		}
		if segment != "" && segment[0] >= '0' && segment[0] <= '9' {
			indices = append(indices, segment)
			segment = "#"
		}
		b.WriteString(segment)
	}
	return b.String(), indices
}

func concretise(to, destinations string, indices []string) []string {
	segments := strings.Split(to, "/")
	for i, segment := range segments {
		switch segment {
		case "@":
			segments[i] = destinations
		case "#":
			segments[i], indices = indices[0], indices[1:]
		}
	}
	return segments
}
