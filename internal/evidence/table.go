package evidence

import (
	"strings"

	"github.com/gwlint/gwlint/internal/gateway"
	"github.com/gwlint/gwlint/internal/workspace"
)

// owned adds what the owner of a table may do, which nobody granted. Source:
// the privileges that Unity Catalog gives to owners are not among its grants.
func owned(grants []gateway.Grant, owner string) []gateway.Grant {
	if owner == "" {
		return grants
	}
	for _, privilege := range []string{"MODIFY", "SELECT"} {
		grants = append(grants, gateway.Grant{Principal: owner, Privilege: privilege})
	}
	return grants
}

// usageSchema says whether the system schema of the subject's generation is on: by
// the list of system schemas, or since the schema itself could be read. Source:
// databricks-sdk-go v0.182.0, service/catalog/model.go, SystemSchemaInfo.
func usageSchema(s workspace.Subject) (on bool, reason string) {
	if s.UsageSchema.Outcome != workspace.Read {
		return false, s.UsageSchema.Reason()
	}
	var answer struct {
		List *[]struct {
			Schema string `json:"schema"`
			State  string `json:"state"`
		} `json:"schemas"`
	}
	decode(s.UsageSchema, &answer)
	if answer.List == nil {
		return true, "" // the schema itself
	}
	for _, schema := range *answer.List {
		if strings.EqualFold(schema.Schema, workspace.UsageSchema(s.Kind)) {
			return schema.State == "ENABLE_COMPLETED" || schema.State == "MANAGED", ""
		}
	}
	return false, ""
}
