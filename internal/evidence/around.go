package evidence

import (
	"cmp"

	"github.com/gwlint/gwlint/internal/workspace"
)

// Context is input.context.workspace for the engine.
func (w *World) Context() map[string]any {
	return map[string]any{"alerts": w.alerts(), "warehouses": w.warehouses()}
}

// Unseen says which parts of that nobody has seen, and why, by dotted path:
// workspace.alerts.names. Alerts of the older generations have no schedule and no
// subscribers: whether there is one can be told all the same.
func (w *World) Unseen() map[string]string {
	unseen := map[string]string{}
	w.alertsUnseen(unseen)
	if list := w.survey.WarehouseList; list.Outcome != workspace.Read {
		unseen["workspace.warehouses"] = list.Reason()
	}
	return unseen
}

// warehouses says of each who may use it, or why that is not known: one that shows
// it may be enough.
func (w *World) warehouses() []any {
	list := []any{}
	for _, warehouse := range w.survey.Warehouses {
		access := []any{}
		for _, a := range listed(warehouse.Access) {
			access = append(access, map[string]any{"principal": a.Principal, "level": a.Level})
		}
		hidden := ""
		if warehouse.Access.Outcome != workspace.Read {
			hidden = warehouse.Access.Reason() + " ('" + cmp.Or(warehouse.Name, warehouse.ID) + "')"
		}
		list = append(list, map[string]any{"id": warehouse.ID, "name": warehouse.Name, "hidden": hidden, "access": access})
	}
	return list
}
