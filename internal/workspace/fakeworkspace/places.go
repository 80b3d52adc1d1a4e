package fakeworkspace

import "strings"

// places finds objects by kind and name, so that a large workspace answers as
// fast as a small one.
type places struct {
	objects map[string]Object
	tables  map[string][]Object // by schema
}

func newPlaces(s *Server) places {
	w := s.workspace
	p := places{objects: map[string]Object{}, tables: map[string][]Object{}}
	p.add("serving-endpoint", "name", w.Endpoints)
	p.add("serving-endpoints", "id", w.Endpoints)
	p.add("warehouses", "id", w.Warehouses)
	p.add("apps", "name", w.Apps)
	p.add("alertsv2", "id", w.Alerts.Items)
	p.add("queries", "id", w.Alerts.Queries)
	p.add("catalog", "name", w.Catalogs)
	p.add("schema", "full_name", w.Schemas)
	p.add("table", "full_name", w.Tables)
	for _, kind := range s.serviceKinds() {
		for _, item := range kind.items {
			p.objects[kind.securable+"/"+kind.name(item)] = item
		}
	}
	for _, table := range w.Tables {
		schema := text(table, "catalog_name") + "." + text(table, "schema_name")
		p.tables[schema] = append(p.tables[schema], table)
	}
	return p
}

func (p places) add(kind, key string, list []Object) {
	for _, item := range list {
		if name := text(item, key); name != "" {
			p.objects[kind+"/"+name] = item
		}
	}
}

// object is what the caller sees under a name, nil when there is nothing.
func (s *Server) object(kind, name string) Object {
	if s.hides(kind, name) {
		return nil
	}
	return s.places.objects[kind+"/"+name]
}

// hides says whether the caller does not see an object.
func (s *Server) hides(kind, name string) bool {
	return len(s.workspace.Hidden) > 0 && s.workspace.Hidden[strings.TrimSuffix(kind, "s")+"/"+name]
}

// visible leaves out what the caller does not see.
func (s *Server) visible(kind, key string, list []Object) []Object {
	if len(s.workspace.Hidden) == 0 {
		return list
	}
	var seen []Object
	for _, item := range list {
		if !s.hides(kind, text(item, key)) {
			seen = append(seen, item)
		}
	}
	return seen
}

// text is the text under a key, "" when there is none.
func text(o Object, key string) string {
	s, _ := o[key].(string)
	return s
}

func anyList(list []Object) []any {
	out := make([]any, len(list))
	for i := range list {
		out[i] = list[i]
	}
	return out
}
