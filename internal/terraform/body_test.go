package terraform

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"

	"github.com/gwlint/gwlint/internal/source"
)

// bodyCase is a resource as it is written, and the values that it has, one line each.
type bodyCase struct {
	typ, text string
	names     map[string]cty.Value
	want      []string
}

func (c bodyCase) run(t *testing.T) []string {
	t.Helper()
	text, err := source.NewText("main.tf", []byte(c.text))
	if err != nil {
		t.Fatal(err)
	}
	parsed, diags := hclsyntax.ParseConfig(text.Bytes, "/main.tf", hcl.InitialPos)
	if diags.HasErrors() {
		t.Fatal(diags)
	}
	l := newLoader(Options{})
	l.files["/main.tf"] = &file{text: text, body: parsed.Body}
	s := &scope{evaluation: &evaluation{configuration: &Configuration{loader: l}}}
	r := newReader(s)
	r.eval = standIn(c.names)
	b := &block{typ: c.typ, body: parsed.Body}
	root := mapNode(source.Range{}, nil, r.body(r.written(b), around{fields: resourceFields(b.typ), top: true})...)
	return bodyLines(root, "", nil)
}

// standIn evaluates with names that have values.
func standIn(names map[string]cty.Value) func(hcl.Expression, *hcl.EvalContext) result {
	return func(expr hcl.Expression, extra *hcl.EvalContext) result {
		markLiterals(expr)
		if extra == nil {
			extra = &hcl.EvalContext{}
		}
		ctx := extra.NewChild()
		ctx.Variables = names
		v, diags := expr.Value(ctx)
		if diags.HasErrors() {
			return result{value: cty.DynamicVal, reason: diags[0].Summary}
		}
		return result{value: v}
	}
}

// bodyLines are the values of a tree: path, value, where it is written, and by what it
// comes to its place.
func bodyLines(n *source.Node, path string, key *source.Entry) []string {
	line := fmt.Sprintf("%s %s", path, n.Kind)
	if n.Kind < source.List {
		line = fmt.Sprintf("%s %s", path, n.Text)
	}
	if key != nil && n.Kind >= source.List {
		line += " " + bodySpot(n.Origin.Text, key.KeyRange)
	} else if path != "" {
		line += " " + bodySpot(n.Origin.Text, n.Range)
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
	for i, item := range n.Items {
		lines = append(lines, bodyLines(item, fmt.Sprintf("%s[%d]", path, i), nil)...)
	}
	for i := range n.Entries {
		e := &n.Entries[i]
		lines = append(lines, bodyLines(e.Value, strings.TrimPrefix(path+"."+e.Key, "."), e)...)
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

func TestBodyHasTheValuesOfAResource(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]bodyCase{
		"texts, numbers and booleans take the types of the provider": {
			typ: "databricks_model_serving",
			text: `name = 7
ai_gateway {
  rate_limits {
    key = "user"
    calls = "12"
    renewal_period = "minute"
  }
  usage_tracking_config {
    enabled = "true"
  }
}`,
			want: []string{
				"name 7 main:1:8-1:9",
				"ai_gateway object main:2:1-2:11",
				"ai_gateway.rate_limits array main:3:3-3:14",
				"ai_gateway.rate_limits[0] object main:3:3-3:14",
				"ai_gateway.rate_limits[0].key user main:4:11-4:17",
				"ai_gateway.rate_limits[0].calls 12 main:5:13-5:17",
				"ai_gateway.rate_limits[0].renewal_period minute main:6:22-6:30",
				"ai_gateway.usage_tracking_config object main:8:3-8:24",
				"ai_gateway.usage_tracking_config.enabled true main:9:15-9:21",
			},
		},
		"a dynamic block makes blocks where its keyword stands": {
			typ: "databricks_model_serving",
			text: `ai_gateway {
  dynamic "rate_limits" {
    for_each = { user = 10 }
    content {
      key = rate_limits.key
      calls = rate_limits.value
    }
  }
}`,
			want: []string{
				"ai_gateway object main:1:1-1:11",
				"ai_gateway.rate_limits array main:2:3-2:10",
				"ai_gateway.rate_limits[0] object main:2:3-2:10",
				"ai_gateway.rate_limits[0].key user main:5:13-5:28",
				"ai_gateway.rate_limits[0].calls 10 main:3:25-3:27 via main:6:15-6:32",
			},
		},
		"a dynamic block over what is not known is not known": {
			typ:   "databricks_model_serving",
			names: map[string]cty.Value{"limits": cty.DynamicVal},
			text: `ai_gateway {
  dynamic "rate_limits" {
    for_each = limits
    content {
      renewal_period = "minute"
    }
  }
}`,
			want: []string{
				"ai_gateway object main:1:1-1:11",
				"ai_gateway.rate_limits ${limits} main:3:16-3:22 unknown: `limits` is not known",
			},
		},
		"the end of a template is known": {
			typ:   "databricks_model_serving",
			names: map[string]cty.Value{"pet": cty.UnknownVal(cty.String)},
			text:  `name = "${pet}_"`,
			want:  []string{"name ${pet}_ main:1:8-1:17 unknown: `\"${pet}_\"` is not known"},
		},
		"null is not there": {
			typ:   "databricks_model_serving",
			names: map[string]cty.Value{"on": cty.False},
			text:  `name = on ? "x" : null`,
		},
		"a provider in a block is no meta-argument": {
			typ:  "databricks_model_serving",
			text: "provider = x\nconfig {\n  served_entities {\n    external_model {\n      provider = \"openai\"\n    }\n  }\n}",
			want: []string{
				"config object main:2:1-2:7",
				"config.served_entities array main:3:3-3:18",
				"config.served_entities[0] object main:3:3-3:18",
				"config.served_entities[0].external_model object main:4:5-4:19",
				"config.served_entities[0].external_model.provider openai main:5:18-5:26",
			},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(test.want, test.run(t)); diff != "" {
				t.Error(diff)
			}
		})
	}
}
