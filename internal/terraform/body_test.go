package terraform

import (
	"fmt"
	"maps"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gwlint/gwlint/internal/source"
)

// bodyCase is a module, and the values that its resources have, one line each.
type bodyCase struct {
	// text is main.tf, and files are others by their path.
	text  string
	files map[string]string
	want  []string
	// kinds says that the kinds of texts, numbers and booleans are shown.
	kinds bool
}

// withKinds are cases that show the kinds of values.
func withKinds(cases map[string]bodyCase) map[string]bodyCase {
	for name, test := range cases {
		test.kinds = true
		cases[name] = test
	}
	return cases
}

func (c bodyCase) run(t *testing.T) {
	t.Helper()
	files := map[string]string{"main.tf": c.text}
	maps.Copy(files, c.files)
	e := evaluationOf(t, files)
	var got []string
	doc := e.configuration.Resolve(func(typ string) bool { return strings.HasPrefix(typ, "databricks_") })
	if doc != nil {
		for _, resource := range doc.Root.Get(keyResources).Items() {
			got = append(got, bodyLines(resource.Get(keyValues), "", nil, c.kinds)...)
		}
	}
	if diff := cmp.Diff(c.want, got); diff != "" {
		t.Error(diff)
	}
}

func runBodies(t *testing.T, cases map[string]bodyCase) {
	t.Helper()
	for name, test := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			test.run(t)
		})
	}
}

// endpoint is a resource of a model serving endpoint with a body.
func endpoint(body string) string {
	return "resource \"databricks_model_serving\" \"it\" {\n" + body + "\n}\n"
}

// bodyLines are the values of a tree: path, value, where it is written, and by what it
// comes to its place.
func bodyLines(n *source.Node, path string, key *source.Entry, kinds bool) []string {
	line := path
	if n.Kind < source.List {
		line += " " + n.Text
	}
	if n.Kind >= source.List || kinds {
		line += " " + n.Kind.String()
	}
	if key != nil && n.Kind >= source.List {
		line += " " + bodySpot(n.Origin.Text, key.KeyRange())
	} else if path != "" {
		line += " " + bodySpot(n.Origin.Text, n.Range())
	}
	if o := n.Origin; o != nil {
		line += bodyOrigin(o)
	}
	if key != nil && key.Repeats {
		line += " again"
	}
	lines := []string{line}
	if path == "" {
		lines = nil
	}
	for i, item := range n.Items() {
		lines = append(lines, bodyLines(item, fmt.Sprintf("%s[%d]", path, i), nil, kinds)...)
	}
	for i := range n.Entries() {
		e := &n.Entries()[i]
		lines = append(lines, bodyLines(e.Value, strings.TrimPrefix(path+"."+e.Key, "."), e, kinds)...)
	}
	return lines
}

func bodyOrigin(o *source.Origin) string {
	line := ""
	if o.Via != nil {
		line += " via " + bodySpot(o.Via.Text, o.Via.Range)
	}
	if o.From != nil {
		line += " from " + bodySpot(o.From.Text, o.From.Range)
	}
	for _, p := range o.Parts {
		line += " and " + bodySpot(p.Text, p.Range)
	}
	if o.Unresolved != "" {
		line += " unknown: " + o.Unresolved
	}
	for _, is := range []struct {
		so   bool
		word string
	}{{o.Known, " known"}, {o.Secret, " secret"}, {o.Unfit, " unfit"}} {
		if is.so {
			line += is.word
		}
	}
	return line
}

func bodySpot(text *source.Text, r source.Range) string {
	if text == nil {
		return "nowhere"
	}
	start, end := text.Position(r.Start), text.Position(r.End)
	return fmt.Sprintf("%s:%d:%d-%d:%d", strings.TrimSuffix(text.File, ".tf"), start.Line, start.Column, end.Line, end.Column)
}

func TestBodyHasWhatAResourceHasWritten(t *testing.T) {
	t.Parallel()
	runBodies(t, map[string]bodyCase{
		"blocks stand at their keywords, arguments at their values": {
			text: endpoint("name = \"chat\"\nai_gateway {\n  usage_tracking_config {\n    enabled = true\n  }\n}"),
			want: []string{
				"name chat main:2:8-2:14",
				"ai_gateway object main:3:1-3:11",
				"ai_gateway.usage_tracking_config object main:4:3-4:24",
				"ai_gateway.usage_tracking_config.enabled true main:5:15-5:19",
			},
		},
		"meta-arguments are left out at the top, and nowhere else": {
			text: endpoint("provider = databricks.eu\ndepends_on = [a.b]\nlifecycle {\n  ignore_changes = [ai_gateway]\n}\ntimeouts {\n  create = \"5m\"\n}\nconfig {\n  served_entities {\n    external_model {\n      provider = \"openai\"\n    }\n  }\n}"),
			want: []string{
				"config object main:10:1-10:7",
				"config.served_entities array main:11:3-11:18",
				"config.served_entities[0] object main:11:3-11:18",
				"config.served_entities[0].external_model object main:12:5-12:19",
				"config.served_entities[0].external_model.provider openai main:13:18-13:26",
			},
		},
		"what is null stands at its key and has no value": {
			text: "variable \"on\" {\n  default = false\n}\n" + endpoint("description = var.on ? \"x\" : null\nname = null"),
			want: []string{"description  main:5:12-5:12", "name  main:6:5-6:5"},
		},
		"a text that looks like a reference is known": {
			text: endpoint("name = \"$${x}\"\ndescription = \"5 %%{ of\""),
			want: []string{"name ${x} main:2:8-2:15 known", "description 5 %{ of main:3:15-3:25"},
		},
		"a heredoc is one value with its line breaks": {
			text: endpoint("name = <<EOT\ngw_\nEOT\ndescription = <<-EOT\n  a\n  b\nEOT"),
			want: []string{"name gw_\n main:2:8-4:4", "description a\nb\n main:5:15-8:4"},
		},
		"keys that the provider does not know stay, in whichever shape": {
			text: endpoint("colour = \"red\"\npaint {\n  coats = 2\n}\nlamp {}\nlamp {}"),
			want: []string{
				"colour red main:2:10-2:15", "paint object main:3:1-3:6", "paint.coats 2 main:4:11-4:12",
				"lamp array main:6:1-6:5", "lamp[0] object main:6:1-6:5", "lamp[1] object main:7:1-7:5",
			},
		},
		"columns are counted in code points": {
			text: endpoint("/* 漢字👩‍👩‍👧‍👦 */ name = \"漢_\""),
			want: []string{"name 漢_ main:2:24-2:28"},
		},
	})
}

func TestBodyKeepsWrongShapesVisible(t *testing.T) {
	t.Parallel()
	runBodies(t, map[string]bodyCase{
		"an argument where a block belongs": {
			text: endpoint("ai_gateway = {\n  rate_limits = [{ calls = \"5\" }]\n}"),
			want: []string{
				"ai_gateway object main:2:1-2:11 unfit",
				"ai_gateway.rate_limits array main:3:3-3:14",
				"ai_gateway.rate_limits[0] object main:3:18-3:33",
				"ai_gateway.rate_limits[0].calls 5 main:3:28-3:31",
			},
		},
		"a block where an argument belongs": {
			text: "resource \"databricks_ai_gateway_mcp_service\" \"it\" {\n  config {\n    rate_limits {\n      requests = \"5\"\n    }\n  }\n}",
			want: []string{
				"config object main:2:3-2:9 unfit",
				"config.rate_limits array main:3:5-3:16 unfit",
				"config.rate_limits[0] object main:3:5-3:16",
				"config.rate_limits[0].requests 5 main:4:18-4:21",
			},
		},
		"a dynamic block where an argument belongs": {
			text: "resource \"databricks_ai_gateway_mcp_service\" \"it\" {\n  dynamic \"config\" {\n    for_each = [1]\n    content {}\n  }\n}",
			want: []string{"config object main:2:3-2:10 unfit"},
		},
		"a block where a map belongs": {
			text: endpoint("config {\n  served_entities {\n    environment_vars {\n      A = 1\n    }\n  }\n}"),
			want: []string{
				"config object main:2:1-2:7", "config.served_entities array main:3:3-3:18", "config.served_entities[0] object main:3:3-3:18",
				"config.served_entities[0].environment_vars object main:4:5-4:21 unfit", "config.served_entities[0].environment_vars.A 1 main:5:11-5:12",
			},
		},
		"a second block where one may stand": {
			text: endpoint("ai_gateway {\n}\nai_gateway {\n  guardrails {}\n}"),
			want: []string{
				"ai_gateway object main:2:1-2:11", "ai_gateway object main:4:1-4:11 again", "ai_gateway.guardrails object main:5:3-5:13",
			},
		},
		"an argument twice": {
			text: endpoint("name = \"a\"\nname = join(\"-\", [\"b\",\n  \"c\"]) # again\ndescription = \"d\""),
			want: []string{
				"name a main:2:8-2:11",
				"name b-c main:3:8-4:8 again",
				"description d main:5:15-5:18",
			},
		},
		"an argument twice in a block of its own": {
			text: endpoint("ai_gateway {\n  rate_limits {\n    calls = 1\n    calls = 2\n  }\n}"),
			want: []string{
				"ai_gateway object main:2:1-2:11",
				"ai_gateway.rate_limits array main:3:3-3:14",
				"ai_gateway.rate_limits[0] object main:3:3-3:14",
				"ai_gateway.rate_limits[0].calls 1 main:4:13-4:14",
				"ai_gateway.rate_limits[0].calls 2 main:5:13-5:14 again",
			},
		},
	})
}

func TestBodyIsWhatOverrideFilesLeave(t *testing.T) {
	t.Parallel()
	runBodies(t, map[string]bodyCase{
		"arguments one by one, blocks all of their type": {
			text: endpoint("name = \"a\"\ndescription = \"d\"\nai_gateway {\n  rate_limits {\n    calls = 1\n  }\n}\ntags {\n  key = \"a\"\n}\ntags {\n  key = \"b\"\n}"),
			files: map[string]string{
				"x_override.tf": endpoint("name = \"b\"\nai_gateway {\n  guardrails {}\n}"),
				"override.tf":   endpoint("name = \"c\"\ndynamic \"tags\" {\n  for_each = [\"k\"]\n  content {\n    key = tags.value\n  }\n}"),
			},
			want: []string{
				"description d main:3:15-3:18",
				"tags array override:3:1-3:8", "tags[0] object override:3:1-3:8",
				"tags[0].key k override:4:15-4:18 via override:6:11-6:21",
				"name b x_override:2:8-2:11",
				"ai_gateway object x_override:3:1-3:11", "ai_gateway.guardrails object x_override:4:3-4:13",
			},
		},
	})
}
