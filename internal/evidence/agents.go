package evidence

import (
	"slices"

	"github.com/gwlint/gwlint/internal/gateway"
	"github.com/gwlint/gwlint/internal/workspace"
)

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
