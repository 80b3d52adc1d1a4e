package terraform

import "testing"

// jsonEndpoint is an endpoint in JSON with a body.
func jsonEndpoint(body string) map[string]string {
	return map[string]string{"it.tf.json": "{\"resource\": {\"databricks_model_serving\": {\"it\": {\n" + body + "\n}}}}"}
}

func TestABodyInJSONIsReadByWhatTheProviderTakes(t *testing.T) {
	t.Parallel()
	runBodies(t, withKinds(map[string]bodyCase{
		"a block is an object, or a list of objects": {
			files: jsonEndpoint("\"name\": \"a\",\n\"ai_gateway\": {\"guardrails\": [{\"input\": {\"safety\": \"true\"}}]},\n\"config\": [{\"served_entities\": {\"name\": 5}}]"),
			want: []string{
				"name a string it.tf.json:2:9-2:12",
				"ai_gateway object it.tf.json:3:1-3:13", "ai_gateway.guardrails object it.tf.json:3:16-3:28",
				"ai_gateway.guardrails.input object it.tf.json:3:32-3:39", "ai_gateway.guardrails.input.safety true boolean it.tf.json:3:52-3:58",
				"config object it.tf.json:4:1-4:9", "config.served_entities array it.tf.json:4:13-4:30",
				"config.served_entities[0] object it.tf.json:4:13-4:30", "config.served_entities[0].name 5 string it.tf.json:4:41-4:42",
			},
		},
		"keys that the provider lacks stay, and comments do not": {
			files: jsonEndpoint("\"//\": \"a comment\", \"min_throughput\": 5,\n\"ai_gateway\": {\"//\": {}, \"polici\": [{\"a\": \"${1 + 1}\"}]}"),
			want: []string{
				"min_throughput 5 number it.tf.json:2:38-2:39", "ai_gateway object it.tf.json:3:1-3:13",
				"ai_gateway.polici array it.tf.json:3:26-3:34", "ai_gateway.polici[0] object it.tf.json:3:37-3:54",
				"ai_gateway.polici[0].a 2 number it.tf.json:3:43-3:53",
			},
		},
		"dynamic holds what makes blocks": {
			files: jsonEndpoint("\"ai_gateway\": {\n\"rate_limits\": {\"calls\": 1},\n\"dynamic\": {\"rate_limits\": [{\"for_each\": {\"user\": 5}, \"iterator\": \"it\", \"content\": [{\"key\": \"${it.key}\", \"calls\": \"${it.value}\"}]}]}}"),
			want: []string{
				"ai_gateway object it.tf.json:2:1-2:13", "ai_gateway.rate_limits array it.tf.json:3:1-3:14",
				"ai_gateway.rate_limits[0] object it.tf.json:3:1-3:14", "ai_gateway.rate_limits[0].calls 1 number it.tf.json:3:26-3:27",
				"ai_gateway.rate_limits[1] object it.tf.json:4:13-4:26", "ai_gateway.rate_limits[1].key user string it.tf.json:4:93-4:104",
				"ai_gateway.rate_limits[1].calls 5 number it.tf.json:4:51-4:52 via it.tf.json:4:115-4:128",
			},
		},
		"dynamic over what is not known": {
			text:  "variable \"limits\" {}\n",
			files: jsonEndpoint("\"ai_gateway\": {\"dynamic\": {\"rate_limits\": {\"for_each\": \"${var.limits}\", \"content\": {}}}}"),
			want: []string{
				"ai_gateway object it.tf.json:2:1-2:13",
				"ai_gateway.rate_limits ${var.limits} string it.tf.json:2:56-2:71 unknown: `var.limits` has no value",
			},
		},
		"what is no block where one belongs": {
			files: jsonEndpoint("\"ai_gateway\": \"on\",\n\"config\": [1],\n\"rate_limits\": null"),
			want: []string{
				"ai_gateway on string it.tf.json:2:15-2:19 unfit", "config array it.tf.json:3:1-3:9 unfit", "config[0] 1 number it.tf.json:3:12-3:13",
				"rate_limits  null it.tf.json:4:14-4:14",
			},
		},
		"a key twice": {
			files: jsonEndpoint("\"name\": \"a\",\n\"name\": \"b\",\n\"ai_gateway\": {\"usage_tracking_config\": {}, \"usage_tracking_config\": {}}"),
			want: []string{
				"name a string it.tf.json:2:9-2:12", "name b string it.tf.json:3:9-3:12 again",
				"ai_gateway object it.tf.json:4:1-4:13", "ai_gateway.usage_tracking_config object it.tf.json:4:16-4:39",
				"ai_gateway.usage_tracking_config object it.tf.json:4:45-4:68 again",
			},
		},
		"meta-arguments are left out at the top": {
			files: jsonEndpoint("\"provider\": \"databricks.eu\", \"lifecycle\": {\"ignore_changes\": []}, \"depends_on\": [],\n\"config\": {\"served_entities\": {\"external_model\": {\"provider\": \"openai\"}}}"),
			want: []string{
				"config object it.tf.json:3:1-3:9", "config.served_entities array it.tf.json:3:12-3:29", "config.served_entities[0] object it.tf.json:3:12-3:29",
				"config.served_entities[0].external_model object it.tf.json:3:32-3:48", "config.served_entities[0].external_model.provider openai string it.tf.json:3:63-3:71",
			},
		},
		"the end of a text is known": {
			text:  "resource \"random_pet\" \"x\" {}\n",
			files: jsonEndpoint("\"name\": \"${random_pet.x.id}_\""),
			want:  []string{"name ${random_pet.x.id}_ string it.tf.json:2:9-2:30 unknown: `random_pet.x.id` is known after apply"},
		},
	}))
}
