package evidence

import (
	"strings"

	"github.com/gwlint/gwlint/internal/gateway"
	"github.com/gwlint/gwlint/internal/workspace"
)

// nameTable gives the payload table of a subject its real name, where it was found.
func nameTable(subject *gateway.Subject, s workspace.Subject) {
	if s.Table != "" && subject.InferenceTable.Enabled {
		subject.InferenceTable.Table = strings.ToLower(s.Table)
		subject.InferenceTable.Named = true
	}
}

// tableExists says whether the payload table was found; reason says why that is not
// known.
func tableExists(subject *gateway.Subject, s workspace.Subject) (exists bool, reason string) {
	if o := s.Tables.Outcome; o == workspace.Read || o == workspace.Absent { // of a schema that is not visible no table is
		return s.Table != "", ""
	}
	return false, withName(s.Tables.Reason(), schemaOf(subject, s.Tables))
}

// schemaOf is the schema whose tables were asked for, "" where none was.
func schemaOf(subject *gateway.Subject, tables workspace.Record) string {
	if tables.API == "" {
		return ""
	}
	return subject.InferenceTable.Catalog + "." + subject.InferenceTable.Schema
}

// withOwner adds what the owner of a table may do without a grant. Source:
// the privileges that Unity Catalog gives to owners are not among its grants.
func withOwner(grants []gateway.Grant, owner string) []gateway.Grant {
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
	if len(*answer.List) == 0 { // there are always some
		return false, "the " + s.UsageSchema.What + " shows none: whoever looks may not see them"
	}
	for _, schema := range *answer.List {
		if strings.EqualFold(schema.Schema, workspace.UsageSchema(s.Kind)) {
			return schema.State == "ENABLE_COMPLETED" || schema.State == "MANAGED", ""
		}
	}
	return false, ""
}
