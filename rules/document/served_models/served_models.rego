# METADATA
# title: Deprecated served_models
# description: |
#   `config.served_models` is the old name of `config.served_entities`. It still works
#   for registered models, but it has no place for external models, and a bundle that
#   holds both lists is refused. Answers of the platform show both lists for the same
#   models; they are not judged.
# related_resources:
#   - description: API reference of serving endpoints, where served_models is marked as deprecated
#     ref: https://docs.databricks.com/api/workspace/servingendpoints/create
# entrypoint: true
# custom:
#   id: GW008
#   severity: low
#   precision: very-high
#   subjects: [endpoint]
#   scope: subject
#   requires: [legacy.served_models]
#   remediation: |
#     Rename `served_models` to `served_entities`, and in each item `model_name` to
#     `entity_name` and `model_version` to `entity_version`. In `traffic_config.routes`,
#     write `served_entity_name` for `served_model_name`.
#   fix: unsafe
#   fix_note: |
#     It renames `served_models`, and in it `model_name` and `model_version`; in the routes it renames
#     `served_model_name`. An update with the new names may serve the models anew.
#   since: 0.1.0
package rules.document.served_models

import data.rules.lib.report

# METADATA
# description: a person wrote it; answers of the platform echo one list as the other
applies if input.subject.form in {"create", "config", "bundle", "terraform"}

findings contains report.fixing(report.at(["legacy", "served_models"], message), _fix) if {
	input.subject.legacy.served_models
	message := sprintf("%v lists its models under the deprecated `served_models`", [report.subject])
}

_fix := report.fix("rename `served_models` to `served_entities`, with the keys in it", [
	report.renaming(["legacy", "served_models"], "served_entities"),
	report.renaming(["legacy", "served_models", "*", "model_name"], "entity_name"),
	report.renaming(["legacy", "served_models", "*", "model_version"], "entity_version"),
	report.renaming(["routes", "*", "served_model_name"], "served_entity_name"),
])
