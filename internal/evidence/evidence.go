// Package evidence turns what was read of a workspace into what rules read: the
// subjects with the evidence beside them, and what surrounds them all. What
// could not be read becomes a facet that is unseen, with the reason. It knows
// both the objects of a workspace and the model, and refuses to know rules, and
// where the objects come from.
package evidence

import (
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
