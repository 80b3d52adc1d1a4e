package gateway_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gwlint/gwlint/internal/gateway"
)

func TestACommentThatSetsASecretIsMasked(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct{ in, want string }{
		"in YAML":             {"# openai_api_key_plaintext: hunter2\nname: a\n", "# openai_api_key_plaintext: ********"},
		"with words":          {"# password = correct horse\nname: a\n", "# password = ********"},
		"that is a reference": {"# openai_api_key: \"{{secrets/s/k}}\"\nname: a\n", `# openai_api_key: "{{secrets/s/k}}"`},
		"that names none":     {"# keys are sorted: see below\nname: a\n", "# keys are sorted: see below"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			doc := documents(t, "gw.yaml", test.in)[0]
			if _, err := gateway.Normalise(doc, gateway.Auto); err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff([]string{test.want}, doc.Text.Excerpt(1, 1)); diff != "" {
				t.Error(diff)
			}
		})
	}
}
