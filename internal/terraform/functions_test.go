package terraform

import (
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/function"
	ctyjson "github.com/zclconf/go-cty/cty/json"
)

var terraformPath = flag.String("terraform", "", "the terraform command, which is asked anew: its answers are written into testdata")

const expressionsFolder = "testdata/expressions"

// expression is a line of testdata/expressions: what Terraform 1.11.4 says of it, as its
// type and value in JSON, "error" or "unknown". With a ? it is not known here.
type expression struct {
	text, answer string
	notHere      bool
}

func (e expression) String() string {
	line := e.text + "  =>  " + e.answer
	if e.notHere {
		line = "? " + line
	}
	return line
}

func expressionsIn(t *testing.T, file string) []expression {
	t.Helper()
	content, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var list []expression
	for line := range strings.Lines(string(content)) {
		var e expression
		e.text, e.answer, _ = strings.Cut(strings.TrimSuffix(line, "\n"), "  =>  ")
		e.text, e.notHere = strings.CutPrefix(e.text, "? ")
		list = append(list, e)
	}
	return list
}

func TestFunctionsAnswerAsTerraformDoes(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob(expressionsFolder + "/*.txt")
	if err != nil || len(files) == 0 {
		t.Fatal(err, files)
	}
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) {
			t.Parallel()
			expressions := expressionsIn(t, file)
			if *terraformPath != "" {
				askTerraformForExpressions(t, file, expressions)
			}
			var got, want []string
			for _, e := range expressions {
				want = append(want, e.String())
				answer := answerOf(t, e.text)
				if e.notHere && answer == "unknown" {
					answer = e.answer
				}
				got = append(got, expression{text: e.text, answer: answer, notHere: e.notHere}.String())
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("Terraform's answers (-), ours (+):\n%s", diff)
			}
		})
	}
}

// functionsOfTestdata are those of a module in testdata/expressions.
func functionsOfTestdata(t *testing.T) map[string]function.Function {
	t.Helper()
	folder, err := filepath.Abs(expressionsFolder)
	if err != nil {
		t.Fatal(err)
	}
	c := &Configuration{Folder: folder, options: Options{Root: folder}}
	return functionsFor(&evaluation{configuration: c})
}

// evaluated evaluates an expression that refers to nothing.
func evaluated(t *testing.T, text string) (cty.Value, hcl.Diagnostics) {
	t.Helper()
	expr, diags := hclsyntax.ParseExpression([]byte(text), "", hcl.InitialPos)
	if diags.HasErrors() {
		t.Fatalf("%s: %v", text, diags)
	}
	return expr.Value(&hcl.EvalContext{Functions: withMissing(functionsOfTestdata(t), expr)})
}

func answerOf(t *testing.T, text string) string {
	t.Helper()
	v, diags := evaluated(t, text)
	if diags.HasErrors() {
		return "error"
	}
	if !v.IsWhollyKnown() {
		return "unknown"
	}
	isSensitive := v.HasMark(sensitive{})
	v, _ = v.UnmarkDeep()
	if v.IsNull() {
		v = cty.NullVal(cty.DynamicPseudoType) // a plan does not have its type
	}
	typ, err := ctyjson.MarshalType(v.Type())
	if err != nil {
		t.Fatal(err)
	}
	value, err := ctyjson.Marshal(v, v.Type())
	if err != nil {
		t.Fatal(err)
	}
	return answerText(isSensitive, typ, value)
}

func answerText(isSensitive bool, typ, value []byte) string {
	answer := string(typ) + " " + string(value)
	if isSensitive {
		answer = "sensitive " + answer
	}
	return answer
}

// askTerraformForExpressions writes the answers into a file and into the expressions.
func askTerraformForExpressions(t *testing.T, file string, expressions []expression) {
	t.Helper()
	folder := t.TempDir()
	if err := os.CopyFS(folder, os.DirFS(expressionsFolder)); err != nil {
		t.Fatal(err)
	}
	var asked strings.Builder
	for i, e := range expressions {
		fmt.Fprintf(&asked, "output \"c%d\" {\n  sensitive = true\n  value = can(%s)\n}\n", i, e.text)
	}
	can := outputsOf(t, folder, asked.String())
	asked.Reset()
	for i, e := range expressions {
		if can[fmt.Sprint("c", i)].Value != nil && string(can[fmt.Sprint("c", i)].Value) == "false" {
			continue
		}
		fmt.Fprintf(&asked, "output \"c%[1]d\" {\n  sensitive = true\n  value = %[2]s\n}\noutput \"s%[1]d\" {\n  sensitive = true\n  value = issensitive(%[2]s)\n}\n", i, e.text)
	}
	values := outputsOf(t, folder, asked.String())
	var lines strings.Builder
	for i := range expressions {
		e := &expressions[i]
		out, ok := values[fmt.Sprint("c", i)]
		switch {
		case !ok:
			e.answer = "error"
		case out.Value == nil:
			e.answer = "unknown"
		default:
			e.answer = answerText(string(values[fmt.Sprint("s", i)].Value) == "true", out.Type, out.Value)
		}
		_, _ = lines.WriteString(e.String() + "\n")
	}
	if err := os.WriteFile(file, []byte(lines.String()), 0o600); err != nil {
		t.Fatal(err)
	}
}

// terraformOutput is an output of a plan; it has no value where that is not known.
type terraformOutput struct {
	Type  json.RawMessage `json:"type"`
	Value json.RawMessage `json:"value"`
}

// outputsOf plans a module of outputs.
func outputsOf(t *testing.T, folder, module string) map[string]terraformOutput {
	t.Helper()
	if err := os.WriteFile(filepath.Join(folder, "main.tf"), []byte(module), 0o600); err != nil {
		t.Fatal(err)
	}
	runTerraform(t, folder, "plan", "-input=false", "-no-color", "-out=plan.bin")
	var shown struct {
		Planned struct {
			Outputs map[string]terraformOutput `json:"outputs"`
		} `json:"planned_values"`
	}
	if err := json.Unmarshal(runTerraform(t, folder, "show", "-json", "plan.bin"), &shown); err != nil {
		t.Fatal(err)
	}
	return shown.Planned.Outputs
}

// runTerraform runs the terraform command in a folder.
func runTerraform(t *testing.T, folder string, args ...string) []byte {
	t.Helper()
	command := exec.CommandContext(t.Context(), *terraformPath, args...)
	command.Dir = folder
	command.Env = append(os.Environ(), "CHECKPOINT_DISABLE=1", "TF_IN_AUTOMATION=1", "TF_CLI_CONFIG_FILE="+filepath.Join(folder, "cli.rc"))
	out, err := command.Output()
	if err != nil {
		var exit *exec.ExitError
		said := ""
		if errors.As(err, &exit) {
			said = string(exit.Stderr)
		}
		t.Fatalf("terraform %s: %v\n%s", strings.Join(args, " "), err, said)
	}
	return out
}
