package fakeworkspace_test

import (
	"net/http"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gwlint/gwlint/internal/workspace/fakeworkspace"
)

const catalog = "/api/2.1/unity-catalog"

// named finds an element of a list by its name.
func named(t *testing.T, list any, name string) any {
	t.Helper()
	for _, item := range list.([]any) {
		if item.(object)["name"] == name {
			return item
		}
	}
	t.Fatalf("no %s", name)
	return nil
}

func TestBasicViewLeavesOut(t *testing.T) {
	t.Parallel()
	w := fakeworkspace.Demo()
	provider := w.ProviderServices[0]["config"].(object)
	provider["inference_table"] = object{"parent": "schemas/main.ai"}
	provider["amazon_bedrock"] = object{"direct": object{"region": "eu-west-1", "service_credential": object{"name": "credentials/aws"}}}
	s := start(t, w, fakeworkspace.Options{})
	for name, test := range map[string]struct {
		folder, key, service string
		basic, full          []string
	}{
		"model service": {
			"model-services", "model_services", "main.ai.chat",
			[]string{"rate_limits"},
			[]string{"inference_table", "rate_limits", "routing", "service_policies"},
		},
		"MCP service": {
			"mcp-services", "mcp_services", "main.ai.tickets",
			[]string{"include_tool_selectors", "rate_limits"},
			[]string{"include_tool_selectors", "rate_limits", "source_connection"},
		},
		"provider service": {
			"model-provider-services", "model_provider_services", "main.ai.openai",
			[]string{
				"allow_all_targets", "amazon_bedrock", "forward_headers", "forward_query_parameters", "forward_unmanaged_paths",
				"openai", "provider_type", "targets",
			},
			[]string{
				"allow_all_targets", "amazon_bedrock", "forward_headers", "forward_query_parameters", "forward_unmanaged_paths",
				"inference_table", "openai", "provider_type", "targets",
			},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			full := test.folder + "/" + test.service
			config := func(query string) any {
				return at(t, named(t, get(t, s, catalog+"/"+test.folder+query)[test.key], full), "config")
			}
			for query, want := range map[string][]string{"": test.basic, "?view=BASIC": test.basic, "?view=FULL": test.full} {
				if diff := cmp.Diff(want, keys(config(query))); diff != "" {
					t.Errorf("%s: %s", query, diff)
				}
			}
			if diff := cmp.Diff(config("?view=FULL"), get(t, s, catalog+"/"+full)["config"]); diff != "" {
				t.Error(diff)
			}
		})
	}
	basic := at(t, get(t, s, catalog+"/model-provider-services"), "model_provider_services", 0, "config", "amazon_bedrock", "direct")
	if diff := cmp.Diff(object{"region": "eu-west-1"}, basic); diff != "" {
		t.Error(diff)
	}
}

func TestBasicViewNamesNobody(t *testing.T) {
	t.Parallel()
	s := start(t, fakeworkspace.Demo(), fakeworkspace.Options{})
	limit := func(view string) any {
		chat := named(t, get(t, s, catalog+"/model-services"+view)["model_services"], "model-services/main.ai.chat")
		return at(t, chat, "config", "rate_limits", 2)
	}
	want := object{
		"key": "RATE_LIMIT_KEY_SERVICE_PRINCIPAL", "renewal_period": "RATE_LIMIT_RENEWAL_PERIOD_HOUR",
		"tokens": "500000", // an int64, which may be a text
	}
	if diff := cmp.Diff(want, limit("")); diff != "" {
		t.Error(diff)
	}
	want["principal"] = fakeworkspace.ChatApp
	if diff := cmp.Diff(want, limit("?view=FULL")); diff != "" {
		t.Error(diff)
	}
}

// many is a workspace with 250 model services in two schemas.
func many() *fakeworkspace.Workspace {
	w := fakeworkspace.New()
	for i := range 250 {
		schema := "main.even."
		if i%2 == 1 {
			schema = "main.odd."
		}
		w.ModelServices = append(w.ModelServices, object{"name": "model-services/" + schema + fakeworkspace.ID(string(rune('a'+i)))})
	}
	return w
}

func TestPagesOfServices(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		options fakeworkspace.Options
		query   string
		want    []int
	}{
		"a hundred by default":        {want: []int{100, 100, 50}},
		"nobody gets more":            {query: "?page_size=1000", want: []int{100, 100, 50}},
		"0 is the default":            {query: "?page_size=0", want: []int{100, 100, 50}},
		"fewer":                       {query: "?page_size=90", want: []int{90, 90, 70}},
		"of one schema":               {query: "?parent=schemas/main.odd", want: []int{100, 25}},
		"of no schema":                {query: "?parent=schemas/main.od", want: []int{0}},
		"as few as the test says":     {options: fakeworkspace.Options{PageSize: 125}, query: "?page_size=100", want: []int{100, 100, 50}},
		"and no more":                 {options: fakeworkspace.Options{PageSize: 60}, want: []int{60, 60, 60, 60, 10}},
		"with empty pages around":     {options: fakeworkspace.Options{EmptyPages: true}, want: []int{0, 100, 100, 50, 0}},
		"and around nothing":          {options: fakeworkspace.Options{EmptyPages: true}, query: "?parent=schemas/no.where", want: []int{0, 0}},
		"where a parent is required":  {options: fakeworkspace.Options{ParentRequired: true}, query: "?parent=schemas/main.even", want: []int{100, 25}},
		"the view does not matter":    {query: "?view=FULL", want: []int{100, 100, 50}},
		"nor does the parent and all": {query: "?view=FULL&page_size=100&parent=schemas/main.even", want: []int{100, 25}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := start(t, many(), test.options)
			names, sizes := walk(t, s, catalog+"/model-services"+test.query, "model_services", "name")
			if diff := cmp.Diff(test.want, sizes); diff != "" {
				t.Error(diff)
			}
			slices.Sort(names)
			if len(slices.Compact(names)) != len(names) {
				t.Error("a service came twice")
			}
		})
	}
}

func TestEmptyPageHasATokenAndNoList(t *testing.T) {
	t.Parallel()
	s := start(t, many(), fakeworkspace.Options{EmptyPages: true})
	if diff := cmp.Diff([]string{"next_page_token"}, keys(get(t, s, catalog+"/model-services"))); diff != "" {
		t.Error(diff)
	}
}

func TestTokenRepeats(t *testing.T) {
	t.Parallel()
	s := start(t, many(), fakeworkspace.Options{RepeatToken: true})
	path, tokens := catalog+"/model-services", map[any]bool{}
	for range 5 {
		token := get(t, s, path)["next_page_token"].(string)
		tokens[token] = true
		path = catalog + "/model-services?page_token=" + token
	}
	if len(tokens) != 1 {
		t.Errorf("%d tokens", len(tokens))
	}
}

func TestServiceErrors(t *testing.T) {
	t.Parallel()
	w := fakeworkspace.Demo()
	w.Hidden["model_service/main.ai.drafts"] = true
	s, strict := start(t, w, fakeworkspace.Options{}), start(t, w, fakeworkspace.Options{ParentRequired: true})
	token := get(t, start(t, many(), fakeworkspace.Options{}), catalog+"/model-services")["next_page_token"].(string)
	for name, test := range map[string]struct {
		server     *fakeworkspace.Server
		path, code string
		status     int
	}{
		"a parent is required":    {strict, "/mcp-services?view=FULL", "INVALID_PARAMETER_VALUE", 400},
		"a parent in one part":    {s, "/model-services?parent=schemas/main", "INVALID_PARAMETER_VALUE", 400},
		"a parent without kind":   {s, "/model-services?parent=main.ai", "INVALID_PARAMETER_VALUE", 400},
		"an unknown view":         {s, "/model-services?view=full", "INVALID_PARAMETER_VALUE", 400},
		"a size below nothing":    {s, "/model-services?page_size=-1", "INVALID_PARAMETER_VALUE", 400},
		"a size that is none":     {s, "/model-services?page_size=x", "INVALID_PARAMETER_VALUE", 400},
		"a token that is none":    {s, "/model-services?page_token=x", "INVALID_PARAMETER_VALUE", 400},
		"a token of another list": {s, "/mcp-services?page_token=" + token, "INVALID_PARAMETER_VALUE", 400},
		"a token past the end":    {s, "/model-services?page_token=" + token, "INVALID_PARAMETER_VALUE", 400},
		"no service":              {s, "/model-services/main.ai.nothing", "RESOURCE_DOES_NOT_EXIST", 404},
		"a service of another":    {s, "/mcp-services/main.ai.chat", "RESOURCE_DOES_NOT_EXIST", 404},
		"a hidden service":        {s, "/model-services/main.ai.drafts", "RESOURCE_DOES_NOT_EXIST", 404},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			status, code := refuse(t, test.server, catalog+test.path)
			if status != test.status || code != test.code {
				t.Errorf("%d %s", status, code)
			}
		})
	}
	if names := texts(t, get(t, s, catalog+"/model-services")["model_services"], "name"); !slices.Equal(names, []string{"model-services/main.ai.chat"}) {
		t.Error(names)
	}
}

func TestViewsLeaveTheWorkspaceAlone(t *testing.T) {
	t.Parallel()
	w, untouched := fakeworkspace.Demo(), fakeworkspace.Demo()
	s := start(t, w, fakeworkspace.Options{})
	for _, path := range []string{serving, catalog + "/model-services", catalog + "/mcp-services", catalog + "/model-provider-services"} {
		if status, body := read(t, s, http.MethodGet, path, ""); status != http.StatusOK {
			t.Fatalf("%d %s", status, body)
		}
	}
	if diff := cmp.Diff(untouched.Endpoints, w.Endpoints); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff(untouched.ModelServices, w.ModelServices); diff != "" {
		t.Error(diff)
	}
}
