package policies

import (
	"io/fs"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"

	"github.com/gwlint/gwlint/internal/module"
)

// Framework is a catalogue of controls that somebody publishes, as a policy ships it:
// METADATA of the policy names it under `custom.framework`, and the rule `catalogue`
// lists its controls.
type Framework struct {
	ID     string // by which METADATA of a rule names it under `controls`: mitre-atlas
	Policy string // whose checklist it is: mitre_atlas
	// Name is what people call it, without its version; Title is the policy's, with it.
	Name, Title  string
	Description  string // Markdown
	Version      string
	Released     string // the day on which this version came out, 2026-03-20; "" where no source says
	Organization string // that publishes it
	URL          string // of its page
	// Controls are in the framework's order, and perhaps not all that it has.
	Controls []Control
}

// Control is one item of a framework.
type Control struct {
	ID    string // as METADATA of a rule names it: AML.M0020
	Title string
}

// Frameworks reads those of the policies of a folder, in order of the policies' names.
// A policy without `custom.framework` has none; one that says less than all of it is an
// error that names the file and the line.
func Frameworks(fsys fs.FS) ([]Framework, error) {
	modules, err := module.Parse(fsys, root, func(file string) bool {
		return !strings.Contains(file, "/") || strings.HasPrefix(file, shared+"/")
	})
	if err != nil {
		return nil, err
	}
	var list []Framework
	for _, m := range modules {
		block := m.Metadata()
		if block == nil || block.Custom["framework"] == nil {
			continue
		}
		framework, err := newFramework(m, modules)
		if err != nil {
			return nil, err
		}
		list = append(list, framework)
	}
	return list, nil
}

// newFramework is what METADATA of a module says of a framework, with the catalogue
// that stands in some module of its package.
func newFramework(m module.Module, modules []module.Module) (Framework, error) {
	block := m.Metadata()
	f := Framework{
		Policy: strings.TrimPrefix(m.Package, root+"."),
		Title:  block.Title, Description: strings.TrimSpace(block.Description),
	}
	custom, _ := block.Custom["framework"].(map[string]any)
	for name, field := range map[string]*string{
		"id": &f.ID, "name": &f.Name, "version": &f.Version, "released": &f.Released, "organization": &f.Organization,
	} {
		*field, _ = custom[name].(string)
	}
	if len(block.RelatedResources) > 0 {
		f.URL = block.RelatedResources[0].Ref.String()
	}
	for _, other := range modules {
		if other.Package == m.Package {
			f.Controls = append(f.Controls, catalogue(other)...)
		}
	}
	if f.ID == "" || f.Name == "" || f.Version == "" || f.Organization == "" || f.URL == "" || len(f.Controls) == 0 {
		return Framework{}, m.Errorf("custom.framework: id, name, version, organization, a related resource and a rule `catalogue` of [\"ID\", \"title\"] must all be there")
	}
	return f, nil
}

// catalogue are the controls that the rule of that name lists: pairs of an ID and a
// title.
func catalogue(m module.Module) []Control {
	var list []Control
	for _, rule := range m.Parsed.Rules {
		if rule.Head.Name != "catalogue" || rule.Head.Value == nil {
			continue
		}
		pairs, ok := rule.Head.Value.Value.(*ast.Array)
		if !ok {
			continue
		}
		pairs.Foreach(func(term *ast.Term) {
			pair, ok := term.Value.(*ast.Array)
			if !ok || pair.Len() != 2 {
				return
			}
			id, _ := pair.Elem(0).Value.(ast.String)
			title, _ := pair.Elem(1).Value.(ast.String)
			list = append(list, Control{ID: string(id), Title: string(title)})
		})
	}
	return list
}
