package workspace

import (
	"context"
	"encoding/json"
)

// WarehouseInfo is what GET shows of a SQL warehouse: its size and whether it runs, which
// says what a query costs. Command scan prints it before it asks for usage. Source: databricks-sdk-go
// v0.182.0, service/sql/model.go, GetWarehouseResponse.
type WarehouseInfo struct {
	ID         string `json:"id"`
	Name       string `json:"name"`
	Size       string `json:"cluster_size"`
	Type       string `json:"warehouse_type"` // CLASSIC or PRO
	Serverless bool   `json:"enable_serverless_compute"`
	State      string `json:"state"` // RUNNING, STARTING, STOPPED, STOPPING …
	// AutoStop is how many minutes it runs on without work, 0 for ever.
	AutoStop int `json:"auto_stop_mins"`
	// Problem says why none of this is known but the id.
	Problem string `json:"-"`
	// Absent says that the workspace has no such warehouse, as far as one sees.
	Absent bool `json:"-"`
}

// ReadWarehouse asks for a SQL warehouse, which does not start it. The answer is for the
// terminal alone, and in no snapshot.
func ReadWarehouse(ctx context.Context, ask Asker, id string) WarehouseInfo {
	answer := ask.Get(ctx, warehousesAPI+"/"+escape(id), nil)
	m := WarehouseInfo{}
	if answer.Outcome != Read {
		return WarehouseInfo{ID: id, Problem: answer.Problem, Absent: answer.Outcome == Absent}
	}
	if err := json.Unmarshal(answer.Body, &m); err != nil {
		return WarehouseInfo{ID: id, Problem: malformed(answer.Status, err)}
	}
	m.ID = id
	return m
}
