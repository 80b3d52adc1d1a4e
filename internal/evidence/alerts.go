package evidence

import (
	"cmp"
	"strings"

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

// alerts is the SQL alerts of a workspace.
type alerts struct{ inventory *workspace.Inventory }

// facts are the alerts that could be read, as rules read them: with the names in
// their queries, which are found once, and not for each gateway. An alert that is
// not said to be active is gone or in the trash.
func (a alerts) facts() []any {
	list := []any{}
	for _, r := range a.inventory.Alerts {
		if r.Outcome != workspace.Read {
			continue
		}
		var one alert
		decode(r, &one)
		query, _ := a.query(one)
		list = append(list, map[string]any{
			"id": one.ID, "name": cmp.Or(one.DisplayName, one.Name), "names": texts(namesIn(query)),
			"paused":      strings.EqualFold(one.Schedule.Pause, "PAUSED") || one.Options.Muted,
			"deleted":     one.Lifecycle != "" && !strings.EqualFold(one.Lifecycle, "ACTIVE"),
			"scheduled":   one.Schedule.Cron != "",
			"subscribers": len(one.Evaluation.Notification.Subscriptions),
		})
	}
	return list
}

// texts is a list as the context of rules holds it.
func texts(list []string) []any {
	values := make([]any, len(list))
	for i, text := range list {
		values[i] = text
	}
	return values
}

// query is the query of an alert; reason says why it is not known.
func (a alerts) query(one alert) (query, reason string) {
	switch a.inventory.Generation {
	case workspace.AlertsLegacy:
		return one.Query.Text, ""
	case workspace.AlertsV1:
		r := a.inventory.Queries[one.QueryID]
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

// unseen adds which facets of the alerts are unseen, and why. A query that could not
// be read may be the one that watches a gateway. Alerts of the older generations have
// no schedule and no subscribers; that there is one can be told all the same.
func (a alerts) unseen(unseen map[string]string) {
	if a.inventory.AlertList.Outcome != workspace.Read {
		unseen["workspace.alerts"] = a.inventory.AlertList.Reason()
		return
	}
	for _, r := range a.inventory.Alerts {
		if reason := a.queryUnseen(r); reason != "" {
			unseen["workspace.alerts.names"] = reason
			break
		}
	}
	if a.inventory.Generation != workspace.AlertsV2 && len(a.inventory.Alerts) > 0 {
		for _, part := range []string{"paused", "scheduled", "subscribers"} {
			unseen["workspace.alerts."+part] = reasonOld
		}
	}
}

func (a alerts) queryUnseen(r workspace.Record) string {
	if r.Outcome != workspace.Read {
		return r.Reason()
	}
	var one alert
	decode(r, &one)
	_, reason := a.query(one)
	return reason
}

// reasonOld is why it is not known whether an alert reaches a subscriber.
const reasonOld = "alerts of this workspace's generation show neither their schedule nor their subscribers"
