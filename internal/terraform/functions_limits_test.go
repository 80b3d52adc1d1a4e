package terraform

import (
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
)

func TestAFunctionGivesNothingLargerThanAllowed(t *testing.T) {
	t.Parallel()
	for name, text := range map[string]string{
		"the width of a verb":                      `format("%2000000000s", "a")`,
		"the digits of a verb":                     `format("%.1999999999f", 1)`,
		"an argument that is asked for again":      `format("` + strings.Repeat("%[1]s", 2000) + `", join("", [for a in range(1000) : "0123456789"]))`,
		"a list of widths":                         `formatlist("%30000s", range(1000))`,
		"spaces before lines":                      `indent(1000000000, "a\nb")`,
		"a product of sets":                        `setproduct(range(300), range(300), range(300))`,
		"a product of many sets":                   `setproduct(` + strings.Repeat("range(2), ", 40) + `[1])`,
		"a replacement":                            `replace(join("", range(1024)), "", join("", range(1024)))`,
		"a replacement that repeats what it found": `replace(join("", range(1000)), "/(.*)/", join("", [for i in range(1000) : "$1$1$1$1"]))`,
		"a separator":                              `join(join("", range(1000)), flatten([for a in range(4) : range(1000)]))`,
		"an encoding":                              `jsonencode([for a in range(20) : join("", [for b in range(1000) : "` + strings.Repeat("0123456789", 10) + `"])])`,
		"each character of a text":                 `regexall(".", join("", [for a in range(1000) : join("", range(200))]))`,
		"all compared with all":                    `distinct(flatten([for a in range(20) : range(1000)]))`,
		"lists in lists":                           `flatten([for a in range(100) : range(1000)])`,
		"deep JSON":                                `jsondecode("` + strings.Repeat("[", 100000) + `")`,
		"deep YAML":                                `yamldecode("` + strings.Repeat("[", 5000) + strings.Repeat("]", 5000) + `")`,
		"aliases of aliases":                       `yamldecode("` + nineFold(12) + `")`,
		"a number of very many digits":             `tostring(1e600000000)`,
		"a number of very many digits in a text":   `tonumber("1e600000000")`,
		"a number of very many digits in JSON":     `jsondecode("[1E-600000000]")`,
		"a number of very many digits in YAML":     `yamldecode("calls: 1e+600000000")`,
		"a template of a template":                 `templatestring("$${templatestring(\"a\", {})}", {})`,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			v, diags := evaluated(t, text)
			if diags.HasErrors() {
				t.Fatalf("%v", diags)
			}
			if v.IsWhollyKnown() {
				t.Errorf("is known, and should be too large: %.100s", v.GoString())
			}
			if reason := reasonIn(v); reason == "" {
				t.Error("has no reason")
			}
		})
	}
}

// nineFold is YAML in which each value is nine times the one before.
func nineFold(rounds int) string {
	text := `a0: &a0 [x]\n`
	for i := 1; i <= rounds; i++ {
		before := "*a" + string(rune('0'+i-1))
		text += "a" + string(rune('0'+i)) + ": &a" + string(rune('0'+i)) + " [" + strings.Repeat(before+", ", 8) + before + `]\n`
	}
	return text
}

func TestATemplateThatNestsTooDeepIsNotParsed(t *testing.T) {
	t.Parallel()
	templates := &templates{bound: newBudget().bound}
	for name, text := range map[string]string{
		"brackets":      strings.Repeat("${(", 50_000),
		"conditions":    strings.Repeat("%{ if true }", 50_000),
		"signs":         "${" + strings.Repeat("-", 200_000) + "1}",
		"escapes":       strings.Repeat("$${", 50_000),
		"other escapes": strings.Repeat("%%{", 50_000),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			v, err := templates.render(text, cty.EmptyObjectVal)
			if err != nil || v.IsKnown() || !strings.Contains(reasonIn(v), "gwlint evaluates") {
				t.Errorf("%.100s %v", v.GoString(), err)
			}
		})
	}
}

func TestTryInTryIsEvaluatedOnce(t *testing.T) {
	t.Parallel()
	v, diags := evaluated(t, strings.Repeat("try(", 60)+"1"+strings.Repeat(")", 60))
	if diags.HasErrors() || v.AsBigFloat().String() != "1" {
		t.Errorf("%v %v", v, diags)
	}
}

func TestWhatAFunctionCannotKnowIsNotKnownAndNoError(t *testing.T) {
	t.Parallel()
	for text, reason := range map[string]string{
		`try(provider::acme::safe("in"), true)`:                    "`provider::acme::safe()` is a function that gwlint does not know",
		`can(provider::acme::safe("in"))`:                          "`provider::acme::safe()` is a function that gwlint does not know",
		`upper(provider::acme::safe("in"))`:                        "`provider::acme::safe()` is a function that gwlint does not know",
		`try(timestamp(), "now")`:                                  "`timestamp()` is known when Terraform applies",
		`"${uuid()}_gw"`:                                           "`uuid()` is known when Terraform applies",
		`try(file("/etc/passwd"), "none")`:                         "`/etc/passwd` lies outside the checked folder",
		`file("../../../go.mod")`:                                  "`../../../go.mod` lies outside the checked folder",
		`file("~/.databrickscfg")`:                                 "`~/.databrickscfg` lies outside the checked folder",
		`fileexists("/etc/passwd") ? "a" : "b"`:                    "`/etc/passwd` lies outside the checked folder",
		`fileset("..", "*")`:                                       "`..` lies outside the checked folder",
		`fileset("files", "../../*")`:                              "`../*` lies outside the checked folder",
		`templatefile("/etc/hostname", {})`:                        "`/etc/hostname` lies outside the checked folder",
		`file(sensitive("/etc/passwd"))`:                           "a file whose name is sensitive is not read",
		`fileset(sensitive("/etc"), "*")`:                          "a file whose name is sensitive is not read",
		`filemd5("/etc/passwd")`:                                   "`/etc/passwd` lies outside the checked folder",
		`templatestring("$${provider::acme::safe(x)}", {x = "a"})`: "`provider::acme::safe()` is a function that gwlint does not know",
	} {
		t.Run(text, func(t *testing.T) {
			t.Parallel()
			v, diags := evaluated(t, text)
			if diags.HasErrors() || v.IsWhollyKnown() {
				t.Fatalf("%s %v", v.GoString(), diags)
			}
			if got := reasonIn(v); got != reason {
				t.Errorf("reason %q, want %q", got, reason)
			}
		})
	}
}

func TestFilesAreReadOnlyWithinTheCheckedFolder(t *testing.T) {
	t.Parallel()
	outer := t.TempDir()
	folder := filepath.Join(outer, "checked", "deploy")
	for name, content := range map[string]string{"secret.txt": "far", "checked/near.txt": "near", "checked/deploy/here.txt": "here", "checked/deploy/large.txt": strings.Repeat("0123456789", 100)} {
		path := filepath.Join(outer, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o750); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for link, target := range map[string]string{"out.txt": "../../secret.txt", "in.txt": "../near.txt"} {
		if err := os.Symlink(target, filepath.Join(folder, link)); err != nil {
			t.Fatal(err)
		}
	}
	if err := syscall.Mkfifo(filepath.Join(folder, "pipe"), 0o600); err != nil {
		t.Fatal(err)
	}
	f := &files{root: filepath.Join(outer, "checked"), folder: folder}
	f.limits.Bytes = 500
	for name, want := range map[string]string{
		"here.txt":                         "here",
		"../near.txt":                      "near",
		filepath.Join(folder, "here.txt"):  "here",
		"in.txt":                           "near",
		"out.txt":                          "`out.txt` lies outside the checked folder",
		"../../secret.txt":                 "`../../secret.txt` lies outside the checked folder",
		filepath.Join(outer, "secret.txt"): "`" + filepath.Join(outer, "secret.txt") + "` lies outside the checked folder",
		"pipe":                             "`pipe` is no regular file",
		"large.txt":                        "`large.txt` is larger than gwlint evaluates",
		"none.txt":                         `no file exists at "none.txt"`,
		"../deploy/../../checked/near.txt": "near",
		"here.txt/below":                   "`here.txt/below` cannot be read",
	} {
		text, err := f.text(name)
		if err != nil {
			text = err.Error()
		}
		if text != want {
			t.Errorf("%s: %q, want %q", name, text, want)
		}
	}
}

func TestMarksStayOnWhatIsMarked(t *testing.T) {
	t.Parallel()
	type origin string
	vars := map[string]cty.Value{"limits": cty.ObjectVal(map[string]cty.Value{
		"user":     cty.StringVal("10").Mark(origin("user")),
		"endpoint": cty.StringVal("200").Mark(origin("endpoint")),
	})}
	for text, want := range map[string]origin{
		`lookup(limits, "user", "5")`:                                    "user",
		`lookup(sensitive(limits), limits.endpoint == "" ? "" : "user")`: "user",
		`merge(limits, {other = 1}).endpoint`:                            "endpoint",
		`merge({user = "1"}, limits).user`:                               "user",
		`values(limits)[0]`:                                              "endpoint",
		`tolist([limits.user, "3"])[0]`:                                  "user",
		`tomap(limits)["endpoint"]`:                                      "endpoint",
		`element([limits.user, limits.endpoint], 3)`:                     "endpoint",
		`concat([limits.user], ["a"])[0]`:                                "user",
		`flatten([[limits.user], [limits.endpoint]])[1]`:                 "endpoint",
		`try(limits.calls, limits.user)`:                                 "user",
		`coalesce(limits.user, "")`:                                      "user",
		`tonumber(limits.endpoint)`:                                      "endpoint",
		`zipmap(["a"], [limits.user]).a`:                                 "user",
		`one([limits.endpoint])`:                                         "endpoint",
		`reverse([limits.user, limits.endpoint])[0]`:                     "endpoint",
		`slice([limits.user, limits.endpoint], 1, 2)[0]`:                 "endpoint",
		`sensitive(limits.user)`:                                         "user",
		`nonsensitive(sensitive(limits.user))`:                           "user",
	} {
		t.Run(text, func(t *testing.T) {
			t.Parallel()
			expr, diags := hclsyntax.ParseExpression([]byte(text), "", hcl.InitialPos)
			if diags.HasErrors() {
				t.Fatal(diags)
			}
			v, diags := expr.Value(&hcl.EvalContext{Variables: vars, Functions: functionsOfTestdata(t)})
			if diags.HasErrors() {
				t.Fatal(diags)
			}
			v, marks := v.Unmark()
			if _, there := marks[want]; !there {
				t.Errorf("%s has the marks %v", v.GoString(), marks)
			}
		})
	}
}
