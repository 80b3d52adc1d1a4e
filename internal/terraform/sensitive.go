package terraform

// sensitive is a mark of a value that Terraform does not show.
type sensitive struct{}
