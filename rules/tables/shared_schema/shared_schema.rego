# METADATA
# title: Inference table in a shared schema
# description: |
#   Logged prompts and answers lie in a schema that everyone uses. In `default`, or in
#   the `hive_metastore` catalog, nobody owns the audit: many can read it, anyone may
#   drop it, and it stands among tables that have nothing to do with it. The gateway
#   writes to Unity Catalog tables only, so `hive_metastore` does not work at all. What is
#   known of a name decides where it can be none of these: `dev_${var.team}` is not `default`.
# related_resources:
#   - description: Inference tables of AI Gateway (legacy)
#     ref: https://docs.databricks.com/aws/en/ai-gateway/inference-tables
# entrypoint: true
# custom:
#   id: GW107
#   severity: medium
#   precision: high
#   subjects: [endpoint, model_service, provider_service]
#   scope: subject
#   requires: [inference_table.enabled, inference_table.catalog_parts, inference_table.schema_parts]
#   params: [shared_schemas]
#   remediation: |
#     Give the tables of the gateway a schema with one owner, such as `"catalog_name": "main",
#     "schema_name": "gateway_audit"`, and grant SELECT there to those who audit. Which schemas
#     count as shared is `params.shared_schemas` in `.gwlint.yaml`; by default it is `[default]`.
#   remediation_for:
#     service: |
#       Give the tables of the gateway a schema with one owner, such as `"parent":
#       "schemas/main.gateway_audit"`, and grant SELECT there to those who audit. Which schemas
#       count as shared is `params.shared_schemas` in `.gwlint.yaml`; by default it is `[default]`.
#   controls:
#     dasf: [DASF 5, DASF 14]
#     eu-ai-act: [Art 12]
#     mitre-atlas: [AML.M0019]
#   since: 0.1.0
package rules.tables.shared_schema

import data.rules.lib.report

# METADATA
# description: without a gateway GW012 says it all
applies if input.subject.declared

findings contains report.at(["inference_table", "schema"], message) if {
	input.subject.inference_table.enabled
	[schema] := input.subject.inference_table.schema_parts
	_bare(schema) in {_bare(shared) | some shared in input.context.params.shared_schemas}
	message := sprintf(
		"%v logs into the schema `%v`, which is shared and has no owner of its own",
		[report.subject, schema],
	)
}

findings contains report.at(["inference_table", "catalog"], message) if {
	input.subject.inference_table.enabled
	[catalog] := input.subject.inference_table.catalog_parts
	_bare(catalog) == "hive_metastore"
	message := sprintf("%v logs into the catalog `%v`, which is outside Unity Catalog", [report.subject, catalog])
}

undecided contains _open("schema", parts, shared) if {
	input.subject.inference_table.enabled
	parts := input.subject.inference_table.schema_parts
	some shared in input.context.params.shared_schemas
	_may_be(parts, shared)
}

undecided contains _open("catalog", parts, "hive_metastore") if {
	input.subject.inference_table.enabled
	parts := input.subject.inference_table.catalog_parts
	_may_be(parts, "hive_metastore")
}

_open(part, known, name) := report.at(["inference_table", part], message) if {
	message := sprintf("the %v `%v` may become `%v`: not all of its name is known", [part, concat("…", known), name])
}

# What is known of a name stands at its ends; what is between them may be anything.
_may_be(parts, name) if {
	count(parts) > 1
	first := _bare(parts[0])
	startswith(_bare(name), first)
	last := _bare(parts[count(parts) - 1])
	endswith(_bare(name), last)
	count(first) + count(last) <= count(_bare(name))
}

# Unity Catalog compares names without case; backticks only quote them.
_bare(name) := lower(trim(name, "`"))
