package evidence

import (
	"cmp"
	"slices"
	"strings"

	"github.com/gwlint/gwlint/internal/gateway"
	"github.com/gwlint/gwlint/internal/workspace"
)

// caller is the identity that reads the workspace, by all names that it goes by. Some
// lists of privileges show a caller who does not own the object only its own.
type caller struct {
	names, groups []string
}

func newCaller(identity workspace.Record) caller {
	var me struct {
		UserName    string `json:"userName"`
		Application string `json:"applicationId"`
		Groups      []struct {
			Display string `json:"display"`
		} `json:"groups"`
	}
	decode(identity, &me)
	var c caller
	for _, name := range []string{me.UserName, me.Application} {
		if name != "" {
			c.names = append(c.names, name)
		}
	}
	for _, group := range me.Groups {
		c.groups = append(c.groups, group.Display)
	}
	return c
}

// known says whether the workspace told who the caller is.
func (c caller) known() bool { return len(c.names) > 0 }

// is says whether a name is that of the caller, or of a group of theirs: what it owns
// is the caller's own.
func (c caller) is(name string) bool {
	return name != "" && (containsFold(c.names, name) || containsFold(c.groups, name))
}

// seesAll says whether a privilege that a caller is shown means that those of all
// principals are shown: it is another's, or lets the caller manage the object.
func (c caller) seesAll(principal, privilege string) bool {
	return c.known() && (!c.is(principal) || privilege == "MANAGE")
}

func containsFold(names []string, name string) bool {
	return slices.ContainsFunc(names, func(other string) bool { return strings.EqualFold(other, name) })
}

// access is which principal may do what with a subject; reason says why that is
// unseen. There are no permissions on an endpoint that Databricks provides, which has
// no id to give them by.
func (c caller) access(subject *gateway.Subject, s workspace.Subject) (access []gateway.Access, reason string) {
	switch {
	case s.Kind == workspace.Endpoint && subject.Provided && s.Access.Outcome == workspace.Unasked:
		return []gateway.Access{}, ""
	case s.Access.Outcome != workspace.Read:
		return nil, s.Access.Reason()
	case s.Kind == workspace.Endpoint:
		if access = accessList(s.Access); len(access) == 0 {
			return nil, "the " + s.Access.What + " show nobody: whoever looks may not see them"
		}
		return access, ""
	}
	var object struct {
		Owner string `json:"effective_owner"`
	}
	decode(s.Object, &object)
	grants, reason := c.grants(s.Access, object.Owner)
	if reason != "" {
		return nil, reason
	}
	for _, g := range grants {
		access = append(access, gateway.Access{Principal: g.Principal, Level: strings.ReplaceAll(g.Privilege, " ", "_")})
	}
	if object.Owner != "" {
		access = append(access, gateway.Access{Principal: object.Owner, Level: "MANAGE"})
	}
	return sortAccess(access), ""
}

// grants are the privileges on an object that has an owner, "" where that is not
// known. reason says why they are unseen: a caller who neither owns an object nor
// manages it is shown nothing, or what they hold themselves or by a group. Where the
// caller is not known, it is not known either whether these are all.
func (c caller) grants(r workspace.Record, owner string) (grants []gateway.Grant, reason string) {
	if r.Outcome != workspace.Read {
		return nil, r.Reason()
	}
	var answer assignments
	decode(r, &answer)
	grants = []gateway.Grant{}
	shown := c.is(owner)
	for _, a := range answer.List {
		for _, p := range a.Privileges {
			grants = append(grants, gateway.Grant{
				Principal: a.Principal, Privilege: p.Privilege, Explicit: p.From == "" && p.FromType == "",
			})
			shown = shown || c.seesAll(a.Principal, p.Privilege)
		}
	}
	switch {
	case len(grants) == 0 && !shown:
		return nil, "the " + r.What + " show no privilege of anybody: whoever looks may not see them"
	case !shown && !c.known():
		return nil, "who looks is not known, so the " + r.What + " may be only those that they hold themselves"
	case !shown:
		return nil, "the " + r.What + " show only those of whoever looks, who may not see the others"
	}
	slices.SortStableFunc(grants, func(a, b gateway.Grant) int {
		return cmp.Or(cmp.Compare(a.Principal, b.Principal), cmp.Compare(a.Privilege, b.Privilege))
	})
	return grants, ""
}

// assignments is effective privileges of Unity Catalog. Source: databricks-sdk-go
// v0.182.0, service/catalog/model.go, EffectivePrivilegeAssignment.
type assignments struct {
	List []struct {
		Principal  string `json:"principal"`
		Privileges []struct {
			Privilege string `json:"privilege"`
			From      string `json:"inherited_from_name"`
			FromType  string `json:"inherited_from_type"`
		} `json:"privileges"`
	} `json:"privilege_assignments"`
}

// permissions is the access control list of an object of the workspace. Source:
// databricks-sdk-go v0.182.0, service/serving/model.go,
// ServingEndpointAccessControlResponse; those of warehouses are alike.
type permissions struct {
	List []struct {
		User    string `json:"user_name"`
		Group   string `json:"group_name"`
		Service string `json:"service_principal_name"`
		All     []struct {
			Level string `json:"permission_level"`
		} `json:"all_permissions"`
	} `json:"access_control_list"`
}

// accessList is the entries of an access control list, inherited ones too.
func accessList(r workspace.Record) []gateway.Access {
	var answer permissions
	decode(r, &answer)
	access := []gateway.Access{}
	for _, entry := range answer.List {
		who := cmp.Or(entry.User, entry.Group, entry.Service)
		for _, p := range entry.All {
			access = append(access, gateway.Access{Principal: who, Level: p.Level})
		}
	}
	return sortAccess(access)
}

func sortAccess(access []gateway.Access) []gateway.Access {
	slices.SortFunc(access, func(a, b gateway.Access) int {
		return cmp.Or(cmp.Compare(a.Principal, b.Principal), cmp.Compare(a.Level, b.Level))
	})
	return slices.Compact(access)
}

// warehouses are the SQL warehouses as rules read them, each with who may use it, or
// why that is not known: one that shows it may be enough.
func warehouses(inventory *workspace.Inventory) []any {
	list := []any{}
	for _, warehouse := range inventory.Warehouses {
		access := []any{}
		for _, a := range accessList(warehouse.Access) {
			access = append(access, map[string]any{"principal": a.Principal, "level": a.Level})
		}
		hidden := ""
		if warehouse.Access.Outcome != workspace.Read {
			hidden = warehouse.Access.Reason() + " (`" + cmp.Or(warehouse.Name, warehouse.ID) + "`)"
		}
		list = append(list, map[string]any{"id": warehouse.ID, "name": warehouse.Name, "hidden": hidden, "access": access})
	}
	return list
}
