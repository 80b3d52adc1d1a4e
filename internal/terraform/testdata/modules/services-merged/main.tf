
locals {
  parent = "schemas/a.b"
  lims = [{ key = "RATE_LIMIT_KEY_SERVICE", n = 5 }, { key = "RATE_LIMIT_KEY_USER_DEFAULT", n = null }]
  use = { table = true, split = false }
}
resource "databricks_ai_gateway_model_service" "s" {
  for_each = { a = 1, b = 2 }
  model_service_id = each.key
  parent = local.parent
  comment = each.value == 1 ? "first" : null
  config = merge(
    { rate_limits = [for l in local.lims : merge({ key = l.key, renewal_period = "RATE_LIMIT_RENEWAL_PERIOD_MINUTE" }, l.n == null ? { tokens = "100" } : { requests = l.n * each.value })] },
    local.use.table ? { inference_table = { parent = "schemas/a.c", table_name_prefix = "${each.key}_x" } } : {},
    { routing = { destinations = [{ name = "d", destination_type = "DESTINATION_TYPE_PAY_PER_TOKEN_FOUNDATION_MODEL", pay_per_token_config = { model = "models/system.ai.m" }, traffic_percentage = 100 }] } },
  )
}
resource "databricks_ai_gateway_mcp_service" "m" {
  mcp_service_id = databricks_ai_gateway_model_service.s["a"].model_service_id
  parent = databricks_ai_gateway_model_service.s["b"].parent
  config = {
    include_tool_selectors = toset(["b", "a"])
    rate_limits = null
  }
}
resource "databricks_app" "a" {
  name = "app"
  resources = concat([{ name = "r", serving_endpoint = { name = "x", permission = "CAN_QUERY" } }], [for i in [] : i])
}
