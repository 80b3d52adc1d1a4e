package gateway_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gwlint/gwlint/internal/bundle"
	"github.com/gwlint/gwlint/internal/gateway"
	"github.com/gwlint/gwlint/internal/source"
)

// loadBundle loads a bundle of files by name.
func loadBundle(tb testing.TB, files map[string]string) *bundle.Bundle {
	tb.Helper()
	dir := tb.TempDir()
	for name, content := range files {
		file := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
			tb.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(content), 0o600); err != nil {
			tb.Fatal(err)
		}
	}
	root, err := source.NewInput(dir, "databricks.yml")
	if err != nil {
		tb.Fatal(err)
	}
	return bundle.Load(root, bundle.Options{Dir: dir})
}

// shownText are the lines of a text as a report shows them.
func shownText(text *source.Text) string { return strings.Join(text.Excerpt(1, text.Lines()), "\n") }

func TestSecretsOfABundleAreHiddenInAllItsTexts(t *testing.T) {
	t.Parallel()
	b := loadBundle(t, map[string]string{
		"databricks.yml": `
bundle: {name: shop}
include: [conf/*.yml]
variables:
  openai_key: {default: Hunter2Hunter2}
  cohere_api_key: {default: ""}
  k: {default: Grey-Goose-5}
# openai_api_key: Old-Pass-9
targets:
  dev: {}
  prod:
    variables: {openai_key: Tr0ubadour-9, k: Red-Panda-4}
    resources:
      model_serving_endpoints:
        chat: {config: {served_entities: [{external_model: {openai_config: {openai_api_key_plaintext: Zebra-1977}}}]}}
`,
		"conf/chat.yml": `
resources:
  model_serving_endpoints:
    chat:
      name: chat
      tags: [{key: token, value: Correct-Horse-7}]
      config:
        served_entities:
          - external_model: {provider: openai, openai_config: {openai_api_key: "${var.k}"}}
---
password: Orange-Juice-3
`,
		".databricks/bundle/dev/variable-overrides.json": `{"cohere_api_key": "Blue-Whale-11", "k": "Green-Apple-8"}`,
	})
	document := b.Resolve("dev").Document
	if _, err := gateway.Normalise(document, gateway.Auto); err != nil {
		t.Fatal(err)
	}
	texts := slices.Concat(document.Texts, []*source.Text{document.Text})
	if len(texts) != 3 {
		t.Errorf("%d texts", len(texts))
	}
	for _, text := range texts {
		for _, secret := range []string{
			"Hunter2Hunter2", "Old-Pass-9", "Tr0ubadour-9", "Zebra-1977", "Correct-Horse-7",
			"Orange-Juice-3", "Blue-Whale-11", "Green-Apple-8", "Red-Panda-4", "Grey-Goose-5",
		} {
			if strings.Contains(shownText(text), secret) {
				t.Errorf("%s shows %s", text.File, secret)
			}
		}
	}
}

// valueOf is a subject whose only key of a provider is a value.
func keyedBundle(tb testing.TB, file, line string) (doc *source.Document, key *source.Node) {
	tb.Helper()
	doc = resolvedBundle(tb, `
bundle: {name: shop}
resources:
  model_serving_endpoints:
    chat:
      name: chat
      config:
        served_entities:
          - external_model:
              provider: openai
              openai_config:
                openai_api_key: `+line+"\n")
	doc.Written = []*source.Node{doc.Root}
	doc.Text.File = file
	model := doc.Root.Get("resources").Get("model_serving_endpoints").Get("chat").Get("config").Get("served_entities").Items()[0].Get("external_model")
	return doc, model.Get("openai_config").Get("openai_api_key")
}

func TestACredentialThatComesThroughAVariableStandsAtItsUse(t *testing.T) {
	t.Parallel()
	from, err := source.NewText("variables.yml", []byte("variables: {k: {default: Hunter2Hunter2}}\n"))
	if err != nil {
		t.Fatal(err)
	}
	at := strings.Index(from.Content(), "Hunter2")
	spot := source.Spot{Text: from, Range: source.Range{Start: at, End: at + len("Hunter2Hunter2")}}
	for name, test := range map[string]struct {
		line, text, use string
		whole           bool
	}{
		"alone":                 {"${var.k}", "Hunter2Hunter2", "openai_api_key: ${var.k}", true},
		"alone and in quotes":   {`"${var.k}"`, "Hunter2Hunter2", `openai_api_key: "${var.k}"`, true},
		"as a part of the text": {"Xq9${var.k}", "Xq9Hunter2Hunter2", "openai_api_key: ********", false},
	} {
		t.Run(name, func(t *testing.T) {
			doc, key := keyedBundle(t, "chat.yml", test.line)
			key.Origin = &source.Origin{Written: key.Text}
			key.Text = test.text
			if test.whole {
				key.Origin.From = &spot
			} else {
				key.Origin.Parts = []source.Spot{spot}
			}
			subjects := bundleSubjects(t, doc)
			path := []string{"text", "credentials", "0"}
			place := subjects[0].Place(path)
			if place.Range != key.Range() || test.whole != (place.From != nil) {
				t.Errorf("place %+v", place)
			}
			if trace := subjects[0].Trace(path, place); trace.Value != "" {
				t.Errorf("trace %q", trace.Value)
			}
			if got := shownText(from); strings.Contains(got, "Hunter2") {
				t.Errorf("shows where it comes from: %s", got)
			}
			if got := shownText(doc.Text); !strings.Contains(got, test.use) || strings.Contains(got, "Xq9") {
				t.Errorf("shows %s", got)
			}
		})
	}
}

func TestAKeyThatIsNotKnownIsNoPassForCredentials(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		line, want string
	}{
		"a variable without a value":                    {"${var.injected}", "`${var.injected}` is not resolved"},
		"a reference to a secret of which a part is so": {`"{{secrets/${var.scope}/openai}}"`, ""},
		"a reference to a secret whose path is so":      {`"{{secrets/${var.path}}}"`, ""},
		"one whose scope and key are so":                {`"{{secrets/${var.scope}/${var.key}}}"`, ""},
		"what may become anything":                      {`"{{${var.path}}}"`, "`{{${var.path}}}` is not resolved"},
		"a reference":                                   {`"{{secrets/shop/openai}}"`, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			doc, _ := keyedBundle(t, "databricks.yml", test.line)
			s := bundleSubjects(t, doc)[0]
			unseen, _ := s.Unseen("text.credentials")
			if diff := cmp.Diff(test.want, unseen.Reason); diff != "" {
				t.Error(diff)
			}
			for _, invalid := range s.Text.InvalidValues {
				if strings.HasSuffix(invalid.Key, "api_key") {
					t.Errorf("it must be %s", invalid.Expected)
				}
			}
			if len(s.Text.Credentials) > 0 {
				t.Error("it is a credential")
			}
			if test.want == "" {
				return
			}
			place := s.UnseenPlace(unseen)
			if got := doc.Text.Content()[place.Range.Start:place.Range.End]; got != test.line {
				t.Errorf("shown at %q", got)
			}
		})
	}
}
