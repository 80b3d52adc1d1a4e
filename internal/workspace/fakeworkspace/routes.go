package fakeworkspace

import "net/http"

const (
	servingAPI    = "/api/2.0/serving-endpoints"
	catalogAPI    = "/api/2.1/unity-catalog"
	statementsAPI = "/api/2.0/sql/statements"
)

// mux is every API that the workspace has. Source: databricks-sdk-go v0.182.0,
// the paths in impl.go of service/serving, catalog, sql, apps and iam.
func (s *Server) mux() *http.ServeMux {
	mux := http.NewServeMux()
	for pattern, handler := range map[string]http.HandlerFunc{
		"GET " + servingAPI:                    s.listEndpoints,
		"GET " + servingAPI + "/{name}":        s.endpoint,
		"GET /api/2.0/permissions/{kind}/{id}": s.permissions,
		"GET /api/2.0/preview/scim/v2/Me":      s.identity,

		"GET " + catalogAPI + "/catalogs":                            s.catalogs,
		"GET " + catalogAPI + "/schemas":                             s.schemas,
		"GET " + catalogAPI + "/schemas/{name}":                      s.schema,
		"GET " + catalogAPI + "/tables":                              s.tables,
		"GET " + catalogAPI + "/tables/{name}":                       s.table,
		"GET " + catalogAPI + "/effective-permissions/{kind}/{name}": s.grants,
		"GET " + catalogAPI + "/current-metastore-assignment":        s.metastore,
		"GET " + catalogAPI + "/metastores/{id}/systemschemas":       s.systemSchemas,

		"GET /api/2.0/sql/warehouses":      s.warehouses,
		"GET /api/2.0/sql/warehouses/{id}": s.warehouse,
		"GET /api/2.0/apps":                s.apps,
		"GET /api/2.0/apps/{name}":         s.app,

		"GET /api/2.0/alerts":             s.alertsV2,
		"GET /api/2.0/alerts/{id}":        s.alertV2,
		"GET /api/2.0/sql/alerts":         s.alertsV1,
		"GET /api/2.0/sql/alerts/{id}":    s.alertV1,
		"GET /api/2.0/sql/queries/{id}":   s.alertQuery,
		"GET /api/2.0/preview/sql/alerts": s.alertsLegacy,

		"POST " + statementsAPI:                                s.execute,
		"GET " + statementsAPI + "/{id}":                       s.statement,
		"GET " + statementsAPI + "/{id}/result/chunks/{index}": s.chunk,
		"POST " + statementsAPI + "/{id}/cancel":               s.cancel,
	} {
		mux.HandleFunc(pattern, handler)
	}
	for _, services := range s.serviceKinds() {
		mux.HandleFunc("GET "+catalogAPI+"/"+services.folder, services.list)
		mux.HandleFunc("GET "+catalogAPI+"/"+services.folder+"/{name}", services.one)
	}
	return mux
}
