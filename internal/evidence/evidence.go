// Package evidence turns what was read of a workspace into what rules read: the
// subjects with the evidence beside them, and what surrounds them all. What
// could not be read becomes a facet that is unseen, with the reason. It knows
// both the objects of a workspace and the model, and refuses to know rules, and
// where the objects come from.
package evidence

import (
	"cmp"
	"strings"
	"sync"

	"github.com/gwlint/gwlint/internal/gateway"
	"github.com/gwlint/gwlint/internal/workspace"
)

// World is a workspace while its subjects are read. Subject may be called from
// several goroutines at once. Of a subject it keeps names, and nothing else.
type World struct {
	// base is what files are called in reports: "databricks/<host>/" before the
	// path of a record.
	base   string
	host   string
	survey *workspace.Survey
	looks  looker
	agents agents
	use    *use

	mu sync.Mutex
	// names are those of endpoints and services, fronts the gateways before each
	// endpoint, missing why some of these are not known: "" while all are.
	names   map[string]bool
	fronts  map[string][]string
	missing string
}

// New returns a world. base goes before the path of each record to make the name
// of a file in reports; host is the workspace's own, without https://.
func New(base, host string, survey *workspace.Survey) *World {
	w := &World{
		base: base, host: host, survey: survey, looks: lookerOf(survey.Identity),
		names: map[string]bool{}, fronts: map[string][]string{}, use: useOf(survey),
	}
	w.agents = w.agentsOf(survey)
	for _, listed := range survey.Listed {
		w.names[listed.Name] = true
	}
	for _, name := range survey.Outside { // an app may use one all the same
		w.names[name] = true
	}
	if !survey.Whole {
		w.missing = reasonPart
	}
	return w
}

// reasonPart is why not every gateway is known.
const reasonPart = "not all endpoints and services were read, and one of the others may stand before an endpoint that it names"

// Subject returns a subject with its evidence, nil when it has to wait for the
// others: Rest has it then. An error means that gwlint's own schema is broken.
func (w *World) Subject(s workspace.Subject) (*gateway.Subject, error) {
	if s.Kind == workspace.App {
		return nil, nil //nolint:nilnil // there is none yet
	}
	doc, reason := w.document(s.Object, s.Name)
	if reason != "" {
		w.learn(s.Name, nil, false)
		subject := gateway.Unreadable(doc, kindOf(s.Kind), s.Name, reason)
		subject.Measured = w.use.measured && counts(s.Kind)
		return subject, nil
	}
	subject, err := gateway.Answer(doc, kindOf(s.Kind))
	if err != nil {
		return nil, err
	}
	if subject.Name == "" {
		subject.Name = s.Name
	}
	before := subject.Fronts(w.host)
	w.learn(subject.Name, before, true)
	w.observe(subject, s)
	if w.wait(subject, before) {
		return nil, nil //nolint:nilnil // Rest has it
	}
	return subject, nil
}

// kindOf is a kind in the words of package gateway, which are those of --kind.
func kindOf(kind workspace.Kind) gateway.Kind {
	return gateway.Kind(strings.ReplaceAll(string(kind), "_", "-"))
}

// learn keeps the name of a gateway with the endpoints that it stands before;
// read is false where nobody knows those. Names are cut from the text of an
// answer: kept as they are, they would keep all of it.
func (w *World) learn(name string, before []string, read bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	name = strings.Clone(name)
	w.names[name] = true
	if !read {
		w.missing = reasonPart
	}
	for _, endpoint := range before {
		endpoint = strings.Clone(endpoint)
		w.fronts[endpoint] = append(w.fronts[endpoint], name)
	}
}

// sight collects what was seen of a subject, and what was not.
type sight struct {
	evidence gateway.Evidence
	marks    []gateway.Mark
}

// unseen marks a facet where there is a reason, and says whether there is none.
func (s *sight) unseen(facet, reason string) (seen bool) {
	if reason != "" {
		s.marks = append(s.marks, gateway.Mark{Facet: facet, Reason: reason})
	}
	return reason == ""
}

// observe gives a subject the evidence that was read of it.
func (w *World) observe(subject *gateway.Subject, s workspace.Subject) {
	seen := &sight{evidence: subject.Evidence}
	if access, reason := w.access(subject, s); seen.unseen("evidence.access", reason) {
		seen.evidence.Access = access
	}
	w.table(subject, s, seen)
	if grants, reason := w.grants(s.UsageGrants, ""); seen.unseen("evidence.usage_grants", of(reason, object(s.UsageGrants))) {
		seen.evidence.UsageGrants = grants
	}
	if on, reason := usageSchema(s); seen.unseen("evidence.usage_schema", reason) {
		seen.evidence.UsageSchema.Enabled = on
	}
	principals, missing := w.agents.of(subject.Name)
	seen.evidence.Agents = principals
	if missing != "" {
		seen.marks = append(seen.marks, gateway.Mark{Facet: "evidence.agents", Reason: missing, Partly: true})
	}
	subject.Measured = w.use.measured && counts(s.Kind)
	seen.evidence.Traffic = w.traffic(subject, s)
	subject.Observe(seen.evidence, seen.marks...)
}

// table looks for the payload table, and for who may do what with it. Where it is
// found, it has its real name from then on.
func (w *World) table(subject *gateway.Subject, s workspace.Subject, seen *sight) {
	if s.Table != "" && subject.InferenceTable.Enabled {
		subject.InferenceTable.Table = strings.ToLower(s.Table)
		subject.InferenceTable.Named = true
	}
	switch s.Tables.Outcome {
	case workspace.Read, workspace.Absent: // of a schema that is not visible no table is
		seen.evidence.Table.Exists = s.Table != ""
	case workspace.Unasked, workspace.Denied, workspace.Failed:
		seen.unseen("evidence.table", of(s.Tables.Reason(), schemaOf(subject, s.Tables)))
	}
	if grants, reason := w.grants(s.Grants, s.Owner); seen.unseen("evidence.grants", of(reason, object(s.Grants))) {
		seen.evidence.Grants = owned(grants, s.Owner)
	}
}

// schemaOf is the schema whose tables were asked for, "" where nobody asked.
func schemaOf(subject *gateway.Subject, tables workspace.Record) string {
	if tables.API == "" {
		return ""
	}
	return subject.InferenceTable.Catalog + "." + subject.InferenceTable.Schema
}

// Context is input.context.workspace for the engine.
func (w *World) Context() map[string]any {
	return map[string]any{"alerts": w.alerts(), "warehouses": w.warehouses()}
}

// Unseen says which parts of that nobody has seen, and why, by dotted path:
// workspace.alerts.names. Alerts of the older generations have no schedule and no
// subscribers: whether there is one can be told all the same.
func (w *World) Unseen() map[string]string {
	unseen := map[string]string{}
	w.alertsUnseen(unseen)
	if list := w.survey.WarehouseList; list.Outcome != workspace.Read {
		unseen["workspace.warehouses"] = list.Reason()
	}
	return unseen
}

// warehouses says of each who may use it, or why that is not known: one that shows
// it may be enough.
func (w *World) warehouses() []any {
	list := []any{}
	for _, warehouse := range w.survey.Warehouses {
		access := []any{}
		for _, a := range listed(warehouse.Access) {
			access = append(access, map[string]any{"principal": a.Principal, "level": a.Level})
		}
		hidden := ""
		if warehouse.Access.Outcome != workspace.Read {
			hidden = warehouse.Access.Reason() + " ('" + cmp.Or(warehouse.Name, warehouse.ID) + "')"
		}
		list = append(list, map[string]any{"id": warehouse.ID, "name": warehouse.Name, "hidden": hidden, "access": access})
	}
	return list
}
