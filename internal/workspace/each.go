package workspace

import (
	"cmp"
	"context"

	"golang.org/x/sync/errgroup"
)

// Each reads the subjects that a survey lists, each with what is needed about it,
// and hands them on as they come, from several goroutines at once. It ends early
// with the error of yield or of the context.
func (c *Collector) Each(ctx context.Context, s *Survey, yield func(Subject) error) error {
	group, going := errgroup.WithContext(ctx)
	group.SetLimit(cmp.Or(c.options.Workers, workers))
	for i := range s.Listed {
		if going.Err() != nil {
			break
		}
		group.Go(func() error {
			subject := c.subject(going, s, &s.Listed[i])
			if going.Err() != nil {
				return going.Err()
			}
			return yield(subject)
		})
	}
	return cmp.Or(group.Wait(), ctx.Err())
}

// subject reads one subject, and then what only its own answer says is needed.
func (c *Collector) subject(ctx context.Context, s *Survey, l *Listed) Subject {
	subject := Subject{Kind: l.Kind, Name: l.Name, Object: c.read(ctx, l.request), Usage: s.usage(l.Kind)}
	if subject.Object.Outcome != Read {
		return subject
	}
	body := decodeSubject(subject.Object.Body)
	if request, ok := l.access(body); ok {
		subject.Access = c.read(ctx, request)
	} else {
		subject.Access = notAsked("permissions", "it has no id, so it has no permissions of its own")
	}
	c.recorded(ctx, s, l, body, &subject)
	subject.UsageSchema = c.usageSchema(ctx, s, l.Kind)
	return subject
}

// recorded reads what is known of where a subject records requests.
func (c *Collector) recorded(ctx context.Context, s *Survey, l *Listed, body *written, subject *Subject) {
	table := body.table(l)
	if table.schema == "" {
		return
	}
	subject.Tables = c.read(ctx, tablesRequest(table.catalog, table.schema))
	found := c.find(subject.Tables, table)
	subject.Table, subject.Owner = found.name, found.owner
	subject.Grants = c.grants(ctx, s, l, subject, table.catalog+"."+table.schema)
	if c.options.Operations {
		subject.UsageGrants = c.read(ctx, tableGrantsRequest(usageTable(l.Kind)))
	} else {
		subject.UsageGrants = notAsked("grants of the usage table", "no principal of operations is known; set params.ops_principals")
	}
}

// grants reads the grants of the payload table where there is somebody to be
// judged by them.
func (c *Collector) grants(ctx context.Context, s *Survey, l *Listed, subject *Subject, schema string) Record {
	what := "grants of the inference table"
	switch {
	case len(c.options.Principals) == 0 && !s.apps[l.Name]:
		return notAsked(what, "it is not known whose rights matter; set params.agent_principals or params.ops_principals")
	case subject.Tables.Outcome != Read:
		return notAsked(what, subject.Tables.Reason()+" ('"+schema+"')")
	case subject.Table == "":
		return notAsked(what, "the inference table is not visible, so neither are its grants")
	}
	return c.read(ctx, tableGrantsRequest(subject.Table))
}

// UsageSchema is the system schema that records the use of a kind: one has that of
// serving endpoints, another that of services.
func UsageSchema(kind Kind) string {
	if kind == Endpoint {
		return "serving"
	}
	return "ai_gateway"
}

// usageTable is the table in that schema.
func usageTable(kind Kind) string {
	if kind == Endpoint {
		return "system.serving.endpoint_usage"
	}
	return "system.ai_gateway.usage"
}

// usageSchema tells whether the system schema of a kind is on: by the list
// of system schemas, or by looking at the schema itself where that is denied.
func (c *Collector) usageSchema(ctx context.Context, s *Survey, kind Kind) Record {
	if s.SystemSchemas.Outcome == Read {
		return s.SystemSchemas
	}
	schema := c.ask(ctx, systemSchemaRequest(UsageSchema(kind)))
	if schema.Outcome == Failed || schema.Outcome == Denied {
		c.note(schema)
	}
	if schema.Outcome == Read {
		return schema
	}
	return s.SystemSchemas // why the list cannot be read says more than that one schema is not visible
}
