package evidence

import (
	"slices"
	"strings"

	"github.com/gwlint/gwlint/internal/workspace"
)

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

// is says whether a principal is the one who looks.
func (l looker) is(principal string) bool { return among(l.names, principal) }

// owns says whether the one who looks owns what an owner has, alone or with a
// group.
func (l looker) owns(owner string) bool {
	return owner != "" && (l.is(owner) || among(l.groups, owner))
}

func among(names []string, name string) bool {
	return slices.ContainsFunc(names, func(other string) bool { return strings.EqualFold(other, name) })
}
