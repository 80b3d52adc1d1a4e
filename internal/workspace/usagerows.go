package workspace

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"time"
)

// Usages is what a usage table says of the gateways of a workspace.
type Usages struct {
	// By holds those with requests, by name.
	By map[string]Usage
	// Truncated says that there are more than the answer has room for: of a gateway
	// that is not there, nothing is known.
	Truncated bool
}

// Usage is how one gateway is used.
type Usage struct {
	// First is the time of the first request that is recorded, in RFC 3339.
	First string
	// Requests are those of the window, Refused those answered 429, Failed 5xx.
	Requests, Refused, Failed int64
	// Identified are those with an id that the client gave, -1 where the table does
	// not show it.
	Identified int64
	// Around are those of the window and of an hour more at both of its ends.
	Around int64
	// Whole says that something was recorded before the window.
	Whole bool
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
	found := Usages{By: make(map[string]Usage, len(answer.Rows)), Truncated: answer.Truncated}
	for i, values := range answer.Rows {
		row, err := newUsageRow(answer.Columns, values)
		if err != nil {
			return Usages{}, fmt.Errorf("row %d: %w", i+1, err)
		}
		name, usage := row.text("name"), row.usage()
		if _, twice := found.By[name]; twice && row.err == nil {
			row.err = fmt.Errorf("%q is there twice", name)
		}
		if row.err != nil {
			return Usages{}, fmt.Errorf("row %d: %w", i+1, row.err)
		}
		found.By[name] = usage
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

func (r *usageRow) usage() Usage {
	u := Usage{
		First: r.moment("first_request"), Requests: r.count("requests"),
		Refused: r.count("refused"), Failed: r.count("failed"), Identified: -1,
		Around: r.count("around"), Whole: strings.EqualFold(r.text("whole"), "true"),
	}
	if _, shown := r.values["identified"]; shown {
		u.Identified = r.count("identified")
	}
	if most := max(u.Refused+u.Failed, u.Identified); most > u.Requests || u.Requests > u.Around {
		r.fault("its counts contradict each other")
	}
	return u
}

func (r *usageRow) fault(format string, parts ...any) {
	if r.err == nil {
		r.err = fmt.Errorf(format, parts...)
	}
}

func (r *usageRow) text(column string) string {
	value, ok := r.values[column]
	if !ok || value == "" {
		r.fault("it has no %q", column)
	}
	return value
}

// mostRequests bounds counts: a hundred times the sum of two is still a number.
const mostRequests = 1 << 50

func (r *usageRow) count(column string) int64 {
	text := r.text(column)
	n, err := strconv.ParseInt(text, 10, 64)
	if err != nil || n < 0 || n > mostRequests {
		r.fault("%q is no count: %q", column, text)
		return 0
	}
	return n
}

// lastMoment is the end of the year 9999, the last that RFC 3339 can write.
const lastMoment = 253402300799

// moment reads seconds since 1970, which need no time zone.
func (r *usageRow) moment(column string) string {
	n := r.count(column)
	if n > lastMoment {
		r.fault("%q is no time: %d", column, n)
		return ""
	}
	return time.Unix(n, 0).UTC().Format(time.RFC3339)
}
