package bundle_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"maps"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

var databricks = flag.String("databricks", "", "the Databricks CLI, which is asked all questions anew: its answers are written into testdata")

// kindsAsked are the kinds of resources whose answers are kept.
var kindsAsked = []string{"model_serving_endpoints", "apps", "alerts", "schemas", "catalogs", "secret_scopes", "sql_warehouses", "volumes"}

// askTheDatabricksCLI writes the answers of testdata/questions anew.
func askTheDatabricksCLI(t *testing.T) {
	t.Helper()
	for name, q := range questionsIn(t) {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := newCLI(t, filepath.Join("testdata", "questions", name), q.Root)
			q.Targets = c.targets(t)
			for _, target := range q.Targets {
				if !slices.ContainsFunc(q.Runs, func(a answer) bool { return a.Target == target }) {
					q.Runs = append(q.Runs, answer{Target: target})
				}
			}
			for i := range q.Runs {
				c.answer(t, &q.Runs[i])
			}
			content, err := json.MarshalIndent(q, "", " ")
			if err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(filepath.Join("testdata", "questions", name, "want.json"), append(content, '\n'), 0o600); err != nil {
				t.Fatal(err)
			}
		})
	}
}

// cli asks the Databricks CLI about a copy of a bundle, against a workspace that is not
// there.
type cli struct {
	folder string // of the root file
	host   string
	user   string
}

const deployer = "ana.lee@example.com"

func newCLI(t *testing.T, folder, root string) *cli {
	t.Helper()
	c := &cli{user: deployer}
	copied := filepath.Join(t.TempDir(), "bundle")
	if err := os.CopyFS(copied, os.DirFS(folder)); err != nil {
		t.Fatal(err)
	}
	if err := os.Remove(filepath.Join(copied, "want.json")); err != nil {
		t.Fatal(err)
	}
	c.folder = filepath.Join(copied, filepath.Dir(root))
	server := httptest.NewServer(http.HandlerFunc(c.serve))
	t.Cleanup(server.Close)
	c.host = server.URL
	return c
}

// serve answers as a workspace with one user, one warehouse and one service principal,
// where nothing is deployed.
func (c *cli) serve(w http.ResponseWriter, r *http.Request) {
	answers := map[string]any{
		"/api/2.0/preview/scim/v2/Me":                map[string]any{"id": "1001", "userName": c.user, "displayName": "Ana Lee", "active": true},
		"/api/2.0/sql/warehouses":                    map[string]any{"warehouses": []any{map[string]any{"id": "wh00000000000001", "name": "Gateway Ops"}}},
		"/api/2.0/preview/scim/v2/ServicePrincipals": map[string]any{"totalResults": 1, "startIndex": 1, "itemsPerPage": 1},
		"/.well-known/databricks-config":             map[string]any{"workspace_id": "900800700600", "oidc_endpoint": "http://127.0.0.1:1/oidc"},
		"/api/2.0/workspace/get-status":              map[string]any{"object_type": "DIRECTORY", "object_id": 4001, "resource_id": "4001", "path": r.URL.Query().Get("path")},
		"/api/2.0/workspace/mkdirs":                  map[string]any{},
		"/api/2.0/workspace/delete":                  map[string]any{},
		"/telemetry-ext":                             map[string]any{"errors": []any{}, "numProtoSuccess": 1},
	}
	if principals, first := r.URL.Query().Get("startIndex"), answers["/api/2.0/preview/scim/v2/ServicePrincipals"].(map[string]any); principals == "" || principals == "1" {
		first["Resources"] = []any{map[string]any{"id": "55", "applicationId": "11111111-2222-3333-4444-555555555555", "displayName": "gateway-agent"}}
	}
	answer, found := answers[r.URL.Path]
	if rest, ok := strings.CutPrefix(r.URL.Path, "/api/2.0/permissions"); ok {
		answer, found = map[string]any{"object_id": rest, "object_type": "directory", "access_control_list": []any{}}, true
	}
	if status := r.URL.Query().Get("path"); strings.HasSuffix(r.URL.Path, "/get-status") && regexp.MustCompile(`\.(json|tfstate|lock)$`).MatchString(status) {
		found = false
	}
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("X-Databricks-Org-Id", "900800700600")
	if !found {
		answer = map[string]any{"error_code": "RESOURCE_DOES_NOT_EXIST", "message": "it is not here"}
		w.WriteHeader(http.StatusNotFound)
	}
	_ = json.NewEncoder(w).Encode(answer)
}

// run runs the CLI with nothing of the environment of this process.
func (c *cli) run(t *testing.T, environment map[string]string, args ...string) (out, complaints string, refused bool) {
	t.Helper()
	home := t.TempDir()
	config := filepath.Join(home, ".databrickscfg")
	if err := os.WriteFile(config, []byte("[calm-sea]\nhost = "+c.host+"\ntoken = for-tests\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	var stdout, stderr bytes.Buffer
	command := exec.CommandContext(t.Context(), *databricks, args...)
	command.Dir, command.Stdout, command.Stderr = c.folder, &stdout, &stderr
	command.Env = []string{
		"HOME=" + home, "PATH=/usr/local/bin:/usr/bin:/bin", "DATABRICKS_HOST=" + c.host, "DATABRICKS_TOKEN=for-tests", "DATABRICKS_CONFIG_FILE=" + config,
		"DATABRICKS_CACHE_ENABLED=false", "DATABRICKS_CLI_DISABLE_UPDATE_CHECK=true", "DATABRICKS_BUNDLE_ENGINE=direct", "NO_COLOR=1", "LANG=C.UTF-8",
	}
	for _, name := range slices.Sorted(maps.Keys(environment)) {
		command.Env = append(command.Env, name+"="+environment[name])
	}
	refused = command.Run() != nil
	return stdout.String(), stderr.String(), refused
}

// targets are those that the CLI names when it is asked for one that is not there.
func (c *cli) targets(t *testing.T) []string {
	t.Helper()
	_, complaints, _ := c.run(t, nil, "bundle", "validate", "-o", "json", "-t", "no-such-target-here")
	found := regexp.MustCompile(`Available targets: (.*)`).FindStringSubmatch(complaints)
	if found == nil {
		return nil
	}
	return slices.Sorted(slices.Values(strings.Split(found[1], ", ")))
}

// answer asks as a run says, and puts the answer into it.
func (c *cli) answer(t *testing.T, a *answer) {
	t.Helper()
	c.user = deployer
	if a.User != "" {
		c.user = a.User
	}
	args := []string{"-o", "json", "-t", a.Target}
	for _, name := range slices.Sorted(maps.Keys(a.Variables)) {
		args = append(args, "--var", name+"="+a.Variables[name])
	}
	out, complaints, refused := c.run(t, a.Environment, append([]string{"bundle", "validate"}, args...)...)
	a.Refused, a.Resources, a.Planned = refused, nil, nil
	a.diagnostics(complaints)
	if refused {
		return
	}
	var document struct {
		Resources map[string]any `json:"resources"`
	}
	if err := json.Unmarshal([]byte(out), &document); err != nil {
		t.Fatal(err)
	}
	a.Resources = c.kept(document.Resources)
	if strings.Contains(out, "${resources.") {
		out, _, _ = c.run(t, a.Environment, append([]string{"bundle", "plan"}, args...)...)
		a.Planned = c.planned(out)
	}
}

// planned are the resources of a plan, by kind and key.
func (c *cli) planned(out string) map[string]any {
	var document struct {
		Plan map[string]struct {
			State struct {
				Value any `json:"value"`
			} `json:"new_state"`
		} `json:"plan"`
	}
	if json.Unmarshal([]byte(out), &document) != nil {
		return nil
	}
	resources := map[string]any{}
	for address, step := range document.Plan {
		parts := strings.Split(address, ".")
		if len(parts) != 3 || step.State.Value == nil {
			continue
		}
		if resources[parts[1]] == nil {
			resources[parts[1]] = map[string]any{}
		}
		resources[parts[1]].(map[string]any)[parts[2]] = step.State.Value
	}
	return c.kept(resources)
}

// addedByCLI are the settings that the CLI adds to resources, and paths that depend on
// where the bundle stands.
var addedByCLI = []string{"parent_path", "source_code_path", "auto_stop_mins", "enable_photon", "max_num_clusters", "spot_instance_policy", "volume_path", "volume_type"}

// kept are the resources of the kinds asked for without what the CLI adds.
func (c *cli) kept(resources map[string]any) map[string]any {
	kept := map[string]any{}
	for _, kind := range kindsAsked {
		of, ok := resources[kind].(map[string]any)
		if !ok {
			continue
		}
		for _, value := range of {
			resource, ok := value.(map[string]any)
			if !ok {
				continue
			}
			c.withoutDeployer(resource)
			for _, key := range addedByCLI {
				delete(resource, key)
			}
			if resource["description"] == "" { // of apps
				delete(resource, "description")
			}
			if kind == "sql_warehouses" {
				delete(resource, "tags")
			}
		}
		kept[kind] = of
	}
	return kept
}

// withoutDeployer takes out of a resource the permission that the CLI gives to the one who
// deploys.
func (c *cli) withoutDeployer(resource map[string]any) {
	list, _ := resource["permissions"].([]any)
	list = slices.DeleteFunc(list, func(p any) bool { return p.(map[string]any)["user_name"] == c.user })
	if delete(resource, "permissions"); len(list) > 0 {
		resource["permissions"] = list
	}
}

var (
	diagnostic = regexp.MustCompile(`^(Error|Warning): `)
	unknownKey = regexp.MustCompile(`^unknown field: (.*)$`)
	line       = regexp.MustCompile(`^(.*:\d+):\d+$`)
)

// diagnostics keeps of the CLI's messages where they stand and what they concern.
func (a *answer) diagnostics(complaints string) {
	a.RefusedAt, a.Unknown, a.Warned = nil, nil, nil
	var kind, key, at string
	end := func() {
		switch {
		case kind == "Warning: " && key != "":
			a.Unknown = append(a.Unknown, strings.TrimPrefix(at+"."+key, "."))
		case kind == "Warning: " && at != "":
			a.Warned = append(a.Warned, at)
		}
		kind, key, at = "", "", ""
	}
	places := false
	for _, text := range strings.Split(complaints, "\n") {
		trimmed := strings.TrimSpace(text)
		if found := diagnostic.FindString(text); found != "" {
			end()
			kind, places = found, false
			if field := unknownKey.FindStringSubmatch(strings.TrimPrefix(text, found)); field != nil {
				key = field[1]
			}
			continue
		}
		if rest, ok := strings.CutPrefix(trimmed, "at "); ok && kind != "" && at == "" {
			at = rest
		}
		if rest, ok := strings.CutPrefix(trimmed, "in "); ok {
			trimmed, places = rest, true
		}
		if spot := line.FindStringSubmatch(trimmed); spot != nil && places && kind == "Error: " {
			a.RefusedAt = append(a.RefusedAt, spot[1])
		}
	}
	end()
	slices.Sort(a.Unknown)
	slices.Sort(a.Warned)
	slices.Sort(a.RefusedAt)
}
