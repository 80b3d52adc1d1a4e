package workspace_test

import (
	"context"
	"errors"
	"net/url"
	"strings"
	"testing"

	"github.com/gwlint/gwlint/internal/workspace"
)

// patient answers for one endpoint only when another has been handed on.
type patient struct {
	answers
	last    string
	release chan struct{}
}

func (p *patient) Get(ctx context.Context, path string, query url.Values) workspace.Answer {
	if path == p.last {
		select {
		case <-p.release:
		case <-ctx.Done():
			return refusal(workspace.Unasked, 0, "interrupted")
		}
	}
	return p.answers.Get(ctx, path, query)
}

func two(t *testing.T) *patient {
	t.Helper()
	return &patient{
		answers: answers{pages: map[string]workspace.Answer{
			"/api/2.0/serving-endpoints":   page(`{"endpoints":[{"name":"a","id":"1"},{"name":"b","id":"2"}]}`),
			"/api/2.0/serving-endpoints/a": page(`{"name":"a","id":"1"}`),
			"/api/2.0/serving-endpoints/b": page(`{"name":"b","id":"2"}`),
		}},
		last:    "/api/2.0/serving-endpoints/b",
		release: make(chan struct{}),
	}
}

func TestASubjectIsHandedOnWhileOthersAreStillRead(t *testing.T) {
	t.Parallel()
	asker := two(t)
	c := workspace.NewCollector(workspace.NewLive(asker), workspace.Options{})
	var order []string
	err := c.Each(t.Context(), c.Survey(t.Context()), func(s workspace.Subject) error {
		order = append(order, s.Name)
		if s.Name == "a" {
			close(asker.release)
		}
		return nil
	})
	if got := strings.Join(order, " "); err != nil || got != "a b" {
		t.Errorf("handed on %q, %v", got, err)
	}
}

func TestAStopEndsWhatIsStillRead(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	c := workspace.NewCollector(workspace.NewLive(two(t)), workspace.Options{})
	err := c.Each(ctx, c.Survey(ctx), func(workspace.Subject) error {
		cancel()
		return nil
	})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
}
