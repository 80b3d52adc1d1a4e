package check

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"github.com/gwlint/gwlint/internal/report"
	"github.com/gwlint/gwlint/internal/workspace"
)

// counter returns where subjects of a kind are counted.
func counter(w *report.Workspace, kind workspace.Kind) *int {
	switch kind {
	case workspace.ModelService:
		return &w.ModelServices
	case workspace.MCPService:
		return &w.MCPServices
	case workspace.ProviderService:
		return &w.ProviderServices
	case workspace.App:
		return &w.Apps
	case workspace.Endpoint:
		return &w.Endpoints
	default:
		return &w.Endpoints
	}
}

// ended says why a workspace was not read to its end.
func ended(err error) []report.Problem {
	switch {
	case errors.Is(err, context.DeadlineExceeded):
		return []report.Problem{{Message: "the time limit was reached before everything was read; --timeout raises it, --endpoint and --catalog narrow what is read"}}
	case errors.Is(err, context.Canceled):
		return []report.Problem{{Message: "interrupted before everything was read"}}
	default:
		return interrupted(err)
	}
}

// denied reports whether a record is evidence that the workspace refused to show.
func denied(record workspace.Record) bool {
	return record.Outcome == workspace.Denied && !record.Needed
}

// failures are the records that leave the check incomplete. What has one cause is
// listed once: credentials that were refused, and what was then never asked.
func failures(unread []workspace.Record, strict bool) []report.Problem {
	var problems []report.Problem
	alike := map[string][]workspace.Record{}
	for _, record := range unread {
		switch {
		case !record.Fails() && (!strict || !denied(record)):
		case record.Outcome == workspace.Unasked, record.Status == http.StatusUnauthorized:
			alike[record.Message] = append(alike[record.Message], record)
		default:
			problems = append(problems, report.Problem{File: record.API, Message: failure(record), Altered: record.Altered})
		}
	}
	for message, records := range alike {
		if more := len(records) - 1; more > 0 {
			message += fmt.Sprintf(" (and %d more)", more)
		}
		problems = append(problems, report.Problem{File: records[0].API, Message: message})
	}
	return problems
}

// failure is why a record could not be read, which begins with the status.
func failure(record workspace.Record) string {
	listed := !strings.HasPrefix(record.What, "list ") && !strings.HasPrefix(record.What, "identity ")
	if record.Outcome == workspace.Absent && record.Needed && listed {
		return record.Message + "; it was listed, and was gone when it was to be read"
	}
	return record.Message
}

// grouped counts the records that could not be read by what they are of and what
// came of the request.
func grouped(unread []workspace.Record) []report.Unread {
	type key struct {
		what    string
		outcome workspace.Outcome
		status  int
	}
	var groups []report.Unread
	at := map[key]int{}
	for _, record := range unread {
		k := key{record.What, record.Outcome, record.Status}
		i, ok := at[k]
		if !ok {
			i, at[k] = len(groups), len(groups)
			groups = append(groups, report.Unread{
				What: record.What, Outcome: record.Outcome.Word(), Status: record.Status,
				First: record.API, Message: record.Message,
			})
		}
		groups[i].Count++
	}
	return slices.Clip(groups)
}
