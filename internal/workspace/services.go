package workspace

import "context"

// listing is what came of listing one kind of services.
type listing struct {
	found []Listed
	// failed says that some of it could not be read, absent that the workspace has
	// no such list.
	failed, absent bool
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
	c.note(record)
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
	c.together(len(schemas), func(i int) { records[i] = c.read(ctx, s.request(schemas[i])) })
	var l listing
	for _, record := range records {
		l.found = append(l.found, s.listed(record)...)
		l.failed = l.failed || record.Outcome != Read
	}
	return l
}

// listed are the services that a list names.
func (s service) listed(record Record) []Listed {
	var list []Listed
	for _, item := range elements(record, s.list) {
		name := s.name(item)
		list = append(list, Listed{
			Kind: s.kind, Name: name, request: s.item(name),
			access: func(*written) (Request, bool) { return s.accessRequest(name), true },
		})
	}
	return list
}
