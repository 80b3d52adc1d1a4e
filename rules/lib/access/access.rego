# METADATA
# description: |
#   Who holds which right. Grants are those of Unity Catalog, levels those of the
#   permissions of a workspace; both are looked for by principal. Names of principals
#   are compared without regard to case, as they are e-mail addresses, UUIDs and groups.
package rules.lib.access

# The groups that everybody is in, of a workspace and of an account.
_everyone := {"users", "account users"}

# METADATA
# description: the entry is for everybody
is_for_everyone(entry) if lower(entry.principal) in _everyone

# METADATA
# description: |
#   the principal has the privilege by a grant to itself, on the object or on what the
#   object lies in; ALL_PRIVILEGES counts only when it is asked for
has(grants, principal, privilege) if {
	some grant in grants
	_names(grant, principal)
	_privilege(grant) == privilege
}

# METADATA
# description: the same, by a grant on the object itself
has_explicit(grants, principal, privilege) if {
	has([grant | some grant in grants; grant.explicit], principal, privilege)
}

# METADATA
# description: the principal can read the table, by whatever grant and to whomever it belongs to
can_read(grants, principal) if {
	some grant in grants
	_reaches(grant, principal)
	_privilege(grant) in {"SELECT", "ALL_PRIVILEGES"}
}

# METADATA
# description: the principal can run queries on one of the SQL warehouses
can_query(warehouses, principal) if {
	some warehouse in warehouses
	some entry in warehouse.access
	_reaches(entry, principal)
	entry.level in {"CAN_USE", "CAN_MANAGE", "IS_OWNER"}
}

_names(entry, principal) if lower(entry.principal) == lower(principal)

_reaches(entry, principal) if _names(entry, principal)

_reaches(entry, _) if is_for_everyone(entry)

# SQL writes ALL PRIVILEGES, the API ALL_PRIVILEGES.
_privilege(grant) := replace(upper(grant.privilege), " ", "_")
