package client

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gwlint/gwlint/internal/workspace"
)

const page = "answered with a web page instead of JSON: is this the address of a workspace?"

func TestOutcomes(t *testing.T) {
	t.Parallel()
	html := map[string]string{"Content-Type": "text/html; charset=utf-8"}
	for name, test := range map[string]struct {
		answer step
		want   shown
	}{
		"an answer is read":          {step{200, nil, `{"a":1}`}, shown{workspace.Read, 200, "", `{"a":1}`}},
		"an array is an answer, too": {step{200, nil, `[]`}, shown{workspace.Read, 200, "", `[]`}},
		"404 is absent": {
			step{404, nil, `{"error_code":"RESOURCE_DOES_NOT_EXIST","message":"Endpoint chat does not exist"}`},
			shown{workspace.Absent, 404, "404 RESOURCE_DOES_NOT_EXIST: Endpoint chat does not exist", ""},
		},
		"403 is denied": {
			step{403, nil, `{"error_code":"PERMISSION_DENIED","message":"You do not have permission"}`},
			shown{workspace.Denied, 403, "403 PERMISSION_DENIED: You do not have permission", ""},
		},
		"403 without a reason is denied": {step{403, nil, ``}, shown{workspace.Denied, 403, "403 Forbidden", ""}},
		"a web page that says 403 is no denial": {
			step{403, html, "<html>no</html>"}, shown{workspace.Failed, 403, "403 Forbidden: " + page, ""},
		},
		"a web page that says 404 is no absence": {
			step{404, html, "<html>no</html>"}, shown{workspace.Failed, 404, "404 Not Found: " + page, ""},
		},
		"a web page is no answer": {step{200, html, "{}"}, shown{workspace.Failed, 200, "200 OK: " + page, ""}},
		"nor is one that says it is JSON": {
			step{200, nil, "\n<!doctype html>"}, shown{workspace.Failed, 200, "200 OK: " + page, ""},
		},
		"400 is a failure": {
			step{400, nil, `{"error_code":"INVALID_PARAMETER_VALUE","message":"no"}`},
			shown{workspace.Failed, 400, "400 INVALID_PARAMETER_VALUE: no", ""},
		},
		"SCIM has errors of its own": {
			step{400, nil, `{"schemas":["e"],"detail":"no user","status":"400"}`},
			shown{workspace.Failed, 400, "400 Bad Request: no user", ""},
		},
		"so has the gateway before it": {
			step{418, nil, `{"error":"teapot","error_code":7,"message":null}`},
			shown{workspace.Failed, 418, "418 I'm a teapot: teapot", ""},
		},
		"an unknown status is a number": {step{599, nil, ``}, shown{workspace.Failed, 599, "599", ""}},
		"201 is not what was asked for": {step{201, nil, `{}`}, shown{workspace.Failed, 201, "201 Created", ""}},
		"an empty answer is none":       {step{200, nil, " \n"}, shown{workspace.Failed, 200, "200 OK: the answer is empty", ""}},
		"an answer of another kind":     {step{200, nil, `{"a":1}x`}, shown{workspace.Failed, 200, "200 OK: the answer is not JSON", ""}},
		"a message is one line that shows everything": {
			step{403, nil, `{"error_code":"NO","message":"a\nb\u001b[31m\u202ec"}`},
			shown{workspace.Denied, 403, `403 NO: a\nb\x1b[31m\u202ec`, ""},
		},
		"a long message is cut": {
			step{403, nil, `{"error_code":"` + strings.Repeat("N", 100) + `","message":"` + strings.Repeat("é", 300) + `"}`},
			shown{workspace.Denied, 403, "403 " + strings.Repeat("N", 60) + "…: " + strings.Repeat("é", 200) + "…", ""},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			handler, asked := script(test.answer)
			c := dial(t, serve(t, handler), Options{})
			if diff := cmp.Diff(test.want, show(c.Get(t.Context(), "/api/2.0/x", nil))); diff != "" {
				t.Error(diff)
			}
			if asked() != 1 {
				t.Errorf("asked %d times, want once", asked())
			}
		})
	}
}

func TestPathThatIsNone(t *testing.T) {
	t.Parallel()
	handler, asked := script(step{200, nil, `{}`})
	c := dial(t, serve(t, handler), Options{})
	for _, path := range []string{"", "api/2.0/x", "//example.com/api", "https://example.com/api", "/a%zz"} {
		want := shown{Outcome: workspace.Failed, Problem: strings.TrimSpace("no answer: this is no path: " + path)}
		got := show(c.Get(t.Context(), path, nil))
		got.Problem = strings.TrimSpace(got.Problem)
		if diff := cmp.Diff(want, got); diff != "" {
			t.Error(diff)
		}
	}
	if asked() != 0 {
		t.Errorf("asked %d times, want never", asked())
	}
}
