package gateway_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gwlint/gwlint/internal/gateway"
	"github.com/gwlint/gwlint/internal/source"
)

func TestWhatTerraformDeclaresToBeSecretIsShownNowhere(t *testing.T) {
	t.Parallel()
	doc := terraformEndpoint(t, `{
    name: "!Blue-Whale", description: "!Xy", ai_gateway: {
      inference_table_config: {enabled: true, catalog_name: main, schema_name: audit, table_name_prefix: "!Grey_Goose"},
      rate_limits: [{key: user_group, principal: "!analysts-of-nowhere", calls: 7, renewal_period: minute}]}}`)
	s := theTerraformSubject(t, doc)
	for _, secret := range []string{"Blue-Whale", "Xy", "Grey_Goose", "analysts-of-nowhere"} {
		if strings.Contains(shownText(doc.Text), secret) {
			t.Errorf("the text shows %s", secret)
		}
	}
	who := s.Identity()
	if who.Name != "********" || who.String() != "endpoint `********`" {
		t.Errorf("it is called %q", who.Name)
	}
	if s.InferenceTable.Prefix != "Grey_Goose" {
		t.Errorf("the prefix is judged as %q", s.InferenceTable.Prefix)
	}
	for message, want := range map[string]string{
		"table `main.audit.grey_goose_payload` and `Grey_Goose`": "table `main.audit.********_payload` and `********`",
		"Xylophones and Xy, Xy. xy":                              "Xylophones and ********, ********. ********",
		"nothing of it":                                          "nothing of it",
	} {
		if got := who.Hide(message); got != want {
			t.Errorf("%q is shown as %q", message, got)
		}
	}
	for _, path := range []string{"rate_limits/0/principal", "rate_limits/0/calls", "inference_table/prefix", "inference_table/table", "name"} {
		segments := strings.Split(path, "/")
		trace := s.Trace(segments, s.Place(segments))
		if strings.Contains(trace.Pointer, "analysts") || trace.Value != "" && !strings.HasPrefix(trace.Value, "number:") {
			t.Errorf("%s is known again by %v", path, trace)
		}
	}
}

func TestNothingIsHiddenInAMessageWhereNothingIsSecret(t *testing.T) {
	t.Parallel()
	s := theTerraformSubject(t, terraformEndpoint(t, "{name: chat}"))
	if got := s.Identity().Hide("endpoint `chat`"); got != "endpoint `chat`" {
		t.Error(got)
	}
}

// nativeText is a text in Terraform's language with the tree of some YAML that is as long:
// ranges of the tree are those of the text.
func nativeText(tb testing.TB, file, content string) (*source.Text, *source.Node) {
	tb.Helper()
	doc := printedBundle(tb, file, content)
	source.SetText(doc.Root, doc.Text)
	return doc.Text, doc.Root
}

func TestSecretsInTheFilesOfAModuleAreHidden(t *testing.T) {
	t.Parallel()
	doc := terraformEndpoint(t, "{name: chat}")
	variables, declared := nativeText(t, "variables.tf", `
# openai_api_key = "Old-Pass-9"
variable:
  phrase: {sensitive: true, default: Correct-Horse}
  phrases: [{sensitive: true, default: [Orange-Juice, {a: Red-Panda}]}]
  openai_api_key: {default: Hunter-Two}
  region: {default: westeurope}
locals: {smtp_password: Zebra-Nine}
`)
	values, given := nativeText(t, "terraform.tfvars", "phrase: Blue-Whale\nregion: eastus\nopenai_api_key: Green-Apple\n")
	doc.Texts, doc.Written = []*source.Text{variables, values}, []*source.Node{declared, given}
	theTerraformSubject(t, doc)
	for _, secret := range []string{"Old-Pass-9", "Correct-Horse", "Orange-Juice", "Red-Panda", "Hunter-Two", "Zebra-Nine", "Blue-Whale", "Green-Apple"} {
		if strings.Contains(shownText(variables)+shownText(values), secret) {
			t.Errorf("%s is shown", secret)
		}
	}
	for _, plain := range []string{"westeurope", "eastus", "sensitive"} {
		if !strings.Contains(shownText(variables)+shownText(values), plain) {
			t.Errorf("%s is hidden", plain)
		}
	}
}

func TestACredentialThatAVariableBringsIsFoundWhereItIsWritten(t *testing.T) {
	t.Parallel()
	doc := terraformEndpoint(t, "{name: chat, config: {served_entities: [{external_model: {name: gpt-4o, provider: openai, task: llm/v1/chat, openai_config: {openai_api_key_plaintext: var.key}}}]}}")
	values, err := source.NewText("prod.tfvars", []byte(`key = "Hunter-Two"`))
	if err != nil {
		t.Fatal(err)
	}
	config := doc.Root.Get("resources").Items()[0].Get("values").Get("config")
	key := config.Get("served_entities").Items()[0].Get("external_model").Get("openai_config").Get("openai_api_key_plaintext")
	key.Origin = &source.Origin{Text: values, Via: &source.Spot{Text: doc.Text, Range: key.Range()}, Secret: true}
	key.Text, key.Span = "Hunter-Two", source.Range{Start: 6, End: 18}.Span()
	doc.Texts = []*source.Text{values}
	s := theTerraformSubject(t, doc)
	want := []gateway.Credential{{Key: "config.served_entities[0].external_model.openai_config.openai_api_key_plaintext", Form: "plaintext"}}
	if diff := cmp.Diff(want, s.Text.Credentials); diff != "" {
		t.Error(diff)
	}
	at := s.Place([]string{"text", "credentials", "0"})
	if at.Text != values || at.Via == nil || at.Via.Text != doc.Text {
		t.Errorf("it is shown in %v, via %v", at.Text, at.Via)
	}
	if shown := shownText(values); strings.Contains(shown, "Hunter-Two") {
		t.Errorf("%s", shown)
	}
	if shown := shownText(doc.Text); !strings.Contains(shown, "openai_api_key_plaintext: var.key") {
		t.Errorf("the use is hidden: %s", shown)
	}
}

func TestACredentialThatIsNotKnownIsNoneAndNotPassed(t *testing.T) {
	t.Parallel()
	s := theTerraformSubject(t, terraformEndpoint(t, "{name: chat, config: {served_entities: [{external_model: {name: gpt-4o, provider: openai, task: llm/v1/chat, openai_config: {openai_api_key_plaintext: '?`var.key` has no value?${var.key}'}}}]}}"))
	if len(s.Text.Credentials) > 0 {
		t.Errorf("%v", s.Text.Credentials)
	}
	if mark, unseen := s.Unseen("text.credentials"); !unseen || mark.Reason != "`var.key` has no value" || !mark.Partial {
		t.Errorf("unseen %v: %v", unseen, mark)
	}
}

func TestASecretIsHiddenWhereItIsWrittenAndNotWhereItIsUsed(t *testing.T) {
	t.Parallel()
	for written, hidden := range map[string]bool{
		"var.key":                   false,
		"'var.keys[0].value'":       false,
		`'"${var.key}"'`:            false,
		`each.value`:                false,
		`'"Hunter-Two"'`:            true,
		`'"${var.key}-Hunter-Two"'`: true,
		`'sensitive("Hunter-Two")'`: true,
		`Hunter-Two`:                true,
	} {
		doc := terraformEndpoint(t, "{name: chat, description: "+written+"}")
		n := doc.Root.Get("resources").Items()[0].Get("values").Get("description")
		n.Origin.Secret, n.Text = true, "Hunter-Two"
		if strings.HasPrefix(written, "'") {
			n.Span = source.Range{Start: n.Range().Start + 1, End: n.Range().End - 1}.Span()
		}
		theTerraformSubject(t, doc)
		if got := !strings.Contains(shownText(doc.Text), strings.Trim(written, "'")); got != hidden {
			t.Errorf("%s: hidden %v", written, got)
		}
	}
}
