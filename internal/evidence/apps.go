package evidence

import (
	"slices"
	"strings"

	"github.com/gwlint/gwlint/internal/gateway"
	"github.com/gwlint/gwlint/internal/workspace"
)

// Rest returns the subjects that had to wait until all were read, in a fixed
// order: gateways that requests may go past, and apps, since what stands before an
// endpoint is known only then.
func (w *World) Rest() ([]*gateway.Subject, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	rest := w.passed()
	if w.survey.JudgeApps {
		rest = append(rest, w.apps()...)
	}
	return rest, nil
}

// apps are the apps in the order of their names.
func (w *World) apps() []*gateway.Subject {
	apps := make([]*gateway.Subject, 0, len(w.survey.Apps))
	for _, s := range w.survey.Apps {
		apps = append(apps, w.app(s))
	}
	slices.SortStableFunc(apps, func(a, b *gateway.Subject) int { return strings.Compare(a.Name, b.Name) })
	return apps
}

// app is an app with the gateways before each endpoint that it names. Those that
// are known are a failure, whatever else there may be.
func (w *World) app(s workspace.Subject) *gateway.Subject {
	doc, reason := w.document(s.Object, s.Name)
	if reason != "" {
		return gateway.Unreadable(doc, gateway.AppKind, s.Name, reason)
	}
	app := gateway.FromApp(doc, w.host, func(name string) bool { return w.names[name] || len(w.fronts[name]) > 0 })
	if app.Name == "" {
		app.Name = s.Name
	}
	for i := range app.App.Endpoints {
		e := &app.App.Endpoints[i]
		e.Gateways = append(e.Gateways, w.before(e.Name)...)
	}
	var marks []gateway.Mark
	if w.missing != "" {
		marks = append(marks, gateway.Mark{Facet: "app.endpoints", Reason: w.missing, Partly: true})
	}
	app.Observe(app.Evidence, marks...)
	return app
}

// before are the gateways before an endpoint, in order of name. Of two that stand
// before each other, as those do that are one another's fallback, neither is past
// the other.
func (w *World) before(endpoint string) []string {
	before := slices.DeleteFunc(slices.Clone(w.fronts[endpoint]), func(name string) bool {
		return slices.Contains(w.fronts[name], endpoint)
	})
	slices.Sort(before)
	return slices.Compact(before)
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

// agentsOf reads the apps of a survey. A text in the environment of an app may be
// the name of a gateway, and counts once there is one of that name.
func (w *World) agentsOf(survey *workspace.Survey) agents {
	a := agents{by: map[string][]string{}, nameless: map[string]string{}}
	if o := survey.AppList.Outcome; o != workspace.Read && o != workspace.Absent { // where there is no list, there are no apps
		a.missing = survey.AppList.Reason()
	}
	for _, s := range survey.Apps {
		doc, reason := w.document(s.Object, s.Name)
		if reason != "" {
			a.missing = "an app may use it that could not be read: '" + s.Name + "'"
			continue
		}
		var app struct {
			Principal string `json:"service_principal_client_id"`
		}
		decode(s.Object, &app)
		for _, e := range gateway.FromApp(doc, w.host, func(string) bool { return true }).App.Endpoints {
			if app.Principal == "" {
				a.nameless[e.Name] = s.Name
				continue
			}
			a.by[e.Name] = append(a.by[e.Name], app.Principal)
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
	missing = a.missing
	if app, ok := a.nameless[name]; ok && missing == "" {
		missing = "app '" + app + "' uses it and shows no service principal"
	}
	return append([]string{}, a.by[name]...), missing
}
