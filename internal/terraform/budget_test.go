package terraform

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/function"
)

// hundred is a list of a hundred numbers.
var hundred = "[" + strings.Repeat("1,", 99) + "1]"

// tenfold are locals of which each is ten times the one before, as it says.
func tenfold(first, layout string) string {
	var b strings.Builder
	fmt.Fprintf(&b, "locals {\n a0 = %s\n", first)
	for i := range 12 {
		before := fmt.Sprintf("local.a%d", i)
		fmt.Fprintf(&b, " a%d = %s\n", i+1, strings.ReplaceAll(layout, "@", before))
	}
	return b.String() + " it = local.a12\n}\n"
}

func TestWhatIsTooLargeIsNotKnown(t *testing.T) {
	t.Parallel()
	for name, text := range map[string]string{
		"lists of lists":          tenfold("[1]", "[@, @, @, @, @, @, @, @, @, @]"),
		"texts of texts":          tenfold(`"0123456789"`, `"${@}${@}${@}${@}${@}${@}${@}${@}${@}${@}"`),
		"maps of maps":            tenfold("{ a = 1 }", "{ a = @, b = @, c = @, d = @, e = @, f = @, g = @, h = @, i = @, j = @ }"),
		"loops in loops":          "locals {\n l = " + hundred + "\n it = [for a in local.l : [for b in local.l : [for c in local.l : [for d in local.l : 1]]]]\n}",
		"loops that keep nothing": "locals {\n l = " + hundred + "\n it = [for a in local.l : 1 if [for b in local.l : [for c in local.l : [for d in local.l : 1]]] == 1]\n}",
		"loops of keys":           "locals {\n l = " + hundred + "\n it = {for a in local.l : jsonencode([for b in local.l : [for c in local.l : [for d in local.l : 1]]]) => 1...}\n}",
		"a template's loops":      "locals {\n l = " + hundred + "\n it = \"%{for a in local.l}%{for b in local.l}%{for c in local.l}%{for d in local.l}0123456789%{endfor}%{endfor}%{endfor}%{endfor}\"\n}",
		"a loop over one text":    "locals {\n l = " + hundred + "\n t = join(\"\", [for a in local.l : [for b in local.l : [for c in local.l : \"0123456789\"]]])\n it = [for a in local.l : [for b in local.l : [for c in local.l : local.l]]]\n}",
		"a number's digits":       `locals { it = "${1e600000000}" }`,
		"a number's product":      tenfold("1e300", "@ * @ * @ * @ * @ * @ * @ * @ * @ * @"),
		"a loop in a default":     "variable \"v\" {\n default = [for a in " + hundred + " : [for b in " + hundred + " : [for c in " + hundred + " : [for d in " + hundred + " : 1]]]]\n}\nlocals { it = var.v }",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			e := evaluationOf(t, map[string]string{"main.tf": text})
			r := e.root.local("it", hcl.Range{})
			if r.value.IsWhollyKnown() {
				t.Fatal("it is known")
			}
			if name != "a number's digits" && !strings.Contains(r.reason, tooLarge) {
				t.Errorf("the reason is %q", r.reason)
			}
			if e.budget.left < -mostMade {
				t.Errorf("%d of %d were made", mostMade-e.budget.left, mostMade)
			}
		})
	}
}

func TestALoopInATemplateIsCounted(t *testing.T) {
	t.Parallel()
	loops := strings.Repeat("%{for a in l}", 4) + "x" + strings.Repeat("%{endfor}", 4)
	e := evaluationOf(t, map[string]string{
		"main.tf": "locals {\n it = templatefile(\"big.tpl\", { l = " + hundred + " })\n}", "big.tpl": loops,
	})
	r := e.root.local("it", hcl.Range{})
	if r.value.IsKnown() || !strings.Contains(r.reason, tooLarge) {
		t.Errorf("%#v: %s", r.value, r.reason)
	}
}

func TestFunctionsThatMakeMuchAreBounded(t *testing.T) {
	t.Parallel()
	for name, text := range map[string]string{
		"a product of lists":      `setproduct(range(300), range(300), range(300))`,
		"loops over ranges":       `[for a in range(1000) : [for b in range(1000) : [for c in range(1000) : a]]]`,
		"a loop that only counts": `length([for a in range(1000) : length([for b in range(1000) : length([for c in range(1000) : a])])])`,
		"a width":                 `format("%1000000000d", 1)`,
		"an indent":               `indent(1000000000, "a\nb")`,
		"aliases":                 "yamldecode(\"a: &a [x,x,x,x,x,x,x,x,x]\\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a]\\nc: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b]\\nd: &d [*c,*c,*c,*c,*c,*c,*c,*c,*c]\\ne: &e [*d,*d,*d,*d,*d,*d,*d,*d,*d]\\nf: &f [*e,*e,*e,*e,*e,*e,*e,*e,*e]\\ng: [*f,*f,*f,*f,*f,*f,*f,*f,*f]\\n\")",
		"a list of texts joined":  `join("", [for a in range(1000) : join("", [for b in range(1000) : "0123456789"])])`,
		"texts in a list":         `[for a in range(1000) : replace(join("", [for b in range(100) : "0123456789"]), "0", join("", range(1000)))]`,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			e := evaluationOf(t, map[string]string{"main.tf": "locals {\n it = " + text + "\n}"})
			if r := e.root.local("it", hcl.Range{}); r.value.IsWhollyKnown() || r.reason == "" {
				t.Errorf("%#v: %s", r.value.Type(), r.reason)
			}
		})
	}
}

func TestTheTextOfWhatIsTooLargeIsNotLarge(t *testing.T) {
	t.Parallel()
	e := evaluationOf(t, map[string]string{
		"main.tf": tenfold(`"0123456789"`, `"${@}${@}${@}${@}${@}${@}${@}${@}${@}${@}"`) +
			"resource \"databricks_model_serving\" \"it\" {\n name = local.it\n}",
	})
	name := e.document(func(string) bool { return true }).Root.Get(keyResources).Items()[0].Get(keyValues).Get("name")
	if name.Origin.Unresolved == "" || len(name.Text) > 100_000 {
		t.Errorf("%d bytes: %s", len(name.Text), name.Origin.Unresolved)
	}
}

func TestAStoppedLoopIsNoFailureThatTryTakes(t *testing.T) {
	t.Parallel()
	e := evaluationOf(t, map[string]string{
		"main.tf": "locals {\n l = " + hundred + "\n it = try([for a in local.l : [for b in local.l : [for c in local.l : [for d in local.l : 1]]]], true)\n}",
	})
	r := e.root.local("it", hcl.Range{})
	if r.value.IsWhollyKnown() || !strings.Contains(r.reason, tooLarge) {
		t.Errorf("%#v: %s", r.value, r.reason)
	}
}

func TestAFewBombsLeaveWhatIsSmallKnown(t *testing.T) {
	t.Parallel()
	e := evaluationOf(t, map[string]string{
		"main.tf": tenfold("[1]", "[@, @, @, @, @, @, @, @, @, @]") +
			"locals {\n bomb = [for a in range(1000) : [for b in range(1000) : [for c in range(1000) : a]]]\n small = [for a in [1, 2] : a * 2]\n}",
	})
	e.root.local("it", hcl.Range{})
	e.root.local("bomb", hcl.Range{})
	got := shownResult(t, e.root.local("small", hcl.Range{}))
	if diff := cmp.Diff("[2,4]", got); diff != "" {
		t.Error(diff)
	}
}

func TestWhatIsSmallIsKnownWhereNothingIsLeft(t *testing.T) {
	t.Parallel()
	e := evaluationOf(t, map[string]string{
		"main.tf": "locals {\n text = \"a-${local.n}\"\n n = 5\n loop = [for a in [1, 2] : a * 2]\n}",
	})
	e.budget.left = 0
	if diff := cmp.Diff(`"a-5"`, shownResult(t, e.root.local("text", hcl.Range{}))); diff != "" {
		t.Error(diff)
	}
	want := "? `[for a in [1, 2] : a * 2]` " + tooMuch
	if diff := cmp.Diff(want, shownResult(t, e.root.local("loop", hcl.Range{}))); diff != "" {
		t.Error(diff)
	}
}

func TestAChainOfNamesIsBounded(t *testing.T) {
	t.Parallel()
	var b strings.Builder
	b.WriteString("locals {\n a0 = 1\n")
	for i := range 20_000 {
		fmt.Fprintf(&b, " a%d = local.a%d\n", i+1, i)
	}
	b.WriteString("}\n")
	e := evaluationOf(t, map[string]string{"main.tf": b.String()})
	r := e.root.local("a20000", hcl.Range{})
	if r.value.IsKnown() || !strings.Contains(r.reason, tooNested) {
		t.Errorf("%#v: %s", r.value, r.reason)
	}
}

func TestInstancesAreBounded(t *testing.T) {
	t.Parallel()
	e := evaluationOf(t, map[string]string{
		"main.tf": "resource \"databricks_model_serving\" \"it\" {\n count = 100000000\n}",
	})
	found := repeater{e.root}.instances(e.root.module.resources["databricks_model_serving.it"])
	if len(found.list) != 1 || found.unknown != "`count` makes more instances than the 10000 of one resource and 50000 of all" {
		t.Errorf("%d instances: %s", len(found.list), found.unknown)
	}
}

// hanging is a function that does not return.
func hanging(t *testing.T) function.Function {
	t.Helper()
	free := make(chan struct{})
	t.Cleanup(func() { close(free) })
	return function.New(&function.Spec{
		Type: function.StaticReturnType(cty.Number),
		Impl: func([]cty.Value, cty.Type) (cty.Value, error) {
			<-free
			return cty.NumberIntVal(1), nil
		},
	})
}

func TestWhatCannotBeStoppedIsLeftBehindAndItsResourcesAreNotKnown(t *testing.T) {
	t.Parallel()
	e := evaluationOf(t, map[string]string{"main.tf": `
resource "databricks_model_serving" "before" {}
resource "databricks_model_serving" "it" {
  count = hang()
}
resource "databricks_model_serving" "behind" {}
resource "databricks_schema" "other" {}
`})
	e.root.functions["hang"] = hanging(t)
	e.limit = 20 * time.Millisecond
	c := e.configuration
	c.evaluation = e
	serving := func(typ string) bool { return typ == "databricks_model_serving" }
	for range 2 { // it is not waited for twice
		doc := c.Resolve(serving)
		var got []string
		for _, resource := range doc.Root.Get(keyResources).Items() {
			unknown := ""
			if origin := resource.Get(keyValues).Origin; origin != nil && origin.Unresolved != "" {
				unknown = ": " + origin.Unresolved
			}
			got = append(got, resource.Get(keyAddress).Text+unknown)
		}
		want := []string{
			"databricks_model_serving.before",
			"databricks_model_serving.it[?]: `databricks_model_serving.it` is not evaluated, since the module takes too long",
			"databricks_model_serving.behind[?]: `databricks_model_serving.behind` is not evaluated, since the module takes too long",
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Error(diff)
		}
		var faults []string
		for _, fault := range c.Faults {
			faults = append(faults, fault.Error())
		}
		if diff := cmp.Diff([]string{"main.tf: takes longer than 20ms to evaluate, so that values of its resources are not known: make its loops and values smaller"}, faults); diff != "" {
			t.Error(diff)
		}
	}
}

func TestWhatBreaksAnEvaluationIsAFaultAndItsResourcesAreNotKnown(t *testing.T) {
	t.Parallel()
	e := evaluationOf(t, map[string]string{"main.tf": `
resource "databricks_model_serving" "before" {}
resource "databricks_model_serving" "it" {}
resource "databricks_model_serving" "behind" {}
`})
	it := e.root.module.resources["databricks_model_serving.it"]
	it.body, it.overrides = nil, []hcl.Body{nil} // what no file gives
	e.configuration.evaluation = e
	doc := e.configuration.Resolve(func(string) bool { return true })
	var got []string
	for _, resource := range doc.Root.Get(keyResources).Items() {
		got = append(got, resource.Get(keyAddress).Text)
	}
	want := []string{"databricks_model_serving.before", "databricks_model_serving.it[?]", "databricks_model_serving.behind[?]"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if len(e.configuration.Faults) != 1 || !strings.Contains(e.configuration.Faults[0].Message, "report it") {
		t.Error(e.configuration.Faults)
	}
}

func TestALoopIsStoppedAtTheDeadline(t *testing.T) {
	t.Parallel()
	e := evaluationOf(t, map[string]string{"main.tf": `
resource "databricks_model_serving" "it" {
  count = length([for a in [1, 2] : slow()])
}
`})
	e.root.functions["slow"] = function.New(&function.Spec{
		Type: function.StaticReturnType(cty.Number),
		Impl: func([]cty.Value, cty.Type) (cty.Value, error) {
			e.budget.late.Store(true)
			return cty.NumberIntVal(1), nil
		},
	})
	found := repeater{e.root}.instances(e.root.module.resources["databricks_model_serving.it"])
	want := "`length([for a in [1, 2] : slow()])` is not evaluated, since the module takes too long"
	if diff := cmp.Diff(want, found.unknown); diff != "" {
		t.Error(diff)
	}
}
