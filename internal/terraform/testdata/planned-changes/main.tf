# What a plan may do with a gateway. The state beside it holds what was there before.

resource "databricks_model_serving" "kept" {
  name = "harbor-kept"
  ai_gateway {
    usage_tracking_config {
      enabled = true
    }
    rate_limits {
      key            = "endpoint"
      tokens         = 900
      renewal_period = "minute"
    }
  }
  config {
    served_entities {
      name                  = "kept"
      entity_name           = "harbor.models.berth_planner"
      entity_version        = "7"
      workload_size         = "Small"
      scale_to_zero_enabled = true
    }
  }
}

resource "databricks_model_serving" "lowered" {
  name = "harbor-lowered"
  ai_gateway {
    usage_tracking_config {
      enabled = true
    }
    rate_limits {
      key            = "endpoint"
      calls          = 0
      renewal_period = "minute"
    }
  }
  config {
    served_entities {
      name                  = "lowered"
      entity_name           = "harbor.models.berth_planner"
      entity_version        = "7"
      workload_size         = "Small"
      scale_to_zero_enabled = true
    }
  }
}

resource "databricks_model_serving" "renamed" {
  name = "harbor-renamed-anew"
  ai_gateway {
    usage_tracking_config {
      enabled = true
    }
    rate_limits {
      key            = "endpoint"
      calls          = 10
      renewal_period = "minute"
    }
  }
  config {
    served_entities {
      name                  = "renamed"
      entity_name           = "harbor.models.berth_planner"
      entity_version        = "7"
      workload_size         = "Small"
      scale_to_zero_enabled = true
    }
  }
}

resource "databricks_model_serving" "added" {
  name = "harbor-added"
  ai_gateway {
    usage_tracking_config {
      enabled = true
    }
    rate_limits {
      key            = "endpoint"
      calls          = 0
      renewal_period = "minute"
    }
  }
  config {
    served_entities {
      name                  = "added"
      entity_name           = "harbor.models.berth_planner"
      entity_version        = "7"
      workload_size         = "Small"
      scale_to_zero_enabled = true
    }
  }
}

resource "databricks_model_serving" "quay" {
  name = "harbor-quay"
}

moved {
  from = databricks_model_serving.berth
  to   = databricks_model_serving.quay
}

removed {
  from = databricks_model_serving.let_go
  lifecycle {
    destroy = false
  }
}
