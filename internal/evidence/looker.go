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
