package evidence

import (
	"fmt"
	"strings"

	"github.com/gwlint/gwlint/internal/gateway"
	"github.com/gwlint/gwlint/internal/workspace"
)

// tellGuardrails adds what the usage table shows of the guardrails of a model service to
// why its policies are not known. It does not make them known: a row shows that some
// guardrail asked its judge about a request, and neither which guardrail, nor whether it
// read the request or the response; and a service without rows may have guardrails that
// ask no judge. Policies that are shown decide, whatever the table shows.
func (u *usage) tellGuardrails(subject *gateway.Subject, s workspace.Subject) {
	if !u.measured || s.Kind != workspace.ModelService || subject.Policies.Seen {
		return
	}
	subject.Policies.Reason += "; " + gateway.Scrub(u.guardrails(subject.Name))
}

func (u *usage) guardrails(name string) string {
	row, recorded := u.services.ByName[name]
	shown := row.Guardrails
	switch {
	case u.services.missing != "":
		return "what its use shows is not known: " + u.services.missing
	case !recorded && u.services.Truncated:
		return "what its use shows is not known: " + reasonMore
	case !recorded:
		return "it has no requests that could show a guardrail"
	case shown.Window == 0:
		return "what its use shows is not known: the answer of the warehouse has no column for guardrails; scan the workspace again"
	}
	window := "in the " + hours(shown) + " before the last midnight (UTC) that counts"
	switch {
	case shown.Requests == 0:
		return "it has no requests " + window + " that could show a guardrail"
	case shown.Judged == 0:
		return fmt.Sprintf("of its %s %s, none has a row of a guardrail (source GUARDRAIL)", requests(shown.Requests), window)
	default:
		return fmt.Sprintf("of its %s %s, %d have rows of a guardrail (source GUARDRAIL), which do not show what it filters, nor whether in requests or in responses",
			requests(shown.Requests), window, shown.Judged)
	}
}

func requests(n int64) string {
	if n == 1 {
		return "1 request"
	}
	return fmt.Sprintf("%d requests", n)
}

// hours writes the window without the parts that are zero: 24h, 1h30m.
func hours(shown workspace.Guarded) string {
	text := shown.Window.String()
	if strings.HasSuffix(text, "m0s") {
		text = strings.TrimSuffix(text, "0s")
	}
	if strings.HasSuffix(text, "h0m") {
		text = strings.TrimSuffix(text, "0m")
	}
	return text
}
