package client

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/gwlint/gwlint/internal/workspace"
)

// profiles writes ~/.databrickscfg.
func profiles(t *testing.T, text string) {
	t.Helper()
	home := t.TempDir()
	t.Setenv("HOME", home)
	t.Setenv("USERPROFILE", home)
	if err := os.WriteFile(filepath.Join(home, ".databrickscfg"), []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

func TestWhatIsNotConfigured(t *testing.T) {
	down := fails{errors.New("down")}
	for name, test := range map[string]struct {
		profiles    string
		environment map[string]string
		options     Options
		want        string
	}{
		"no host": {want: "no workspace is named: give --host or --profile, set DATABRICKS_HOST, or write a profile into ~/.databrickscfg with 'databricks configure'"},
		"no credentials": {
			environment: map[string]string{"DATABRICKS_TOKEN": ""}, options: Options{Host: "example.com"},
			want: "no credentials for example.com: set DATABRICKS_TOKEN, or DATABRICKS_CLIENT_ID and DATABRICKS_CLIENT_SECRET,\n" +
				"name a profile with --profile, or log in with 'databricks auth login --host https://example.com'",
		},
		"a profile that is not there": {
			profiles: "[other]\nhost = https://example.com\n", options: Options{Profile: "prod"},
			want: "HOME/.databrickscfg has no prod profile configured",
		},
		"a file that is none": {
			profiles: "[prod]\n" + token + "\n", options: Options{Profile: "prod"}, environment: map[string]string{"DATABRICKS_TOKEN": ""},
			want: "the file with profiles (~/.databrickscfg, or what DATABRICKS_CONFIG_FILE names) cannot be parsed",
		},
		"two ways to sign in": {
			environment: map[string]string{"DATABRICKS_CLIENT_ID": "id", "DATABRICKS_CLIENT_SECRET": "secret-secret"}, options: Options{Host: "https://example.com"},
			want: "more than one authorization method configured: oauth and pat",
		},
		"an address of another kind": {
			options: Options{Host: "ftp://ana:secret@example.com"}, want: `host "ftp://example.com" is no address of a workspace: write it as https://example.cloud.databricks.com`,
		},
		"an account": {
			options: Options{Host: "https://accounts.cloud.databricks.com"},
			want:    "accounts.cloud.databricks.com is the console of an account: name a workspace with --host or --profile",
		},
		"a rate that lets nothing through": {
			environment: map[string]string{"DATABRICKS_RATE_LIMIT": "-1"}, options: Options{Host: "https://example.com"},
			want: "a rate limit of -1 requests a second lets none through: set DATABRICKS_RATE_LIMIT to 1 or more",
		},
	} {
		t.Run(name, func(t *testing.T) {
			profiles(t, test.profiles)
			for name, value := range test.environment {
				t.Setenv(name, value)
			}
			test.options.network = down
			_, err := New(t.Context(), test.options)
			if !errors.Is(err, ErrNotConfigured) {
				t.Fatalf("%v is not ErrNotConfigured", err)
			}
			if diff := cmp.Diff(test.want, strings.ReplaceAll(err.Error(), os.Getenv("HOME"), "HOME")); diff != "" { //nolint:forbidigo // the test has set it
				t.Error(diff)
			}
		})
	}
}

func TestProfileSaysWhereAndWho(t *testing.T) {
	var authorization string
	server := serve(t, func(w http.ResponseWriter, r *http.Request) {
		authorization = r.Header.Get("Authorization") + " " + r.Header.Get("X-Databricks-Workspace-Id")
		step{200, nil, `{}`}.write(w)
	})
	profiles(t, "[prod]\nhost = "+server.URL+"\ntoken = dapiprod\nworkspace_id = 42\nhttp_timeout_seconds = 7\n")
	t.Setenv("DATABRICKS_TOKEN", "")
	c, err := New(t.Context(), Options{Profile: "prod"})
	if err != nil {
		t.Fatal(err)
	}
	c.Get(t.Context(), "/api/2.0/x", nil)
	if authorization != "Bearer dapiprod 42" || c.WorkspaceID() != "42" || c.options.Request != 7*time.Second {
		t.Errorf("asked with %q, workspace %q, silence %v", authorization, c.WorkspaceID(), c.options.Request)
	}
}

func TestHostMetadataNamesTheWorkspace(t *testing.T) {
	t.Parallel()
	var header atomic.Value
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/.well-known/databricks-config" {
			step{200, nil, `{"workspace_id":"77","host_type":"workspace"}`}.write(w)
			return
		}
		header.Store(r.Header.Get("X-Databricks-Workspace-Id"))
		step{200, nil, `{}`}.write(w)
	}))
	t.Cleanup(server.Close)
	c := dial(t, server, Options{})
	c.Get(t.Context(), "/api/2.0/x", nil)
	if header.Load() != "77" || c.WorkspaceID() != "77" {
		t.Errorf("header %q, workspace %q", header.Load(), c.WorkspaceID())
	}
}

// A host that cannot be reached costs one look, and is told when it is asked.
func TestLookupOfTheHostIsBrief(t *testing.T) {
	t.Parallel()
	var asked atomic.Int32
	network := roundTripper(func(*http.Request) (*http.Response, error) {
		asked.Add(1)
		return nil, errors.New("dial tcp: connection refused")
	})
	dial(t, nil, Options{Host: "https://example.com", network: network})
	if asked.Load() != 1 {
		t.Errorf("looked up %d times, want once", asked.Load())
	}
}

// identity is a workspace that grants tokens to a service principal.
type identity struct {
	server *httptest.Server
	// grant answers a request for a token.
	grant atomic.Pointer[step]
}

func grants(t *testing.T) *identity {
	t.Helper()
	t.Setenv("DATABRICKS_TOKEN", "")
	t.Setenv("DATABRICKS_CLIENT_ID", "client")
	t.Setenv("DATABRICKS_CLIENT_SECRET", "correct-horse-battery")
	i := &identity{}
	i.grant.Store(&step{200, nil, `{"access_token":"granted-token","token_type":"Bearer","expires_in":3600}`})
	i.server = serve(t, func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/oidc/.well-known/oauth-authorization-server":
			ok(`{"authorization_endpoint":"` + i.server.URL + `/a","token_endpoint":"` + i.server.URL + `/token"}`).write(w)
		case "/token":
			i.grant.Load().write(w)
		default:
			ok(`{"you sent":"` + r.Header.Get("Authorization") + `"}`).write(w)
		}
	})
	return i
}

func TestServicePrincipal(t *testing.T) {
	i := grants(t)
	want := shown{workspace.Read, 200, "", `{"you sent":"Bearer ***"}`}
	if diff := cmp.Diff(want, show(dial(t, i.server, Options{}).Get(t.Context(), "/api/2.0/x", nil))); diff != "" {
		t.Error(diff)
	}
}

// The chain of the SDK would go on to whoever is logged in with a CLI.
func TestServicePrincipalThatIsRefused(t *testing.T) {
	i := grants(t)
	i.grant.Store(&step{401, nil, `{"error":"invalid_client","error_description":"no correct-horse-battery"}`})
	_, err := New(t.Context(), Options{Host: i.server.URL})
	if err == nil || errors.Is(err, ErrNotConfigured) || strings.Contains(err.Error(), "correct-horse") || !strings.Contains(err.Error(), "(oauth-m2m)") {
		t.Errorf("refused: %v", err)
	}
}

func TestCredentialsThatEndStopAll(t *testing.T) {
	i := grants(t)
	i.grant.Store(&step{200, nil, `{"access_token":"granted-token","token_type":"Bearer","expires_in":1}`})
	c := dial(t, i.server, Options{})
	i.grant.Store(&step{401, nil, `{"error":"invalid_client"}`})
	got := show(c.Get(t.Context(), "/api/2.0/x", nil))
	for got.Outcome == workspace.Read { // for a second
		time.Sleep(50 * time.Millisecond)
		got = show(c.Get(t.Context(), "/api/2.0/x", nil))
	}
	if got.Outcome != workspace.Failed || !strings.HasPrefix(got.Problem, "no answer: no credentials: ") {
		t.Errorf("%+v", got)
	}
	want := shown{Problem: "not asked: there are no credentials any more"}
	if diff := cmp.Diff(want, show(c.Get(t.Context(), "/api/2.0/x", nil))); diff != "" {
		t.Error(diff)
	}
}

// A request for a token holds the secret, which a redirect would take along.
func TestTokenIsNotAskedForElsewhere(t *testing.T) {
	var elsewhere atomic.Int32
	other := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { elsewhere.Add(1) }))
	t.Cleanup(other.Close)
	i := grants(t)
	i.grant.Store(&step{307, map[string]string{"Location": other.URL}, ``})
	_, err := New(t.Context(), Options{Host: i.server.URL})
	if err == nil || elsewhere.Load() != 0 || !strings.Contains(err.Error(), "redirected from") {
		t.Errorf("%v, asked elsewhere %d times", err, elsewhere.Load())
	}
}

// The SDK gets tokens without a context.
func TestInterruptWhileTokenIsFetched(t *testing.T) {
	t.Setenv("DATABRICKS_TOKEN", "")
	t.Setenv("DATABRICKS_CLIENT_ID", "client")
	t.Setenv("DATABRICKS_CLIENT_SECRET", "correct-horse-battery")
	release := make(chan struct{})
	server := serve(t, func(http.ResponseWriter, *http.Request) { <-release })
	t.Cleanup(func() { close(release) })
	ctx, cancel := context.WithCancel(t.Context())
	time.AfterFunc(50*time.Millisecond, cancel)
	_, err := New(ctx, Options{Host: server.URL})
	if want := "credentials for " + strings.TrimPrefix(server.URL, "http://") + ": interrupted"; err == nil || err.Error() != want {
		t.Errorf("%v, want %s", err, want)
	}
}

// A token that takes too long is no refusal: the next request may get one.
func TestTokenThatTakesTooLongStopsOneRequest(t *testing.T) {
	i := grants(t)
	i.grant.Store(&step{200, nil, `{"access_token":"granted-token","token_type":"Bearer","expires_in":1}`})
	var slow atomic.Bool
	release := make(chan struct{})
	network := roundTripper(func(r *http.Request) (*http.Response, error) {
		if slow.Load() && r.URL.Path == "/token" {
			<-release
		}
		return http.DefaultTransport.RoundTrip(r)
	})
	c, err := New(t.Context(), Options{Host: i.server.URL, network: network, Retry: 200 * time.Millisecond, Request: 200 * time.Millisecond})
	if err != nil {
		t.Fatal(err)
	}
	slow.Store(true)
	time.Sleep(1100 * time.Millisecond) // the token ends
	want := shown{workspace.Failed, 0, "no answer: it took longer than 200ms; gave up after 200ms", ""}
	if diff := cmp.Diff(want, show(c.Get(t.Context(), "/api/2.0/x", nil))); diff != "" {
		t.Error(diff)
	}
	close(release)
	for range 100 {
		if c.Get(t.Context(), "/api/2.0/x", nil).Outcome == workspace.Read {
			return
		}
	}
	t.Error("no request gets through any more")
}
