package evidence

import (
	"github.com/gwlint/gwlint/internal/gateway"
)

// ownHost is how a bundle names its workspace where it does not say which one that is.
const ownHost = "${workspace.host}"

// addApps are the apps of a bundle, with the gateways of the bundle before each endpoint that
// they name.
func addApps(b *bundle, subjects []*gateway.Subject) []*gateway.Subject {
	list := b.of("apps")
	if len(list) == 0 {
		return nil
	}
	host := textOf(get(b.doc.Root, "workspace", "host"))
	if host == "" {
		host = ownHost
	}
	r := &routes{names: map[string]bool{}, before: map[string][]string{}}
	gateways := map[string]bool{}
	for _, s := range subjects {
		r.add(s.Name, s.Fronts(host))
		gateways[folded(s.Name)] = s.Declared
	}
	for _, s := range subjects { // the CLI prints a bundle without resolving these
		reference := "${" + s.Identity().Address + ".name}"
		r.names[reference], gateways[folded(reference)] = true, s.Declared
		r.before[reference] = append(r.before[reference], r.before[s.Name]...)
	}
	apps := make([]*gateway.Subject, 0, len(list))
	for _, one := range list {
		s := gateway.DeclaredApp(b.doc, one.path, host, r.known)
		bind(s, r, gateways, NotInBundle)
		apps = append(apps, s)
	}
	return apps
}

// bind gives an app the gateways before the endpoints that it names. An endpoint that is
// no gateway beside it may have one before it that is not declared there.
func bind(app *gateway.Subject, r *routes, gateways map[string]bool, lacking string) {
	var unseen []gateway.Unseen
	for i := range app.App.Endpoints {
		e := &app.App.Endpoints[i]
		e.Gateways = append(e.Gateways, r.to(e.Name)...)
		if len(e.Gateways) == 0 && e.Source != gateway.AppService && !gateways[folded(e.Name)] {
			unseen = append(unseen, gateway.Unseen{
				Facet: "app.endpoints", Reason: lacking, Needs: gateway.NeedsWorkspace, Partial: true,
			})
		}
	}
	if len(unseen) > 1 {
		unseen = unseen[:1]
	}
	app.Observe(app.Evidence, unseen...)
}
