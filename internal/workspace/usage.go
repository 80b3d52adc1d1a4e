package workspace

import (
	"context"
	"strconv"
)

// What of their use is asked for. The tables keep 90 days. Source: "Monitor model
// serving usage with system tables" and "Usage tracking", docs.databricks.com.
const (
	// UsageDays is the length of the window that requests are counted in.
	UsageDays = 7
	// usageHistory is how far back the first request is looked for.
	usageHistory = 90
	// usageRows bounds the gateways of one answer.
	usageRows = 20_000
)

// The window ends at the last midnight, in UTC, that lies six hours back, since rows
// arrive up to an hour late; it is worked out by the warehouse. So two scans of one
// day count the same requests, and no clock is in a snapshot. From one day to the
// next the counts change although nobody changes anything: so does the use.
const (
	lastDay = "((unix_timestamp(current_timestamp()) - 6 * 3600) DIV 86400)"
	until   = "timestamp_seconds(" + lastDay + " * 86400)"
	since   = "timestamp_seconds((" + lastDay + " - CAST(:days AS BIGINT)) * 86400)"
	oldest  = "timestamp_seconds((" + lastDay + " - CAST(:history AS BIGINT)) * 86400)"
	anHour  = "INTERVAL 1 HOUR"
)

// usageColumns are what is asked of each table. What a gateway forwards is recorded
// once more where it arrives, a little later and into a table with a delay of its
// own: around counts an hour more at both ends, so that no request which arrived in
// the window was sent outside of it. whole says that something was recorded before
// the window, and so all of it is.
func usageColumns(time string) string {
	counted := time + " >= " + since + " AND " + time + " < " + until
	return `
  unix_timestamp(min(` + time + `)) AS first_request,
  count_if(` + counted + `) AS requests,
  count_if(` + counted + ` AND status_code = 429) AS refused,
  count_if(` + counted + ` AND status_code >= 500) AS failed,
  count_if(` + time + ` >= ` + since + ` - ` + anHour + ` AND ` + time + ` < ` + until + ` + ` + anHour + `) AS around,
  min(` + time + `) < ` + since + ` AS whole`
}

// endpointUsage counts the requests to serving endpoints. A request has the id of
// the served entity that answered it; that tells the endpoint. served_entities has a
// row for each change of an entity, so there it is taken together first, or requests
// would count as often as that; entities of endpoints that are gone are left out,
// since another may have the name now. client_request_id is what the client put
// into the request. Columns: "Usage tracking table schemas", docs.databricks.com,
// configure-ai-gateway-endpoints.
var endpointUsage = `WITH entity AS (
  SELECT served_entity_id, max_by(endpoint_name, change_time) AS name
  FROM system.serving.served_entities
  WHERE workspace_id = :workspace
  GROUP BY served_entity_id
  HAVING max(endpoint_delete_time) IS NULL
)
SELECT entity.name AS name,` + usageColumns("request_time") + `,
  count_if(coalesce(client_request_id, '') <> '' AND request_time >= ` + since + ` AND request_time < ` + until + `) AS identified
FROM system.serving.endpoint_usage AS request
JOIN entity ON request.served_entity_id = entity.served_entity_id
WHERE request.workspace_id = :workspace AND request_time >= ` + oldest + `
GROUP BY entity.name
ORDER BY entity.name`

// serviceUsage counts the requests to model services, and those that go to a
// serving endpoint by the path of the Unity AI Gateway, which have no service. No
// column for an id that the client gives is documented, so none is asked for.
// Columns: "Usage tracking", docs.databricks.com, ai-gateway/usage-tracking.
var serviceUsage = `SELECT coalesce(service_name, endpoint_name) AS name,` + usageColumns("event_time") + `
FROM system.ai_gateway.usage
WHERE workspace_id = :workspace AND event_time >= ` + oldest + `
  AND coalesce(service_type, '') <> 'MCP_SERVICE' AND coalesce(service_name, endpoint_name) IS NOT NULL
GROUP BY coalesce(service_name, endpoint_name)
ORDER BY coalesce(service_name, endpoint_name)`

// usageRequests ask a warehouse for the use of all gateways of a workspace: first
// that of serving endpoints, then that of services.
func usageRequests(warehouse, workspaceID string) []Request {
	return []Request{
		usageRequest("usage/endpoints.json", "use of serving endpoints", endpointUsage, warehouse, workspaceID),
		usageRequest("usage/services.json", "use of model services", serviceUsage, warehouse, workspaceID),
	}
}

func usageRequest(path, what, text, warehouse, workspaceID string) Request {
	return Request{
		Path: path, API: statementsAPI, What: what, Shared: true,
		SQL: &Statement{
			Warehouse: warehouse, Text: text, Rows: usageRows,
			Parameters: map[string]string{
				"workspace": workspaceID, "days": strconv.Itoa(UsageDays), "history": strconv.Itoa(usageHistory),
			},
		},
	}
}

const statementsAPI = "/api/2.0/sql/statements"

// UsageStatements is how many statements a run with a warehouse sends.
const UsageStatements = 2

// usage asks for the use of gateways where there is a warehouse to ask.
func (c *Collector) usage(ctx context.Context, s *Survey) {
	s.Measured = c.options.Warehouse != ""
	id, why := workspaceID(s.Metastore)
	requests := usageRequests(c.options.Warehouse, id)
	records := make([]Record, len(requests))
	c.together(len(requests), func(i int) {
		switch r := requests[i]; {
		case !s.Measured:
			records[i] = notAsked(r.What, "name a SQL warehouse with --warehouse")
		case id == "":
			records[i] = notAsked(r.What, "the id of the workspace is not known: "+why)
		default:
			records[i] = c.read(ctx, r)
		}
	})
	s.EndpointUsage, s.ServiceUsage = records[0], records[1]
}

// workspaceID is the number of the workspace, by which the rows of a system table
// are told apart: it holds those of all workspaces of an account.
func workspaceID(metastore Record) (id, why string) {
	if metastore.Outcome != Read {
		return "", metastore.Reason()
	}
	value, err := decodeObject(metastore.Body)
	if err != nil {
		return "", err.Error()
	}
	switch n := value["workspace_id"].(type) {
	case string:
		id = n
	case interface{ String() string }: // a number, as it is written
		id = n.String()
	}
	if id == "" || id == "0" {
		return "", "the answer does not have it"
	}
	return id, ""
}

// usage is what the usage table of a kind says.
func (s *Survey) usage(kind Kind) Record {
	if kind == Endpoint {
		return s.EndpointUsage
	}
	return s.ServiceUsage
}
