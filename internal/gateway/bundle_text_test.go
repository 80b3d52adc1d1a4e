package gateway_test

import (
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gwlint/gwlint/internal/gateway"
	"github.com/gwlint/gwlint/internal/source"
)

// endpointBundle is a bundle with an endpoint of some lines.
func endpointBundle(tb testing.TB, lines string) *source.Document {
	tb.Helper()
	body := strings.ReplaceAll(strings.Trim(lines, "\n"), "\n", "\n      ")
	return resolvedBundle(tb, `
bundle: {name: shop, target: prod}
resources:
  model_serving_endpoints:
    chat:
      name: chat
      `+body+"\n")
}

// below is the value at a path of keys and indices.
func below(tb testing.TB, n *source.Node, path string) *source.Node {
	tb.Helper()
	for segment := range strings.SplitSeq(path, ".") {
		if i, err := strconv.Atoi(segment); err == nil && n.Kind == source.List {
			n = n.Items()[i]
			continue
		}
		n = n.Get(segment)
	}
	if n == nil {
		tb.Fatalf("nothing at %s", path)
	}
	return n
}

// markedUnfit says of values of the endpoint that the CLI drops them.
func markedUnfit(tb testing.TB, doc *source.Document, paths ...string) {
	tb.Helper()
	chat := below(tb, doc.Root, "resources.model_serving_endpoints.chat")
	for _, path := range paths {
		below(tb, chat, path).Origin = &source.Origin{Unfit: true}
	}
}

// shownAt is what the text has at a path of a subject's model.
func shownAt(s *gateway.Subject, path ...string) string {
	at := s.Place(path)
	text := at.Text
	if text == nil {
		text = s.Source()
	}
	return text.Content()[at.Range.Start:at.Range.End]
}

func TestWhatTheCLIDropsIsAnInvalidValueAndCountsAsNotSet(t *testing.T) {
	t.Parallel()
	doc := endpointBundle(t, `
ai_gateway:
  usage_tracking_config: {enabled: sometimes}
  guardrails: {input: {safety: 1}, output: [safety]}
  rate_limits: [{key: user, calls: "${var.n}0", renewal_period: minute}]
  inference_table_config: {catalog_name: {a: b}}
lifecycle: [prevent_destroy]`)
	markedUnfit(t, doc, "ai_gateway.usage_tracking_config.enabled", "ai_gateway.guardrails.input.safety", "ai_gateway.guardrails.output",
		"ai_gateway.rate_limits.0.calls", "ai_gateway.inference_table_config.catalog_name", "lifecycle")
	s := bundleSubjects(t, doc)[0]
	want := []gateway.InvalidValue{
		{Key: "ai_gateway.guardrails.input.safety", Written: "1", Expected: "true or false", Nearest: "true", Dropped: "unset"},
		{Key: "ai_gateway.guardrails.output", Expected: "an object", Dropped: "unset"},
		{Key: "ai_gateway.inference_table_config.catalog_name", Expected: "a string", Dropped: "unset"},
		{Key: "ai_gateway.rate_limits[0].calls", Written: "${var.n}0", Expected: "a whole number, 0 or more", Dropped: "unset"},
		{Key: "ai_gateway.usage_tracking_config.enabled", Written: "sometimes", Expected: "true or false", Dropped: "unset"},
		{Key: "lifecycle", Expected: "an object", Dropped: "unset"},
	}
	if diff := cmp.Diff(want, s.Text.InvalidValues); diff != "" {
		t.Error(diff)
	}
	if got := s.RateLimits[0].Calls; got != -1 {
		t.Errorf("calls %d", got)
	}
	if unseen, ok := s.Unseen("rate_limits.calls"); ok {
		t.Errorf("unseen: %v", unseen)
	}
	if got := shownText(s.Source()); !strings.Contains(got, `"${var.n}0"`) {
		t.Errorf("masked: %s", got)
	}
	if mended := s.Mend([]string{"text", "invalid_values", "0"}); len(mended) != 1 || !mended[0].Subject.Guardrails.Input.Safety {
		t.Errorf("mended %v", mended)
	}
}

func TestAValueThatTheSchemaTakesAndTheCLIDropsIsAnInvalidValue(t *testing.T) {
	t.Parallel()
	doc := endpointBundle(t, "description: ~\nai_gateway: {rate_limits: [{calls: 5}]}")
	markedUnfit(t, doc, "ai_gateway.rate_limits.0.calls")
	want := []gateway.InvalidValue{{Key: "ai_gateway.rate_limits[0].calls", Written: "5", Expected: "a whole number, 0 or more", Dropped: "unset"}}
	if diff := cmp.Diff(want, bundleSubjects(t, doc)[0].Text.InvalidValues); diff != "" {
		t.Error(diff)
	}
}

func TestADroppedValueLeavesTheOneThatItWouldReplace(t *testing.T) {
	t.Parallel()
	doc := endpointBundle(t, "ai_gateway:\n  usage_tracking_config: {enabled: true}\n  rate_limits: [{key: user, calls: 5, renewal_period: minute}]")
	other, err := source.NewText("prod.yml", []byte("usage_tracking_config: off-and-on-Xq9\nrate_limits: {key: user}\nunheard_of: [1]\n"))
	if err != nil {
		t.Fatal(err)
	}
	target, err := source.Parse(other, source.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	source.SetText(target[0].Root, other)
	block := below(t, doc.Root, "resources.model_serving_endpoints.chat.ai_gateway")
	block.Origin = &source.Origin{Dropped: target[0].Root.Entries()}
	s := bundleSubjects(t, doc)[0]
	want := []gateway.InvalidValue{
		{Key: "ai_gateway.usage_tracking_config", Expected: "an object", Dropped: "kept"},
		{Key: "ai_gateway.rate_limits", Expected: "a list", Dropped: "kept"},
	}
	if diff := cmp.Diff(want, s.Text.InvalidValues); diff != "" {
		t.Error(diff)
	}
	if !s.UsageTracking.Enabled || len(s.RateLimits) != 1 {
		t.Errorf("usage tracking %v, limits %v", s.UsageTracking, s.RateLimits)
	}
	for i, want := range []string{"off-and-on-Xq9", "rate_limits"} {
		path := []string{"text", "invalid_values", strconv.Itoa(i)}
		if got := shownAt(s, path...); got != want || s.Place(path).Text != other {
			t.Errorf("%d is shown at %q", i, got)
		}
		if mended := s.Mend(path); len(mended) > 0 {
			t.Errorf("%d has consequences", i)
		}
	}
	if got := shownText(other); strings.Contains(got, "Xq9") {
		t.Errorf("shows %s", got)
	}
}

func TestABundleHasKeysThatTheAPIHasNot(t *testing.T) {
	t.Parallel()
	doc := endpointBundle(t, `
permissions: [{level: CAN_QUERY, group_name: analysts}, {level: CAN_VIEW, user: x}]
lifecycle: {prevent_destroy: true}
usage_tracking: {enabled: true}
ai_gateway: {rate_limit_config: []}
creator: ana`)
	want := []gateway.UnknownKey{
		{Key: "rate_limit_config", Parent: "ai_gateway", Nearest: "rate_limits"},
		{Key: "user", Parent: "permissions[1]"},
		{Key: "usage_tracking", Nearest: "ai_gateway.usage_tracking_config"},
		{Key: "creator"},
	}
	if diff := cmp.Diff(want, bundleSubjects(t, doc)[0].Text.UnknownKeys); diff != "" {
		t.Error(diff)
	}
	service := bundleSubjects(t, resolvedBundle(t, `
bundle: {name: shop}
resources:
  model_services:
    chat: {parent: schemas/main.ai, model_service_id: chat, lifecycle: {}, grants: [{principal: analysts, privileges: [EXECUTE]}], permissions: []}
`))[0]
	if diff := cmp.Diff([]gateway.UnknownKey{{Key: "permissions"}}, service.Text.UnknownKeys); diff != "" {
		t.Error(diff)
	}
}

func TestALevelThatAnEndpointDoesNotHaveIsAWrongValue(t *testing.T) {
	t.Parallel()
	doc := resolvedBundle(t, `
bundle: {name: shop}
resources:
  model_serving_endpoints:
    chat:
      name: chat
      permissions:
        - {level: CAN_QUERY, group_name: callers}
        - {level: can_manage, group_name: owners}
        - {level: CAN_RUN, group_name: others}
        - {level: "${var.level}", group_name: readers}
        - {level: ~, group_name: nobody}
`)
	s := bundleSubjects(t, doc)[0]
	var got []string
	for _, invalid := range s.Text.InvalidValues {
		got = append(got, invalid.Key+" must be "+invalid.Expected)
	}
	const levels = "CAN_MANAGE, CAN_QUERY or CAN_VIEW"
	want := []string{"permissions[1].level must be " + levels, "permissions[2].level must be " + levels}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}
