package client

import (
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gwlint/gwlint/internal/workspace"
)

// On Azure the SDK asks for tokens in the context of the request that needs
// them. What comes of that is not what came of the request.
func TestTokenIsNotTheAnswer(t *testing.T) {
	t.Setenv("DATABRICKS_TOKEN", "")
	t.Setenv("ARM_TENANT_ID", "tenant")
	t.Setenv("ARM_CLIENT_ID", "client")
	t.Setenv("ARM_CLIENT_SECRET", "correct-horse-battery")
	tokens := 0
	network := roundTripper(func(r *http.Request) (*http.Response, error) {
		if !strings.Contains(r.URL.Host, "microsoft") {
			return nil, io.ErrUnexpectedEOF
		}
		tokens++
		body := `{"access_token":"granted-token","token_type":"Bearer","expires_in":1}`
		return &http.Response{
			StatusCode: http.StatusOK, Request: r, Header: http.Header{"Content-Type": {"application/json"}},
			Body: io.NopCloser(strings.NewReader(body)), ContentLength: int64(len(body)),
		}, nil
	})
	clock := &clock{}
	c := dial(t, nil, Options{Host: "https://adb-1.1.azuredatabricks.net", network: network, Sleep: clock.sleep})
	before := tokens
	want := shown{workspace.Failed, 0, "no answer: the connection was closed; gave up after 20s", ""}
	if diff := cmp.Diff(want, show(c.Get(t.Context(), "/api/2.0/x", nil))); diff != "" {
		t.Error(diff)
	}
	if tokens == before {
		t.Error("no token was asked for on the way, so this shows nothing")
	}
}
