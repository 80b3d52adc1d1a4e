package client

import (
	"errors"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gwlint/gwlint/internal/workspace"
)

// counting is a network that counts what would leave through it.
func counting(n *atomic.Int32) roundTripper {
	return func(*http.Request) (*http.Response, error) {
		n.Add(1)
		return nil, errors.New("down")
	}
}

func TestPlainHTTPGoesToThisMachineAlone(t *testing.T) {
	for name, test := range map[string]struct {
		environment map[string]string
		profiles    string
		options     Options
		want        string // what to write in its place
	}{
		"a flag":                      {options: Options{Host: "http://adb-1.azuredatabricks.net"}, want: "https://adb-1.azuredatabricks.net"},
		"the environment":             {environment: map[string]string{"DATABRICKS_HOST": "http://adb-1.azuredatabricks.net/?o=1"}, want: "https://adb-1.azuredatabricks.net"},
		"a profile":                   {profiles: "[prod]\nhost = http://adb-1.azuredatabricks.net\n", options: Options{Profile: "prod"}, want: "https://adb-1.azuredatabricks.net"},
		"capitals":                    {options: Options{Host: "HTTP://Example.com"}, want: "https://Example.com"},
		"the port of http":            {options: Options{Host: "http://example.com:80"}, want: "https://example.com"},
		"a port of its own":           {options: Options{Host: "http://example.com:8443"}, want: "https://example.com:8443"},
		"an address in a private net": {options: Options{Host: "http://10.0.0.7"}, want: "https://10.0.0.7"},
		"every address":               {options: Options{Host: "http://0.0.0.0:8080"}, want: "https://0.0.0.0:8080"},
		"a name that begins like it":  {options: Options{Host: "http://localhost.example.com"}, want: "https://localhost.example.com"},
		"a number that looks like it": {options: Options{Host: "http://127.0.0.1.example.com"}, want: "https://127.0.0.1.example.com"},
		"a login in front of it":      {options: Options{Host: "http://127.0.0.1@example.com"}, want: "https://example.com"},
		"the metadata service":        {options: Options{Host: "http://169.254.169.254"}, want: "https://169.254.169.254"},
		"an address of IPv6":          {options: Options{Host: "http://[fe80::1]:8080"}, want: "https://[fe80::1]:8080"},
	} {
		t.Run(name, func(t *testing.T) {
			profiles(t, test.profiles)
			for name, value := range test.environment {
				t.Setenv(name, value)
			}
			var sent atomic.Int32
			test.options.network = counting(&sent)
			_, err := New(t.Context(), test.options)
			if !errors.Is(err, ErrNotConfigured) || !strings.HasSuffix(err.Error(), ": write "+test.want) {
				t.Errorf("%v, want to be told to write %s", err, test.want)
			}
			if sent.Load() != 0 {
				t.Errorf("%d requests were sent", sent.Load())
			}
		})
	}
}

func TestThisMachineIsAskedOverPlainHTTP(t *testing.T) {
	t.Parallel()
	for _, host := range []string{
		"http://localhost", "http://LOCALHOST:8080", "http://127.0.0.1:1", "http://127.9.9.9", "http://[::1]:8080", "http://[::ffff:127.0.0.1]",
	} {
		c, err := New(t.Context(), Options{Host: host, network: counting(new(atomic.Int32))})
		if err != nil {
			t.Errorf("%s: %v", host, err)
			continue
		}
		if got := c.TLS(); got != workspace.NoTLS {
			t.Errorf("%s: TLS %q", host, got)
		}
	}
}

// A workspace names the place of its tokens itself.
func TestTokensAreNotAskedForOverPlainHTTP(t *testing.T) {
	t.Setenv("DATABRICKS_TOKEN", "")
	t.Setenv("DATABRICKS_CLIENT_ID", "client")
	t.Setenv("DATABRICKS_CLIENT_SECRET", "correct-horse-battery")
	server := serve(t, func(w http.ResponseWriter, _ *http.Request) {
		ok(`{"authorization_endpoint":"https://example.com/a","token_endpoint":"http://example.com/token"}`).write(w)
	})
	_, err := New(t.Context(), Options{Host: server.URL})
	want := "credentials for " + strings.TrimPrefix(server.URL, "http://") +
		": http://example.com is not encrypted, so others could read the credentials that are sent there: write https://example.com"
	if !errors.Is(err, ErrNotConfigured) || err.Error() != want {
		t.Errorf("%v\nwant %s", err, want)
	}
}

func TestRedirectsThatAPlaceOfTokensMayNotGive(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		from, to string
		status   int
		refused  bool
	}{
		"from https to http on the same host":    {"https://example.com/token", "http://example.com/token", 307, true},
		"from https to http on this machine":     {"https://127.0.0.1:1/token", "http://127.0.0.1:1/token", 308, true},
		"from http to https on this machine":     {"http://127.0.0.1:1/token", "https://127.0.0.1:1/token", 302, true},
		"to another host":                        {"https://example.com/token", "https://evil.example.com/token", 307, true},
		"to another port":                        {"https://example.com/token", "https://example.com:8443/token", 301, true},
		"to another host, without a scheme":      {"https://example.com/token", "//evil.example.com/token", 303, true},
		"to a file":                              {"https://example.com/token", "file:///etc/passwd", 302, true},
		"to another path of the same host":       {"https://example.com/token", "/oidc/token", 307, false},
		"to nowhere":                             {"https://example.com/token", "", 307, false},
		"an answer that is none and has a place": {"https://example.com/token", "http://example.com/token", 201, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := httptest.NewRequest(http.MethodPost, test.from, nil)
			answer := &http.Response{StatusCode: test.status, Header: http.Header{}, Request: r}
			if test.to != "" {
				answer.Header.Set("Location", test.to)
			}
			if err := refuseRedirect(r, answer); (err != nil) != test.refused {
				t.Errorf("refused: %v", err)
			}
		})
	}
}

// A virtual machine asks for its own identity over plain http, and sends no credentials.
func TestTheMetadataServiceIsSentNoCredentials(t *testing.T) {
	t.Parallel()
	r := httptest.NewRequest(http.MethodGet, "http://169.254.169.254/metadata/identity/oauth2/token?resource=x", nil)
	if err := refusePlain(r); err != nil {
		t.Error(err)
	}
	r.Header.Set("Authorization", "Bearer "+token)
	if err := refusePlain(r); err == nil {
		t.Error("sent with credentials")
	}
}

func TestPlainHTTPGoesThroughNoProxy(t *testing.T) {
	t.Setenv("HTTP_PROXY", "http://proxy.example.com:3128")
	for _, address := range []string{"http://localhost:1/", "http://LOCALHOST:1/", "http://127.0.0.1/", "http://[::1]/"} {
		via, err := proxy(&http.Request{URL: must(t, address)})
		if via != nil || err != nil {
			t.Errorf("%s goes through %v, %v", address, via, err)
		}
	}
}

func must(t *testing.T, address string) *url.URL {
	t.Helper()
	u, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	return u
}

func TestTLSThatIsNotVerifiedIsKnown(t *testing.T) {
	for name, test := range map[string]struct {
		profile string
		want    workspace.TLS
	}{
		"verified":            {"", workspace.VerifiedTLS},
		"skip_verify is off":  {"skip_verify = false\n", workspace.VerifiedTLS},
		"skip_verify is on":   {"skip_verify = true\n", workspace.UnverifiedTLS},
		"skip_verify is a 1":  {"skip_verify = 1\n", workspace.UnverifiedTLS},
		"skip_verify in caps": {"skip_verify = TRUE\n", workspace.UnverifiedTLS},
	} {
		t.Run(name, func(t *testing.T) {
			profiles(t, "[prod]\nhost = https://example.com\ntoken = dapiprod\n"+test.profile)
			t.Setenv("DATABRICKS_TOKEN", "")
			c, err := New(t.Context(), Options{Profile: "prod", network: counting(new(atomic.Int32))})
			if err != nil {
				t.Fatal(err)
			}
			if got := c.TLS(); got != test.want || (got.Notice() != "") != (test.want == workspace.UnverifiedTLS) {
				t.Errorf("%q: %s", got, got.Notice())
			}
		})
	}
}

func TestAProfileThatIsNotThere(t *testing.T) {
	const advice = "write it with 'databricks configure --profile nope'"
	for name, test := range map[string]struct {
		profiles    string
		environment map[string]string
		options     Options
		want        string
	}{
		"no file":                  {options: Options{Profile: "nope"}, want: "profile `nope`: the file `~/.databrickscfg` is not there: " + advice},
		"a file without it":        {profiles: "[prod]\nhost = https://a\n[test]\nhost = https://b\n", options: Options{Profile: "nope"}, want: "profile `nope`: `~/.databrickscfg` has no such profile: name one that it has (prod, test), or " + advice},
		"an empty file":            {profiles: "\n", options: Options{Profile: "nope"}, want: "profile `nope`: `~/.databrickscfg` has no such profile: " + advice},
		"a section without a key":  {profiles: "[nope]\n", options: Options{Profile: "nope"}, want: "profile `nope`: `~/.databrickscfg` has no such profile: " + advice},
		"settings are no profile":  {profiles: "[__settings__]\ndefault_profile = x\n", options: Options{Profile: "nope"}, want: "profile `nope`: `~/.databrickscfg` has no such profile: " + advice},
		"named by the environment": {environment: map[string]string{"DATABRICKS_CONFIG_PROFILE": "nope"}, want: "profile `nope`: the file `~/.databrickscfg` is not there: " + advice},
		"another host is named": {
			options: Options{Profile: "nope", Host: "https://example.com"}, want: "profile `nope`: the file `~/.databrickscfg` is not there: " + advice,
		},
		"the environment could sign in": {
			environment: map[string]string{"DATABRICKS_HOST": "https://example.com"}, options: Options{Profile: "nope"},
			want: "profile `nope`: the file `~/.databrickscfg` is not there: " + advice,
		},
		"a file of another name": {
			environment: map[string]string{"DATABRICKS_CONFIG_FILE": "/nowhere/profiles"}, options: Options{Profile: "nope"},
			want: "profile `nope`: the file `/nowhere/profiles` is not there: " + advice,
		},
		"a name with an escape": {options: Options{Profile: "a\x1b[2J"}, want: "profile `a\\x1b[2J`: the file `~/.databrickscfg` is not there: write it with 'databricks configure --profile a\\x1b[2J'"},
	} {
		t.Run(name, func(t *testing.T) {
			profiles(t, test.profiles)
			if test.profiles == "" {
				t.Setenv("HOME", t.TempDir())
			}
			for name, value := range test.environment {
				t.Setenv(name, value)
			}
			test.options.network = counting(new(atomic.Int32))
			_, err := New(t.Context(), test.options)
			if !errors.Is(err, ErrNotConfigured) {
				t.Fatalf("%v is not ErrNotConfigured", err)
			}
			if diff := cmp.Diff(test.want, err.Error()); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// A password that stands where a port belongs is no port, and is not shown.
func TestAHostThatIsNoAddressIsNotShown(t *testing.T) {
	t.Parallel()
	for _, host := range []string{"https://h:hunter2horse", "h:hunter2horse", "https://ana:hunter2horse@h:x", "https://h\x7f:hunter2horse"} {
		_, err := New(t.Context(), Options{Host: host, network: counting(new(atomic.Int32))})
		if !errors.Is(err, ErrNotConfigured) || strings.Contains(err.Error(), "hunter2horse") {
			t.Errorf("%v", err)
		}
	}
}
