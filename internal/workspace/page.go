package workspace

import (
	"net/url"
	"strings"
)

// Site is a workspace as a browser reaches it.
type Site struct {
	// Host is without https://; ID is the workspace's number, "" when it is not known.
	Host, ID string
	TLS      TLS
}

// pages are the paths of the pages of a kind, before the parts of a name. Source:
// Databricks CLI, libs/workspaceurls/urls.go and bundle/config/resources: `ml/endpoints/`,
// `apps/`, and for services the Catalog Explorer, `explore/data/<list>/`.
var pagePaths = map[Kind]string{
	Endpoint:        "/ml/endpoints/",
	App:             "/apps/",
	ModelService:    "/explore/data/model-services/",
	MCPService:      "/explore/data/mcp-services/",
	ProviderService: "/explore/data/model-provider-services/",
}

// Page is the address of the page of an object, "" where it has none: its kind is of no
// workspace, or its name or the host is none that a page could have.
func (s Site) Page(kind Kind, name string) string {
	path, known := pagePaths[kind]
	base := &url.URL{Scheme: "https", Host: s.Host}
	if s.TLS == NoTLS {
		base.Scheme = "http"
	}
	if read, err := url.Parse(base.String()); !known || name == "" || s.Host == "" || err != nil || read.Host != s.Host {
		return ""
	}
	parts := []string{name}
	if kind != Endpoint && kind != App {
		if parts = strings.Split(name, "."); len(parts) != 3 {
			return ""
		}
	}
	for i, part := range parts {
		parts[i] = escape(part)
	}
	return base.String() + path + strings.Join(parts, "/") + s.query()
}

// query names the workspace where the host does not: several may share one. Source:
// Databricks CLI, bundle/config/mutator/initialize_urls.go; "Get identifiers for
// workspace objects", docs.databricks.com.
func (s Site) query() string {
	if s.ID == "" || strings.HasPrefix(strings.ToLower(s.Host), "adb-"+strings.ToLower(s.ID)+".") {
		return ""
	}
	return "?o=" + url.QueryEscape(s.ID)
}

// Address is the path of the API that answers with the subject alone, whether it was read
// there or from a list.
func (s Subject) Address() string {
	for _, service := range services {
		if service.kind == s.Kind {
			return catalogAPI + service.folder() + "/" + escape(s.Name)
		}
	}
	return s.Object.API
}
