package gateway

import (
	"slices"
	"strings"

	"github.com/gwlint/gwlint/internal/source"
)

// recogniseServices finds the services of a document: those of the list answers
// it holds, or the one that it is.
func recogniseServices(root *source.Node, kind Kind) []candidate {
	var found []candidate
	for i := range root.Entries {
		e := &root.Entries[i]
		s := listedUnder(e, kind)
		if s == nil {
			continue
		}
		for i, item := range e.Value.Items {
			if item.Kind == source.Map {
				found = append(found, candidate{node: item, base: []string{e.Key, itoa(i)}, form: s.listed(item), service: s})
			}
		}
	}
	if found != nil {
		return found
	}
	if s := serviceOf(root, kind); s != nil {
		return []candidate{{node: root, form: s.form(root, FormGet), service: s}}
	}
	return nil
}

// isEmptyPage says whether an object is a list answer, or a page of one, that
// lists nothing: a page may be empty and still say where the list goes on.
func isEmptyPage(root *source.Node) bool {
	return len(root.Entries) > 0 && !slices.ContainsFunc(root.Entries, func(e source.Entry) bool {
		listed := e.Key == "endpoints" || slices.ContainsFunc(services, func(s *service) bool { return e.Key == s.list })
		return e.Key != "next_page_token" && (!listed || e.Value.Kind != source.Null && (e.Value.Kind != source.List || len(e.Value.Items) > 0))
	})
}

// listedUnder says of which kind the services are that an entry lists, nil when
// it lists none: other programs keep services under the same keys.
func listedUnder(e *source.Entry, kind Kind) *service {
	for _, s := range services {
		if e.Key != s.list || kind != Auto && kind != s.kind {
			continue
		}
		if kind == s.kind || slices.ContainsFunc(e.Value.Items, s.is) {
			return s
		}
	}
	return nil
}

// serviceOf says of which kind the service is that an object holds, nil when it
// holds none.
func serviceOf(n *source.Node, kind Kind) *service {
	for _, s := range services {
		if kind == s.kind || kind == Auto && s.is(n) {
			return s
		}
	}
	return nil
}

// form tells a create body from an answer by what only the platform writes, and
// the answer of GET from what a list with view=BASIC shows. answer is what an
// answer that shows everything was written as.
func (s *service) form(n *source.Node, answer string) string {
	config := n.Get("config")
	whole := s.whole(config) || config != nil && unresolved(config) ||
		s.kind == ProviderService && hasAny(config, "provider_type")
	switch {
	case !isAnswer(n) && (whole || !s.isNamed(n) || config == nil && hasAny(n, inConfig...)):
		return FormCreate
	case whole:
		return answer
	default:
		return FormList
	}
}

// inConfig are what a service has in its `config`, and no answer at its top.
var inConfig = []string{
	"rate_limits", "inference_table", "routing", "destinations",
	"include_tool_selectors", "source_connection", "provider_type", "targets", "allow_all_targets",
}

// listed is the form of an item of a list: one that neither has a name nor
// anything else that the platform writes is a person's.
func (s *service) listed(n *source.Node) string {
	if isAnswer(n) || s.isNamed(n) {
		return FormList
	}
	return FormCreate
}

func (s *service) isNamed(n *source.Node) bool {
	return strings.HasPrefix(plain(n.Get("name")), s.prefix)
}

// isAnswer says whether a service has what only the platform writes: in itself,
// or in what says of something that it names whether it is still there.
func isAnswer(n *source.Node) bool {
	if hasAny(n, "create_time", "created_by", "update_time", "updated_by", "effective_owner", "etag", "metastore_id", "supported_api_types") {
		return true
	}
	config := n.Get("config")
	routing := config.Get("routing")
	shown := func(n *source.Node) bool { return hasAny(n, "is_deleted") }
	return shown(config.Get("inference_table")) || hasAny(config.Get("inference_table"), "table") ||
		shown(config.Get("source_connection")) ||
		slices.ContainsFunc(elements(routing.Get("destinations")), shown) ||
		slices.ContainsFunc(elements(routing.Get("fallback").Get("destinations")), shown)
}

func elements(n *source.Node) []*source.Node {
	if n == nil {
		return nil
	}
	return n.Items
}
