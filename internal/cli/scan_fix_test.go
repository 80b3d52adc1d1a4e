package cli

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gwlint/gwlint/internal/workspace/fakeworkspace"
)

// TestDiffShowsTheWholeBodyThatMendsAnEndpointOfAWorkspace: a put replaces all that was
// there. A snapshot says the same, nothing but GET is asked, and an endpoint without such a
// finding is left out.
func TestDiffShowsTheWholeBodyThatMendsAnEndpointOfAWorkspace(t *testing.T) {
	f := newFleet(t)
	w := fakeworkspace.Demo()
	w.Endpoints = nil
	for _, name := range []string{"whole", "keyless"} {
		endpoint := fakeworkspace.External(name)
		endpoint["ai_gateway"] = fakeworkspace.Gateway("main.gateway_audit", name)
		w.Endpoints = append(w.Endpoints, endpoint)
	}
	delete(gatewayOf(w.Endpoints[1])["rate_limits"].([]any)[0].(fakeworkspace.Object), "key")
	dir := configured(t, "")
	s := f.start(t, w, fakeworkspace.Options{})
	for _, test := range []struct {
		form string
		ran  ran
	}{
		{"scan", s.run(t, dir, "scan", "--diff", "-o", "kept")},
		{"snapshot", runAt(t, now, dir, "check", "kept", "--diff")},
	} {
		comments, body := parted(test.ran.out)
		want := []string{
			"# endpoint keyless: replaces its whole AI Gateway configuration",
			"# databricks serving-endpoints put-ai-gateway keyless --json @FILE",
			"# GW311: write `key: endpoint` (safe)",
		}
		if diff := cmp.Diff(want, comments); diff != "" {
			t.Errorf("%s: exit code %d: %s\n%s", test.form, test.ran.code, diff, test.ran.err)
		}
		whole, _ := json.Marshal(fakeworkspace.Gateway("main.gateway_audit", "keyless"))
		if diff := cmp.Diff(decoded(t, string(whole)), decoded(t, body)); diff != "" {
			t.Errorf("%s: the body is not whole: %s", test.form, diff)
		}
		if test.ran.code != 1 || !strings.Contains(test.ran.err, "gwlint: Would fix 1 finding\n") {
			t.Errorf("%s: exit code %d, %q", test.form, test.ran.code, test.ran.err)
		}
	}
	if r := runAt(t, now, dir, "check", "kept", "--fix"); r.code != 2 || !strings.Contains(r.err, "is a snapshot of a workspace, which is evidence") {
		t.Errorf("--fix of a snapshot: exit code %d, %q", r.code, r.err)
	}
	if r := runAt(t, now, dir, "check", "kept", "--diff", "--fix-only", "GW1"); r.out != "" {
		t.Errorf("a fix of another rule is shown: %q", r.out)
	}
}

func gatewayOf(endpoint fakeworkspace.Object) fakeworkspace.Object {
	gateway, _ := endpoint["ai_gateway"].(fakeworkspace.Object)
	return gateway
}

// parted are the comments above a body, and the body.
func parted(text string) (comments []string, body string) {
	lines := strings.SplitAfter(text, "\n")
	end := slices.IndexFunc(lines, func(line string) bool { return !strings.HasPrefix(line, "#") })
	for _, line := range lines[:end] {
		comments = append(comments, strings.TrimSuffix(line, "\n"))
	}
	return comments, strings.Join(lines[end:], "")
}

func decoded(t *testing.T, text string) any {
	t.Helper()
	var value any
	if err := json.Unmarshal([]byte(text), &value); err != nil {
		t.Fatalf("%v: %q", err, text)
	}
	return value
}
