package evidence

import (
	"slices"
	"strings"

	"github.com/gwlint/gwlint/internal/gateway"
	"github.com/gwlint/gwlint/internal/regex"
	"github.com/gwlint/gwlint/internal/source"
)

// links finds the resources that values of other resources name: by a reference, which is not
// known before the resource exists, or by a name.
type links struct {
	// by are the gateways, schemas and catalogs, by type and label as references have them.
	by       map[string][]linked
	subjects []linked
	address  map[*gateway.Subject]string
}

// linked is a resource that others may name.
type linked struct {
	address address
	whole   string // the address as it is written
	values  *source.Node
	subject *gateway.Subject // nil for what is no gateway
}

// link is a gateway that a value names, or may.
type link struct {
	address string
	sure    bool
	node    *source.Node // the value
	path    []string
}

func newLinks(resources []gateway.TerraformResource, subjects []*gateway.Subject) *links {
	l := &links{by: map[string][]linked{}, address: map[*gateway.Subject]string{}}
	of := map[string]*gateway.Subject{}
	for _, s := range subjects {
		of[strings.Join(s.Base(), " ")] = s
	}
	for _, r := range resources {
		one := linked{address: parseAddress(r.Address), whole: r.Address, values: r.Values, subject: of[strings.Join(r.Path, " ")]}
		named := r.Type + "." + r.Label
		l.by[named] = append(l.by[named], one)
		if one.subject != nil {
			l.subjects = append(l.subjects, one)
			l.address[one.subject] = r.Address
		}
	}
	return l
}

// addressOf is what Terraform calls a gateway.
func (l *links) addressOf(s *gateway.Subject) string { return l.address[s] }

func isEndpointType(resourceType string) bool {
	return strings.HasPrefix(resourceType, "databricks_model_serving")
}

// of are the gateways of some types that an argument of a resource names.
func (l *links) of(r declared, argument string, is func(resourceType string) bool) []link {
	n := get(r.node, argument)
	if n == nil {
		return nil
	}
	var found []linked
	sure := true
	if gateway.Unresolved(n) == "" {
		found = l.named(textOf(n), is)
	} else {
		found, sure = l.referenced(n, parseAddress(r.key))
	}
	found = slices.DeleteFunc(slices.Clone(found), func(one linked) bool { return one.subject == nil || !is(one.address.typ) })
	list := make([]link, 0, len(found))
	for _, one := range found {
		list = append(list, link{address: one.whole, sure: sure, node: n, path: r.at(argument)})
	}
	return list
}

// servicePrefix begins the full names of services.
var servicePrefix = regex.Lazy(`^(model|mcp|model-provider)-services/`)

// named are the gateways that have a name, or the ID that a state shows.
func (l *links) named(name string, is func(string) bool) []linked {
	var found []linked
	name = servicePrefix().ReplaceAllString(name, "")
	for _, one := range l.subjects {
		if is(one.address.typ) && name != "" && (folded(one.subject.Name) == folded(name) || textOf(get(one.values, "serving_endpoint_id")) == name) {
			found = append(found, one)
		}
	}
	return found
}

// reference finds a reference to an attribute of a resource, which is all of a text.
var reference = regex.Lazy(`^\$\{\s*(databricks_[a-z0-9_]+)\.([A-Za-z0-9_-]+)(\[[^\]]*\])?\.[a-z0-9_]+\s*\}$`)

// outputOf finds a reference to an output of a module, which is all of a text.
var outputOf = regex.Lazy(`^\$\{\s*(module\.[A-Za-z0-9_-]+)(\[[^\]]*\])?\.[A-Za-z0-9_.\[\]"-]+\s*\}$`)

// mentioned finds the resources that a reason names, which gives no keys.
var mentioned = regex.Lazy("`(?:[^`]*\\.)?(databricks_[a-z0-9_]+\\.[A-Za-z0-9_-]+)[^`]*`")

// referenced are the resources that a value which is not known refers to, as a resource has
// it; sure is false where it may be another one of them.
func (l *links) referenced(n *source.Node, from address) (found []linked, sure bool) {
	if m := reference().FindStringSubmatch(n.Text); m != nil {
		return l.inModule(m[1]+"."+m[2], m[3], from)
	}
	var candidates []linked
	for _, m := range mentioned().FindAllStringSubmatch(gateway.Unresolved(n), -1) {
		candidates = append(candidates, l.by[m[1]]...)
	}
	if m := outputOf().FindStringSubmatch(n.Text); m != nil {
		module := from.module + m[1]
		if key := ownKey(m[2], from); isLiteralKey(key) {
			module += key
		}
		candidates = slices.DeleteFunc(candidates, func(one linked) bool {
			rest, in := strings.CutPrefix(one.address.module, module)
			return !in || rest[0] != '.' && rest[0] != '['
		})
	}
	return candidates, len(candidates) == 1
}

// inModule are the instances of a resource that a reference in a module means.
func (l *links) inModule(named, key string, from address) (found []linked, sure bool) {
	var candidates []linked
	for _, one := range l.by[named] {
		if one.address.module == from.module {
			candidates = append(candidates, one)
		}
	}
	key = ownKey(key, from)
	for _, one := range candidates {
		if one.address.key == key {
			return []linked{one}, true
		}
	}
	if isLiteralKey(key) && !slices.ContainsFunc(candidates, func(one linked) bool { return one.address.key == unknownKey }) {
		return nil, true // there is no such instance
	}
	return candidates, false
}

// unknownKey is the key of instances that are not known.
const unknownKey = "[?]"

// ownKey is the key that an expression is in a resource: that of the resource's own instance,
// or as it is written.
func ownKey(key string, from address) string {
	switch strings.ReplaceAll(key, " ", "") {
	case "[each.key]", "[count.index]":
		return from.key
	}
	return key
}

// isLiteralKey says whether a key is written as it is.
func isLiteralKey(key string) bool {
	return key == "" || len(key) > 2 && (key[1] == '"' || key[1] >= '0' && key[1] <= '9')
}

// fullName is the full name of the catalog, schema or table that an argument of a resource
// names, in lower case, "" where it is not known.
func (l *links) fullName(r declared, argument string) string {
	n := get(r.node, argument)
	if gateway.Unresolved(n) == "" {
		return strings.ToLower(textOf(n))
	}
	found, sure := l.referenced(n, parseAddress(r.key))
	if !sure || len(found) != 1 {
		return ""
	}
	keys := map[string][]string{"databricks_catalog": {"name"}, "databricks_schema": {"catalog_name", "name"}}[found[0].address.typ]
	parts := make([]string, 0, len(keys))
	for _, key := range keys {
		value := get(found[0].values, key)
		if gateway.Unresolved(value) != "" {
			return ""
		}
		parts = append(parts, textOf(value))
	}
	return strings.ToLower(strings.Join(parts, "."))
}

// references are the gateways by the references to their names that the resource of an
// address may have.
func (l *links) references(from string) map[string]*gateway.Subject {
	all := map[string]*gateway.Subject{}
	own := parseAddress(from)
	for _, one := range l.subjects {
		if one.address.module != own.module {
			continue
		}
		resource := one.address.typ + "." + one.address.label
		all["${"+resource+one.address.key+".name}"] = one.subject
		if one.address.key == own.key && own.key != "" {
			all["${"+resource+"[each.key].name}"] = one.subject
			all["${"+resource+"[count.index].name}"] = one.subject
		}
	}
	return all
}

// address is what Terraform calls a resource, in parts.
type address struct {
	module          string // module.a["x"]. with its point, "" for the root module
	typ, label, key string
}

// parseAddress takes an address apart. Keys may hold anything in quotes.
func parseAddress(text string) address {
	var a address
	rest := text
	for strings.HasPrefix(rest, "module.") {
		name := len("module.") + lengthOfStep(rest[len("module."):])
		if name >= len(rest) {
			break
		}
		rest = rest[name+1:]
	}
	a.module = text[:len(text)-len(rest)]
	a.typ, rest, _ = strings.Cut(rest, ".")
	end := strings.IndexByte(rest, '[')
	if end < 0 {
		end = len(rest)
	}
	a.label, a.key = rest[:end], rest[end:]
	return a
}

// lengthOfStep is how long a name is with its key, up to the point behind it.
func lengthOfStep(text string) int {
	quoted, inKey := false, false
	for i := 0; i < len(text); i++ {
		switch c := text[i]; {
		case quoted && c == '\\':
			i++
		case c == '"':
			quoted = !quoted
		case quoted:
		case c == '[':
			inKey = true
		case c == ']':
			inKey = false
		case c == '.' && !inKey:
			return i
		}
	}
	return len(text)
}
