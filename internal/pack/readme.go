package pack

import (
	"fmt"
	"slices"
	"strings"
)

// described are the files and folders of a pack in the order in which README.txt lists them, each with
// what it is.
var described = []struct{ name, what string }{
	{PageName, "what was found, as a page to read; it loads nothing"},
	{ReportName, "what was found, for programs"},
	{ActionsName, "what was found, as a table to assign and to follow up"},
	{MatrixName, "which gateway passes which item of the checklist"},
	{SnapshotName, "what the workspace showed, without secrets, with its own manifest and sums"},
	{ConfigName, "the configuration of gwlint"},
	{WaiversName, "the waivers: what was let stand, by whom, why and until when"},
	{BaselineName, "the baseline: what was there at adoption"},
	{StateFolder, "the state file of the role audit"},
	{RulesFolder, "the rules beside those that gwlint ships"},
	{PolicyFolder, "the policy"},
	{ManifestName, "which gwlint made this, and by which arguments"},
}

// readme says what each file of a pack is. It has no date, so that the same snapshot gives the same
// pack.
func readme(names []string) string {
	var text strings.Builder
	text.WriteString("An evidence pack of gwlint: a snapshot of a Databricks workspace, and what was found in it.\n\n")
	there := func(name string) bool {
		return slices.ContainsFunc(names, func(file string) bool { return file == name || strings.HasPrefix(file, name+"/") })
	}
	for _, file := range described {
		if there(file.name) {
			fmt.Fprintf(&text, "  %-22s  %s\n", file.name, file.what)
		}
	}
	fmt.Fprintf(&text, "  %-22s  the digests of all files\n", sumsName)
	text.WriteString(`
To see that nothing was changed, without gwlint and in this folder:

  sha256sum -c ` + sumsName + `

To see that the reports are those of the snapshot as well:

  gwlint verify .

Both show what changed by accident, or by somebody who did not write ` + sumsName + ` again. To show
more, sign ` + sumsName + `, which covers every file; a signature is to be named ` + sumsName + `.asc, .sig
or the like.
`)
	return text.String()
}
