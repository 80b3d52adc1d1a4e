package fakeworkspace

import "net/http"

var (
	warehousePages = pages{key: "warehouses", size: "page_size", most: 1000}
	appPages       = pages{key: "apps", size: "page_size", most: 100}
	alertV2Pages   = pages{key: "alerts", size: "page_size", most: 20}
	alertV1Pages   = pages{key: "results", size: "page_size", most: 20}
)

// sqlHandlers answer for SQL warehouses, alerts and apps.
type sqlHandlers struct{ *Server }

func (s sqlHandlers) warehouses(w http.ResponseWriter, r *http.Request) {
	s.page(w, r, warehousePages, s.workspace.Warehouses)
}

func (s sqlHandlers) warehouse(w http.ResponseWriter, r *http.Request) {
	s.one(w, "warehouses", r.PathValue("id"), "SQL warehouse")
}

func (s sqlHandlers) apps(w http.ResponseWriter, r *http.Request) {
	s.page(w, r, appPages, s.visible("app", "name", s.workspace.Apps))
}

func (s sqlHandlers) app(w http.ResponseWriter, r *http.Request) {
	s.one(w, "apps", r.PathValue("name"), "App")
}

func (s sqlHandlers) one(w http.ResponseWriter, kind, name, what string) {
	if object := s.object(kind, name); object != nil {
		s.answer(w, object)
		return
	}
	missing(w, "RESOURCE_DOES_NOT_EXIST", what+" '"+name+"' does not exist.")
}

// generation says whether the workspace has an API for alerts, and answers where
// it has another.
func (s sqlHandlers) generation(w http.ResponseWriter, r *http.Request, g Generation) bool {
	has := s.workspace.Alerts.Generation
	if has == g || has == "" && g == AlertsV2 {
		return true
	}
	missing(w, "ENDPOINT_NOT_FOUND", "No API found for '"+r.Method+" "+r.URL.Path+"'")
	return false
}

func (s sqlHandlers) alertsV2(w http.ResponseWriter, r *http.Request) {
	if s.generation(w, r, AlertsV2) {
		s.page(w, r, alertV2Pages, s.workspace.Alerts.Items)
	}
}

func (s sqlHandlers) alertV2(w http.ResponseWriter, r *http.Request) {
	if s.generation(w, r, AlertsV2) {
		s.one(w, "alertsv2", r.PathValue("id"), "Alert")
	}
}

func (s sqlHandlers) alertsV1(w http.ResponseWriter, r *http.Request) {
	if s.generation(w, r, AlertsV1) {
		s.page(w, r, alertV1Pages, s.workspace.Alerts.Items)
	}
}

func (s sqlHandlers) alertV1(w http.ResponseWriter, r *http.Request) {
	if s.generation(w, r, AlertsV1) {
		s.one(w, "alertsv2", r.PathValue("id"), "Alert")
	}
}

func (s sqlHandlers) alertQuery(w http.ResponseWriter, r *http.Request) {
	s.one(w, "queries", r.PathValue("id"), "Query")
}

// alertsLegacy answers with a bare array.
func (s sqlHandlers) alertsLegacy(w http.ResponseWriter, r *http.Request) {
	if s.generation(w, r, AlertsLegacy) {
		s.answer(w, anyList(s.workspace.Alerts.Items))
	}
}
