# METADATA
# title: A Databricks token in the code
# description: |
#   The code holds a Databricks token itself. Whoever can read the code, its history or a copy of the notebook
#   can act as its owner in the workspace, past every limit that the gateway sets for other users. A token that was ever
#   committed counts as known. gwlint shows where it stands, never what it is.
# related_resources:
#   - description: Authorize access to Databricks resources
#     ref: https://docs.databricks.com/aws/en/dev-tools/auth/
# entrypoint: true
# custom:
#   id: GW606
#   severity: critical
#   precision: high
#   subjects: [call]
#   scope: subject
#   requires: [call.token]
#   remediation: |
#     Revoke the token. Let the code take its credentials from where it runs: `WorkspaceClient()` of the Databricks
#     SDK finds them by itself, and `os.environ["DATABRICKS_TOKEN"]` or a secret scope serve where it cannot.
#   controls:
#     dasf: [DASF 33]
#     eu-ai-act: [Art 15]
#     mitre-atlas: [AML.M0012]
#     nist-ai-rmf: [MEASURE 2.7]
#     owasp-llm-2025: [LLM02]
#   since: 0.1.0
package rules.consumers.token_hard_coded

import data.rules.lib.report

findings contains report.at(["call", "token"], message) if {
	input.subject.call.token
	message := sprintf("%v is made with a Databricks token that stands in the code", [report.subject])
}
