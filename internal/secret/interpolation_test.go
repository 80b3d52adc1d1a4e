package secret_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gwlint/gwlint/internal/secret"
)

func TestWhatIsYetToBeFilledInIsAnInterpolation(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"${var.key}": "${var.key}", "gw_${env}_x": "${env}", "${a${b}}": "${a${b}}", "${X:-chat}": "${X:-chat}",
		"${{ secrets.KEY }}": "${{ secrets.KEY }}", "${{parameters.env}}": "${{parameters.env}}",
		"$FINCH_KEY": "$FINCH_KEY", "gw_$ENV": "$ENV", "$rpm": "$rpm", "gw_$env": "$env", "$finchKey": "$finchKey",
		"$env:OPENAI_KEY": "$env:OPENAI_KEY", "https://$HOST/serving-endpoints": "$HOST",
		"$(FINCH_KEY)": "$(FINCH_KEY)", "$(finch.key)": "$(finch.key)", "$(cat key.txt)": "$(cat key.txt)",
		"$[ variables.rpm ]": "$[ variables.rpm ]",
		"%FINCH_KEY%":        "%FINCH_KEY%", "gw_%ENV%": "%ENV%", "%finch.key%": "%finch.key%",
		"#{RPM}#": "#{RPM}#", "#{Finch.Key}": "#{Finch.Key}", "gw_#{ENV}#_x": "#{ENV}#",
		"@@FINCH_KEY@@": "@@FINCH_KEY@@", "gw_@@ENV@@": "@@ENV@@", "@finch.key@": "@finch.key@",
		"__FINCH_KEY__": "__FINCH_KEY__", "https://__HOST__/x": "__HOST__", "__CATALOG__.__SCHEMA__.m": "__CATALOG__",
		"{{ .Values.key }}": "{{ .Values.key }}", "{{env.KEY}}": "{{env.KEY}}", "{{ secrets.KEY }}": "{{ secrets.KEY }}",
		"{{ lookup('env', 'KEY') }}": "{{ lookup('env', 'KEY') }}", "{{{key}}}": "{{{key}}}", "{% if x %}": "{% if x %}",
		"{openai_key}": "{openai_key}", "[[.key]]": "[[.key]]", "((finch-key))": "((finch-key))",
		"<%= ENV['KEY'] %>": "<%= ENV['KEY'] %>", "gw_<%= env %>": "<%= env %>",
		"<your-key>": "<your-key>", " <the key of the team> ": "<the key of the team>", "<demo>_ai_logs": "<demo>",
		"https://<workspace host>/x": "<workspace host>", "gw_<env>": "<env>", "<catalog>.<schema>.m": "<catalog>.<schema>.m"[:9],
		"<작업공간>": "<작업공간>", "https://<작업공간>/api": "<작업공간>", "<größe>_gw": "<größe>", "<ключ>": "<ключ>",
		"＜密钥＞": "＜密钥＞", "【キー】": "【キー】", "«clé»": "«clé»", "gw_《环境》": "《环境》",
	} {
		if got := secret.Interpolation(text); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}

func TestAValueIsNoInterpolation(t *testing.T) {
	t.Parallel()
	for _, text := range []string{
		"", "chat", "support_chat", "_gw_", "__gw__", "gw__prod__x", "__init__", "GW__PROD", "main.__internal__.m", "__", "____",
		"$", "$5", "US$5", "$$", "foo$", "^chat$", "pa$word123", "a$b", "{}", "{{}}", "${}", "$()", "%%", "@@@@", "#{}#", "<>",
		"100%", "5%_of_9%", "https://x.example/%C3%BC", "/a%20b%20c", "%AB%CD", "/f%c3%bcr%c3%bc",
		"ana@example.com", "a@b@c", "@team", "Ana <ana@example.com>", "a<b and c>d", "Answer inside <answer> tags", "a < b",
		"List<String>", "#tag", "a{2}", "{a: 1}", "[x]", "[redacted credential]",
		"{{secrets/llm/openai}}", "{{secrets/s}}", "{{ secret/scope/key }}", "{secrets/scope/key}",
	} {
		if got := secret.Interpolation(text); got != "" {
			t.Errorf("%q: %q", text, got)
		}
	}
}

// keys are credentials of known forms, put together so that none stands in this file.
var keys = []string{
	dapi, "sk-" + strings.Repeat("a1B2", 6), "AKIA" + strings.Repeat("A1B2", 4), "ghp_" + strings.Repeat("a1B2", 9),
	"AIza" + strings.Repeat("a1B2c", 7), "glpat-" + strings.Repeat("a1B2", 6), "hf_" + strings.Repeat("a1B2", 8),
	"sk_live_" + strings.Repeat("a1B2", 6), "postgres://u:" + "hunter2x@h/db", "Zx9Kq27LmPv48TnWc53RdYb6",
}

func TestNoCredentialIsAnInterpolation(t *testing.T) {
	t.Parallel()
	for _, around := range [][2]string{
		{"<", ">"},
		{"${", "}"},
		{"${{ ", " }}"},
		{"$", ""},
		{"$(", ")"},
		{"%", "%"},
		{"#{", "}#"},
		{"@@", "@@"},
		{"__", "__"},
		{"{{ ", " }}"},
		{"{{", "}}"},
		{"<%= ", " %>"},
		{"[[", "]]"},
		{"{", "}"},
		{"((", "))"},
		{"【", "】"},
		{"${KEY:-", "}"},
	} {
		for _, key := range keys {
			text := around[0] + key + around[1]
			if got := secret.Interpolation(text); strings.Contains(got, key) {
				t.Errorf("%q: %q", text, got)
			}
		}
	}
}

func TestTheEndIsOpenWhereAnInterpolationEndsIt(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]bool{
		"${x}": true, "gw_${x}": true, "${x}_${y}": true, "gw_$ENV": true, "gw_%ENV%": true, "gw_@@ENV@@ ": true, "<prefix>": true, "gw_<env>": true,
		"": false, "gw_": false, "${x}_": false, "%ENV%_": false, "@@ENV@@_gw": false, "<env>_gw": false, "$(x)_": false, "{{ .Values.x }}_": false,
	} {
		if got := secret.EndsOpen(text); got != want {
			t.Errorf("%q: %v, want %v", text, got, want)
		}
	}
}

func TestWhatStandsAroundReferencesIsAPartOfTheText(t *testing.T) {
	t.Parallel()
	for text, want := range map[string][]string{
		"":                         {""},
		"gw":                       {"gw"},
		"gw_${var.team}":           {"gw_", ""},
		"${var.a}_${{ var.b }}_gw": {"", "_", "_gw"},
		"${var.a}${var.b}":         {"", "", ""},
		"gw_${var.${var.a}}_b":     {"gw_", "_b"},
		"gw_${":                    {"gw_${"},
		"gw_<team>":                nil,
		"gw_{{ team }}":            nil,
		"gw_${var.a}_{% if x %}b":  nil,
		"gw_$TEAM":                 nil,
	} {
		if diff := cmp.Diff(want, secret.AroundReferences(text)); diff != "" {
			t.Errorf("%q: %s", text, diff)
		}
	}
}

func TestAReferenceMayHaveAPathThatIsNotKnown(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]bool{
		"{{secrets/${var.path}}}":                 true,
		"{{ secrets/${var.scope}/key }}":          true,
		"{{secrets/pre_${var.scope}/${var.key}}}": true,
		"{{secrets/scope/${var.key}}}":            true,
		"{{secrets/scope/key}}":                   false,
		"{{secrets/${var.scope}/a/b}}":            false,
		"{secrets/${var.path}}":                   false,
		"{{secret/${var.path}}}":                  false,
		"{{${var.path}}}":                         false,
		"{{secrets/${var.path}":                   false,
		"${var.path}":                             false,
		"{{secrets/<scope>/key}}":                 false,
		"{{secrets/${var.path}/" + "dapi" + strings.Repeat("0a", 16) + "}}": false,
	} {
		if got := secret.IsOpenReference(text); got != want {
			t.Errorf("%q: %v, want %v", text, got, want)
		}
	}
}

func TestAWrongReferenceIsNoCredential(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]bool{
		"{{secrets/s}}": true, "{{secrets/s/}}": true, "{{secrets//k}}": true, "{{secrets/a/b/c}}": true, "{{secret/s/k}}": true,
		"{{Secrets/s/k}}": true, "{secrets/s/k}": true, "secrets/s/k": true, " {{ secrets/s }} ": true,
		"{{secrets/s/k}}": false, "{{ secrets.KEY }}": false, "{{s/k}}": false, "secrets": false, "my-secrets/s/k": false, "": false,
		"{{secrets/" + dapi + "}}": false, "{{secrets/Zx9Kq27LmPv48TnWc53RdYb6}}": false,
	} {
		if got := secret.IsWrongReference(text); got != want {
			t.Errorf("%q: %v, want %v", text, got, want)
		}
	}
}

// FuzzInterpolation: no text brings it down, what it returns stands in the text, and a
// credential of a known form is never within that, whatever stands around it.
func FuzzInterpolation(f *testing.F) {
	for _, seed := range [][3]string{
		{"${", "}", "x"},
		{"<", ">", ""},
		{"__", "__", "gw"},
		{"%", "%41", "%"},
		{"$", "", "$env:"},
		{"{{", "}}", "}}}"},
		{"<%= ", "%>", "<"},
		{"@@", "@@", "@"},
		{"#{", "}#", "#"},
		{"＜", "＞", "《"},
		{"((", "))", ""},
		{"{{secrets/", "/k}}", ""},
		{"{{{seCret", "/}}", ""},
	} {
		f.Add(seed[0], seed[1], seed[2], uint8(0))
	}
	f.Fuzz(func(t *testing.T, before, after, more string, which uint8) {
		key := keys[int(which)%len(keys)]
		if found := secret.Interpolation(before + key + after); strings.Contains(found, key) && strings.Count(before+after, key) == 0 {
			t.Errorf("%q is taken for an interpolation", found)
		}
		text := before + more + after
		found := secret.Interpolation(text)
		if !strings.Contains(text, found) || secret.In(found) {
			t.Errorf("%q of %q", found, text)
		}
		if secret.EndsOpen(text) && found == "" {
			t.Errorf("%q ends open without an interpolation", text)
		}
		if secret.IsWrongReference(text) && (secret.IsReference(text) || found == strings.TrimSpace(text) && found != "") {
			t.Errorf("%q is a wrong reference and something else", text)
		}
	})
}

func BenchmarkInterpolation(b *testing.B) {
	texts := []string{"support_chat_gateway_prod", "databricks-claude-sonnet-4", "main", "minute", "system.ai.llama_v3_3_70b_instruct"}
	for b.Loop() {
		for _, text := range texts {
			secret.Interpolation(text)
		}
	}
}
