package workspace

import "context"

// Generations of SQL alerts, newest first. Source: databricks-sdk-go v0.182.0,
// service/sql: AlertsV2, Alerts and AlertsLegacy.
const (
	AlertsV2     = "v2"
	AlertsV1     = "v1"
	AlertsLegacy = "legacy"
)

type generation struct {
	name    string
	request Request
}

// generations are the lists of alerts. What of an alert tells how its last run
// ended changes by itself, and is left out.
var generations = []generation{
	{AlertsV2, alertList("/api/2.0/alerts", "alerts", "alerts.json")},
	{AlertsV1, alertList("/api/2.0/sql/alerts", "results", "alerts-v1.json")},
	{AlertsLegacy, alertList("/api/2.0/preview/sql/alerts", "alerts", "alerts-legacy.json")},
}

func alertList(api, list, path string) Request {
	return Request{
		Path: path, API: api, What: "list of SQL alerts", List: list, Sort: "id", Items: alertPlace, Index: only("display_name", "id", "name"),
		Shape: without("evaluation.last_evaluated_at", "evaluation.state", "last_triggered_at", "state", "trigger_time"),
	}
}

func alertPlace(item map[string]any) string {
	id, _ := item["id"].(string)
	if id == "" {
		return ""
	}
	return Place("alerts", id)
}

func queryRequest(id string) Request {
	return Request{
		Path: Place("queries", id), API: "/api/2.0/sql/queries/" + escape(id), What: "query of a SQL alert",
		Shape: only("display_name", "id", "query_text"), Shared: true,
	}
}

// alerts reads the alerts of the newest generation that the workspace has.
func (c *Collector) alerts(ctx context.Context, s *Survey) {
	for i, g := range generations {
		list := c.fetch.Fetch(ctx, g.request)
		if list.Outcome == Absent && i+1 < len(generations) {
			continue
		}
		c.note(list)
		s.AlertList, s.Generation = list, g.name
		for _, item := range elements(list, g.request.List) {
			alert := c.read(ctx, Request{Path: alertPlace(item), API: list.API, What: "SQL alert", Element: true})
			s.Alerts = append(s.Alerts, alert)
			if id := text(alert.Body, "query_id"); g.name == AlertsV1 && id != "" {
				s.Queries[id] = c.read(ctx, queryRequest(id))
			}
		}
		return
	}
}
