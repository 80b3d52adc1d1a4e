package bundle

import (
	"slices"
	"strings"

	"github.com/gwlint/gwlint/internal/source"
)

// permissions are what the bundle gives on all of its resources.
type permissions struct {
	key source.Entry
	// of are the elements of the list by the kind of resource that takes them, nil where
	// there is no list.
	of map[string][]*source.Node
	// unknown is what stands for the list where it is not known, else nil.
	unknown *source.Node
}

// bundleLevels are what the levels of a bundle's permissions are on the resources of a kind,
// "" where a kind has none. Of the kinds that the CLI knows, they are those that say who
// may use a gateway. Source: Databricks CLI v1.10.0.
var bundleLevels = map[string]map[string]string{
	"alerts":                  {"CAN_MANAGE": "CAN_MANAGE", "CAN_VIEW": "CAN_READ", "CAN_RUN": "CAN_RUN"},
	"apps":                    {"CAN_MANAGE": "CAN_MANAGE", "CAN_VIEW": "CAN_USE", "CAN_RUN": ""},
	"model_serving_endpoints": {"CAN_MANAGE": "CAN_MANAGE", "CAN_VIEW": "CAN_VIEW", "CAN_RUN": "CAN_QUERY"},
	"secret_scopes":           {"CAN_MANAGE": "MANAGE", "CAN_VIEW": "READ", "CAN_RUN": ""},
	"sql_warehouses":          {"CAN_MANAGE": "CAN_MANAGE", "CAN_VIEW": "CAN_VIEW", "CAN_RUN": "CAN_MONITOR"},
}

// levelOrder are the levels of permissions, the lowest first. Source: Databricks CLI v1.10.0.
var levelOrder = []string{
	"CAN_VIEW", "CAN_READ", "CAN_RUN", "CAN_QUERY", "CAN_USE", "CAN_EDIT", "CAN_CREATE", "CAN_MONITOR", "CAN_MANAGE", "IS_OWNER",
}

// principalKeys are the keys of whom a permission is for. The first one that is set counts.
var principalKeys = []string{"user_name", "service_principal_name", "group_name"}

// readPermissions reads the permissions at the top of a bundle.
func (p *presets) readPermissions(e *source.Entry) permissions {
	if e == nil || isUnfit(e.Value) {
		return permissions{}
	}
	given := permissions{key: *e}
	if e.Value.Kind == source.String {
		given.unknown = e.Value
	}
	if len(e.Value.Items()) == 0 {
		return given
	}
	given.of = map[string][]*source.Node{}
	for _, item := range e.Value.Items() {
		p.checkLevel(item.Get("level"))
	}
	for kind, levels := range bundleLevels {
		given.of[kind] = permissionsOn(kind, e.Value, levels).Items()
	}
	return given
}

// permissionsOn are the permissions of the bundle as resources of a kind have them.
func permissionsOn(kind string, list *source.Node, levels map[string]string) *source.Node {
	again := *list
	var items []*source.Node
	for _, item := range list.Items() {
		if on := permissionOn(item, levels); on != nil {
			items = append(items, on)
		}
	}
	again.SetItems(items)
	return onePerPrincipal(kind, &again)
}

// onePerPrincipal returns the permissions of a resource with one for each principal, except
// where the CLI leaves them as they are.
func onePerPrincipal(kind string, list *source.Node) *source.Node {
	if kind == "secret_scopes" {
		return list
	}
	return highest(list)
}

func (p *presets) checkLevel(level *source.Node) {
	if !isSet(level) || isUnresolved(level) {
		return
	}
	if _, ok := bundleLevels["model_serving_endpoints"][level.Text]; !ok {
		p.refuse(faultAt(level, level.Range(), "`permissions` of a bundle take the levels `CAN_MANAGE`, `CAN_VIEW` and `CAN_RUN` "+
			"and no other; write one of them, or give the permission on the resource"))
	}
}

// permissionOn is a permission of the bundle as resources of a kind have it, nil where they
// do not.
func permissionOn(item *source.Node, levels map[string]string) *source.Node {
	level := item.Entry("level")
	if level == nil || !isSet(level.Value) || isUnresolved(level.Value) {
		return item
	}
	is := levels[level.Value.Text]
	switch is {
	case "":
		return nil
	case level.Value.Text:
		return item
	}
	origin := originOf(level.Value)
	if origin.Written == "" {
		origin.Written = level.Value.Text
	}
	again := *level
	again.Value = &source.Node{Kind: source.String, Text: is, Span: level.Value.Span, Origin: &origin}
	return withEntry(item, again)
}

// permit returns a resource with what the bundle gives on all, except to whom the resource
// names itself, and with one permission for each principal.
func (p *presets) permit(kind string, n *source.Node) *source.Node {
	own := n.Entry("permissions")
	switch {
	case bundleLevels[kind] == nil || own != nil && own.Value.Kind != source.List && own.Value.Kind != source.Null:
		return n
	case own == nil || own.Value.Kind == source.Null || len(own.Value.Items()) == 0:
		return p.permitAll(kind, n)
	}
	again := *own
	if again.Value = onePerPrincipal(kind, p.withGiven(kind, own.Value)); again.Value == own.Value {
		return n
	}
	return withEntry(n, again)
}

// permitAll returns a resource that has no permissions of its own.
func (p *presets) permitAll(kind string, n *source.Node) *source.Node {
	again := p.given.key
	switch {
	case p.given.unknown != nil:
	case len(p.given.of[kind]) > 0:
		list := *p.given.key.Value
		list.SetItems(p.given.of[kind])
		again.Value = &list
	default:
		return n
	}
	again.Repeats = false
	return withEntry(n, again)
}

// withGiven returns the permissions of a resource with those that the bundle gives.
func (p *presets) withGiven(kind string, own *source.Node) *source.Node {
	items := slices.Clone(own.Items())
	if p.given.unknown != nil {
		items = append(items, p.given.unknown)
	}
	named := map[string]bool{}
	for _, item := range own.Items() {
		for _, principal := range principalsOf(item) {
			named[principal] = true
		}
	}
	for _, item := range p.given.of[kind] {
		if !slices.ContainsFunc(principalsOf(item), func(principal string) bool { return named[principal] }) {
			items = append(items, item)
		}
	}
	return withItems(own, items)
}

// highest returns permissions with one for each principal: that of the highest level, in
// the place of the first. What cannot be compared stays, and so does what the CLI drops: an
// entry without a level or a principal may have one under a misspelt key.
func highest(n *source.Node) *source.Node {
	var items []*source.Node
	first := map[string]int{}
	changed := false
	for _, item := range n.Items() {
		principals := principalsOf(item)
		if len(principals) == 0 || !isRanked(item) {
			items = append(items, item)
			continue
		}
		one := ofOnePrincipal(item)
		changed = changed || one != item
		principal := principals[0]
		at, known := first[principal]
		switch {
		case !known:
			first[principal] = len(items)
			items = append(items, one)
		case rankOf(item) > rankOf(items[at]):
			items[at] = one
		}
	}
	if !changed {
		return withItems(n, items)
	}
	again := *n
	again.SetItems(items)
	return &again
}

// ofOnePrincipal returns a permission without the principals that do not count.
func ofOnePrincipal(item *source.Node) *source.Node {
	if len(principalsOf(item)) < 2 {
		return item
	}
	counts, _, _ := strings.Cut(principalsOf(item)[0], ":")
	return item.WithEntries(slices.DeleteFunc(slices.Clone(item.Entries()), func(e source.Entry) bool {
		return e.Key != counts && slices.Contains(principalKeys, e.Key)
	}))
}

// principalsOf names whom a permission is for. The first one counts.
func principalsOf(item *source.Node) []string {
	var principals []string
	for _, key := range principalKeys {
		if name := item.Get(key); isSet(name) {
			principals = append(principals, key+":"+name.Text)
		}
	}
	return principals
}

// isRanked says whether it is known how high the level of a permission is.
func isRanked(item *source.Node) bool {
	level := item.Get("level")
	return isSet(level) && !isUnresolved(level)
}

// rankOf is how high the level of a permission is: one that the CLI does not know is lower
// than all others.
func rankOf(item *source.Node) int { return slices.Index(levelOrder, item.Get("level").Text) }
