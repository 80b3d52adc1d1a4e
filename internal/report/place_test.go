package report_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gwlint/gwlint/internal/finding"
	"github.com/gwlint/gwlint/internal/report"
)

func TestAPlaceInNoFileIsAnObjectAndWhatOfIt(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		subject       finding.Subject
		pointer, want string
	}{
		{finding.Subject{Kind: "endpoint", Name: "chat"}, "/ai_gateway/rate_limits/1", "endpoint chat  ai_gateway.rate_limits[1]"},
		{finding.Subject{Kind: "mcp_service", Name: "main.ai.x"}, "", "MCP service main.ai.x"},
		{finding.Subject{Kind: "app"}, "/name", "app  name"},
	} {
		if got := report.ObjectPlace(test.subject, test.pointer); got != test.want {
			t.Errorf("got %q, want %q", got, test.want)
		}
	}
}

func TestTextOfAScanShowsObjectsAndTheirPages(t *testing.T) {
	t.Parallel()
	f := sawn(t, "endpoint", "chat\x1b[2J", "serving-endpoints", `"gw_"`)
	r := whole([]finding.Finding{f}, report.Report{
		Workspace: someWorkspace(), Subjects: []report.Subject{seen(f, "https://"+liveHost+"/ml/endpoints/chat%1B%5B2J")},
	})
	var got []string
	for line := range strings.Lines(string(written(t, "text", r, report.Options{}))) {
		if strings.Contains(line, "-->") || strings.Contains(line, "/ml/") {
			got = append(got, strings.TrimSpace(line))
		}
	}
	want := []string{
		`--> endpoint chat\x1b[2J  ai_gateway.inference_table_config.table_name_prefix`,
		"https://" + liveHost + "/ml/endpoints/chat%1B%5B2J",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}
