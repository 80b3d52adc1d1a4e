package terraform

import (
	"errors"
	"maps"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/function"

	"github.com/gwlint/gwlint/internal/source"
)

// templates evaluate templates that are no part of the configuration.
type templates struct {
	read func(name string) (string, error)
	// callable are the functions that a template may call: no template of its own.
	callable map[string]function.Function
	limits   source.Limits
	// bound has what an expression costs counted.
	bound func(hclsyntax.Node)
}

// functions are those that evaluate a template with values of its own.
func (t *templates) functions() map[string]function.Function {
	return map[string]function.Function{
		"templatefile":   t.function(t.read),
		"templatestring": t.function(func(text string) (string, error) { return text, nil }),
	}
}

// withoutTemplates are the functions that a template may call: in one that calls itself
// there is no end.
func withoutTemplates(all map[string]function.Function) map[string]function.Function {
	callable := maps.Clone(all)
	for _, name := range []string{"templatefile", "templatestring"} {
		later := notKnown("`" + name + "()` in a template is not evaluated")
		callable[name], callable["core::"+name] = later, later
	}
	return callable
}

// function evaluates the template that a text leads to.
func (t *templates) function(text func(string) (string, error)) function.Function {
	return function.New(&function.Spec{
		Params: []function.Parameter{
			{Name: "path", Type: cty.String, AllowMarked: true},
			{Name: "vars", Type: cty.DynamicPseudoType, AllowMarked: true},
		},
		Type: function.StaticReturnType(cty.DynamicPseudoType),
		Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
			name, marks := args[0].Unmark()
			template, err := text(name.AsString())
			if err != nil {
				return unread(cty.DynamicPseudoType, err, marks)
			}
			v, err := t.render(template, args[1])
			return v.WithMarks(marks), err
		},
	})
}

// mostEscapes is how often a template may have $${ and %%{: the parser's time grows with the
// square of it.
const mostEscapes = 2000

func (t *templates) render(template string, vars cty.Value) (cty.Value, error) {
	vars, marks := vars.Unmark()
	if !vars.Type().IsObjectType() && !vars.Type().IsMapType() {
		return cty.NilVal, function.NewArgErrorf(1, "invalid vars value: must be a map")
	}
	if strings.Count(template, "$${")+strings.Count(template, "%%{") > mostEscapes {
		return unknown(cty.DynamicPseudoType, "the template "+tooLarge), nil
	}
	if guardTemplate(template, t.limits) != "" {
		return unknown(cty.DynamicPseudoType, "the template "+tooNested), nil
	}
	expr, found := hclsyntax.ParseTemplate([]byte(template), "template", hcl.InitialPos)
	if found.HasErrors() { // its message may hold the text
		return cty.NilVal, errors.New("the template has a syntax error")
	}
	t.bound(expr)
	v, found := expr.Value(&hcl.EvalContext{Variables: vars.AsValueMap(), Functions: withMissing(t.callable, expr)})
	if found.HasErrors() {
		return cty.NilVal, errors.New("the template has an error")
	}
	return v.WithMarks(marks), nil
}
