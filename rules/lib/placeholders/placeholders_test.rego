package rules.lib.placeholders_test

import data.rules.lib.placeholders

# The placeholder that is shown, for each text that is one.
_blanks := {
	"<your_catalog>": "<your_catalog>",
	"<catalog>.<schema>.claude": "<catalog>",
	"https://<workspace host>/serving-endpoints": "<workspace host>",
	"{{secrets/<scope>/openai}}": "<scope>",
	"${{ var.catalog }}": "${{ var.catalog }}",
	"gw_${{var.env}}": "${{var.env}}",
	"catalog.schema.*": "catalog.schema.*",
	"TODO": "TODO",
	"todo": "todo",
	"TODO: ask the platform team": "TODO",
	"{{secrets/FIXME/openai}}": "FIXME",
	"CHANGE_ME": "CHANGE_ME",
	"https://changeme.cloud.databricks.com": "changeme",
	"replace-me": "replace-me",
	"placeholder": "placeholder",
	"XXXX": "XXXX",
	"your_catalog": "your_catalog",
	"YOUR-WORKSPACE-ID": "YOUR-WORKSPACE-ID",
	"main.your_schema": "your_schema",
	"<작업공간>": "<작업공간>",
	"https://<작업공간>/api": "<작업공간>",
	"<größe>_gw": "<größe>",
	"<ключ провайдера>": "<ключ провайдера>",
	"<नाम>": "<नाम>",
	"＜密钥＞": "＜密钥＞",
	"【キー】": "【キー】",
	"gw_《环境》": "《环境》",
	"«clé»": "«clé»",
}

# Texts that only look like one.
_texts := {
	"a < b",
	"a<b and c>d",
	"Answer inside <answer> tags",
	"<b>Important</b>",
	"Ana <ana@example.com>",
	"{{secrets/llm/openai}}",
	"*",
	"https://*.example.com",
	"todo-assistant",
	"mastodon",
	"ask-your-docs",
	"your-docs-assistant",
	"keep the TODO list of the user",
	"replacement-model",
	"gw_xxl",
	"größe<b>",
	"작업<공간>",
	"${{ secrets.KEY }}",
	"gw_${{ parameters.env }}",
	"{{ .Values.prefix }}",
}

test_each_form_is_found if {
	every value, blank in _blanks {
		placeholders.first(value) == blank
	}
}

test_a_text_that_only_looks_like_one_holds_none if {
	every value in _texts {
		not placeholders.first(value)
	}
}
