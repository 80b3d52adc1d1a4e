// Package evidence turns what was read of a workspace, or is declared in a bundle, into
// what rules read: the subjects with the evidence beside them, and what is known of the
// workspace as a whole. What could not be read becomes a facet that is unseen, with the reason. It
// knows both the objects of a workspace and the model, and refuses to know rules,
// and where the objects come from.
package evidence

import (
	"strings"
	"sync"

	"github.com/gwlint/gwlint/internal/gateway"
	"github.com/gwlint/gwlint/internal/workspace"
)

// Builder puts together the subjects of one workspace, each with its evidence, as its
// objects are read. Subject may be called from several goroutines at once. Of most subjects
// it keeps names, and nothing else.
type Builder struct {
	inventory *workspace.Inventory
	documents documents
	caller    caller
	agents    agents
	alerts    alerts

	mu     sync.Mutex // guards those below
	routes *routes
	usage  *usage
}

// New returns what puts the subjects of a workspace together. base goes before the path of
// each record to make the name of a file in reports; host is the workspace's own,
// without https://.
func New(base, host string, inventory *workspace.Inventory) *Builder {
	docs := documents{base: base, host: host}
	return &Builder{
		inventory: inventory, documents: docs, caller: newCaller(inventory.Identity),
		agents: newAgents(inventory, docs), alerts: newAlerts(inventory), routes: newRoutes(inventory), usage: newUsage(inventory),
	}
}

// Subject returns a subject with its evidence, nil when that depends on all others:
// it comes with the deferred ones then. An error means that gwlint's own schema is broken.
func (b *Builder) Subject(s workspace.Subject) (*gateway.Subject, error) {
	if s.Kind == workspace.App {
		return nil, nil //nolint:nilnil // there is none yet
	}
	doc, reason := b.documents.of(s.Object, s.Name)
	if reason != "" {
		b.unreadable(s.Name)
		subject := gateway.Unreadable(doc, kindOf(s.Kind), s.Name, reason)
		subject.Measured = b.usage.covers(s.Kind)
		return subject, nil
	}
	subject, err := gateway.Answer(doc, kindOf(s.Kind))
	if err != nil {
		return nil, err
	}
	if subject.Name == "" {
		subject.Name = s.Name
	}
	subject.Resolve(b.documents.host, b.inventory.Provided)
	b.observe(subject, s)
	if b.deferred(subject, subject.Fronts(b.documents.host)) {
		return nil, nil //nolint:nilnil // it is deferred
	}
	return subject, nil
}

// kindOf is a kind in the words of package gateway, which are those of --kind.
func kindOf(kind workspace.Kind) gateway.Kind {
	return gateway.Kind(strings.ReplaceAll(string(kind), "_", "-"))
}

// unreadable keeps the name of a gateway that may stand before any endpoint.
func (b *Builder) unreadable(name string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.routes.addUnknown(name)
}

// deferred keeps the endpoints that a gateway stands before, and says whether its
// evidence depends on the other gateways.
func (b *Builder) deferred(subject *gateway.Subject, endpoints []string) bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.routes.add(subject.Name, endpoints)
	return b.usage.add(subject, endpoints)
}

// observe gives a subject the evidence that was read of it.
func (b *Builder) observe(subject *gateway.Subject, s workspace.Subject) {
	c := &collected{evidence: subject.Evidence}
	if access, reason := b.caller.access(subject, s); c.seen("evidence.access", reason) {
		c.evidence.Access = access
	}
	nameTable(subject, s)
	if exists, reason := tableExists(subject, s); c.seen("evidence.table", reason) {
		c.evidence.Table.Exists = exists
	}
	if grants, reason := b.caller.grants(s.Grants, s.Owner); c.seen("evidence.grants", withName(reason, objectName(s.Grants))) {
		c.evidence.Grants = withOwner(grants, s.Owner)
	}
	if grants, reason := b.caller.grants(s.UsageGrants, ""); c.seen("evidence.usage_grants", withName(reason, objectName(s.UsageGrants))) {
		c.evidence.UsageGrants = grants
	}
	if on, reason := usageSchema(s); c.seen("evidence.usage_schema", reason) {
		c.evidence.UsageSchema.Enabled = on
	}
	if s.Kind != workspace.Endpoint {
		owner := ownerOf(s.Object)
		if c.seen("evidence.owner", noOwner(owner)) {
			c.evidence.Owner = owner
		}
		c.evidence.Dependencies = b.caller.dependencies(s)
	}
	if c.seen("evidence.alerts", b.alerts.missing) {
		c.evidence.Alerts = b.alerts.of(subject)
	}
	principals, missing := b.agents.of(subject.Name)
	c.evidence.Agents = principals
	if missing != "" {
		c.unseen = append(c.unseen, gateway.Unseen{Facet: "evidence.agents", Reason: missing, Partial: true})
	}
	subject.Measured = b.usage.covers(s.Kind)
	c.evidence.Traffic = b.usage.of(subject, s)
	b.usage.tellGuardrails(subject, s)
	subject.Observe(c.evidence, c.unseen...)
}

// Deferred returns the deferred subjects, once all others were read, in a fixed order:
// gateways that requests may go past, and apps, since what stands before an endpoint
// is known only then.
func (b *Builder) Deferred() ([]*gateway.Subject, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	subjects := b.usage.deferred(b.routes.missing)
	if b.inventory.JudgeApps {
		subjects = append(subjects, apps(b.inventory, b.documents, b.routes)...)
	}
	return subjects, nil
}

// Context is input.context.workspace for the engine.
func (b *Builder) Context() map[string]any {
	return map[string]any{"warehouses": warehouses(b.inventory)}
}

// Unseen says which parts of that are unseen, and why, by dotted path:
// workspace.warehouses.
func (b *Builder) Unseen() map[string]string {
	unseen := map[string]string{}
	if list := b.inventory.WarehouseList; list.Outcome != workspace.Read {
		unseen["workspace.warehouses"] = list.Reason()
	}
	return unseen
}

// collected is the evidence of one subject while it is put together, with the facets
// that are unseen.
type collected struct {
	evidence gateway.Evidence
	unseen   []gateway.Unseen
}

// seen records a facet as unseen where there is a reason, and says whether there is
// none.
func (c *collected) seen(facet, reason string) bool {
	if reason != "" {
		c.unseen = append(c.unseen, gateway.Unseen{Facet: facet, Reason: reason})
	}
	return reason == ""
}
