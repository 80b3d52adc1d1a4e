package evidence

import (
	"cmp"
	"slices"
	"strings"

	"github.com/gwlint/gwlint/internal/gateway"
	"github.com/gwlint/gwlint/internal/workspace"
)

// rights are what a call to each kind of dependency needs. Source: "Unity Catalog privileges and
// securable objects", docs.databricks.com.
var rights = map[string]string{
	"model": "EXECUTE", "provider_service": "EXECUTE", "connection": "USE_CONNECTION", "credential": "ACCESS",
	"serving_endpoint": "CAN_QUERY",
}

// ownerOf is who owns a service, "" where it does not say.
func ownerOf(object workspace.Record) string {
	var service struct {
		Owner string `json:"effective_owner"`
	}
	decode(object, &service)
	return service.Owner
}

func noOwner(owner string) string {
	if owner != "" {
		return ""
	}
	return "the service does not show who owns it"
}

// dependencies are those of a service with who may use them, as far as the caller sees it.
func (c caller) dependencies(s workspace.Subject) []gateway.Dependency {
	list := make([]gateway.Dependency, 0, len(s.Dependencies))
	for _, d := range s.Dependencies {
		one := gateway.Dependency{
			Kind: d.Kind, Name: strings.Clone(d.Name), Right: rights[d.Kind], Owner: d.Owner, Holders: []gateway.Holder{},
		}
		if d.Kind == "serving_endpoint" {
			permitted(&one, d.Access)
		} else {
			c.granted(&one, d)
		}
		slices.SortFunc(one.Holders, compareHolders)
		one.Holders = slices.Compact(one.Holders)
		list = append(list, one)
	}
	return list
}

func compareHolders(a, b gateway.Holder) int {
	return cmp.Or(cmp.Compare(a.Principal, b.Principal), cmp.Compare(a.Privilege, b.Privilege), cmp.Compare(a.From, b.From))
}

// permitted adds who may call an endpoint by its permissions.
func permitted(one *gateway.Dependency, r workspace.Record) {
	access := accessList(r)
	for _, entry := range access {
		if entry.Level == one.Right || entry.Level == "CAN_MANAGE" {
			one.Holders = append(one.Holders, gateway.Holder{Principal: entry.Principal, Privilege: entry.Level})
		}
	}
	one.Hidden = r.Reason()
	if one.Hidden == "" && len(access) == 0 {
		one.Hidden = "the " + r.What + " show nobody: whoever looks may not see them"
	}
}

// granted adds who holds the right by the privileges on the dependency.
func (c caller) granted(one *gateway.Dependency, d workspace.Dependency) {
	_, one.Hidden = c.grants(d.Access, d.Owner)
	var answer assignments
	decode(d.Access, &answer)
	for _, a := range answer.List {
		for _, p := range a.Privileges {
			privilege := strings.ReplaceAll(strings.ToUpper(p.Privilege), " ", "_")
			if privilege != one.Right && privilege != "ALL_PRIVILEGES" {
				continue
			}
			one.Holders = append(one.Holders, gateway.Holder{
				Principal: a.Principal, Privilege: privilege,
				From: strings.TrimSpace(strings.ToLower(p.FromType) + " " + p.From),
			})
		}
	}
}
