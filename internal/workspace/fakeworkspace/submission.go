package fakeworkspace

import (
	"cmp"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// submission is the body of a request to execute. How long somebody would wait
// does not matter: the answer comes when it has been asked for often enough.
type submission struct {
	Statement  string `json:"statement"`
	Warehouse  string `json:"warehouse_id"`
	Wait       string `json:"wait_timeout"`
	RowLimit   int    `json:"row_limit"`
	Parameters []struct {
		Name string `json:"name"`
	} `json:"parameters"`
}

// unbound returns a parameter that the statement names and nobody gives, "" when
// there is none.
func (asked submission) unbound() string {
	for _, found := range namedParameter.FindAllStringSubmatch(asked.Statement, -1) {
		given := false
		for _, p := range asked.Parameters {
			given = given || p.Name == found[1]
		}
		if !given {
			return found[1]
		}
	}
	return ""
}

var namedParameter = regexp.MustCompile(`[^:\w]:([A-Za-z_]\w*)`)

// waits says whether a wait_timeout is one: 0s, or 5s to 50s. Source:
// databricks-sdk-go v0.182.0 service/sql/model.go, ExecuteStatementRequest.
func waits(timeout string) bool {
	seconds, err := strconv.Atoi(strings.TrimSuffix(cmp.Or(timeout, "10s"), "s"))
	return err == nil && (seconds == 0 || seconds >= 5 && seconds <= 50)
}

// reading are the words that a statement begins with that changes nothing.
var reading = []string{"SELECT", "WITH", "SHOW", "DESCRIBE", "EXPLAIN"}

// reads says whether a text is one statement that changes nothing.
func reads(text string) bool {
	words := strings.Fields(strings.ToUpper(text))
	return len(words) > 0 && slices.Contains(reading, words[0]) && !strings.Contains(strings.TrimRight(text, "; \n"), ";")
}
