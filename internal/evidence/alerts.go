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

// alerts are those that could be read, as rules are shown them: with the names in
// their queries, which are read once, and not for each gateway. An alert that is
// not said to be active is gone or in the trash.
func (w *World) alerts() []any {
	list := []any{}
	for _, r := range w.survey.Alerts {
		if r.Outcome != workspace.Read {
			continue
		}
		var a alert
		decode(r, &a)
		query, _ := w.queryOf(a)
		list = append(list, map[string]any{
			"id": a.ID, "name": cmp.Or(a.DisplayName, a.Name), "names": texts(namesIn(query)),
			"paused":      strings.EqualFold(a.Schedule.Pause, "PAUSED") || a.Options.Muted,
			"deleted":     a.Lifecycle != "" && !strings.EqualFold(a.Lifecycle, "ACTIVE"),
			"scheduled":   a.Schedule.Cron != "",
			"subscribers": len(a.Evaluation.Notification.Subscriptions),
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

// queryOf is the query of an alert; reason says why it is not known.
func (w *World) queryOf(a alert) (query, reason string) {
	switch w.survey.Generation {
	case workspace.AlertsLegacy:
		return a.Query.Text, ""
	case workspace.AlertsV1:
		r := w.survey.Queries[a.QueryID]
		if r.Outcome != workspace.Read {
			return "", r.Reason() + " ('" + cmp.Or(a.DisplayName, a.ID) + "')"
		}
		var q struct {
			Text string `json:"query_text"`
		}
		decode(r, &q)
		return q.Text, ""
	default:
		return a.QueryText, ""
	}
}

// alertsUnseen says what of the alerts is not known. A query that could not be read
// may be the one that watches a gateway.
func (w *World) alertsUnseen(unseen map[string]string) {
	if w.survey.AlertList.Outcome != workspace.Read {
		unseen["workspace.alerts"] = w.survey.AlertList.Reason()
		return
	}
	for _, r := range w.survey.Alerts {
		if reason := w.queryUnseen(r); reason != "" {
			unseen["workspace.alerts.names"] = reason
			break
		}
	}
	if w.survey.Generation != workspace.AlertsV2 && len(w.survey.Alerts) > 0 {
		for _, part := range []string{"paused", "scheduled", "subscribers"} {
			unseen["workspace.alerts."+part] = reasonOld
		}
	}
}

func (w *World) queryUnseen(r workspace.Record) string {
	if r.Outcome != workspace.Read {
		return r.Reason()
	}
	var a alert
	decode(r, &a)
	_, reason := w.queryOf(a)
	return reason
}

// reasonOld is why nobody knows whether an alert reaches anybody.
const reasonOld = "alerts of this workspace's generation show neither their schedule nor their subscribers"
