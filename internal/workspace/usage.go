package workspace

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"time"
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
// next the counts change by themselves: so does the use.
const (
	lastDay = "((unix_timestamp(current_timestamp()) - 6 * 3600) DIV 86400)"
	until   = "timestamp_seconds(" + lastDay + " * 86400)"
	since   = "timestamp_seconds((" + lastDay + " - CAST(:days AS BIGINT)) * 86400)"
	oldest  = "timestamp_seconds((" + lastDay + " - CAST(:history AS BIGINT)) * 86400)"
	anHour  = "INTERVAL 1 HOUR"
)

// usageColumns are what is asked of each table; callers is a condition that rows of
// callers meet, "" where all do. What a gateway forwards is recorded once more where it
// arrives, a little later and into a table with a delay of its own: around counts an
// hour more at both ends, so that no request which arrived in the window was sent
// outside of it, and the calls of judges, which a gateway forwards as well. whole says
// that something was recorded before the window, and so all of it is.
func usageColumns(time, callers string) string {
	counted := time + " >= " + since + " AND " + time + " < " + until
	first := "min(" + time + ")"
	if callers != "" {
		counted, first = callers+" AND "+counted, first+" FILTER (WHERE "+callers+")"
	}
	return `
  unix_timestamp(` + first + `) AS first_request,
  count_if(` + counted + `) AS requests,
  count_if(` + counted + ` AND status_code = 429) AS refused,
  count_if(` + counted + ` AND status_code >= 500) AS failed,
  count_if(` + widely(time) + `) AS around,
  min(` + time + `) < ` + since + ` AS whole`
}

// widely holds in the window and in an hour more at both of its ends.
func widely(time string) string {
	return time + " >= " + since + " - " + anHour + " AND " + time + " < " + until + " + " + anHour
}

// endpointUsage counts the requests to serving endpoints. A request has the id of
// the served entity that answered it; that shows the endpoint. served_entities has a
// row for each change of an entity, so its rows are grouped first, or requests
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
SELECT entity.name AS name,` + usageColumns("request_time", "") + `,
  count_if(coalesce(client_request_id, '') <> '' AND request_time >= ` + since + ` AND request_time < ` + until + `) AS identified
FROM system.serving.endpoint_usage AS request
JOIN entity ON request.served_entity_id = entity.served_entity_id
WHERE request.workspace_id = :workspace AND request_time >= ` + oldest + `
GROUP BY entity.name
ORDER BY entity.name`

// serviceUsage counts the requests to model services, and those that go to a
// serving endpoint by the path of the Unity Gateway, which have no service. No
// column for an id that the client gives is documented, so none is asked for.
// Columns: "Usage tracking", docs.databricks.com, ai-gateway/usage-tracking.
//
// A row whose source is GUARDRAIL is a call that a guardrail made to its judge. Nobody
// called, so it is no request; it stands under the name of the judge and has the id of
// the request that it judged. No column shows which guardrail it was, nor whether it
// read the request or the response. Source: databricks-solutions/agent-control-plane,
// pull request 25.
var serviceUsage = `WITH recorded AS (
  SELECT coalesce(service_name, endpoint_name) AS name, service_type, event_time, status_code, request_id,
    coalesce(invocation_metadata.source, '') = 'GUARDRAIL' AS judge
  FROM system.ai_gateway.usage
  WHERE workspace_id = :workspace AND event_time >= ` + oldest + `
), judged AS (
  SELECT DISTINCT request_id
  FROM recorded
  WHERE judge AND request_id <> '' AND event_time >= ` + recently + ` - ` + anHour + `
)
SELECT recorded.name AS name,` + usageColumns("event_time", "NOT judge") + `,
  count_if(judge AND ` + widely("event_time") + `) AS judging,
  CAST(:guardrails AS BIGINT) AS guardrail_seconds,
  count_if(` + recent + `) AS recent,
  count_if(` + recent + ` AND judged.request_id IS NOT NULL) AS guarded
FROM recorded
LEFT JOIN judged ON recorded.request_id = judged.request_id
WHERE coalesce(service_type, '') <> 'MCP_SERVICE' AND recorded.name IS NOT NULL
GROUP BY recorded.name
ORDER BY recorded.name`

// The window in which guardrails are looked for ends where the other does.
const (
	recently = "timestamp_seconds(" + lastDay + " * 86400 - CAST(:guardrails AS BIGINT))"
	recent   = "NOT judge AND event_time >= " + recently + " AND event_time < " + until
)

// usageRequests ask a warehouse for the use of all gateways of a workspace: first
// that of serving endpoints, then that of services, whose guardrails are looked for in
// a window of that length.
func usageRequests(warehouse, workspaceID string, guardrails time.Duration) []Request {
	services := usageRequest("usage/services.json", "use of model services", serviceUsage, warehouse, workspaceID)
	services.SQL.Parameters["guardrails"] = strconv.FormatInt(int64(guardrails/time.Second), 10)
	return []Request{usageRequest("usage/endpoints.json", "use of serving endpoints", endpointUsage, warehouse, workspaceID), services}
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

// Usages is what a usage table says of the gateways of a workspace.
type Usages struct {
	// By holds those with requests, by name.
	ByName map[string]Usage
	// Truncated says that there are more than the answer has room for: of a gateway
	// that is not there, nothing is known.
	Truncated bool
}

// Usage is how one gateway is used.
type Usage struct {
	// First is the time of the first request that is recorded, in RFC 3339; "" where
	// there is none.
	First string
	// Requests are those of the window, Refused those answered 429, Failed 5xx.
	Requests, Refused, Failed int64
	// Identified are those with an id that the client gave, -1 where the table does
	// not show it.
	Identified int64
	// Around are those of the window and of an hour more at both of its ends.
	InWiderWindow int64
	// Whole says that something was recorded before the window.
	CoversWindow bool
	// Judging are the calls that guardrails made to it as their judge, in the wider
	// window; they are in InWiderWindow too, and in none of the others.
	Judging int64
	// Guardrails is what rows of guardrails show of its requests.
	Guardrails Guarded
}

// Guarded is how many requests a guardrail judged.
type Guarded struct {
	// Window is how long before the end of the days that count they were looked for; 0
	// where the answer does not have it.
	Window time.Duration
	// Requests are those of callers in that window, Judged those of them that a guardrail
	// called its judge for.
	Requests, Judged int64
}

// ParseUsage reads the answer to a statement of usageRequests: columns by name, and
// rows whose values are texts, as the Statement Execution API has them. An error
// says what it is not; a row that makes no sense spoils all, since what it should
// say would be taken for no traffic.
func ParseUsage(body []byte) (Usages, error) {
	var answer struct {
		Columns   []string `json:"columns"`
		Rows      [][]any  `json:"rows"`
		Truncated bool     `json:"truncated"`
	}
	d := json.NewDecoder(bytes.NewReader(body))
	d.UseNumber()
	if err := d.Decode(&answer); err != nil {
		return Usages{}, fmt.Errorf("rows: %w", err)
	}
	found := Usages{ByName: make(map[string]Usage, len(answer.Rows)), Truncated: answer.Truncated}
	for i, values := range answer.Rows {
		row, err := newUsageRow(answer.Columns, values)
		if err != nil {
			return Usages{}, fmt.Errorf("row %d: %w", i+1, err)
		}
		name, usage := row.text("name"), row.usage()
		if _, twice := found.ByName[name]; twice && row.err == nil {
			row.err = fmt.Errorf("%q is there twice", name)
		}
		if row.err != nil {
			return Usages{}, fmt.Errorf("row %d: %w", i+1, row.err)
		}
		found.ByName[name] = usage
	}
	return found, nil
}

// usageRow is one row by the names of its columns, with the first thing that is
// wrong with it.
type usageRow struct {
	values map[string]string
	err    error
}

func newUsageRow(columns []string, values []any) (*usageRow, error) {
	if len(values) != len(columns) {
		return nil, fmt.Errorf("it has %d values for %d columns", len(values), len(columns))
	}
	row := &usageRow{values: map[string]string{}}
	for i, value := range values {
		switch v := value.(type) {
		case string:
			row.values[columns[i]] = v
		case json.Number:
			row.values[columns[i]] = v.String()
		case bool:
			row.values[columns[i]] = strconv.FormatBool(v)
		}
	}
	return row, nil
}

func (u *usageRow) usage() Usage {
	usage := Usage{
		First: u.first(), Requests: u.count("requests"),
		Refused: u.count("refused"), Failed: u.count("failed"), Identified: -1,
		InWiderWindow: u.count("around"), CoversWindow: strings.EqualFold(u.text("whole"), "true"),
	}
	if _, shown := u.values["identified"]; shown {
		usage.Identified = u.count("identified")
	}
	if _, shown := u.values["guardrail_seconds"]; shown {
		usage.Judging, usage.Guardrails = u.count("judging"), u.guarded()
	}
	most := max(usage.Refused+usage.Failed, usage.Identified)
	if most > usage.Requests || usage.Requests+usage.Judging > usage.InWiderWindow || usage.Guardrails.Judged > usage.Guardrails.Requests {
		u.problem("its counts contradict each other")
	}
	return usage
}

// first is the time of the first request. A gateway that only guardrails call has none.
func (u *usageRow) first() string {
	if _, shown := u.values["first_request"]; !shown && u.values["requests"] == "0" {
		return ""
	}
	return u.time("first_request")
}

func (u *usageRow) guarded() Guarded {
	seconds := u.count("guardrail_seconds")
	if seconds == 0 || seconds > usageHistory*24*60*60 {
		u.problem("%q is no window: %d", "guardrail_seconds", seconds)
		return Guarded{}
	}
	return Guarded{Window: time.Duration(seconds) * time.Second, Requests: u.count("recent"), Judged: u.count("guarded")}
}

func (u *usageRow) problem(format string, parts ...any) {
	if u.err == nil {
		u.err = fmt.Errorf(format, parts...)
	}
}

func (u *usageRow) text(column string) string {
	value, ok := u.values[column]
	if !ok || value == "" {
		u.problem("it has no %q", column)
	}
	return value
}

// mostRequests bounds counts: a hundred times the sum of two is still a number.
const mostRequests = 1 << 50

func (u *usageRow) count(column string) int64 {
	text := u.text(column)
	n, err := strconv.ParseInt(text, 10, 64)
	if err != nil || n < 0 || n > mostRequests {
		u.problem("%q is no count: %q", column, text)
		return 0
	}
	return n
}

// lastTime is the end of the year 9999, the last that RFC 3339 can write.
const lastTime = 253402300799

// time reads seconds since 1970, which need no time zone.
func (u *usageRow) time(column string) string {
	n := u.count(column)
	if n > lastTime {
		u.problem("%q is no time: %d", column, n)
		return ""
	}
	return time.Unix(n, 0).UTC().Format(time.RFC3339)
}
