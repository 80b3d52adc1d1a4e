package evidence

import (
	"slices"
	"strings"

	"github.com/gwlint/gwlint/internal/gateway"
	"github.com/gwlint/gwlint/internal/source"
)

// principalKeys are the keys by which an entry of permissions names whom it is for. The first
// one that is set counts. Source: Databricks CLI v1.10.0.
var principalKeys = []string{"user_name", "service_principal_name", "group_name"}

// permissions reads those of an endpoint, which some resources list under a key, each entry
// with its level under another. A deployment puts them in the place of all that the endpoint
// had of its own; what it inherits is for administrators. Without them a deployment leaves
// alone what there is.
func (d *declaration) permissions(from []declared, key, level string) {
	before := len(d.Places)
	for _, resource := range from {
		d.permissionsOf(resource, key, level)
	}
	if len(d.Places) == before { // there are none that count
		d.lacks("evidence.access", false)
	}
}

func (d *declaration) permissionsOf(resource declared, key, level string) {
	list := get(resource.node, key)
	switch {
	case resource.instances != "":
		d.accessOpen(resource.instances, resource.node, resource.path)
		return
	case gateway.Unresolved(list) != "":
		d.accessUnknown(list, resource.at(key))
		return
	}
	for _, entry := range items(list) {
		d.permission(entry.node, level, resource.at(key, entry.index))
	}
}

// accessOpen marks that it is not known, for a reason, whether what a value says of who may do
// what is there.
func (d *declaration) accessOpen(reason string, n *source.Node, path []string) {
	d.Unseen = append(d.Unseen, gateway.NotCertain("evidence.access", reason, n))
	d.place("evidence.access", -1, path)
}

// permission reads one entry of permissions. That it is not known whom it is for matters
// where that may be a group of everybody, and what it gives where it does. One without a
// principal or without a level is not deployed.
func (d *declaration) permission(entry *source.Node, levelKey string, path []string) {
	if gateway.Unresolved(entry) != "" {
		d.accessUnknown(entry, path)
		return
	}
	level := get(entry, levelKey)
	if textOf(level) == "" {
		return
	}
	for _, key := range principalKeys {
		principal := get(entry, key)
		if textOf(principal) == "" {
			continue
		}
		if gateway.Unresolved(level) != "" {
			d.accessUnknown(level, append(slices.Clip(path), levelKey))
			return
		}
		if gateway.Unresolved(principal) != "" && key == "group_name" && textOf(level) == "CAN_MANAGE" {
			d.accessUnknown(principal, append(slices.Clip(path), key))
			return
		}
		d.access(gateway.Access{Principal: textOf(principal), Level: textOf(level)}, path)
		return
	}
}

func (d *declaration) access(a gateway.Access, path []string) {
	d.place("evidence.access", len(d.Evidence.Access), path)
	d.Evidence.Access = append(d.Evidence.Access, a)
}

// accessUnknown marks that a part of who may do what is written and not known.
func (d *declaration) accessUnknown(n *source.Node, path []string) {
	d.Unseen = append(d.Unseen, gateway.NotKnown("evidence.access", n, true))
	d.place("evidence.access", -1, path)
}

// serviceGrants reads the privileges on a service: those of its own, and those of the schema
// and the catalog that it lies in. Others may be granted where nothing is declared.
func (d *declaration) serviceGrants(grants, all []declaredGrant) {
	d.lacks("evidence.access", true)
	parts := strings.Split(d.subject.Name, ".")
	if len(parts) == 3 {
		grants = append(grants, on(all, parts[0], parts[1])...)
	}
	for _, g := range grants {
		if g.instances != "" {
			d.accessOpen(g.instances, g.principal, g.principalPath)
			continue
		}
		if node, path := g.unknown(); node != nil {
			d.accessUnknown(node, path)
			continue
		}
		d.access(gateway.Access{Principal: textOf(g.principal), Level: privilege(g.privilege)}, g.path)
	}
}

// privilege is one as the API writes it.
func privilege(n *source.Node) string {
	return strings.ReplaceAll(strings.ToUpper(strings.TrimSpace(textOf(n))), " ", "_")
}

// declaredGrant is a privilege that a bundle or Terraform grants on a catalog, a schema, a
// service or a table.
type declaredGrant struct {
	kind            string // catalog, schema, service or table
	catalog, schema string // in lower case
	table           string // in full and in lower case, of those on a table
	principal       *source.Node
	privilege       *source.Node
	path            []string // of the privilege
	principalPath   []string
	instances       string // why it is not known whether it is granted, "" where it is
}

// unknown returns what of a grant is not known and where it is written, nil where all of
// it is known.
func (g declaredGrant) unknown() (*source.Node, []string) {
	switch {
	case gateway.Unresolved(g.principal) != "":
		return g.principal, g.principalPath
	case gateway.Unresolved(g.privilege) != "":
		return g.privilege, g.path
	}
	return nil, nil
}

// readGrants reads what is granted on catalogs and schemas.
func readGrants(b *bundle) []declaredGrant {
	var all []declaredGrant
	for _, c := range b.of("catalogs") {
		for _, g := range grantsOf(c, "catalog") {
			g.catalog = strings.ToLower(textOf(get(c.node, "name")))
			all = append(all, g)
		}
	}
	for _, s := range b.of("schemas") {
		for _, g := range grantsOf(s, "schema") {
			g.catalog, g.schema = strings.ToLower(textOf(get(s.node, "catalog_name"))), strings.ToLower(textOf(get(s.node, "name")))
			all = append(all, g)
		}
	}
	return all
}

// grantsOf reads the grants of a resource. One that is not known as a whole has no privilege.
func grantsOf(d declared, kind string) []declaredGrant {
	var all []declaredGrant
	for _, entry := range items(get(d.node, "grants")) {
		principal := get(entry.node, "principal")
		for _, p := range items(get(entry.node, "privileges")) {
			all = append(all, declaredGrant{
				kind: kind, principal: principal, privilege: p.node,
				path: d.at("grants", entry.index, "privileges", p.index), principalPath: d.at("grants", entry.index, "principal"),
			})
		}
	}
	return all
}

// on are the grants that what lies in a schema inherits from it and from its catalog.
func on(all []declaredGrant, catalog, schema string) []declaredGrant {
	catalog, schema = strings.ToLower(catalog), strings.ToLower(schema)
	var list []declaredGrant
	for _, g := range all {
		if g.kind != "table" && catalog != "" && g.catalog == catalog && (g.kind == "catalog" || schema != "" && g.schema == schema) {
			list = append(list, g)
		}
	}
	return list
}

// tableGrants gives a gateway the privileges that its payload table inherits, and those on the
// table itself, which only Terraform grants. What is not known of them, the workspace is asked
// for.
func (d *declaration) tableGrants(all []declaredGrant) {
	table := d.subject.InferenceTable
	grants := on(all, table.Catalog, table.Schema)
	for _, g := range all {
		if g.kind == "table" && table.Table != "" && g.table == table.Table {
			grants = append(grants, g)
		}
	}
	d.lacks("evidence.grants", len(grants) > 0)
	for _, g := range grants {
		if node, _ := g.unknown(); node != nil || g.instances != "" {
			continue
		}
		d.place("evidence.grants", len(d.Evidence.Grants), g.path)
		d.Evidence.Grants = append(d.Evidence.Grants, gateway.Grant{
			Principal: textOf(g.principal), Privilege: privilege(g.privilege), Explicit: g.kind == "table",
		})
	}
}
