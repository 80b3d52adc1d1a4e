package evidence

import (
	"slices"
	"strings"

	"github.com/gwlint/gwlint/internal/gateway"
	"github.com/gwlint/gwlint/internal/workspace"
)

// apps are the subjects of apps, in the order of their names.
func apps(inventory *workspace.Inventory, docs documents, r *routes) []*gateway.Subject {
	list := make([]*gateway.Subject, 0, len(inventory.Apps))
	for _, s := range inventory.Apps {
		subject := app(s, docs, r, inventory.EndpointsUnread())
		subject.Resolve(docs.host, inventory.Provided)
		list = append(list, subject)
	}
	slices.SortStableFunc(list, func(a, b *gateway.Subject) int { return strings.Compare(a.Name, b.Name) })
	return list
}

// app is an app with the gateways before each endpoint that it names. Those that
// are known are a failure, whatever else there may be. A word in its environment is an
// endpoint only where one of that name is listed; unread is why not all are.
func app(s workspace.Subject, docs documents, r *routes, unread string) *gateway.Subject {
	doc, reason := docs.of(s.Object, s.Name)
	if reason != "" {
		return gateway.Unreadable(doc, gateway.AppKind, s.Name, reason)
	}
	subject := gateway.FromApp(doc, docs.host, r.known)
	if subject.Name == "" {
		subject.Name = s.Name
	}
	for i := range subject.App.Endpoints {
		e := &subject.App.Endpoints[i]
		e.Gateways = append(e.Gateways, r.to(e.Name)...)
	}
	var unseen []gateway.Unseen
	if r.missing != "" {
		unseen = append(unseen, gateway.Unseen{Facet: "app.endpoints", Reason: r.missing, Partial: true})
	}
	if unread != "" {
		unseen = append(unseen, gateway.Unseen{Facet: "pay_per_token", Reason: unread, Partial: true})
	}
	subject.Observe(subject.Evidence, unseen...)
	return subject
}

// agents are the service principals of apps, by the endpoints and services that
// the apps name.
type agents struct {
	by map[string][]string
	// nameless are the apps that show no service principal, by what they name.
	nameless map[string]string
	// missing is why there may be others, "" where there are none.
	missing string
}

// newAgents reads the apps of a workspace. A text in the environment of an app may be
// the name of a gateway, and counts once there is one of that name.
func newAgents(inventory *workspace.Inventory, docs documents) agents {
	a := agents{by: map[string][]string{}, nameless: map[string]string{}}
	if o := inventory.AppList.Outcome; o != workspace.Read && o != workspace.Absent { // where there is no list, there are no apps
		a.missing = inventory.AppList.Reason()
	}
	for _, s := range inventory.Apps {
		doc, reason := docs.of(s.Object, s.Name)
		if reason != "" {
			a.missing = "an app may use it that could not be read: `" + s.Name + "`"
			continue
		}
		var app struct {
			Principal string `json:"service_principal_client_id"`
		}
		decode(s.Object, &app)
		for _, e := range gateway.FromApp(doc, docs.host, func(string) bool { return true }).App.Endpoints {
			name := folded(e.Name)
			if app.Principal == "" {
				a.nameless[name] = s.Name
				continue
			}
			a.by[name] = append(a.by[name], app.Principal)
		}
	}
	for name, principals := range a.by {
		slices.Sort(principals)
		a.by[name] = slices.Compact(principals)
	}
	return a
}

// of are those of the apps that name a gateway; missing is why there may be others,
// "" where there are none.
func (a agents) of(name string) (principals []string, missing string) {
	name = folded(name)
	missing = a.missing
	if app, ok := a.nameless[name]; ok && missing == "" {
		missing = "app `" + app + "` uses it and shows no service principal"
	}
	return append([]string{}, a.by[name]...), missing
}

// folded is a name as it is compared: Unity Catalog does not distinguish upper and
// lower case, and names of endpoints have no dots.
func folded(name string) string {
	if strings.Contains(name, ".") {
		return strings.ToLower(name)
	}
	return name
}
