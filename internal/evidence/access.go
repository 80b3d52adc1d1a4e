package evidence

import (
	"cmp"
	"slices"
	"strings"

	"github.com/gwlint/gwlint/internal/gateway"
	"github.com/gwlint/gwlint/internal/workspace"
)

// assignments are effective privileges of Unity Catalog. Source: databricks-sdk-go
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

// grants are the privileges on an object that has an owner, "" where that is not
// known. reason says why they are not seen: who neither owns an object nor manages
// it is shown nothing, or what they hold themselves or by a group. Where nobody
// knows who looks, nobody knows whose grants are shown.
func (w *World) grants(r workspace.Record, owner string) (grants []gateway.Grant, reason string) {
	if r.Outcome != workspace.Read {
		return nil, r.Reason()
	}
	var answer assignments
	decode(r, &answer)
	grants = []gateway.Grant{}
	shown := w.looks.goesBy(owner)
	for _, a := range answer.List {
		for _, p := range a.Privileges {
			grants = append(grants, gateway.Grant{
				Principal: a.Principal, Privilege: p.Privilege, Explicit: p.From == "" && p.FromType == "",
			})
			shown = shown || w.looks.sees(a.Principal, p.Privilege)
		}
	}
	switch {
	case len(grants) == 0 && !shown:
		return nil, "the " + r.What + " show no privilege of anybody: whoever looks may not see them"
	case !shown && !w.looks.known():
		return nil, "who looks is not known, so the " + r.What + " may be only those that they hold themselves"
	case !shown:
		return nil, "the " + r.What + " show only those of whoever looks, who may not see the others"
	}
	slices.SortStableFunc(grants, func(a, b gateway.Grant) int {
		return cmp.Or(cmp.Compare(a.Principal, b.Principal), cmp.Compare(a.Privilege, b.Privilege))
	})
	return grants, ""
}

// permissions are the access control list of an object of the workspace. Source:
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

// listed are the entries of an access control list, inherited ones too.
func listed(r workspace.Record) []gateway.Access {
	var answer permissions
	decode(r, &answer)
	access := []gateway.Access{}
	for _, entry := range answer.List {
		who := cmp.Or(entry.User, entry.Group, entry.Service)
		for _, p := range entry.All {
			access = append(access, gateway.Access{Principal: who, Level: p.Level})
		}
	}
	return inOrder(access)
}

func inOrder(access []gateway.Access) []gateway.Access {
	slices.SortFunc(access, func(a, b gateway.Access) int {
		return cmp.Or(cmp.Compare(a.Principal, b.Principal), cmp.Compare(a.Level, b.Level))
	})
	return slices.Compact(access)
}

// access is who may do what with a subject. Nobody has permissions on an endpoint
// that Databricks provides: it has no id to give them by.
func (w *World) access(subject *gateway.Subject, s workspace.Subject) (access []gateway.Access, reason string) {
	switch {
	case s.Kind == workspace.Endpoint && subject.Provided && s.Access.Outcome == workspace.Unasked:
		return []gateway.Access{}, ""
	case s.Access.Outcome != workspace.Read:
		return nil, s.Access.Reason()
	case s.Kind == workspace.Endpoint:
		if access = listed(s.Access); len(access) == 0 {
			return nil, "the " + s.Access.What + " show nobody: whoever looks may not see them"
		}
		return access, ""
	}
	var object struct {
		Owner string `json:"effective_owner"`
	}
	decode(s.Object, &object)
	grants, reason := w.grants(s.Access, object.Owner)
	if reason != "" {
		return nil, reason
	}
	for _, g := range grants {
		access = append(access, gateway.Access{Principal: g.Principal, Level: strings.ReplaceAll(g.Privilege, " ", "_")})
	}
	if object.Owner != "" {
		access = append(access, gateway.Access{Principal: object.Owner, Level: "MANAGE"})
	}
	return inOrder(access), ""
}

// looker is whose eyes look at the workspace, by all names that they go by. Some
// lists of privileges show only one's own to whoever does not own the object.
type looker struct {
	names, groups []string
}

func lookerOf(r workspace.Record) looker {
	var me struct {
		UserName    string `json:"userName"`
		Application string `json:"applicationId"`
		Groups      []struct {
			Display string `json:"display"`
		} `json:"groups"`
	}
	decode(r, &me)
	var l looker
	for _, name := range []string{me.UserName, me.Application} {
		if name != "" {
			l.names = append(l.names, name)
		}
	}
	for _, group := range me.Groups {
		l.groups = append(l.groups, group.Display)
	}
	return l
}

// known says whether anybody knows who looks.
func (l looker) known() bool { return len(l.names) > 0 }

// sees says whether a privilege that is shown tells that those of all others are
// shown too: it is somebody else's, or lets its holder manage the object.
func (l looker) sees(principal, privilege string) bool {
	return l.known() && (!l.goesBy(principal) || privilege == "MANAGE")
}

// goesBy says whether a name is that of the one who looks, or of a group of theirs:
// what has it for its owner is theirs.
func (l looker) goesBy(name string) bool {
	return name != "" && (among(l.names, name) || among(l.groups, name))
}

func among(names []string, name string) bool {
	return slices.ContainsFunc(names, func(other string) bool { return strings.EqualFold(other, name) })
}
