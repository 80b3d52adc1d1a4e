package rules

import (
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"strings"
	"text/template"

	"github.com/open-policy-agent/opa/v1/ast"
)

// templates are the files of a rule that is yet to be written.
//
//go:embed draft/*.tmpl
var templates embed.FS

// errNoRule is the error of a folder without any rule, where one may be begun.
var errNoRule = errors.New("holds no rule")

// Draft is a rule that is yet to be written: complete in its form, with tests and
// examples that pass, and a finding that stands for the author's own.
type Draft struct {
	ID, Area, Slug, Title string
}

// Draft begins a rule in the folder, which may be empty or not there: area/slug is its
// place. An
// error says why there can be no such rule: its ID or its name is taken or has no form,
// its folder is there already, or the rules beside it do not load.
func (t Tree) Draft(id, place string) (Draft, error) {
	area, slug, _ := strings.Cut(place, "/")
	d := Draft{ID: id, Area: area, Slug: slug, Title: titleOf(slug)}
	t.Own = !t.StandsAlone()
	gone, err := t.retired()
	if err != nil {
		return d, err
	}
	if err := errors.Join(checkID(id, t.Own, gone), checkPlaceOf(place)); err != nil {
		return d, err
	}
	if _, err := fs.Stat(t.Files, place); err == nil {
		return d, fmt.Errorf("%s is there already; take another slug", path.Join(t.Name, place))
	}
	beside, err := t.beside()
	if err != nil {
		return d, err
	}
	for _, rule := range beside {
		switch {
		case rule.ID == id:
			return d, fmt.Errorf("%s is the ID of %s; take another number", id, rule.File)
		case rule.Name == slug:
			return d, fmt.Errorf("%s is the name of %s in %s, and a rule is found by its name alone; take another slug", slug, rule.ID, rule.File)
		}
	}
	return d, nil
}

// beside are the rules that one of the tree is loaded with.
func (t Tree) beside() ([]Rule, error) {
	set, err := t.Load()
	_, missing := fs.Stat(t.Files, ".")
	if err != nil && !errors.Is(err, errNoRule) && !errors.Is(missing, fs.ErrNotExist) {
		return nil, fmt.Errorf("which IDs are taken cannot be said while the rules do not load:\n%w", err)
	}
	if !t.Own {
		return set.Rules, nil
	}
	shipped, err := Shipped.Load()
	return append(shipped.Rules, set.Rules...), err
}

// checkPlaceOf says why a rule cannot stand in a folder: area/slug is made of names
// that Rego takes as parts of a package.
func checkPlaceOf(place string) error {
	names := strings.Split(place, "/")
	if len(names) != 2 {
		return fmt.Errorf("%q is no place of a rule; write its area and its name, such as naming/team_prefix", place)
	}
	for _, name := range names {
		switch {
		case !slugForm().MatchString(name):
			return fmt.Errorf("%q: %q is not lower case words joined by underscores; write a place such as naming/team_prefix", place, name)
		case ast.IsKeywordInRegoVersion(name, ast.RegoV1):
			return fmt.Errorf("%q: %s is a word of Rego; take another name", place, name)
		}
	}
	switch {
	case names[0] == "lib":
		return fmt.Errorf("%q: lib holds what rules share; take another area", place)
	case strings.HasSuffix(names[1], "_test"):
		return fmt.Errorf("%q: names that end in _test are those of tests; take another slug", place)
	}
	return nil
}

// titleOf is a title to begin with: Team prefix for team_prefix.
func titleOf(slug string) string {
	words := strings.ReplaceAll(slug, "_", " ")
	if len(words) < 2 {
		return "Rule " + words
	}
	return strings.ToUpper(words[:1]) + words[1:]
}

// Files are the rule's files, by their names below the folder of the rules.
func (d Draft) Files() (map[string][]byte, error) {
	folder := path.Join(d.Area, d.Slug)
	files := map[string][]byte{}
	for name, from := range map[string]string{
		d.Slug + ".rego":      "rule.rego",
		d.Slug + "_test.rego": "rule_test.rego",
		"bad/example.yaml":    "bad.yaml",
		"good/example.yaml":   "good.yaml",
	} {
		parsed, err := template.ParseFS(templates, "draft/"+from+".tmpl")
		if err != nil {
			return nil, err
		}
		var text strings.Builder
		if err := parsed.Execute(&text, d); err != nil {
			return nil, err
		}
		files[path.Join(folder, name)] = []byte(text.String())
	}
	return files, nil
}
