# METADATA
# description: |
#   What a person leaves where a value is still to be filled in: `<your_catalog>`, TODO,
#   `catalog.schema.*`. Variables of templates are none: where those are written, the value
#   is unresolved, and no rule is asked.
package rules.lib.placeholders

# METADATA
# description: the first placeholder in a value; undefined where it holds none
first(value) := blanks[0] if {
	judged := _judged(regex.replace(value, _filled_in_later, "_"))
	blanks := [blank |
		some form in _forms
		some [_, blank] in regex.find_all_string_submatch_n(form, judged, 1)
	]
}

# What a placeholder looks like, the most telling first; the group is what is shown.
_forms := [
	`(\$\{\{[^}]*\}\})`,
	`(?:^|[^\p{L}\p{N}])(<\p{L}[\p{L}\p{M}\p{N} _./:-]*>)`,
	`(＜[^＞]+＞|〈[^〉]+〉|《[^》]+》|【[^】]+】|«[^»]+»|‹[^›]+›)`,
	`(?i)^(catalog\.schema\..*)$`,
	`(?i)(?:^|[^a-z0-9])(change[_-]?me|replace[_-]?(?:me|this|with)|placeholder)(?:[^a-z0-9]|$)`,
	`(?:^|[^A-Za-z0-9])(TODO|FIXME|X{3,})(?:[^A-Za-z0-9]|$)`,
	`(?i)^(todo|fixme|x{3,})$`,
	sprintf(`(?i)(?:^|[/.:{@])(your[_-](?:%v)[a-z0-9_-]*)`, [concat("|", _nouns)]),
]

# What is left to the reader to name; `your-docs-assistant` may well be a name.
_nouns := {
	"account", "api", "catalog", "company", "database", "databricks", "deployment", "domain", "email", "endpoint",
	"group", "host", "key", "model", "org", "prefix", "principal", "project", "provider", "region", "resource",
	"schema", "scope", "secret", "service", "table", "team", "tenant", "token", "user", "workspace",
}

# What a pipeline replaces before anything is deployed: expressions of GitHub Actions and
# of Azure Pipelines.
_filled_in_later := concat("", [
	`\$\{\{[ \t]*(?:secrets|vars|env|inputs|github|runner|matrix|needs|steps|job|jobs|`,
	`parameters|variables|dependencies|stageDependencies)\b[^}]*\}\}`,
])

# A sentence or a piece of markup may hold anything; only how it begins tells.
_judged(value) := value if not _is_prose(value)

_judged(value) := regex.replace(value, `\W.*$`, "") if _is_prose(value)

_is_prose(value) if regex.match(`\s`, regex.replace(value, `<[^<>]*>|\$\{\{[^}]*\}\}`, ""))

_is_prose(value) if contains(value, "</")
