package gateway

import "strings"

// The arguments that the provider requires, by their paths, in which "*" is any element of a
// list. That an external model has a task, the API requires too. Source: the schemas of
// version 1.128.0 of the Databricks provider.
var (
	endpointRequires = strings.Fields(`
		name
		ai_gateway.fallback_config.enabled
		ai_gateway.rate_limits.*.renewal_period
		config.served_entities.*.external_model.name
		config.served_entities.*.external_model.provider
		config.served_entities.*.external_model.amazon_bedrock_config.aws_region
		config.served_entities.*.external_model.amazon_bedrock_config.bedrock_provider
		config.served_entities.*.external_model.custom_provider_config.custom_provider_url
		config.served_entities.*.external_model.custom_provider_config.api_key_auth.key
		config.served_entities.*.external_model.databricks_model_serving_config.databricks_workspace_url
		config.served_entities.*.external_model.google_cloud_vertex_ai_config.project_id
		config.served_entities.*.external_model.google_cloud_vertex_ai_config.region
		config.served_models.*.model_name
		config.served_models.*.model_version
		config.traffic_config.routes.*.traffic_percentage
		rate_limits.*.calls
		rate_limits.*.renewal_period
		tags.*.key
	`)
	throughputRequires = strings.Fields(`
		name
		config
		ai_gateway.fallback_config.enabled
		ai_gateway.rate_limits.*.renewal_period
		config.served_entities.*.entity_name
		config.served_entities.*.entity_version
		config.served_entities.*.provisioned_model_units
		config.traffic_config.routes.*.traffic_percentage
		tags.*.key
	`)
	modelServiceRequires = strings.Fields(`
		model_service_id
		parent
		config.inference_table.parent
		config.rate_limits.*.key
		config.rate_limits.*.renewal_period
		config.routing.destinations.*.destination_type
		config.routing.destinations.*.name
		config.routing.destinations.*.external_model_config.model_provider_service
		config.routing.destinations.*.external_model_config.target
		config.routing.destinations.*.external_model_config.target.model
		config.routing.destinations.*.pay_per_token_config.model
		config.routing.destinations.*.provisioned_throughput_config.model_serving_endpoint
		config.routing.fallback.destinations.*.destination_type
		config.routing.fallback.destinations.*.name
		config.routing.fallback.destinations.*.external_model_config.model_provider_service
		config.routing.fallback.destinations.*.external_model_config.target
		config.routing.fallback.destinations.*.external_model_config.target.model
		config.routing.fallback.destinations.*.pay_per_token_config.model
		config.routing.fallback.destinations.*.provisioned_throughput_config.model_serving_endpoint
	`)
	mcpServiceRequires = strings.Fields(`
		mcp_service_id
		parent
		config.rate_limits.*.key
		config.rate_limits.*.renewal_period
		config.source_connection.name
	`)
	providerServiceRequires = strings.Fields(`
		model_provider_service_id
		parent
		config.inference_table.parent
		config.rate_limits.*.key
		config.rate_limits.*.renewal_period
		config.targets.*.model
	`)
)
