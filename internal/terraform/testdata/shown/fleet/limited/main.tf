terraform {
  required_providers {
    databricks = {
      source = "databricks/databricks"
    }
  }
}

variable "name" {}
variable "none" {}
variable "absent" {}
variable "some" {}
variable "left" {
  default = null
}

resource "databricks_model_serving" "this" {
  name = var.name
  ai_gateway {
    rate_limits {
      key            = "endpoint"
      calls          = var.none
      tokens         = var.absent
      renewal_period = "minute"
    }
    rate_limits {
      key            = "user"
      calls          = var.some
      tokens         = var.left
      renewal_period = "minute"
    }
  }
}

output "endpoint_id" {
  value = databricks_model_serving.this.serving_endpoint_id
}
