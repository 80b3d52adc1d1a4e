package workspace_test

import (
	"context"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/gwlint/gwlint/internal/workspace"
)

// plainWorkspace has one endpoint that records requests, and nothing else. The
// keys are API paths without what all of them begin with, and of a query only
// what says which list it is: see shortened.
func plainWorkspace() map[string]string {
	return map[string]string{
		"scim/Me":                           `{"userName": "ana@example.com"}`,
		"serving-endpoints":                 `{"endpoints": [{"name": "chat", "id": "e1", "creator": "ana@example.com"}]}`,
		"serving-endpoints/chat":            chatEndpoint,
		"permissions/endpoints/e1":          `{}`,
		"model-services":                    `{}`,
		"mcp-services":                      `{}`,
		"model-provider-services":           `{}`,
		"tables main.gw":                    `{"tables": [{"full_name": "main.gw.chat_payload", "owner": "platform"}]}`,
		"metastore":                         `{"metastore_id": "m1", "workspace_id": 7}`,
		"metastores/m1/systemschemas":       `{"schemas": []}`,
		"alerts":                            `{}`,
		"apps":                              `{}`,
		"grants table/main.gw.chat_payload": `{}`,
	}
}

const chatEndpoint = `{
  "name": "chat", "id": "e1",
  "ai_gateway": {"inference_table_config": {"enabled": true, "catalog_name": "main", "schema_name": "gw", "table_name_prefix": "chat"}}
}`

// visits is a workspace that answers by shortened keys. An answer that is a
// number is that status.
type visits struct {
	pages map[string]string

	mu    sync.Mutex
	asked []string
}

func (v *visits) Get(_ context.Context, path string, query url.Values) workspace.Answer {
	key := shortened(path, query)
	v.mu.Lock()
	v.asked = append(v.asked, key)
	v.mu.Unlock()
	switch body, ok := v.pages[key]; {
	case !ok:
		return refusal(workspace.Absent, 404, "404 NOT_FOUND: nothing here")
	case body == "400":
		return refusal(workspace.Failed, 400, "400 INVALID_PARAMETER_VALUE: parent is required")
	case body == "403":
		return refusal(workspace.Denied, 403, "403 PERMISSION_DENIED: no")
	case body == "500":
		return refusal(workspace.Failed, 500, "500 INTERNAL_ERROR: no")
	default:
		return page(body)
	}
}

func (v *visits) Execute(_ context.Context, s workspace.Statement) workspace.Answer {
	return v.Get(context.Background(), "SQL on "+s.Warehouse, nil)
}

var shorter = strings.NewReplacer(
	"/api/2.0/preview/scim/v2/", "scim/", "/api/2.1/unity-catalog/", "", "/api/2.0/", "",
	"effective-permissions/", "grants ", "permissions/serving-endpoints", "permissions/endpoints",
	"current-metastore-assignment", "metastore",
)

func shortened(path string, query url.Values) string {
	key := shorter.Replace(path)
	if parent, ok := strings.CutPrefix(query.Get("parent"), "schemas/"); ok {
		key += " " + parent
	}
	if catalog := query.Get("catalog_name"); catalog != "" {
		key += strings.TrimSuffix(" "+catalog+"."+query.Get("schema_name"), ".")
	}
	return key
}

// collected is what a collector read.
type collected struct {
	survey    *workspace.Survey
	subjects  map[string]workspace.Subject
	collector *workspace.Collector
	asked     []string
}

func collect(t *testing.T, options workspace.Options, pages map[string]string) collected {
	t.Helper()
	asker := &visits{pages: pages}
	c := collected{collector: workspace.NewCollector(workspace.NewLive(asker), options), subjects: map[string]workspace.Subject{}}
	c.survey = c.collector.Survey(t.Context())
	var mu sync.Mutex
	err := c.collector.Each(t.Context(), c.survey, func(s workspace.Subject) error {
		mu.Lock()
		defer mu.Unlock()
		c.subjects[s.Name] = s
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	c.asked = slices.Sorted(slices.Values(asker.asked))
	return c
}

// beside are the requests of one list that the other has not, each as often as
// it is there more often.
func beside(list, other []string) []string {
	left := map[string]int{}
	for _, key := range other {
		left[key]++
	}
	var more []string
	for _, key := range list {
		if left[key]--; left[key] < 0 {
			more = append(more, key)
		}
	}
	return more
}
