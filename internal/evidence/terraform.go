package evidence

import (
	"maps"
	"slices"
	"strings"

	"github.com/gwlint/gwlint/internal/gateway"
	"github.com/gwlint/gwlint/internal/source"
)

// NotInTerraform is why nothing is known of what a module does not declare.
const NotInTerraform = "Terraform shows what it declares and nothing else of the workspace; run `gwlint scan`"

// OfTerraform gives each gateway of a document of Terraform the evidence that is declared
// beside it: permissions, grants and alerts that name or reference it. It returns them with
// the apps of the document.
func OfTerraform(doc *source.Document, subjects []*gateway.Subject) []*gateway.Subject {
	if doc.Dialect != source.Terraform {
		return subjects
	}
	t := newTerraform(doc, subjects)
	for _, s := range subjects {
		t.observe(s)
	}
	return append(slices.Clip(subjects), t.apps(subjects)...)
}

// terraform is a document of Terraform.
type terraform struct {
	doc   *source.Document
	links *links
	// beside are the resources that are no gateways, by their type.
	beside map[string][]declared
	// permissions and grants are those that concern a gateway, by its address.
	permissions map[string][]declared
	granted     map[string][]declaredGrant
	// unsure is why it is not known whether a resource concerns a gateway, by the address
	// of that: a reference may be to any of several.
	unsure map[string][]link

	alerts declaredAlerts
	grants []declaredGrant // on catalogs, schemas and tables
}

func newTerraform(doc *source.Document, subjects []*gateway.Subject) *terraform {
	t := &terraform{
		doc: doc, beside: map[string][]declared{}, permissions: map[string][]declared{},
		granted: map[string][]declaredGrant{}, unsure: map[string][]link{},
	}
	resources := gateway.TerraformResources(doc)
	t.links = newLinks(resources, subjects)
	for _, r := range resources {
		if !gateway.IsTerraformGateway(r.Type) {
			t.beside[r.Type] = append(t.beside[r.Type], declared{key: r.Address, node: r.Values, path: r.Path, instances: r.Instances})
		}
	}
	for _, p := range t.beside["databricks_permissions"] {
		for _, l := range t.links.of(p, "serving_endpoint_id", isEndpointType) {
			t.concerns(l, func(address string) { t.permissions[address] = append(t.permissions[address], p) })
		}
	}
	t.readGrants()
	t.alerts = readAlerts(t.beside["databricks_alert_v2"])
	return t
}

// concerns notes that a resource concerns a gateway, or that it may.
func (t *terraform) concerns(l link, sure func(address string)) {
	if l.sure {
		sure(l.address)
		return
	}
	t.unsure[l.address] = append(t.unsure[l.address], l)
}

// observe gives a gateway the evidence that is declared.
func (t *terraform) observe(s *gateway.Subject) {
	d := newDeclaration(s, NotInTerraform)
	address := t.links.addressOf(s)
	if s.Kind == string(gateway.Endpoint) {
		d.permissions(t.permissions[address], "access_control", "permission_level")
	} else {
		d.serviceGrants(t.granted[address], t.grants)
	}
	for _, l := range t.unsure[address] {
		d.accessUnknown(l.node, l.path)
	}
	t.alerts.addTo(d)
	d.tableGrants(t.grants)
	s.Declare(d.Declared)
}

// serviceArguments are the arguments of grants that name a service, and the types of
// resources that they name. Source: the schemas of databricks_grants and databricks_grant in
// version 1.128.0 of the Databricks provider.
var serviceArguments = map[string]string{
	"mcp_service":            "databricks_ai_gateway_mcp_service",
	"model_provider_service": "databricks_ai_gateway_model_provider_service",
	"model_service":          "databricks_ai_gateway_model_service",
}

// readGrants reads what is granted on services, and on what a payload table lies in.
func (t *terraform) readGrants() {
	for _, typ := range []string{"databricks_grants", "databricks_grant"} {
		for _, r := range t.beside[typ] {
			list := grantsIn(r)
			for _, argument := range slices.Sorted(maps.Keys(serviceArguments)) {
				of := serviceArguments[argument]
				for _, l := range t.links.of(r, argument, func(other string) bool { return other == of }) {
					t.concerns(l, func(address string) { t.granted[address] = append(t.granted[address], withKind(list, "service")...) })
				}
			}
			t.grants = append(t.grants, t.grantsOn(r, list)...)
		}
	}
}

// grantsOn are grants as those on the catalog, the schema or the table that a resource names.
func (t *terraform) grantsOn(r declared, list []declaredGrant) []declaredGrant {
	var all []declaredGrant
	for _, kind := range []string{"catalog", "schema", "table"} {
		parts := strings.Split(t.links.fullName(r, kind), ".")
		if len(parts) != map[string]int{"catalog": 1, "schema": 2, "table": 3}[kind] || slices.Contains(parts, "") {
			continue
		}
		for _, g := range withKind(list, kind) {
			g.catalog = parts[0]
			switch kind {
			case "schema":
				g.schema = parts[1]
			case "table":
				g.table = strings.Join(parts, ".")
			}
			all = append(all, g)
		}
	}
	return all
}

func withKind(list []declaredGrant, kind string) []declaredGrant {
	list = slices.Clone(list)
	for i := range list {
		list[i].kind = kind
	}
	return list
}

// grantsIn are the privileges that a resource grants, whatever it grants them on:
// databricks_grants in blocks, and databricks_grant to one principal.
func grantsIn(r declared) []declaredGrant {
	if get(r.node, "principal") != nil {
		return grantEntry(r, r.node)
	}
	blocks := get(r.node, "grant")
	if gateway.Unresolved(blocks) != "" {
		return []declaredGrant{{principal: blocks, path: r.at("grant"), principalPath: r.at("grant"), instances: r.instances}}
	}
	var all []declaredGrant
	for _, entry := range items(blocks) {
		all = append(all, grantEntry(r, entry.node, "grant", entry.index)...)
	}
	return all
}

// grantEntry are the privileges of one principal, which stand at a path of a resource.
func grantEntry(r declared, entry *source.Node, at ...string) []declaredGrant {
	grant := declaredGrant{
		principal: get(entry, "principal"), path: r.at(append(slices.Clip(at), "privileges")...),
		principalPath: r.at(append(slices.Clip(at), "principal")...), instances: r.instances,
	}
	privileges := get(entry, "privileges")
	if gateway.Unresolved(entry) != "" {
		privileges, grant.path = entry, r.at(at...)
	}
	if gateway.Unresolved(privileges) != "" {
		grant.privilege = privileges
		return []declaredGrant{grant}
	}
	var all []declaredGrant
	for _, p := range items(privileges) {
		one := grant
		one.privilege, one.path = p.node, append(slices.Clip(grant.path), p.index)
		all = append(all, one)
	}
	return all
}

// apps are the apps of the document, with its gateways before each endpoint that they name.
func (t *terraform) apps(subjects []*gateway.Subject) []*gateway.Subject {
	list := t.beside["databricks_app"]
	if len(list) == 0 {
		return nil
	}
	r := &routes{names: map[string]bool{}, before: map[string][]string{}}
	gateways := map[string]bool{}
	for _, s := range subjects {
		r.add(s.Name, s.Fronts(ownHost))
		gateways[folded(s.Name)] = s.Declared
	}
	apps := make([]*gateway.Subject, 0, len(list))
	for _, one := range list {
		if isOpen(one.node) {
			for reference, s := range t.links.references(one.key) {
				r.names[reference], gateways[folded(reference)] = true, s.Declared
				r.before[reference] = r.before[s.Name]
			}
		}
		app := gateway.DeclaredApp(t.doc, one.path, ownHost, r.known)
		bind(app, r, gateways, NotInTerraform)
		apps = append(apps, app)
	}
	return apps
}

// isOpen says whether anything of a value is not known.
func isOpen(n *source.Node) bool {
	return gateway.Unresolved(n) != "" || slices.ContainsFunc(n.Items(), isOpen) ||
		slices.ContainsFunc(n.Entries(), func(e source.Entry) bool { return isOpen(e.Value) })
}
