package workspace_test

import (
	"context"
	"net/url"
	"slices"
	"sync"
	"testing"

	"github.com/gwlint/gwlint/internal/workspace"
)

// answers is a workspace that answers by path and query; what it does not have is
// not there.
type answers struct {
	pages map[string]workspace.Answer

	mu    sync.Mutex
	asked []string
}

func (a *answers) Get(_ context.Context, path string, query url.Values) workspace.Answer {
	key := path
	if len(query) > 0 {
		key += "?" + query.Encode()
	}
	a.mu.Lock()
	a.asked = append(a.asked, key)
	a.mu.Unlock()
	if answer, ok := a.pages[key]; ok {
		return answer
	}
	return refusal(workspace.Absent, 404, "404 NOT_FOUND: nothing here")
}

func (a *answers) Execute(_ context.Context, s workspace.Statement) workspace.Answer {
	return a.Get(context.Background(), "SQL "+s.Warehouse, nil)
}

// paths are what was asked for, in order of paths and not of time.
func (a *answers) paths() []string {
	a.mu.Lock()
	defer a.mu.Unlock()
	list := slices.Clone(a.asked)
	slices.Sort(list)
	return list
}

func page(body string) workspace.Answer {
	return workspace.Answer{Outcome: workspace.Read, Status: 200, Body: []byte(body)}
}

func refusal(outcome workspace.Outcome, status int, problem string) workspace.Answer {
	return workspace.Answer{Outcome: outcome, Status: status, Problem: problem}
}

func fetch(t *testing.T, pages map[string]workspace.Answer, r workspace.Request) workspace.Record {
	t.Helper()
	return workspace.NewLive(&answers{pages: pages}).Fetch(t.Context(), r)
}
