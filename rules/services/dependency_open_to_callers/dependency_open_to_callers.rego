# METADATA
# title: Others may use what the service stands before
# description: |
#   A service runs with the rights of its owner, so its callers need none on what it uses. Whoever else holds USE
#   CONNECTION on the source connection of an MCP service, EXECUTE on the provider service of a model service or
#   ACCESS on the service credential of a provider service can call past the service: without its limits, its
#   guardrails and its log. A privilege on the catalog or the schema holds as well, and so does ALL PRIVILEGES.
# related_resources:
#   - description: Unity Catalog privileges and securable objects
#     ref: https://docs.databricks.com/aws/en/data-governance/unity-catalog/manage-privileges/privileges
#   - description: API reference of Unity AI Gateway
#     ref: https://docs.databricks.com/api/workspace/aigateway
# entrypoint: true
# custom:
#   id: GW706
#   severity: high
#   precision: high
#   subjects: [model_service, mcp_service, provider_service]
#   scope: subject
#   requires: [evidence.owner, evidence.dependencies]
#   remediation: |
#     Revoke the privilege where the message says that it comes from, and let the callers have EXECUTE on the service
#     alone: `REVOKE USE CONNECTION ON CONNECTION tickets FROM` whoever the message names.
#   controls:
#     dasf: [DASF 32, DASF 43, DASF 64]
#     eu-ai-act: [Art 15]
#     mitre-atlas: [AML.M0019, AML.M0028]
#     owasp-llm-2025: [LLM06]
#   since: 0.1.0
package rules.services.dependency_open_to_callers

import data.rules.lib.access
import data.rules.lib.holders
import data.rules.lib.report

# METADATA
# description: a person owns the service, and not Databricks
applies if not input.subject.provided

# METADATA
# description: nothing that the service uses can be called without it
moot if not _guarded_any

_guarded_any if {
	some dependency in input.subject.evidence.dependencies
	dependency.kind in _guarded
}

# Models and serving endpoints are other rules' to judge.
_guarded := {"provider_service", "connection", "credential", ""}

findings contains report.at(["evidence", "dependencies", i], message) if {
	some i, dependency in input.subject.evidence.dependencies
	dependency.kind in _guarded
	others := {_shown(holder) | some holder in dependency.holders; _is_other(dependency, holder)}
	others != set()
	values := [report.subject, holders.right(dependency), holders.named(dependency), _listed(sort(others))]
	message := sprintf("%v can be gone past: others than its owner hold %v on %v: %v", values)
}

undecided contains report.at(["evidence", "dependencies", i], reason) if {
	some i, dependency in input.subject.evidence.dependencies
	dependency.kind in _guarded
	dependency.hidden != ""
	values := [holders.named(dependency), dependency.hidden]
	reason := sprintf("whether others than the owner may use %v is not known: %v", values)
}

undecided contains report.at(["evidence", "dependencies", i], reason) if {
	some i, dependency in input.subject.evidence.dependencies
	dependency.kind in _guarded
	some holder in dependency.holders
	not _is_own(dependency, holder)
	not _is_other(dependency, holder)
	values := [holder.principal, holders.right(dependency), holders.named(dependency), input.subject.evidence.owner]
	reason := sprintf("`%v` holds %v on %v, and whether that is others than the owner `%v` is not shown", values)
}

_is_own(_, holder) if holders.same(holder.principal, input.subject.evidence.owner)

_is_own(dependency, holder) if holders.same(holder.principal, dependency.owner)

_is_other(_, holder) if access.is_for_everyone(holder)

_is_other(dependency, holder) if {
	holders.is_individual(holder.principal)
	not holders.may_be_owners(holder.principal)
	not _is_own(dependency, holder)
}

# A group is there for others once the owner needs it for no right of its own.
_is_other(dependency, holder) if {
	not holders.is_individual(holder.principal)
	not _is_own(dependency, holder)
	_owner_needs_no_group[dependency.name]
}

_owner_needs_no_group contains dependency.name if {
	some dependency in input.subject.evidence.dependencies
	some principal in ({dependency.owner} | {holder.principal | some holder in dependency.holders})
	holders.same(principal, input.subject.evidence.owner)
}

_shown(holder) := sprintf("`%v`%v", [holder.principal, _from(holder)])

_from(holder) := "" if holder.from == ""

_from(holder) := sprintf(" (from %v)", [holder.from]) if holder.from != ""

# The first of them: a catalog may be granted to many.
_listed(others) := concat(", ", others) if count(others) <= _most

_listed(others) := sprintf("%v and %d more", [concat(", ", array.slice(others, 0, _most)), count(others) - _most]) if {
	count(others) > _most
}

_most := 5
