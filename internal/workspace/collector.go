package workspace

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"golang.org/x/sync/errgroup"
)

// Collector reads the gateways of a workspace through a Fetcher: first the lists and
// what all gateways share (Survey), then each with what is needed about it (Each).
// It asks for nothing twice, and for nothing that no gateway needs. Commands scan,
// dump and check of a snapshot use it.
type Collector struct {
	fetch   Fetcher
	options Options

	mu sync.Mutex
	// shared are the answers to requests that are Shared, by their paths.
	shared map[string]*sharedAnswer
	unread map[string]Record
	tables map[string]map[string]listedTable // by the path of the list
}

// NewCollector returns a collector of what options ask for.
func NewCollector(fetch Fetcher, options Options) *Collector {
	return &Collector{
		fetch: fetch, options: options,
		shared: map[string]*sharedAnswer{}, unread: map[string]Record{}, tables: map[string]map[string]listedTable{},
	}
}

// Options is what to collect.
type Options struct {
	Scope Scope
	// Principals are those whose rights are to be judged, beside the service
	// principals of apps: without any, grants need not be read.
	Principals []string
	// Operations says that some of them must be able to run queries: permissions
	// of SQL warehouses are read.
	Operations bool
	// Warehouse is the SQL warehouse that usage is asked on, "" for none.
	Warehouse string
	// Guardrails is the length of the window in which rows of guardrails are looked for.
	Guardrails time.Duration
	// Workers bounds what is asked at the same time; 0 is 32.
	Workers int
}

// Inventory reads the lists of gateways and apps, and what all subjects share: alerts,
// warehouses, system schemas, usage. What could not be read is in Unread.
func (c *Collector) Inventory(ctx context.Context) *Inventory {
	s := &Inventory{Queries: map[string]Record{}}
	endpoints := c.probe(ctx, s)
	s.Listed = listedEndpoints(endpoints)
	if endpoints.Outcome != Read {
		s.Unlisted = append(s.Unlisted, Endpoint)
	}
	if c.options.Scope.services() {
		c.services(ctx, s)
	}
	s.Whole = len(s.Unlisted) == 0 && c.options.Scope.allGateways()
	s.Narrowed, s.Unmatched = !c.options.Scope.allGateways(), c.options.Scope.unmatched(s)
	s.keepDependencies(endpoints)
	s.keepProvided()
	c.confirmProvided(ctx, s)
	c.applyScope(s)
	slices.SortStableFunc(s.Listed, func(a, b Listed) int {
		return cmp.Or(cmp.Compare(kindOrder[a.Kind], kindOrder[b.Kind]), cmp.Compare(a.Name, b.Name))
	})
	c.readShared(ctx, s)
	return s
}

// probe reads the caller's identity and the list of endpoints. Where neither has any
// answer, the workspace is unreachable and nothing else is asked: each request would
// be tried for as long again.
func (c *Collector) probe(ctx context.Context, s *Inventory) (endpoints Record) {
	var group errgroup.Group
	group.Go(func() error {
		s.Identity = c.read(ctx, identityRequest)
		return nil
	})
	endpoints = c.read(ctx, endpointsRequest)
	_ = group.Wait() // it returns no error
	if s.Identity.noAnswer() && endpoints.noAnswer() {
		c.fetch = unreachable{}
	}
	return endpoints
}

// services lists the services of each kind, all at the same time.
func (c *Collector) services(ctx context.Context, s *Inventory) {
	listings := make([]listing, len(services))
	c.forEach(len(services), func(i int) { listings[i] = c.listServices(ctx, services[i]) })
	for i, l := range listings {
		s.Listed = append(s.Listed, l.found...)
		if l.failed {
			s.Unlisted = append(s.Unlisted, services[i].kind)
		}
		if l.absent {
			s.AbsentLists = append(s.AbsentLists, services[i].what)
		}
	}
}

// listServices lists the services of the scope. All at once is quickest; where
// the workspace wants to be asked schema by schema, it is.
func (c *Collector) listServices(ctx context.Context, s service) listing {
	scope := c.options.Scope
	switch {
	case scope.Schema != "":
		return c.listSchemas(ctx, s, []string{scope.Catalog + "." + scope.Schema})
	case scope.Catalog != "":
		return c.listCatalogs(ctx, s, []string{scope.Catalog})
	}
	record := c.fetch.Fetch(ctx, s.request(""))
	switch {
	case record.Outcome == Absent:
		return listing{absent: true}
	case record.Outcome == Failed && record.Status == 400 && record.Body == nil:
		return c.listEverywhere(ctx, s)
	}
	c.noteUnread(record)
	return listing{found: s.listed(record), failed: record.Outcome != Read}
}

func (c *Collector) listEverywhere(ctx context.Context, s service) listing {
	record := c.read(ctx, catalogsRequest)
	var catalogs []string
	for _, item := range elements(record, "catalogs") {
		if name, _ := item["name"].(string); name != "" {
			catalogs = append(catalogs, name)
		}
	}
	l := c.listCatalogs(ctx, s, catalogs)
	l.failed = l.failed || record.Outcome != Read
	return l
}

func (c *Collector) listCatalogs(ctx context.Context, s service, catalogs []string) listing {
	var schemas []string
	failed := false
	for _, catalog := range catalogs {
		record := c.read(ctx, schemasRequest(catalog))
		failed = failed || record.Outcome != Read
		for _, item := range elements(record, "schemas") {
			name, _ := item["name"].(string)
			if name != "" && name != "information_schema" {
				schemas = append(schemas, catalog+"."+name)
			}
		}
	}
	l := c.listSchemas(ctx, s, schemas)
	l.failed = l.failed || failed
	return l
}

func (c *Collector) listSchemas(ctx context.Context, s service, schemas []string) listing {
	records := make([]Record, len(schemas))
	c.forEach(len(schemas), func(i int) { records[i] = c.read(ctx, s.request(schemas[i])) })
	var l listing
	for _, record := range records {
		l.found = append(l.found, s.listed(record)...)
		l.failed = l.failed || record.Outcome != Read
	}
	return l
}

// confirmProvided reads the endpoints that the list takes for Databricks' own, where those are to
// be left out: whether they are is decided by the list and by what each shows of itself. One that
// cannot be read stays, and is not read.
func (c *Collector) confirmProvided(ctx context.Context, s *Inventory) {
	if !c.options.Scope.NoProvided {
		return
	}
	c.forEach(len(s.Listed), func(i int) {
		l := &s.Listed[i]
		if l.Kind != Endpoint || !l.isProvided() || !c.options.Scope.matches(*l) {
			return
		}
		l.request.Shared = true // it is read again where it stays
		object := c.fetchOnce(ctx, l.request)
		l.own = object.Outcome != Read || decodeSubject(object.Body).showsMaker()
	})
}

// applyScope leaves out what is outside the scope, and counts it.
func (c *Collector) applyScope(s *Inventory) {
	s.Listed = slices.DeleteFunc(s.Listed, func(l Listed) bool {
		if c.options.Scope.includes(l) {
			return false
		}
		s.OutOfScope = append(s.OutOfScope, l.Name)
		if !l.isProvided() {
			s.ownOut++
		}
		return true
	})
	s.LeftOut += len(s.OutOfScope)
}

// readShared reads apps, and what all subjects share where there is a subject: alerts,
// warehouses, system schemas and usage, all at the same time.
func (c *Collector) readShared(ctx context.Context, s *Inventory) {
	s.JudgeApps = len(c.options.Scope.Endpoints) == 0
	var group errgroup.Group
	do := func(read func(context.Context, *Inventory)) {
		group.Go(func() error {
			read(ctx, s)
			return nil
		})
	}
	do(c.apps)
	if len(s.Listed) > 0 {
		do(c.alerts)
		do(c.warehouses)
		do(func(ctx context.Context, s *Inventory) {
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
	s.apps = appWords(s.Apps)
}

// systemSchemas reads the list of system schemas, which lies in the metastore.
func (c *Collector) systemSchemas(ctx context.Context, s *Inventory) {
	s.Metastore = c.read(ctx, metastoreRequest)
	if id := text(s.Metastore.Body, "metastore_id"); id != "" {
		s.SystemSchemas = c.read(ctx, systemSchemasRequest(id))
	} else if s.Metastore.Outcome != Read {
		s.SystemSchemas = s.Metastore
	} else {
		s.SystemSchemas = notAsked("list of system schemas", "the workspace has no metastore")
	}
}

// warehouses reads who may use each SQL warehouse, where operations are to.
func (c *Collector) warehouses(ctx context.Context, s *Inventory) {
	if !c.options.Operations {
		s.WarehouseList = notAsked(warehousesRequest.What, "no principal of operations is known; set params.ops_principals")
		return
	}
	s.WarehouseList = c.read(ctx, warehousesRequest)
	list := elements(s.WarehouseList, warehousesRequest.List)
	s.Warehouses = make([]WarehouseAccess, len(list))
	c.forEach(len(list), func(i int) {
		id, _ := list[i]["id"].(string)
		name, _ := list[i]["name"].(string)
		s.Warehouses[i] = WarehouseAccess{ID: id, Name: name, Access: c.read(ctx, warehouseAccessRequest(id))}
	})
}

// apps reads each app: a list is an index.
func (c *Collector) apps(ctx context.Context, s *Inventory) {
	s.AppList = c.fetch.Fetch(ctx, appsRequest)
	if s.AppList.Outcome == Absent {
		s.AbsentLists = append(s.AbsentLists, "apps")
		return
	}
	c.noteUnread(s.AppList)
	list := elements(s.AppList, appsRequest.List)
	s.Apps = make([]Subject, len(list))
	c.forEach(len(list), func(i int) {
		name, _ := list[i]["name"].(string)
		s.Apps[i] = Subject{Kind: App, Name: name, Object: c.read(ctx, appRequest(name, list[i]))}
	})
}

// alerts reads the alerts of the newest generation that the workspace has.
func (c *Collector) alerts(ctx context.Context, s *Inventory) {
	for i, g := range alertGenerations {
		list := c.fetch.Fetch(ctx, g.request)
		if list.Outcome == Absent && i+1 < len(alertGenerations) {
			continue
		}
		c.noteUnread(list)
		s.AlertList, s.Generation = list, g.name
		for _, item := range elements(list, g.request.List) {
			alert := c.read(ctx, alertRequest(item, list.API))
			s.Alerts = append(s.Alerts, alert)
			if id := text(alert.Body, "query_id"); g.name == AlertsV1 && id != "" {
				s.Queries[id] = c.read(ctx, queryRequest(id))
			}
		}
		return
	}
}

// usage asks for the use of gateways where there is a warehouse to ask.
func (c *Collector) usage(ctx context.Context, s *Inventory) {
	s.Measured = c.options.Warehouse != ""
	id, why := workspaceID(s.Metastore)
	requests := usageRequests(c.options.Warehouse, id, c.options.Guardrails)
	records := make([]Record, len(requests))
	c.forEach(len(requests), func(i int) {
		switch r := requests[i]; {
		case !s.Measured:
			records[i] = notAsked(r.What, "name a SQL warehouse with --warehouse")
		case id == "":
			records[i] = notAsked(r.What, "the id of the workspace is not known: "+why)
		default:
			records[i] = c.read(ctx, r)
		}
	})
	s.EndpointUsage, s.ServiceUsage = records[0], records[1]
}

// Each reads the subjects that an inventory lists, each with what is needed about it,
// and hands them to yield as they come, from several goroutines at once. It ends
// early with the error of yield or of the context.
//
// Goroutines are as many as workers, and not as subjects: judging takes deep stacks, and to
// grow one for each subject was a tenth of the check of a snapshot.
func (c *Collector) Each(ctx context.Context, s *Inventory, yield func(Subject) error) error {
	group, going := errgroup.WithContext(ctx)
	var next atomic.Int64
	for range min(len(s.Listed), cmp.Or(c.options.Workers, workers)) {
		group.Go(func() error {
			for i := next.Add(1) - 1; i < int64(len(s.Listed)) && going.Err() == nil; i = next.Add(1) - 1 {
				subject := c.subject(going, s, &s.Listed[i])
				if going.Err() != nil {
					break
				}
				if err := yield(subject); err != nil {
					return err
				}
			}
			return going.Err()
		})
	}
	return cmp.Or(group.Wait(), ctx.Err())
}

// subject reads one subject, and then what only its own answer says is needed.
func (c *Collector) subject(ctx context.Context, s *Inventory, l *Listed) Subject {
	subject := Subject{Kind: l.Kind, Name: l.Name, Object: c.read(ctx, l.request), Usage: s.usage(l.Kind)}
	if subject.Object.Outcome != Read {
		return subject
	}
	body := decodeSubject(subject.Object.Body)
	l.own = l.own || l.Kind == Endpoint && body.showsMaker()
	if request, ok := l.access(body); ok {
		request.Shared = request.Shared || s.routed && l.Kind == Endpoint // a model service may ask for it too
		subject.Access = c.read(ctx, request)
	} else {
		subject.Access = notAsked("permissions", "it has no id, so it has no permissions of its own")
	}
	c.readPayloadTable(ctx, s, l, body, &subject)
	subject.UsageSchema = c.usageSchema(ctx, s, l.Kind)
	subject.Dependencies = c.readDependencies(ctx, s, l, subject.Object.Body)
	return subject
}

// readPayloadTable reads the schema that a subject's payload table lies in, and the
// grants on that table and on the usage table.
func (c *Collector) readPayloadTable(ctx context.Context, s *Inventory, l *Listed, body *subjectBody, subject *Subject) {
	table := body.table(l)
	if table.schema == "" {
		return
	}
	subject.Tables = c.read(ctx, tablesRequest(table.catalog, table.schema))
	found := c.findTable(subject.Tables, table)
	subject.Table, subject.Owner = found.name, found.owner
	subject.Grants = c.grants(ctx, s, l, subject, table.catalog+"."+table.schema)
	if c.options.Operations {
		subject.UsageGrants = c.read(ctx, tableGrantsRequest(UsageTable(l.Kind)))
	} else {
		subject.UsageGrants = notAsked("grants of the usage table", "no principal of operations is known; set params.ops_principals")
	}
}

// grants reads the grants of the payload table where principals are known whose
// rights are judged.
func (c *Collector) grants(ctx context.Context, s *Inventory, l *Listed, subject *Subject, schema string) Record {
	what := "grants of the inference table"
	switch {
	case len(c.options.Principals) == 0 && !s.apps[l.Name]:
		return notAsked(what, "no principal is named whose rights matter; set params.agent_principals or params.ops_principals")
	case subject.Tables.Outcome != Read:
		return notAsked(what, subject.Tables.Reason()+" ('"+schema+"')")
	case subject.Table == "":
		return notAsked(what, "the inference table is not visible, so neither are its grants")
	}
	return c.read(ctx, tableGrantsRequest(subject.Table))
}

// usageSchema is the record that shows whether the system schema of a kind is on: the
// list of system schemas, or the schema itself where the list is denied.
func (c *Collector) usageSchema(ctx context.Context, s *Inventory, kind Kind) Record {
	if s.SystemSchemas.Outcome == Read {
		return s.SystemSchemas
	}
	schema := c.fetchOnce(ctx, systemSchemaRequest(UsageSchema(kind)))
	if schema.Outcome == Failed || schema.Outcome == Denied {
		c.noteUnread(schema)
	}
	if schema.Outcome == Read {
		return schema
	}
	return s.SystemSchemas // why the list cannot be read says more than that one schema is not visible
}

// findTable looks for a payload table in the list of its schema.
func (c *Collector) findTable(tables Record, t payloadTable) listedTable {
	known := c.tablesOf(tables)
	for _, name := range t.names {
		if found, ok := known[strings.ToLower(t.catalog+"."+t.schema+"."+name)]; ok {
			return found
		}
	}
	return listedTable{}
}

// tablesOf are the tables of a list by their full names in lower case: Unity
// Catalog does not distinguish cases. The list serves many subjects, so it is decoded
// once.
func (c *Collector) tablesOf(record Record) map[string]listedTable {
	c.mu.Lock()
	defer c.mu.Unlock()
	known, ok := c.tables[record.Path]
	if ok || record.Outcome != Read {
		return known
	}
	known = map[string]listedTable{}
	for _, item := range elements(record, "tables") {
		full, _ := item["full_name"].(string)
		owner, _ := item["owner"].(string)
		if full != "" {
			known[strings.ToLower(full)] = listedTable{full, owner}
		}
	}
	c.tables[record.Path] = known
	return known
}

// Unread returns what could not be read so far, in the order of paths.
func (c *Collector) Unread() []Record {
	c.mu.Lock()
	defer c.mu.Unlock()
	list := make([]Record, 0, len(c.unread))
	for _, record := range c.unread {
		list = append(list, record)
	}
	slices.SortFunc(list, func(a, b Record) int { return cmp.Compare(a.Path, b.Path) })
	return list
}

// read fetches a record, and remembers it when it could not be read.
func (c *Collector) read(ctx context.Context, r Request) Record {
	return c.noteUnread(c.fetchOnce(ctx, r))
}

// sharedAnswer is a request on its way, or its answer.
type sharedAnswer struct {
	once   sync.Once
	record Record
}

// fetchOnce fetches a record; what many ask for is fetched once.
func (c *Collector) fetchOnce(ctx context.Context, r Request) Record {
	if !r.Shared {
		return c.fetch.Fetch(ctx, r)
	}
	c.mu.Lock()
	a := c.shared[r.Path]
	if a == nil {
		a = &sharedAnswer{}
		c.shared[r.Path] = a
	}
	c.mu.Unlock()
	a.once.Do(func() { a.record = c.fetch.Fetch(ctx, r) })
	return a.record
}

func (c *Collector) noteUnread(record Record) Record {
	if record.Outcome != Read {
		c.mu.Lock()
		defer c.mu.Unlock()
		forgotten := record
		forgotten.Body = nil
		c.unread[record.Path] = forgotten
	}
	return record
}

// forEach does something for each of n, as many at the same time as there are
// workers.
func (c *Collector) forEach(n int, do func(i int)) {
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
