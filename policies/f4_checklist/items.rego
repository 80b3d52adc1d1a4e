package policies.f4_checklist

import data.policies.lib.hostings

# METADATA
# description: |
#   the checklist: F4-01 to F4-11 are the foundation's own items in its order, the
#   rest is what they take for granted
items := [
	{
		"id": "F4-01",
		"title": "Gateway endpoint created with usage tracking and inference table enabled",
		"rules": ["GW012", "GW101", "GW102", "GW106"],
		"kinds": [],
		"hostings": {},
	},
	{
		"id": "F4-02",
		"title": "Every served entity corresponds to a candidate that passed its role probe",
		"rules": ["GW201", "GW202", "GW204", "GW206"],
		"kinds": [],
		"hostings": {},
	},
	{
		"id": "F4-03",
		"title": "If no candidate passed for a required role, halted and asked for a candidate list",
		"rules": ["GW203"],
		"kinds": [],
		"hostings": {},
	},
	{
		"id": "F4-04",
		"title": "The inference table prefix does not end in an underscore",
		"rules": ["GW103"],
		"kinds": [],
		"hostings": {},
	},
	{
		"id": "F4-05",
		"title": "Inference tables visible in Unity Catalog within 30 minutes of first traffic",
		"rules": ["GW111", "GW112"],
		"kinds": [],
		"hostings": {},
	},
	{
		"id": "F4-06",
		"title": "Agent app or serving endpoint uses the gateway URL as its base URL",
		"rules": ["GW601", "GW602", "GW605"],
		"kinds": ["app", "call"],
		"also": ["endpoint", "model_service"],
		"hostings": {},
	},
	{
		"id": "F4-07",
		"title": "`databricks_request_id` is passed from client code, tied to the trace",
		"rules": ["GW603"],
		"kinds": ["call"],
		"also": ["endpoint", "model_service"],
		"hostings": {},
	},
	{
		"id": "F4-08",
		"title": "Rate limits are configured, for the endpoint and for the user",
		"rules": ["GW012", "GW301", "GW302", "GW303", "GW309"],
		"kinds": [],
		"hostings": {"GW012": hostings.limited},
	},
	{
		"id": "F4-09",
		"title": "PII and safety guardrails enabled, input and output",
		"rules": ["GW012", "GW401", "GW402", "GW403", "GW404"],
		"kinds": [],
		"hostings": {"GW012": hostings.guarded},
	},
	{
		"id": "F4-10",
		"title": "The operations team can read the inference and usage tables through a SQL warehouse",
		"rules": ["GW503"],
		"kinds": [],
		"hostings": {},
	},
	{
		"id": "F4-11",
		"title": "A SQL alert fires on elevated 429 and 5xx from the gateway",
		"rules": ["GW504", "GW505"],
		"kinds": [],
		"hostings": {},
	},
	{
		"id": "F4-12",
		"title": "No credential stands in the configuration",
		"rules": ["GW007", "GW606"],
		"kinds": [],
		"hostings": {},
	},
	{
		"id": "F4-13",
		"title": "Every setting written takes effect",
		"rules": [
			"GW002", "GW003", "GW004", "GW005", "GW009", "GW010",
			"GW113", "GW213", "GW312", "GW405",
		],
		"kinds": ["endpoint", "model_service", "mcp_service", "provider_service"],
		"hostings": {},
	},
	{
		"id": "F4-14",
		"title": "Inference tables lie in a schema with a clear owner, apart from trace tables",
		"rules": ["GW107", "GW108", "GW110"],
		"kinds": [],
		"hostings": {},
	},
	{
		"id": "F4-15",
		"title": "Traffic and fallback lead to destinations that exist and can be reached",
		"rules": ["GW207", "GW208", "GW209", "GW211"],
		"kinds": [],
		"hostings": {},
	},
	{
		"id": "F4-16",
		"title": "The agent's service principal holds explicit grants",
		"rules": ["GW501", "GW502"],
		"kinds": [],
		"hostings": {},
	},
	{
		"id": "F4-17",
		"title": "The same code path in every environment, a gateway name per environment",
		"rules": ["GW604", "GW605"],
		"kinds": [],
		"hostings": {},
	},
	{
		"id": "F4-18",
		"title": "MCP services are governed like models",
		"rules": ["GW301", "GW302", "GW303", "GW701", "GW702", "GW706"],
		"kinds": ["mcp_service"],
		"hostings": {},
	},
]
