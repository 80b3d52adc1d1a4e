package check

import (
	"cmp"

	"github.com/gwlint/gwlint/internal/report"
	"github.com/gwlint/gwlint/internal/workspace"
)

// emptiness says what was asked for and is not there. Whoever may see nothing is shown lists
// without an element, and so is who asks for a name that nothing has: neither is a check.
// Where a list could not be read, that says more.
func emptiness(i *workspace.Inventory, ended error) []report.Problem {
	if ended != nil {
		return nil
	}
	who := cmp.Or(i.Caller(), "whoever asks")
	var problems []report.Problem
	for _, name := range i.Unmatched {
		problems = append(problems, empty(name+" names nothing that is visible to "+who+
			": correct the name, sign in as somebody who may see it"))
	}
	listed := len(i.Listed) + len(i.OutOfScope) + len(i.Apps)
	judged := len(i.Listed)
	if i.JudgeApps {
		judged += len(i.Apps)
	}
	switch {
	case len(problems) > 0 || len(i.Unlisted) > 0:
	case listed == 0:
		problems = append(problems, empty("nothing is visible to "+who+
			": no serving endpoint, service or app is listed; sign in as somebody who may see them"))
	case !i.Narrowed && i.OnlyProvided():
		problems = append(problems, empty("only what Databricks provides is visible to "+who+
			", as it is to everybody; sign in as somebody who may see more"))
	case judged == 0:
		problems = append(problems, empty("all that is visible to "+who+" is left out: ask for more"))
	}
	return problems
}

func empty(message string) report.Problem {
	return report.Problem{
		File:    workspace.EndpointsAPI,
		Message: message + ", or give --allow-empty to 'scan' or 'dump' if there is nothing else",
	}
}
