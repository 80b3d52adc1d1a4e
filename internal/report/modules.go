package report

import (
	"strings"

	"github.com/gwlint/gwlint/internal/finding"
)

// Module is a root module of Terraform that was checked, with the modules that it calls.
type Module struct {
	// Folder is that of the root module, "." for the root of the repository.
	Folder string `json:"folder"`
	// Files counts those that were read, of the modules that it calls too.
	Files int `json:"files"`
	// Values are the files that give values to its variables, in order: the last one wins.
	Values []string `json:"values"`
	// NotRead is what of it could not be read and speaks of no gateway.
	NotRead []NotRead `json:"not_read"`
}

// NotRead is something of a module that was not read: the call of a module that is not on
// disk, or a file. It speaks of no gateway.
type NotRead struct {
	// File is the file, or that of the call, and Line where it is.
	File   string `json:"file"`
	Line   int    `json:"line"`
	Column int    `json:"-"`
	// Module is what Terraform calls the module, such as module.vpc, "" for a file.
	Module string `json:"module,omitempty"`
	// Reason says why it was not read.
	Reason string `json:"reason"`
}

// complete puts empty lists where there are none.
func (m Module) complete() Module {
	m.Values = append([]string{}, m.Values...)
	m.NotRead = append([]NotRead{}, m.NotRead...)
	return m
}

// writeModules names the root modules of Terraform, with what was read of each.
func writeModules(t *textReport) {
	if len(t.Run.Modules) == 0 {
		return
	}
	t.heading("Root modules of Terraform", len(t.Run.Modules))
	for _, m := range t.Run.Modules {
		said := m.Folder + " (" + number(m.Files, "file") + ")"
		if len(m.Values) > 0 {
			said += ": values of " + strings.Join(m.Values, ", ")
		}
		t.printf("  %s\n", Visible(said))
		for _, n := range m.NotRead {
			at := finding.Location{File: n.File, StartLine: n.Line, StartColumn: n.Column}
			t.printf("    %s\n", Visible("not read: "+textPlace(at)+": "+n.Reason))
		}
	}
	t.WriteString("\n")
}

// modulesNotRead counts the modules of Terraform that are not on disk and speak of no
// gateway.
func modulesNotRead(modules []Module) int {
	n := 0
	for _, m := range modules {
		for _, one := range m.NotRead {
			n += min(len(one.Module), 1)
		}
	}
	return n
}

// elsewhere is where the findings stand that are left out since their files were not passed.
func elsewhere(r Report) string {
	switch {
	case len(r.Run.Modules) == 0:
		return "in other files of the bundle"
	case len(r.Bundles) == 0:
		return "in other files of the module"
	}
	return "in other files"
}
