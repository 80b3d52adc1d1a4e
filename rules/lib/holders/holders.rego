# METADATA
# description: |
#   Who may use what a service depends on, with regard to the service's owner. A principal with an @ is a
#   user, a UUID is the application id of a service principal; any other name is that of a group, whose members
#   nobody shows, or the display name of a service principal.
package rules.lib.holders

import data.rules.lib.access

# METADATA
# description: the dependency as messages name it
named(dependency) := sprintf("%v `%v`", [_words[dependency.kind], dependency.name])

_words := {
	"model": "model",
	"provider_service": "provider service",
	"serving_endpoint": "serving endpoint",
	"connection": "connection",
	"credential": "service credential",
	"": "destination",
}

# METADATA
# description: the right on the dependency as SQL writes it
right(dependency) := replace(dependency.right, "_", " ")

# METADATA
# description: the two names are those of one principal
same(a, b) if lower(a) == lower(b)

# METADATA
# description: the owner of the service holds the right on the dependency, as far as names say
# scope: document
owner_holds(dependency) if same(dependency.owner, input.subject.evidence.owner)

owner_holds(dependency) if {
	some holder in dependency.holders
	_gives(holder)
}

_gives(holder) if same(holder.principal, input.subject.evidence.owner)

_gives(holder) if access.is_for_everyone(holder)

# METADATA
# description: |
#   the principal may be the owner of the service by another name, or a group that the owner is in
# scope: document
may_hold_owner(principal) if not is_individual(principal)

may_hold_owner(principal) if {
	_is_application(principal)
	not is_individual(input.subject.evidence.owner)
}

# METADATA
# description: the principal may be in the group that owns the service, or be the owner by another name
may_be_owners(principal) if {
	is_individual(principal)
	not is_individual(input.subject.evidence.owner)
}

# METADATA
# description: the name is that of one user, or of one service principal
# scope: document
is_individual(principal) if contains(principal, "@")

is_individual(principal) if _is_application(principal)

_is_application(principal) if {
	regex.match(`^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$`, principal)
}
