package report

import (
	"strings"
)

// Bundle is a bundle that was checked.
type Bundle struct {
	// Root is its root file.
	Root string
	// Files counts those that it reads, the root among them.
	Files int
	// Targets are those that were checked, and Others the other ones it has.
	Targets, Others []string
}

// writeBundles names the bundles, with what was checked of each.
func writeBundles(t *textReport) {
	if len(t.Bundles) == 0 {
		return
	}
	t.heading("Bundles", len(t.Bundles))
	for _, b := range t.Bundles {
		said := b.Root + " (" + number(b.Files, "file") + "): " + strings.Join(b.Targets, ", ")
		if len(b.Others) > 0 {
			said += "; not checked: " + strings.Join(b.Others, ", ")
		}
		t.printf("  %s\n", Visible(said))
	}
	t.WriteString("\n")
}
