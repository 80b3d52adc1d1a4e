
terraform {
  required_providers {
    databricks = { source = "databricks/databricks" }
  }
}
variable "name" { type = string }
variable "limits" {
  type = map(number)
  default = {}
}
resource "databricks_schema" "s" {
  catalog_name = "c-${var.name}"
  name = "s"
}
module "inner" {
  source = "./inner"
  n = length(var.name)
}
resource "databricks_model_serving" "this" {
  name = var.name
  ai_gateway {
    dynamic "rate_limits" {
      for_each = var.limits
      content {
        key = rate_limits.key
        calls = rate_limits.value
        renewal_period = "minute"
      }
    }
    inference_table_config {
      enabled = true
      catalog_name = databricks_schema.s.catalog_name
      schema_name = databricks_schema.s.name
      table_name_prefix = module.inner.text
    }
  }
  depends_on = [databricks_schema.s]
}
output "name" { value = databricks_model_serving.this.name }
output "limits_count" { value = length(var.limits) }
output "catalog" { value = databricks_schema.s.catalog_name }
output "deep" { value = { inner = { n = module.inner.n } } }
