terraform {
  required_providers {
    databricks = {
      source = "databricks/databricks"
    }
  }
}

variable "token" {
  type      = string
  sensitive = true
}

variable "user_tokens" {
  type    = number
  default = null
}

variable "user_calls" {
  type    = number
  default = 0
}

# Updated: zeros by a constant, by variables, and where nothing is written.
resource "databricks_model_serving" "zeros" {
  name = "zeros"
  ai_gateway {
    rate_limits {
      key            = "endpoint"
      calls          = 0
      renewal_period = "minute"
    }
    rate_limits {
      key            = "user"
      calls          = var.user_calls
      tokens         = var.user_tokens
      renewal_period = "minute"
    }
    rate_limits {
      key            = "user_group"
      principal      = "analysts"
      tokens         = max(0, 900)
      calls          = min(0, 3)
      renewal_period = "minute"
    }
  }
}

# Nothing changes.
resource "databricks_model_serving" "steady" {
  name = "steady"
  ai_gateway {
    rate_limits {
      key            = "user"
      tokens         = 100
      renewal_period = "minute"
    }
    usage_tracking_config {
      enabled = true
    }
  }
}

# Dynamic blocks are not in the configuration of a plan.
resource "databricks_model_serving" "dynamic" {
  name = "dynamic"
  ai_gateway {
    dynamic "rate_limits" {
      for_each = [{ calls = 5 }]
      content {
        key            = "user"
        calls          = rate_limits.value.calls
        renewal_period = "minute"
      }
    }
  }
}

resource "databricks_model_serving" "replaced" {
  name = "successor"
  ai_gateway {
    usage_tracking_config {
      enabled = true
    }
  }
}

resource "databricks_model_serving" "moved" {
  name = "moved"
}

moved {
  from = databricks_model_serving.old
  to   = databricks_model_serving.moved
}

removed {
  from = databricks_model_serving.forgotten
  lifecycle {
    destroy = false
  }
}

# New: a secret in plain text, what is known after apply, a link to what is new.
resource "terraform_data" "suffix" {
  input = "x"
}

resource "databricks_model_serving" "new" {
  name = "new"
  config {
    served_entities {
      name = "gpt"
      external_model {
        name     = "gpt-4o"
        provider = "openai"
        task     = "llm/v1/chat"
        openai_config {
          openai_api_key_plaintext = var.token
        }
      }
    }
    traffic_config {
      routes {
        served_model_name  = "gpt"
        traffic_percentage = 100
      }
    }
  }
  ai_gateway {
    guardrails {
      input {
        safety = true
        pii {
          behavior = terraform_data.suffix.output
        }
      }
    }
    inference_table_config {
      enabled           = true
      catalog_name      = "ops"
      schema_name       = "audit"
      table_name_prefix = "${terraform_data.suffix.id}_"
    }
    dynamic "rate_limits" {
      for_each = terraform_data.suffix.output == "x" ? ["endpoint"] : []
      content {
        key            = rate_limits.value
        calls          = 10
        renewal_period = "minute"
      }
    }
  }
}

resource "databricks_permissions" "new" {
  serving_endpoint_id = databricks_model_serving.new.serving_endpoint_id
  access_control {
    group_name       = "users"
    permission_level = "CAN_QUERY"
  }
}

resource "databricks_ai_gateway_model_service" "assistant" {
  parent           = "schemas/ops.ai"
  model_service_id = "assistant"
  config = {
    routing = {
      destinations = [{
        name                 = "a"
        destination_type     = "DESTINATION_TYPE_PAY_PER_TOKEN_FOUNDATION_MODEL"
        traffic_percentage   = 0
        pay_per_token_config = { model = terraform_data.suffix.output }
      }]
    }
    inference_table = { parent = "schemas/ops.audit" }
  }
}

module "limited" {
  source   = "./limited"
  for_each = { eu = 0, us = 7 }
  name     = "limited-${each.key}"
  none     = 0
  absent   = null
  some     = each.value
}
