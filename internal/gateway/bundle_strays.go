package gateway

import (
	"slices"
	"strings"

	"github.com/gwlint/gwlint/internal/source"
	"github.com/gwlint/gwlint/schema"
)

// Resource is the kind of what a bundle holds of a gateway where the CLI does not look: it
// is never deployed.
const Resource Kind = "resource"

// stray is such a thing.
type stray struct {
	at      *source.Entry // the key that the CLI does not know
	path    []string      // of that key
	base    []string      // pointer of the resource
	node    *source.Node
	belongs string
}

// whereGateway is where the gateway of an endpoint belongs.
const whereGateway = "resources.model_serving_endpoints.<key>.ai_gateway"

// strays finds them: under resources, and beside them in the root, in what it says of the
// bundle and in the target.
func (b *bundle) strays() []stray {
	root := b.doc.Root
	var found []stray
	resources := root.Get("resources")
	for i := range entries(resources) {
		if e := &resources.Entries()[i]; bundleForms[e.Key] == nil && resources.Entry(e.Key) == e {
			found = append(found, strayKind(e, []string{"resources", e.Key})...)
		}
	}
	beside := straysBeside(root, nil)
	beside = append(beside, straysBeside(root.Get("bundle"), []string{"bundle"})...)
	beside = append(beside, straysBeside(root.Get("targets").Get(b.target), []string{"targets", b.target})...)
	if len(beside) == 0 {
		return found
	}
	used := usedIn(resources)
	return append(found, slices.DeleteFunc(beside, func(s stray) bool { return used.holds(s.at.Value) })...)
}

// strayKind finds the gateways under a key of resources that is none of their kinds.
func strayKind(e *source.Entry, path []string) []stray {
	if e.Key == "ai_gateway" {
		return []stray{{at: e, path: path, base: path, node: e.Value, belongs: whereGateway}}
	}
	meant := kindMeant(e.Key)
	if meant != "" && e.Value.Kind == source.List {
		return []stray{{at: e, path: path, base: path, node: e.Value, belongs: "resources." + meant}}
	}
	return strayItems(e, path, meant)
}

// strayItems finds the gateways in a map of resources: all where it is clear which kind is
// meant, else those that are gateways by what they hold.
func strayItems(e *source.Entry, path []string, meant string) []stray {
	var found []stray
	for i := range e.Value.Entries() {
		item := &e.Value.Entries()[i]
		kind := meant
		if kind == "" {
			kind = kindByContent(item.Value)
		}
		if kind == "" || item.Value.Kind != source.Map || e.Value.Entry(item.Key) != item {
			continue
		}
		base := append(slices.Clone(path), item.Key)
		found = append(found, stray{at: e, path: path, base: base, node: item.Value, belongs: "resources." + kind})
	}
	return found
}

// straysBeside finds the gateways in the root of a bundle, in its `bundle` or in a target,
// which stands at a path.
func straysBeside(n *source.Node, at []string) []stray {
	var found []stray
	for i := range entries(n) {
		e := &n.Entries()[i]
		path := append(slices.Clone(at), e.Key)
		kind := kindMeant(e.Key)
		if bundleForms[e.Key] != nil {
			kind = e.Key
		}
		switch {
		case n.Entry(e.Key) != e:
		case e.Key == "ai_gateway" && e.Value.Kind == source.Map:
			found = append(found, stray{at: e, path: path, base: path, node: e.Value, belongs: whereGateway})
		case kind != "":
			found = append(found, strayItems(e, path, kind)...)
		case schema.Misspelt(e.Key, []string{"resources"}) != "", e.Key == "resources" && len(at) == 1:
			found = append(found, strayResources(e, path)...)
		}
	}
	return found
}

// strayResources finds the gateways under a misspelt `resources`.
func strayResources(e *source.Entry, path []string) []stray {
	var found []stray
	for i := range e.Value.Entries() {
		of := &e.Value.Entries()[i]
		if bundleForms[of.Key] == nil || e.Value.Entry(of.Key) != of {
			continue
		}
		for _, s := range strayItems(of, append(slices.Clone(path), of.Key), of.Key) {
			s.at, s.path = e, path
			found = append(found, s)
		}
	}
	return found
}

// kindWordsMeant are the kinds that are meant by words without what joins their parts.
var kindWordsMeant = map[string]string{
	"servingendpoint": "model_serving_endpoints", "modelservingendpoint": "model_serving_endpoints",
	"modelserving": "model_serving_endpoints", "modelendpoint": "model_serving_endpoints",
	"modelservice": "model_services", "mcpservice": "mcp_services",
	"modelproviderservice": "model_provider_services", "providerservice": "model_provider_services",
}

// kindMeant is the kind of resource that a key was meant to be, "" for none. A kind itself
// is none.
func kindMeant(key string) string {
	if bundleForms[key] != nil {
		return ""
	}
	word := strings.ToLower(strings.NewReplacer("_", "", "-", "", " ", "").Replace(key))
	if kind := kindWordsMeant[strings.TrimSuffix(word, "s")]; kind != "" {
		return kind
	}
	return schema.Misspelt(key, bundleKinds)
}

// kindByContent is the kind that a resource is of by what it holds, "" for none.
func kindByContent(n *source.Node) string {
	if isEndpoint(n) || hasSections(n.Get("ai_gateway")) {
		return "model_serving_endpoints"
	}
	for _, kind := range bundleKinds {
		if f := bundleForms[kind]; f.service != nil && f.service.is(n) {
			return kind
		}
	}
	return ""
}

// subject is a stray as a subject, in which only its text is read.
func (s stray) subject(b *bundle) *Subject {
	subject := blank(Resource, b.doc, candidate{node: s.node, base: s.base, form: FormBundle})
	subject.Name = plain(s.node.Get("name"))
	subject.address, subject.target = strings.Join(s.base, "."), b.target
	subject.read = func(r reader, n part) { r.written("name", r.key(n, "name")) }
	t := textReader{subject}
	t.walk(s.node, make(way, 0, 16), false)
	t.found("misplaced", textOf(s.at.Value), s.at.KeyRange(), nil)
	subject.Text.Misplaced = append(subject.Text.Misplaced, Misplaced{Key: s.key(), Belongs: s.belongs})
	return subject
}

// key is the path of the key as messages show it.
func (s stray) key() string {
	if kindMeant(s.at.Key) != "" {
		return strings.Join(s.path, ".")
	}
	return dotted(s.path)
}

// used are values by where they are written.
type used map[source.Spot]bool

// usedIn returns the values in a tree.
func usedIn(n *source.Node) used {
	u := used{}
	u.add(n)
	return u
}

func (u used) add(n *source.Node) {
	if n == nil {
		return
	}
	at := source.Spot{Text: textOf(n), Range: n.Range()}
	switch {
	case n.Range().Start >= n.Range().End:
	case u[at] && n.Kind >= source.List:
		return // an alias
	default:
		u[at] = true
	}
	for _, item := range n.Items() {
		u.add(item)
	}
	for i := range n.Entries() {
		u.add(n.Entries()[i].Value)
	}
}

// holds says whether a value, or any in it, is used by an alias: what stands under a key
// that the CLI does not know may be kept there for that.
func (u used) holds(n *source.Node) bool {
	return n.Range().Start < n.Range().End && u[source.Spot{Text: textOf(n), Range: n.Range()}] ||
		slices.ContainsFunc(n.Items(), u.holds) ||
		slices.ContainsFunc(n.Entries(), func(e source.Entry) bool { return u.holds(e.Value) })
}
