package cli

import (
	"encoding/json"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gwlint/gwlint/internal/workspace/fakeworkspace"
)

// TestAScanNamesWhatTakesAnEndpointsPlace: the list of endpoints shows the model service, and
// who made an endpoint. A snapshot says the same.
func TestAScanNamesWhatTakesAnEndpointsPlace(t *testing.T) {
	f := newFleet(t)
	w := fakeworkspace.Demo()
	own := fakeworkspace.Provisioned("databricks-tutorial", "system.ai.llama_v3_2_3b_instruct")
	w.Endpoints = append(w.Endpoints, own, fakeworkspace.External("tutorial", fakeworkspace.Fronting("own", "databricks-tutorial")))
	const says = "which is refused where Enforce Unity Gateway is on; call the model service `system.ai.databricks-claude-sonnet-4`"
	want := []string{
		"app `notes-app` calls `databricks-claude-sonnet-4` (environment variable `SUMMARY_URL`), " + says,
		"endpoint `llama-gateway` calls `databricks-claude-sonnet-4` (served entity `standby`), " + says,
	}
	dir := configured(t, "")
	s := f.start(t, w, fakeworkspace.Options{})
	for _, test := range []struct {
		form string
		ran  ran
	}{
		{"scan", s.run(t, dir, "scan", "-f", "json", "-o", "kept")},
		{"snapshot", runAt(t, now, dir, "check", "kept", "-f", "json")},
	} {
		if diff := cmp.Diff(want, retiredBy(t, test.ran)); diff != "" {
			t.Errorf("%s: -want +got\n%s", test.form, diff)
		}
	}
}

// retiredBy are the messages of GW607, in order.
func retiredBy(t *testing.T, r ran) []string {
	t.Helper()
	var got struct {
		Findings []struct{ Rule, Outcome, Message string }
	}
	if err := json.Unmarshal([]byte(r.out), &got); err != nil {
		t.Fatalf("exit code %d, %v: %s", r.code, err, r.err)
	}
	var said []string
	for _, f := range got.Findings {
		if f.Rule == "GW607" && f.Outcome == "fail" {
			said = append(said, f.Message)
		}
	}
	slices.Sort(said)
	return said
}
