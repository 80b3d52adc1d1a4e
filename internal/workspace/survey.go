package workspace

import (
	"cmp"
	"context"
	"slices"

	"golang.org/x/sync/errgroup"
)

// Survey reads the lists, and what surrounds all subjects. What cannot be read
// is in Unread.
func (c *Collector) Survey(ctx context.Context) *Survey {
	s := &Survey{Queries: map[string]Record{}}
	endpoints := c.knock(ctx, s)
	s.Listed = listedEndpoints(endpoints)
	if endpoints.Outcome != Read {
		s.Unlisted = append(s.Unlisted, Endpoint)
	}
	if c.options.Scope.services() {
		c.services(ctx, s)
	}
	s.Whole = len(s.Unlisted) == 0 && c.options.Scope.whole()
	c.within(s)
	slices.SortStableFunc(s.Listed, func(a, b Listed) int {
		return cmp.Or(cmp.Compare(rank[a.Kind], rank[b.Kind]), cmp.Compare(a.Name, b.Name))
	})
	c.around(ctx, s)
	return s
}

var rank = map[Kind]int{Endpoint: 0, ModelService: 1, MCPService: 2, ProviderService: 3}

// knock asks who asks, and lists the endpoints. Where neither is answered at all,
// nobody is there, and nothing else is asked: each question would be tried for as
// long again.
func (c *Collector) knock(ctx context.Context, s *Survey) (endpoints Record) {
	var group errgroup.Group
	group.Go(func() error {
		s.Identity = c.read(ctx, identityRequest)
		return nil
	})
	endpoints = c.read(ctx, endpointsRequest)
	_ = group.Wait() // it returns no error
	if s.Identity.unanswered() && endpoints.unanswered() {
		c.fetch = nobody{}
	}
	return endpoints
}

// unanswered says that a request had no answer, not even an error.
func (r Record) unanswered() bool { return r.Outcome == Failed && r.Status == 0 }

// nobody is a workspace that does not answer.
type nobody struct{}

// Fetch implements Fetcher.
func (nobody) Fetch(_ context.Context, r Request) Record {
	return r.record(Answer{Problem: "not asked: the workspace does not answer"})
}

// services lists the services of each kind, all at the same time.
func (c *Collector) services(ctx context.Context, s *Survey) {
	listings := make([]listing, len(services))
	c.together(len(services), func(i int) { listings[i] = c.listServices(ctx, services[i]) })
	for i, l := range listings {
		s.Listed = append(s.Listed, l.found...)
		if l.failed {
			s.Unlisted = append(s.Unlisted, services[i].kind)
		}
		if l.absent {
			s.NotThere = append(s.NotThere, services[i].what)
		}
	}
}

func listedEndpoints(record Record) []Listed {
	var list []Listed
	for _, item := range elements(record, endpointsRequest.List) {
		name, _ := item["name"].(string)
		list = append(list, Listed{
			Kind: Endpoint, Name: name, request: endpointRequest(name, item),
			access: func(w *written) (Request, bool) {
				return endpointAccessRequest(name, w.ID), w.ID != ""
			},
		})
	}
	return list
}
