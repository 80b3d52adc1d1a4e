package terraform

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gwlint/gwlint/internal/source"
)

const writtenModule = `locals {
  key = "k-${var.a}"
}
resource "databricks_model_serving" "chat" {
  name = "chat"
  ai_gateway {
    rate_limits {
      calls = 10
    }
    guardrails {
      input {
        safety = true
      }
    }
    rate_limits {
      calls = -5
    }
  }
  tags = merge({ a = "b" }, { token = "t" }, [null])
}
resource "other" "o" {}
resource "databricks_model_serving" "embed" {
  name = <<EOT
embed
EOT
  dynamic "rate_limits" {
    for_each = [1.50, "x\ty"]
    content {
      calls = (rate_limits.value)
    }
  }
}
`

func TestATreeIsTheJSONOfWhatIsWritten(t *testing.T) {
	t.Parallel()
	c := loadFiles(t, map[string]string{"main.tf": writtenModule})
	roots := c.loader.written()
	got, err := json.Marshal(roots[0].Plain(func(*source.Node) bool { return false }))
	if err != nil {
		t.Fatal(err)
	}
	// The resources stand one after the other, so that the last one is what Plain shows.
	want := `{"locals":{"key":"k-${var.a}"},"resource":{"databricks_model_serving":{"embed":{` +
		`"dynamic":{"rate_limits":{"content":{"calls":"${rate_limits.value}"},"for_each":[1.50,"x\ty"]}},"name":"embed\n"}}}}`
	if diff := cmp.Diff(want, string(got)); diff != "" {
		t.Error(diff)
	}
}

func TestAPlaceHasThePointerOfTheJSONSyntax(t *testing.T) {
	t.Parallel()
	c := loadFiles(t, map[string]string{"main.tf": writtenModule})
	text := c.loader.order[0].text
	doc := &source.Document{Text: text, Written: c.loader.written()}
	for written, want := range map[string]string{
		`resource "databricks_model_serving" "chat"`:  "/resource/databricks_model_serving/chat",
		`resource "databricks_model_serving" "embed"`: "/resource/databricks_model_serving/embed",
		"rate_limits":     "/resource/databricks_model_serving/chat/ai_gateway/rate_limits/0",
		"10":              "/resource/databricks_model_serving/chat/ai_gateway/rate_limits/0/calls",
		"-5":              "/resource/databricks_model_serving/chat/ai_gateway/rate_limits/1/calls",
		"guardrails":      "/resource/databricks_model_serving/chat/ai_gateway/guardrails",
		"true":            "/resource/databricks_model_serving/chat/ai_gateway/guardrails/input/safety",
		`"k-${var.a}"`:    "/locals/key",
		"1.50":            "/resource/databricks_model_serving/embed/dynamic/rate_limits/for_each/0",
		`{ token = "t" }`: "/resource/databricks_model_serving/chat/tags/1",
	} {
		at := strings.Index(text.Content(), written)
		path, ok := doc.PathAt(source.Spot{Text: text, Range: source.Range{Start: at, End: at + len(written)}})
		if got := source.Pointer(path); !ok || got != want {
			t.Errorf("%s: %s %v, want %s", written, got, ok, want)
		}
	}
}

func TestLiteralsInAnExpressionAreItsItems(t *testing.T) {
	t.Parallel()
	c := loadFiles(t, map[string]string{"main.tf": `locals {
  a = merge({ token = "dapi" }, var.x ? ["b", { c = "d" }] : [], "e-${f("g")}")
}
`})
	var texts []string
	var collect func(n *source.Node)
	collect = func(n *source.Node) {
		if n.Kind == source.String && len(n.Items()) == 0 {
			texts = append(texts, n.Text)
		}
		for _, item := range n.Items() {
			collect(item)
		}
		for _, e := range n.Entries() {
			collect(e.Value)
		}
	}
	collect(c.loader.written()[0])
	slices.Sort(texts)
	if diff := cmp.Diff([]string{"b", "d", "dapi", "g"}, texts); diff != "" {
		t.Error(diff)
	}
}
