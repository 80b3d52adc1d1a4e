package gateway

import (
	"slices"
	"strings"

	"github.com/gwlint/gwlint/internal/source"
	"github.com/gwlint/gwlint/schema"
)

// Forms a gateway is written in.
const (
	FormCreate = "create" // a create body, or what a person keeps to make one
	FormPut    = "put"    // the body of PUT …/ai-gateway
	FormGet    = "get"    // an answer of GET …/serving-endpoints/{name}
	FormList   = "list"   // an item of the list answer, which leaves fields out
)

// Kind names what a document may be forced to be read as.
type Kind string

// The kinds a caller may force; Auto recognises by content.
const (
	Auto         Kind = "auto"
	Endpoint     Kind = "endpoint"
	PutAIGateway Kind = "put-ai-gateway"
)

// Kinds lists what --kind takes.
func Kinds() []string {
	return []string{
		string(Auto), string(Endpoint), string(PutAIGateway),
		string(ModelService), string(MCPService), string(ProviderService),
	}
}

// candidate is a node that holds one gateway.
type candidate struct {
	node *source.Node
	base []string // pointer of node in its document
	form string
	// service is how the service is written that it is, nil for an endpoint.
	service *service
}

// recognise finds the gateways of a document, in the order they are written.
// A document that holds none gives none.
func recognise(root *source.Node, kind Kind) []candidate {
	switch {
	case root == nil:
		return nil
	case root.Kind == source.List:
		return items(root, nil, kind, false)
	case root.Kind != source.Map || isEmptyPage(root):
		return nil
	case kind == PutAIGateway:
		return []candidate{{node: root, form: FormPut}}
	}
	found := recogniseServices(root, kind)
	if found == nil || kind == Auto {
		found = append(found, recogniseListed(root, kind)...)
	}
	if found != nil {
		return found
	}
	if isEndpoint(root) || kind == Endpoint {
		return []candidate{{node: root, form: formOf(root)}}
	}
	if isPutBody(root) {
		return []candidate{{node: root, form: FormPut}}
	}
	return nil
}

// recogniseListed finds the endpoints of a list answer.
func recogniseListed(root *source.Node, kind Kind) []candidate {
	if list := root.Get("endpoints"); list != nil && list.Kind == source.List && looksListed(list) {
		return items(list, []string{"endpoints"}, kind, true)
	}
	return nil
}

// items recognises the elements of a list answer, or of a bare array: the CLI
// prints a list answer without its envelope.
func items(list *source.Node, base []string, kind Kind, listed bool) []candidate {
	var found []candidate
	for i, item := range list.Items {
		if item.Kind != source.Map {
			continue
		}
		at := append(slices.Clone(base), itoa(i))
		if s := serviceOf(item, kind); s != nil {
			found = append(found, candidate{node: item, base: at, form: s.form(item, FormList), service: s})
		} else if form := itemForm(item, kind, listed); form != "" {
			found = append(found, candidate{node: item, base: at, form: form})
		}
	}
	return found
}

// itemForm says what an element was written as, "" when it holds no gateway. An
// answer without what only GET shows is a list's.
func itemForm(item *source.Node, kind Kind, listed bool) string {
	switch {
	case kind == PutAIGateway:
		return FormPut
	case listed || kind == Endpoint || isEndpoint(item) || isListItem(item):
		if form := formOf(item); form == FormCreate || isDetailed(item) {
			return form
		}
		return FormList
	case isPutBody(item):
		return FormPut
	}
	return ""
}

// looksListed says whether an `endpoints` list is the platform's and not, say,
// a service catalogue's.
func looksListed(list *source.Node) bool {
	return slices.ContainsFunc(list.Items, func(item *source.Node) bool {
		return isEndpoint(item) || isListItem(item)
	})
}

// holdsGateway says whether `ai_gateway` is an endpoint's: applications keep the
// address of their gateway, or a switch for it, under the same key.
func holdsGateway(n, config *source.Node) bool {
	gateway := n.Get("ai_gateway")
	switch {
	case gateway == nil:
		return false
	case config != nil && (gateway.Kind == source.Map || n.Get("name") != nil):
		return true
	case gateway.Kind == source.Map:
		return n.Get("name") != nil || len(gateway.Entries) == 0 ||
			slices.ContainsFunc(gateway.Entries, func(e source.Entry) bool { return nearSection(e.Key) })
	default:
		return n.Get("name") != nil && (gateway.Kind == source.List || gateway.Kind == source.Null || unresolved(gateway))
	}
}

// nearSection says whether a key is that of a section, or was meant to be.
func nearSection(key string) bool {
	return slices.Contains(sections, key) || schema.Nearest(key, sections) != ""
}

// foreign says whether a key stands at the top of no document of ours.
func foreign(e source.Entry) bool {
	switch e.Key {
	case "name", "config", "tags", "description":
		return false
	}
	return !strings.ContainsAny(e.Key[:min(1, len(e.Key))], "$_") && !nearSection(e.Key)
}
