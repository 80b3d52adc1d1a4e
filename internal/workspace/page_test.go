package workspace_test

import (
	"net/url"
	"strings"
	"testing"

	"github.com/gwlint/gwlint/internal/workspace"
)

func TestAnObjectHasAPageInItsWorkspace(t *testing.T) {
	t.Parallel()
	const azure, aws = "adb-1234567890123456.7.azuredatabricks.net", "dbc-1.cloud.databricks.com"
	for name, test := range map[string]struct {
		site workspace.Site
		kind workspace.Kind
		name string
		want string
	}{
		"an endpoint":                     {workspace.Site{Host: azure}, workspace.Endpoint, "chat", "https://" + azure + "/ml/endpoints/chat"},
		"an app":                          {workspace.Site{Host: azure}, workspace.App, "notes-app", "https://" + azure + "/apps/notes-app"},
		"a model service":                 {workspace.Site{Host: azure}, workspace.ModelService, "main.ai.chat", "https://" + azure + "/explore/data/model-services/main/ai/chat"},
		"an MCP service":                  {workspace.Site{Host: azure}, workspace.MCPService, "main.ai.tickets", "https://" + azure + "/explore/data/mcp-services/main/ai/tickets"},
		"a provider service":              {workspace.Site{Host: azure}, workspace.ProviderService, "main.ai.openai", "https://" + azure + "/explore/data/model-provider-services/main/ai/openai"},
		"a host that has the number":      {workspace.Site{Host: azure, ID: "1234567890123456"}, workspace.App, "a", "https://" + azure + "/apps/a"},
		"a host that has another":         {workspace.Site{Host: azure, ID: "123"}, workspace.App, "a", "https://" + azure + "/apps/a?o=123"},
		"a host that has none":            {workspace.Site{Host: aws, ID: "42"}, workspace.App, "a", "https://" + aws + "/apps/a?o=42"},
		"a number that is none":           {workspace.Site{Host: aws, ID: "4&x=\n"}, workspace.App, "a", "https://" + aws + "/apps/a?o=4%26x%3D%0A"},
		"plain http on this machine":      {workspace.Site{Host: "127.0.0.1:8080", TLS: workspace.NoTLS}, workspace.Endpoint, "chat", "http://127.0.0.1:8080/ml/endpoints/chat"},
		"a name with a slash":             {workspace.Site{Host: aws}, workspace.Endpoint, "a/../b", "https://" + aws + "/ml/endpoints/a%2F..%2Fb"},
		"a name that is the folder above": {workspace.Site{Host: aws}, workspace.Endpoint, "..", "https://" + aws + "/ml/endpoints/%2E%2E"},
		"a name with a query":             {workspace.Site{Host: aws}, workspace.Endpoint, "a?b#c%d", "https://" + aws + "/ml/endpoints/a%3Fb%23c%25d"},
		"a name that ends an attribute":   {workspace.Site{Host: aws}, workspace.Endpoint, `"><script>`, "https://" + aws + "/ml/endpoints/%22%3E%3Cscript%3E"},
		"a name with an escape":           {workspace.Site{Host: aws}, workspace.App, "a\x1b]8;;x\x07\n\u202e", "https://" + aws + "/apps/a%1B%5D8%3B%3Bx%07%0A%E2%80%AE"},
		"a part that is a path":           {workspace.Site{Host: aws}, workspace.ModelService, "a./../b.c", ""},
		"a part with a slash":             {workspace.Site{Host: aws}, workspace.ModelService, "a.b/c.d", "https://" + aws + "/explore/data/model-services/a/b%2Fc/d"},
		"a service of one part":           {workspace.Site{Host: aws}, workspace.ModelService, "chat", ""},
		"no name":                         {workspace.Site{Host: aws}, workspace.Endpoint, "", ""},
		"a kind that no workspace has":    {workspace.Site{Host: aws}, "role", "agent_chat", ""},
		"no host":                         {workspace.Site{}, workspace.Endpoint, "chat", ""},
		"a host with a path":              {workspace.Site{Host: "evil.example/x"}, workspace.Endpoint, "chat", ""},
		"a host with a password":          {workspace.Site{Host: "u:p@evil.example"}, workspace.Endpoint, "chat", ""},
		"a host with a blank":             {workspace.Site{Host: "evil example"}, workspace.Endpoint, "chat", ""},
		"a host with a line break":        {workspace.Site{Host: "evil\n.example"}, workspace.Endpoint, "chat", ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := test.site.Page(test.kind, test.name)
			if got != test.want {
				t.Errorf("got %q, want %q", got, test.want)
			}
			if page, err := url.Parse(got); err != nil || got != "" && (page.Host != test.site.Host || page.Fragment != "" || page.User != nil) {
				t.Errorf("%q leads elsewhere: %v", got, err)
			}
			if strings.ContainsFunc(got, func(r rune) bool { return r <= ' ' || r > '~' || strings.ContainsRune("\"<>`\\", r) }) {
				t.Errorf("%q holds what no address may", got)
			}
		})
	}
}

func TestASubjectHasAnAddressOfItsOwn(t *testing.T) {
	t.Parallel()
	for want, subject := range map[string]workspace.Subject{
		"/api/2.0/serving-endpoints/a%20b":                      {Kind: workspace.Endpoint, Name: "a b", Object: workspace.Record{API: "/api/2.0/serving-endpoints/a%20b"}},
		"/api/2.1/unity-catalog/model-services/main.ai.chat":    {Kind: workspace.ModelService, Name: "main.ai.chat", Object: workspace.Record{API: "/api/2.1/unity-catalog/model-services"}},
		"/api/2.1/unity-catalog/mcp-services/main.ai.x%2F..%2F": {Kind: workspace.MCPService, Name: "main.ai.x/../"},
	} {
		if got := subject.Address(); got != want {
			t.Errorf("got %s, want %s", got, want)
		}
	}
}
