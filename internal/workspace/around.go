package workspace

import (
	"context"

	"golang.org/x/sync/errgroup"
)

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
