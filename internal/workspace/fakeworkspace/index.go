package fakeworkspace

// objectIndex finds objects by kind and name, so that a large workspace answers as
// fast as a small one.
type objectIndex struct {
	objects map[string]Object
	tables  map[string][]Object // by schema
}

func newObjectIndex(s *Server) objectIndex {
	w := s.workspace
	p := objectIndex{objects: map[string]Object{}, tables: map[string][]Object{}}
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

func (o objectIndex) add(kind, key string, list []Object) {
	for _, item := range list {
		if name := text(item, key); name != "" {
			o.objects[kind+"/"+name] = item
		}
	}
}
