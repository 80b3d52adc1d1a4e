package evidence

import (
	"cmp"
	"slices"
	"strings"

	"github.com/gwlint/gwlint/internal/gateway"
	"github.com/gwlint/gwlint/internal/workspace"
)

// alert is a SQL alert of any generation. Source: databricks-sdk-go v0.182.0,
// service/sql/model.go, AlertV2, ListAlertsResponseAlert and LegacyAlert.
type alert struct {
	ID          string `json:"id"`
	DisplayName string `json:"display_name"`
	Name        string `json:"name"`
	Lifecycle   string `json:"lifecycle_state"`
	QueryText   string `json:"query_text"`
	QueryID     string `json:"query_id"`
	Query       struct {
		Text string `json:"query"`
	} `json:"query"`
	Options struct {
		Muted bool `json:"muted"`
	} `json:"options"`
	Schedule struct {
		Cron  string `json:"quartz_cron_schedule"`
		Pause string `json:"pause_status"`
	} `json:"schedule"`
	Evaluation struct {
		Notification struct {
			Subscriptions []any `json:"subscriptions"`
		} `json:"notification"`
	} `json:"evaluation"`
}

// alerts are the SQL alerts of a workspace, or those that one target of a bundle declares.
type alerts struct {
	list []gateway.Alert
	// by are the alerts whose query names a table, by that name, and unread those whose
	// query is not known.
	by     map[string][]int
	unread []int
	// missing is why none of them are known, "" where they are.
	missing string
}

// newAlerts reads the alerts of a workspace. The names in their queries are found once,
// and not for each gateway.
func newAlerts(inventory *workspace.Inventory) alerts {
	list := make([]gateway.Alert, 0, len(inventory.Alerts))
	for _, r := range inventory.Alerts {
		list = append(list, alertOf(inventory, r))
	}
	a := indexed(list)
	if inventory.AlertList.Outcome != workspace.Read {
		a.missing = inventory.AlertList.Reason()
	}
	return a
}

// indexed are alerts that can be found by the tables that they name.
func indexed(list []gateway.Alert) alerts {
	a := alerts{list: list, by: map[string][]int{}}
	for i, one := range list {
		for _, name := range one.Names {
			a.by[name] = append(a.by[name], i)
		}
		if len(one.Names) == 0 && one.Hidden != "" {
			a.unread = append(a.unread, i)
		}
	}
	return a
}

// of returns those that may watch a subject, each once and in their order: they name its
// payload table, or the usage table of its kind, or their query is not known.
func (a alerts) of(subject *gateway.Subject) []gateway.Alert {
	list := []gateway.Alert{}
	for _, i := range a.placesOf(subject) {
		list = append(list, a.list[i])
	}
	return list
}

// placesOf are the places of these among all alerts.
func (a alerts) placesOf(subject *gateway.Subject) []int {
	if len(a.list) == 0 {
		return nil
	}
	places := slices.Concat(a.by[subject.InferenceTable.Table], a.by[workspace.UsageTable(kindIn(subject))], a.unread)
	slices.Sort(places)
	return slices.Compact(places)
}

// kindIn is the kind of a subject as package workspace calls it.
func kindIn(subject *gateway.Subject) workspace.Kind { return workspace.Kind(subject.Kind) }

// alertOf is an alert of a workspace. One that is not said to be active is gone or in the
// trash.
func alertOf(inventory *workspace.Inventory, r workspace.Record) gateway.Alert {
	if r.Outcome != workspace.Read {
		return gateway.Alert{Names: []string{}, Hidden: r.Reason()}
	}
	var one alert
	decode(r, &one)
	query, hidden := queryOf(inventory, one)
	if hidden == "" && inventory.Generation != workspace.AlertsV2 {
		hidden = reasonOld
	}
	return gateway.Alert{
		ID: one.ID, Name: cmp.Or(one.DisplayName, one.Name), Names: append([]string{}, namesIn(query)...),
		Paused:      strings.EqualFold(one.Schedule.Pause, "PAUSED") || one.Options.Muted,
		Deleted:     one.Lifecycle != "" && !strings.EqualFold(one.Lifecycle, "ACTIVE"),
		Scheduled:   one.Schedule.Cron != "",
		Subscribers: int64(len(one.Evaluation.Notification.Subscriptions)),
		Hidden:      hidden,
	}
}

// queryOf is the query of an alert; reason says why it is not known.
func queryOf(inventory *workspace.Inventory, one alert) (query, reason string) {
	switch inventory.Generation {
	case workspace.AlertsLegacy:
		return one.Query.Text, ""
	case workspace.AlertsV1:
		r := inventory.Queries[one.QueryID]
		if r.Outcome != workspace.Read {
			return "", r.Reason() + " (`" + cmp.Or(one.DisplayName, one.ID) + "`)"
		}
		var q struct {
			Text string `json:"query_text"`
		}
		decode(r, &q)
		return q.Text, ""
	default:
		return one.QueryText, ""
	}
}

// reasonOld is why it is not known whether an alert reaches a subscriber. That there is
// one can be told all the same.
const reasonOld = "alerts of this workspace's generation show neither their schedule nor their subscribers"
