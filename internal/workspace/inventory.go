package workspace

import (
	"encoding/json"
	"slices"
	"strings"
)

// Inventory is what is read of a workspace before its subjects: the lists that name
// them, and what all of them share.
type Inventory struct {
	Identity Record
	// Listed are the endpoints and services that Each reads, in a fixed order.
	Listed []Listed
	// LeftOut counts what lists named and the scope left out.
	LeftOut int
	// Outside are the names of the endpoints and services among these.
	OutOfScope []string
	// Narrowed says that the scope names endpoints, or where services lie.
	Narrowed bool
	// Unmatched are the globs of the scope that no listed endpoint matches, and its catalog or
	// schema where no service lies in it.
	Unmatched []string
	// ownOut counts what the scope leaves out and Databricks did not make.
	ownOut int
	// NotThere are the lists that this workspace does not have: "model services".
	AbsentLists []string
	// Unlisted are the kinds of which there may be others than those listed, since
	// not all of the list could be read.
	Unlisted []Kind

	// AlertList is the list of SQL alerts of the newest Generation that there is;
	// Queries are those that alerts of v1 refer to, by id.
	AlertList  Record
	Generation string
	Alerts     []Record
	Queries    map[string]Record
	// WarehouseList is the list of SQL warehouses, Warehouses each with its
	// permissions.
	WarehouseList Record
	Warehouses    []WarehouseAccess
	// Apps are the apps that were listed, read or not. JudgeApps is false where the
	// scope leaves them out: they are then evidence alone.
	AppList   Record
	Apps      []Subject
	JudgeApps bool
	// Whole says that no list of endpoints or services failed and that the scope
	// leaves none out: what stands before an endpoint is then known.
	Whole bool
	// Measured says that a warehouse was named to ask for the use of gateways;
	// EndpointUsage and ServiceUsage are its answers, ParseUsage reads them.
	Measured                    bool
	EndpointUsage, ServiceUsage Record
	// Metastore and SystemSchemas say which system schemas are on.
	Metastore, SystemSchemas Record

	apps map[string]bool // every word in what apps name

	// owners are those of provider services, endpointIDs the ids of endpoints, also of those that
	// the scope leaves out; endpointsUnread says why there may be others.
	owners, endpointIDs map[string]string
	endpointsUnread     string
	// provided are the endpoints that Databricks provides, also those that the scope leaves out,
	// each with the model service that takes its place, "" where the list does not show it.
	provided map[string]string
	// routed says that there are model services, which may lead to an endpoint.
	routed bool
}

// Caller is the caller: the name of a user, or the application id of a service
// principal; "" where the workspace did not show it.
func (i *Inventory) Caller() string { return text(i.Identity.Body, "userName") }

// OnlyProvided says that there is something, and that Databricks made all of it: everybody may see
// that, also who may see nothing else. What Each read since is part of it.
func (i *Inventory) OnlyProvided() bool {
	return len(i.Listed)+len(i.OutOfScope) > 0 && len(i.Apps) == 0 && i.ownOut == 0 &&
		!slices.ContainsFunc(i.Listed, func(l Listed) bool { return !l.isProvided() })
}

// Listed is a subject that a list named.
type Listed struct {
	Kind    Kind
	Name    string
	request Request
	// own says that it is not Databricks' though the list shows it so.
	own bool
	// owner is who owns a provider service, "" where the list does not show it.
	owner  string
	access func(*subjectBody) (Request, bool)
}

// WarehouseAccess is a SQL warehouse and who may use it.
type WarehouseAccess struct {
	ID, Name string
	Access   Record
}

// isProvided says whether Databricks made it: an endpoint that has neither an id nor
// a creator, as the list shows it and as it was read since, or a service of system.ai.
func (l Listed) isProvided() bool {
	if l.Kind != Endpoint {
		return strings.HasPrefix(l.Name, "system.ai.")
	}
	item := l.request.Listed
	return !l.own && strings.HasPrefix(l.Name, "databricks-") && item["id"] == nil && item["creator"] == nil
}

// keepDependencies keeps of the lists what the services that depend on an element need of it.
func (i *Inventory) keepDependencies(endpoints Record) {
	i.owners, i.endpointIDs = map[string]string{}, map[string]string{}
	if endpoints.Outcome != Read {
		i.endpointsUnread = endpoints.Reason()
	}
	for _, l := range i.Listed {
		switch l.Kind { //nolint:exhaustive // on the others depends nothing
		case Endpoint:
			i.endpointIDs[l.Name], _ = l.request.Listed["id"].(string)
		case ProviderService:
			i.owners[l.Name] = l.owner
		case ModelService:
			i.routed = true
		}
	}
}

// usage is what the usage table of a kind says.
func (i *Inventory) usage(kind Kind) Record {
	if kind == Endpoint {
		return i.EndpointUsage
	}
	return i.ServiceUsage
}

var kindOrder = map[Kind]int{Endpoint: 0, ModelService: 1, MCPService: 2, ProviderService: 3}

func listedEndpoints(record Record) []Listed {
	var list []Listed
	seen := map[string]bool{"": true}
	for _, item := range elements(record, endpointsRequest.List) {
		name, _ := item["name"].(string)
		if seen[name] {
			continue // the list counts as not read then
		}
		seen[name] = true
		list = append(list, Listed{
			Kind: Endpoint, Name: name, request: endpointRequest(name, item),
			access: func(w *subjectBody) (Request, bool) {
				return endpointAccessRequest(name, w.ID), w.ID != ""
			},
		})
	}
	return list
}

// appWords are the texts that apps hold, and the parts of those that are paths: what
// an app uses is among them.
func appWords(apps []Subject) map[string]bool {
	found := map[string]bool{}
	for _, app := range apps {
		var value any
		if json.Unmarshal(app.Object.Body, &value) == nil {
			addWords(value, found)
		}
	}
	return found
}

func addWords(value any, found map[string]bool) {
	switch v := value.(type) {
	case string:
		found[v] = true
		for part := range strings.SplitSeq(v, "/") {
			found[part] = true
		}
	case []any:
		for _, item := range v {
			addWords(item, found)
		}
	case map[string]any:
		for _, item := range v {
			addWords(item, found)
		}
	}
}
