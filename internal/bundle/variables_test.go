package bundle

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gwlint/gwlint/internal/source"
)

// variableCase is a bundle of one root file, and what its endpoints are in a target.
type variableCase struct {
	root   string
	files  map[string]string // beside the root
	target string            // "default" where it is ""
	flags  map[string]string
	env    map[string]string
	// want are the values at places below resources: `known`, or `text? why` where it is
	// not known.
	want map[string]string
	// faults are `line:column message`, of the root file unless they begin with its name.
	faults []string
}

func (c variableCase) run(t *testing.T) {
	t.Helper()
	document, faults := c.resolve(t)
	got := map[string]string{}
	for place := range c.want {
		got[place] = shownValue(document.Root, place)
	}
	if diff := cmp.Diff(c.want, got); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff(c.faults, faults); diff != "" {
		t.Error(diff)
	}
}

func (c variableCase) resolve(t *testing.T) (document *source.Document, faults []string) {
	t.Helper()
	files := map[string]string{"databricks.yml": c.root}
	for name, content := range c.files {
		files[name] = content
	}
	dir, root := write(t, files)
	b := Load(root, Options{Dir: dir, Variables: c.flags, LookupEnv: func(name string) (string, bool) {
		value, ok := c.env[name]
		return value, ok
	}})
	target := c.target
	if target == "" {
		target = "default"
	}
	r := b.Resolve(target)
	for _, fault := range slices.Concat(b.Faults, r.Faults) {
		at := ""
		if fault.At != (source.Position{}) {
			at = fmt.Sprintf("%d:%d ", fault.At.Line, fault.At.Column)
		}
		if fault.File != "databricks.yml" {
			at = fault.File + " " + at
		}
		faults = append(faults, at+fault.Message)
	}
	if r.Document == nil {
		t.Fatal("no document", faults)
	}
	return r.Document, faults
}

// nodeAt is the value at a dotted place; an index is a step like a key.
func nodeAt(n *source.Node, place string) *source.Node {
	for step := range strings.SplitSeq(place, ".") {
		switch {
		case n == nil:
			return nil
		case n.Kind == source.List:
			i := int(step[0] - '0')
			if i >= len(n.Items()) {
				return nil
			}
			n = n.Items()[i]
		default:
			n = n.Get(step)
		}
	}
	return n
}

// shownValue is a value in one line: its kind where it is no text, and why it is not known.
func shownValue(root *source.Node, place string) string {
	n := nodeAt(root, place)
	switch {
	case n == nil:
		return "nothing"
	case n.Origin != nil && n.Origin.Unfit:
		return "unfit " + n.Kind.String()
	case n.Origin != nil && n.Origin.Unresolved != "":
		return n.Text + "? " + n.Origin.Unresolved
	case n.Kind == source.String:
		return n.Text
	case n.Kind >= source.List:
		return fmt.Sprint(plain(n))
	}
	return n.Kind.String() + " " + n.Text
}

// namedEndpoints is a root file with endpoints of names, each under the key n0, n1 and so on.
func namedEndpoints(head string, names ...string) string {
	var b strings.Builder
	b.WriteString("bundle: {name: pelican}\n" + head + "\nresources:\n  model_serving_endpoints:\n")
	for i, name := range names {
		fmt.Fprintf(&b, "    n%d: {name: '%s'}\n", i, name)
	}
	return b.String()
}

const firstName = "resources.model_serving_endpoints.n0.name"

func TestTheValueOfAVariableIsTakenWhereTheCLITakesIt(t *testing.T) {
	const variables = "variables: {v: {default: root}, w: {lookup: {warehouse: Gateway Ops}}}\n"
	const targets = `targets:
  plain: {default: true}
  set: {variables: {v: target, w: fixed}}
  full: {variables: {v: {default: full}}}
  file: {variables: {v: target}}
  'null': {variables: {v: null}}
  empty: {variables: {v: ''}}
  nothing: {variables: {v: {default: null}}}
  looked: {variables: {v: {lookup: {warehouse: Other}, description: d}}}
`
	overrides := map[string]string{".databricks/bundle/file/variable-overrides.json": `{"v": "file", "w": "file", "nosuch": 1}`}
	const looked = "${var.w}? `${var.w}` is looked up in the workspace: give it a value with `--var w=…`"
	for name, test := range map[string]struct {
		target     string
		flags, env map[string]string
		v, w       string
	}{
		"a default":                          {target: "plain", v: "root", w: looked},
		"a target's value":                   {target: "set", v: "target", w: "fixed"},
		"a target's definition":              {target: "full", v: "full", w: looked},
		"null in a target changes nothing":   {target: "null", v: "root", w: looked},
		"an empty text in a target":          {target: "empty", v: "", w: looked},
		"the overrides file beats a target":  {target: "file", v: "file", w: looked},
		"the environment beats the file":     {target: "file", env: map[string]string{"BUNDLE_VAR_v": "env", "BUNDLE_VAR_w": "env"}, v: "env", w: "env"},
		"the environment beats the target":   {target: "set", env: map[string]string{"BUNDLE_VAR_v": "env"}, v: "env", w: "fixed"},
		"a flag beats the environment":       {target: "file", env: map[string]string{"BUNDLE_VAR_v": "env"}, flags: map[string]string{"v": "flag"}, v: "flag", w: looked},
		"the environment minds upper case":   {target: "set", env: map[string]string{"BUNDLE_VAR_V": "upper"}, v: "target", w: "fixed"},
		"the environment may give no letter": {target: "set", env: map[string]string{"BUNDLE_VAR_v": ""}, v: "", w: "fixed"},
		"a default of null in a target":      {target: "nothing", v: "root", w: looked},
		"a target may look a default up": {
			target: "looked", w: looked,
			v: "${var.v}? `${var.v}` is looked up in the workspace: give it a value with `--var v=…`",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			variableCase{
				root: namedEndpoints(variables+targets, "${var.v}", "${var.w}"), files: overrides, target: test.target, flags: test.flags, env: test.env,
				want: map[string]string{firstName: test.v, "resources.model_serving_endpoints.n1.name": test.w},
			}.run(t)
		})
	}
}

func TestAVariableThatIsNotSetRightIsSaidWithItsPlace(t *testing.T) {
	const file = ".databricks/bundle/default/variable-overrides.json"
	const broken = "${var.v}? `${var.v}` has a value of a wrong kind in `" + file + "`"
	for name, test := range map[string]variableCase{
		"without a value": {
			root: namedEndpoints("variables: {v: {description: set by the pipeline}, unused: {}, n: {default: null}, e: }", "a-${var.v}-${var.e}"),
			want: map[string]string{firstName: "a-${var.v}-${var.e}? `${var.v}` has no value: give it one with `--var v=…` or `BUNDLE_VAR_v`; " +
				"`${var.e}` has no value: give it one with `--var e=…` or `BUNDLE_VAR_e`"},
		},
		"complex without a value": {
			root: namedEndpoints("variables: {v: {type: complex}}", "${var.v.catalog}"),
			want: map[string]string{firstName: "${var.v.catalog}? `${var.v}` has no value: give it a default, " +
				"or a value in `.databricks/bundle/<target>/variable-overrides.json`"},
		},
		"a target sets what is not declared": {
			root:   namedEndpoints("targets: {dev: {variables: {v: 1}}}", "a"),
			target: "dev",
			want:   map[string]string{firstName: "a"},
			faults: []string{"2:29 the target `dev` sets the variable `v`, which the bundle does not declare: declare it under `variables` at the top"},
		},
		"a flag sets what only another bundle declares": {
			root:  namedEndpoints("", "a"),
			flags: map[string]string{"v": "secret"},
			want:  map[string]string{firstName: "a"},
		},
		"a flag and the environment set what is complex": {
			root:  namedEndpoints("variables: {v: {type: complex, default: {a: b}}, w: {type: complex, default: [a]}}", "${var.v.a}${var.w[0]}"),
			flags: map[string]string{"v": "x"},
			env:   map[string]string{"BUNDLE_VAR_w": "x"},
			want: map[string]string{firstName: "${var.v.a}${var.w[0]}? `${var.v}` is complex, and no flag and no environment variable can set it: " +
				"give its value in the bundle; `${var.w}` is complex, and no flag and no environment variable can set it: give its value in the bundle"},
			faults: []string{
				"2:50 the environment variable `BUNDLE_VAR_w` cannot set the variable `w`, which is complex: unset it, and give the value in the bundle",
				"2:13 `--var v=…` cannot set the variable `v`, which is complex: leave out the flag, and give the value in the bundle",
			},
		},
		"the overrides file gives a number": {
			root: namedEndpoints("variables: {v: {}}", "a-${var.v}"), files: map[string]string{file: `{"v": 5}`},
			want: map[string]string{firstName: "a-5"},
		},
		"the overrides file refers to something": {
			root: namedEndpoints("variables: {v: {}}", "a-${var.v}"), files: map[string]string{file: `{"v": "o-${bundle.target}"}`},
			want: map[string]string{firstName: "a-o-default"},
		},
		"the overrides file gives a map to what is not complex": {
			root: namedEndpoints("variables: {v: {}}", "${var.v}"), files: map[string]string{file: `{"v": {"x": 1}}`},
			want:   map[string]string{firstName: broken},
			faults: []string{file + " 1:7 the variable `v` is not complex: give it a text, a number or a boolean here"},
		},
		"the overrides file gives a text to what is complex": {
			root: namedEndpoints("variables: {v: {type: complex, default: {}}}", "${var.v}"), files: map[string]string{file: `{"v": "x"}`},
			want:   map[string]string{firstName: broken},
			faults: []string{file + " 1:7 the variable `v` is complex: give it a map or a list here"},
		},
		"the overrides file is broken, and a flag beats it": {
			root: namedEndpoints("variables: {v: {default: d}, w: {lookup: {warehouse: w}}}", "${var.v}", "${var.w}"), files: map[string]string{file: `{"v": `},
			flags: map[string]string{"v": "flag"},
			want: map[string]string{
				firstName: "flag",
				"resources.model_serving_endpoints.n1.name": "${var.w}? `${var.w}` is looked up in the workspace: give it a value with `--var w=…`",
			},
			faults: []string{file + " 1:7 expected a value, found the end of the file"},
		},
		"the overrides file is broken": {
			root: namedEndpoints("variables: {v: {default: d}}", "${var.v}"), files: map[string]string{file: `{"v": `},
			want:   map[string]string{firstName: "${var.v}? `" + file + "` may set `${var.v}`, and cannot be read"},
			faults: []string{file + " 1:7 expected a value, found the end of the file"},
		},
		"the overrides file is a list": {
			root: namedEndpoints("variables: {v: {default: d}}", "${var.v}"), files: map[string]string{file: `["v"]`},
			want:   map[string]string{firstName: "${var.v}? `" + file + "` may set `${var.v}`, and cannot be read"},
			faults: []string{file + " is no JSON object: write the values of variables by their names, as in `{\"catalog\": \"main\"}`"},
		},
		"the overrides file is a folder": {
			root: namedEndpoints("variables: {v: {default: d}}", "${var.v}"), files: map[string]string{file + "/x": ""},
			want:   map[string]string{firstName: "${var.v}? `" + file + "` may set `${var.v}`, and cannot be read"},
			faults: []string{file + " is a folder: make it a file of values by the names of variables, or remove it"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			test.run(t)
		})
	}
}

func TestAComplexVariableIsReplacedByATarget(t *testing.T) {
	const root = `
bundle: {name: pelican}
variables: {gw: {type: complex, default: {usage_tracking_config: {enabled: true}, rate_limits: [{key: user, calls: 5}]}}}
resources: {model_serving_endpoints: {chat: {name: chat, ai_gateway: '${var.gw}'}}}
targets:
  a: {default: true}
  b: {variables: {gw: {rate_limits: [{key: endpoint, calls: 9}]}}}
  c: {variables: {gw: {default: {rate_limits: []}}}}
  d: {variables: {gw: {type: complex, default: {guardrails: {input: {safety: true}}}}}}
  e: {}
  f: {variables: {gw: {description: this is a value}}}
`
	for target, want := range map[string]string{
		"a": "map[rate_limits:[map[calls:5 key:user]] usage_tracking_config:map[enabled:true]]",
		"b": "map[rate_limits:[map[calls:9 key:endpoint]]]",
		"c": "map[rate_limits:[]]",
		"d": "map[guardrails:map[input:map[safety:true]]]",
		"e": "map[usage_tracking_config:map[enabled:false]]",
		"f": "map[description:this is a value]",
	} {
		t.Run(target, func(t *testing.T) {
			t.Parallel()
			variableCase{
				root: root, target: target,
				files: map[string]string{".databricks/bundle/e/variable-overrides.json": `{"gw": {"usage_tracking_config": {"enabled": false}}}`},
				want:  map[string]string{"resources.model_serving_endpoints.chat.ai_gateway": want},
			}.run(t)
		})
	}
}
