package evidence

import (
	"fmt"
	"slices"
	"strings"

	"github.com/gwlint/gwlint/internal/gateway"
	"github.com/gwlint/gwlint/internal/source"
)

// alertFields are where the fields of an alert are written that rules point to. Source:
// `databricks bundle schema` of Databricks CLI v1.10.0, resources.Alert, and the schema of
// databricks_alert_v2 in version 1.128.0 of the Databricks provider for Terraform.
var alertFields = map[string][]string{
	"name":        {"display_name"},
	"names":       {"query_text"},
	"paused":      {"schedule", "pause_status"},
	"scheduled":   {"schedule", "quartz_cron_schedule"},
	"subscribers": {"evaluation", "notification", "subscriptions"},
}

// declaredAlerts are the alerts that a bundle or Terraform declares.
type declaredAlerts struct {
	alerts

	// resources are those that declare them, in their order.
	resources []declared
}

// readAlerts reads the alerts that some resources declare.
func readAlerts(resources []declared) declaredAlerts {
	var list []gateway.Alert
	for _, one := range resources {
		list = append(list, declaredAlert(one))
	}
	return declaredAlerts{indexed(list), resources}
}

// declaredAlert is an alert as a bundle and Terraform declare it.
func declaredAlert(d declared) gateway.Alert {
	pause := get(d.node, alertFields["paused"]...)
	one := gateway.Alert{
		ID: d.key, Name: textOf(get(d.node, "display_name")), Names: []string{},
		Paused:      strings.EqualFold(textOf(pause), "PAUSED"),
		Scheduled:   textOf(get(d.node, alertFields["scheduled"]...)) != "",
		Subscribers: subscribers(d.node),
	}
	one.Hidden, _ = d.alertHidden()
	if one.Name == "" {
		one.Name = d.key
	}
	if query := get(d.node, "query_text"); gateway.Unresolved(query) == "" && get(d.node, "file_path") == nil {
		one.Names = append(one.Names, namesIn(textOf(query))...)
	}
	return one
}

// subscribers counts whom an alert tells.
func subscribers(alert *source.Node) int64 {
	var n int64
	for _, one := range items(get(alert, alertFields["subscribers"]...)) {
		if textOf(get(one.node, "user_email")) != "" || textOf(get(one.node, "destination_id")) != "" {
			n++
		}
	}
	return n
}

// reasonFilePath is why nothing is known of an alert that another file defines.
const reasonFilePath = "`file_path` names a file that is not read; write `query_text`, `schedule` and `evaluation` in the bundle"

// alertHidden is why it is not known what an alert watches or whether it reaches anybody,
// and where in the alert that is written; "" where it is known.
func alertHidden(alert *source.Node) (reason string, path []string) {
	if get(alert, "file_path") != nil {
		return reasonFilePath, []string{"file_path"}
	}
	for _, field := range [][]string{alertFields["names"], alertFields["paused"], alertFields["subscribers"]} {
		for n := range field {
			if reason := gateway.Unresolved(get(alert, field[:n+1]...)); reason != "" {
				return reason, field[:n+1]
			}
		}
	}
	for _, one := range items(get(alert, alertFields["subscribers"]...)) {
		if reason := gateway.Unresolved(one.node); reason != "" {
			return reason, append(slices.Clone(alertFields["subscribers"]), one.index)
		}
	}
	return "", nil
}

// alertHidden is why it is not known what a declared alert watches, whether it reaches anybody
// or whether there is one, and what of it is not, if it is a part.
func (d declared) alertHidden() (reason string, path []string) {
	if d.instances != "" {
		return gateway.Scrub(d.instances), nil
	}
	return alertHidden(d.node)
}

// maxAlerts is how many declared alerts may watch one gateway: those on a usage table
// watch all gateways, and a file may hold many of both.
const maxAlerts = 200

// addTo gives a gateway the alerts that may watch it. Where there are none, the workspace may
// have some all the same.
func (a declaredAlerts) addTo(d *declaration) {
	places := a.placesOf(d.subject)
	switch {
	case len(places) == 0:
		d.lacks("evidence.alerts", false)
	case len(places) > maxAlerts:
		reason := fmt.Sprintf("%d declared alerts may watch it, and no more than %d are read; leave out those that do not", len(places), maxAlerts)
		d.Unseen = append(d.Unseen, gateway.Unseen{Facet: "evidence.alerts", Reason: reason})
		return
	}
	for i, at := range places {
		d.Evidence.Alerts = append(d.Evidence.Alerts, a.list[at])
		d.place("evidence.alerts", i, a.resources[at].path)
		if _, path := a.resources[at].alertHidden(); path != nil {
			d.place("evidence.alerts.hidden", i, a.resources[at].at(path...))
		}
		for field, path := range alertFields {
			d.place("evidence.alerts."+field, i, a.resources[at].at(path...))
		}
	}
}
