package workspace

import (
	"cmp"
	"context"
	"path"
	"slices"
	"strings"

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
			access: func(body []byte) (Request, bool) {
				id := text(body, "id")
				return endpointAccessRequest(name, id), id != ""
			},
		})
	}
	return list
}

// services says whether services are looked at.
func (s Scope) services() bool { return len(s.Endpoints) == 0 || s.Catalog != "" }

// whole says whether nothing is left out that could stand before an endpoint.
func (s Scope) whole() bool { return len(s.Endpoints) == 0 && s.Catalog == "" }

// within leaves out what is outside the scope, and counts it.
func (c *Collector) within(s *Survey) {
	before := len(s.Listed)
	s.Listed = slices.DeleteFunc(s.Listed, func(l Listed) bool { return !c.options.Scope.holds(l) })
	s.LeftOut += before - len(s.Listed)
}

func (s Scope) holds(l Listed) bool {
	if s.NoProvided && l.provided() {
		return false
	}
	if l.Kind != Endpoint || len(s.Endpoints) == 0 {
		return true
	}
	return slices.ContainsFunc(s.Endpoints, func(glob string) bool {
		ok, err := path.Match(glob, l.Name)
		return ok && err == nil
	})
}

// provided says whether Databricks made it: an endpoint that has neither an id nor
// a creator, or a service of system.ai.
func (l Listed) provided() bool {
	if l.Kind != Endpoint {
		return strings.HasPrefix(l.Name, "system.ai.")
	}
	item := l.request.Listed
	return strings.HasPrefix(l.Name, "databricks-") && item["id"] == nil && item["creator"] == nil
}

// around reads what surrounds the subjects, where there are any.
func (c *Collector) around(ctx context.Context, s *Survey) {
	s.JudgeApps = len(c.options.Scope.Endpoints) == 0
	var group errgroup.Group
	do := func(read func(context.Context, *Survey)) {
		group.Go(func() error {
			read(ctx, s)
			return nil
		})
	}
	do(c.apps)
	if len(s.Listed) > 0 {
		do(c.alerts)
		do(c.warehouses)
		do(func(ctx context.Context, s *Survey) {
			c.systemSchemas(ctx, s)
			c.usage(ctx, s) // needs the workspace's id, which comes with its metastore
		})
	}
	_ = group.Wait() // none returns an error
	if s.JudgeApps && s.AppList.Outcome != Read && s.AppList.Outcome != Absent {
		s.Unlisted = append(s.Unlisted, App)
	}
	if !s.JudgeApps {
		s.LeftOut += len(s.Apps)
	}
	s.apps = words(s.Apps)
}

func (c *Collector) systemSchemas(ctx context.Context, s *Survey) {
	s.Metastore = c.read(ctx, metastoreRequest)
	if id := text(s.Metastore.Body, "metastore_id"); id != "" {
		s.SystemSchemas = c.read(ctx, systemSchemasRequest(id))
	} else if s.Metastore.Outcome != Read {
		s.SystemSchemas = s.Metastore
	} else {
		s.SystemSchemas = notAsked("list of system schemas", "the workspace has no metastore")
	}
}

func (c *Collector) warehouses(ctx context.Context, s *Survey) {
	if !c.options.Operations {
		s.WarehouseList = notAsked(warehousesRequest.What, "no principal of operations is known; set params.ops_principals")
		return
	}
	s.WarehouseList = c.read(ctx, warehousesRequest)
	list := elements(s.WarehouseList, warehousesRequest.List)
	s.Warehouses = make([]Warehouse, len(list))
	c.together(len(list), func(i int) {
		id, _ := list[i]["id"].(string)
		name, _ := list[i]["name"].(string)
		s.Warehouses[i] = Warehouse{ID: id, Name: name, Access: c.read(ctx, warehouseAccessRequest(id))}
	})
}

// apps reads each app: a list is an index.
func (c *Collector) apps(ctx context.Context, s *Survey) {
	s.AppList = c.fetch.Fetch(ctx, appsRequest)
	if s.AppList.Outcome == Absent {
		s.NotThere = append(s.NotThere, "apps")
		return
	}
	c.note(s.AppList)
	list := elements(s.AppList, appsRequest.List)
	s.Apps = make([]Subject, len(list))
	c.together(len(list), func(i int) {
		name, _ := list[i]["name"].(string)
		s.Apps[i] = Subject{Kind: App, Name: name, Object: c.read(ctx, appRequest(name, list[i]))}
	})
}

// together does something for each of n, as many at the same time as there are
// workers.
func (c *Collector) together(n int, do func(i int)) {
	var group errgroup.Group
	group.SetLimit(cmp.Or(c.options.Workers, workers))
	for i := range n {
		group.Go(func() error {
			do(i)
			return nil
		})
	}
	_ = group.Wait() // none returns an error
}

// workers is how many subjects are read at the same time: enough to keep the
// rate limit busy at a second's latency.
const workers = 32
