package terraform

import (
	"path/filepath"
	"regexp"
	"strings"

	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/function"
)

func compareText(a, b cty.Value) int { return strings.Compare(a.AsString(), b.AsString()) }

// ofText is a function of one text to another.
func ofText(f func(string) (string, error)) function.Function {
	return function.New(&function.Spec{
		Params: []function.Parameter{{Name: "text", Type: cty.String}},
		Type:   function.StaticReturnType(cty.String),
		Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
			text, err := f(args[0].AsString())
			return cty.StringVal(text), err
		},
	})
}

var (
	baseFunction   = ofText(func(s string) (string, error) { return filepath.ToSlash(filepath.Base(s)), nil })
	folderFunction = ofText(func(s string) (string, error) { return filepath.ToSlash(filepath.Dir(s)), nil })
)

var (
	suffixFunction    = ofTwoTexts(strings.HasSuffix)
	containedFunction = ofTwoTexts(strings.Contains)
)

// ofTwoTexts is a question about two texts.
func ofTwoTexts(f func(a, b string) bool) function.Function {
	return function.New(&function.Spec{
		Params: []function.Parameter{{Name: "text", Type: cty.String}, {Name: "part", Type: cty.String}},
		Type:   function.StaticReturnType(cty.Bool),
		Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
			return cty.BoolVal(f(args[0].AsString(), args[1].AsString())), nil
		},
	})
}

// prefixFunction knows its answer where the beginning of a text is known, too.
var prefixFunction = function.New(&function.Spec{
	Params: []function.Parameter{{Name: "text", Type: cty.String, AllowUnknown: true}, {Name: "prefix", Type: cty.String}},
	Type:   function.StaticReturnType(cty.Bool),
	Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
		prefix := args[1].AsString()
		if args[0].IsKnown() {
			return cty.BoolVal(strings.HasPrefix(args[0].AsString(), prefix)), nil
		}
		known := args[0].Range().StringPrefix()
		switch {
		case strings.HasPrefix(known, prefix):
			return cty.True, nil
		case !strings.HasPrefix(prefix, known):
			return cty.False, nil
		}
		return cty.UnknownVal(cty.Bool), nil
	},
})

// replaceFunction takes /what stands between slashes/ for a regular expression.
var replaceFunction = function.New(&function.Spec{
	Params: []function.Parameter{{Name: "text", Type: cty.String}, {Name: "part", Type: cty.String}, {Name: "by", Type: cty.String}},
	Type:   function.StaticReturnType(cty.String),
	Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
		text, part, by := args[0].AsString(), args[1].AsString(), args[2].AsString()
		if !isPattern(part) {
			return cty.StringVal(strings.ReplaceAll(text, part, by)), nil
		}
		pattern, err := regexp.Compile(part[1 : len(part)-1])
		if err != nil {
			return cty.NilVal, err
		}
		return cty.StringVal(pattern.ReplaceAllString(text, by)), nil
	},
})

func isPattern(part string) bool {
	return len(part) > 1 && part[0] == '/' && part[len(part)-1] == '/'
}
