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
	// missing is why there may be others, "" where there are none.
	missing string
}

// agentsOf reads the apps of a survey. A text in the environment of an app may be
// the name of a gateway, and counts once there is one of that name.
func (w *World) agentsOf(survey *workspace.Survey) agents {
	a := agents{by: map[string][]string{}}
	if o := survey.AppList.Outcome; o != workspace.Read && o != workspace.Absent { // where there is no list, there are no apps
		a.missing = why(survey.AppList)
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
		if app.Principal == "" {
			continue
		}
		for _, e := range gateway.FromApp(doc, w.host, func(string) bool { return true }).App.Endpoints {
			a.by[e.Name] = append(a.by[e.Name], app.Principal)
		}
	}
	for name, principals := range a.by {
		slices.Sort(principals)
		a.by[name] = slices.Compact(principals)
	}
	return a
}

// of are those of the apps that name a gateway.
func (a agents) of(name string) []string { return append([]string{}, a.by[name]...) }
