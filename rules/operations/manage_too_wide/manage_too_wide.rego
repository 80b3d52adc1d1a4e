# METADATA
# title: All users may manage the gateway
# description: |
#   Whoever may manage a serving endpoint can change its limits, its guardrails and where it logs to, or
#   delete it; the same goes for MANAGE on a service. Granted to `users` or `account users`, that is
#   everybody, guests and service principals included: what the gateway enforces then holds only for those who
#   leave it alone. The permissions that a bundle declares for an endpoint, there or for all of its resources,
#   take the place of those that it had. A service inherits what is granted on its schema and catalog, so that
#   a bundle shows a grant, and never that there is none.
# related_resources:
#   - description: Access control lists
#     ref: https://docs.databricks.com/aws/en/security/auth/access-control/
#   - description: Unity Catalog privileges and securable objects
#     ref: https://docs.databricks.com/aws/en/data-governance/unity-catalog/manage-privileges/privileges
# entrypoint: true
# custom:
#   id: GW506
#   severity: high
#   precision: very-high
#   subjects: [endpoint, model_service, mcp_service, provider_service]
#   scope: subject
#   requires: [evidence.access]
#   remediation: |
#     Give the group CAN QUERY on the endpoint instead, and CAN MANAGE to the team or the service
#     principal that deploys the gateway.
#   remediation_for:
#     service: |
#       Give the group EXECUTE on the service instead, and MANAGE to the team or the service
#       principal that deploys the gateway.
#   controls:
#     dasf: [DASF 24, DASF 31, DASF 43]
#     eu-ai-act: [Art 15]
#     mitre-atlas: [AML.M0019]
#     nist-ai-rmf: [MEASURE 2.7]
#   since: 0.1.0
package rules.operations.manage_too_wide

import data.rules.lib.access
import data.rules.lib.report

findings contains report.at(["evidence", "access", i], message) if {
	some i, entry in input.subject.evidence.access
	access.is_for_everyone(entry)
	upper(entry.level) == _manage
	message := sprintf("%v can be managed by everybody: `%v` has %v", [report.subject, entry.principal, entry.level])
}

# ALL PRIVILEGES of Unity Catalog does not hold MANAGE.
_manage := "CAN_MANAGE" if input.subject.kind == "endpoint"

_manage := "MANAGE" if input.subject.kind != "endpoint"
