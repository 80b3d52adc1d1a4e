package gateway_test

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// locationParts are what a table's location is known by, with whether its parts are unseen.
type locationParts struct {
	Catalog, Schema                 []string
	CatalogIsUnseen, SchemaIsUnseen bool
}

func TestANameOfWhichAPartIsKnownIsSeenInPart(t *testing.T) {
	t.Parallel()
	none := []string{}
	const endpoint = `{name: a, ai_gateway: {inference_table_config: {enabled: true, catalog_name: main, schema_name: %q}}}`
	const service = `{name: model-services/a.b.c, config: {inference_table: {parent: %q}}}`
	for name, test := range map[string]struct {
		in, text string
		want     locationParts
	}{
		"all of it":                  {endpoint, "gw", locationParts{Schema: []string{"gw"}}},
		"nothing":                    {endpoint, "", locationParts{Schema: none}},
		"a reference in the middle":  {endpoint, "dev_${workspace.current_user.short_name}_gw", locationParts{Schema: []string{"dev_", "_gw"}}},
		"one at each end":            {endpoint, "${a}_gw_${b}", locationParts{Schema: []string{"", "_gw_", ""}}},
		"a reference in a reference": {endpoint, "gw_${var.${var.a}}", locationParts{Schema: []string{"gw_", ""}}},
		"two references":             {endpoint, "${a}${b}", locationParts{Schema: none, SchemaIsUnseen: true}},
		"a reference":                {endpoint, "${a}", locationParts{Schema: none, SchemaIsUnseen: true}},
		"a template, of which anything may be left out": {endpoint, "dev_{% if x %}a_{% endif %}gw", locationParts{Schema: none, SchemaIsUnseen: true}},
		"a placeholder":                         {endpoint, "<team>_gw", locationParts{Schema: none, SchemaIsUnseen: true}},
		"a location with a reference behind":    {service, "schemas/main.gw_${a}", locationParts{Catalog: []string{"main"}, Schema: []string{"gw_", ""}}},
		"a location with a reference before":    {service, "schemas/${a}_main.gw", locationParts{Catalog: []string{"", "_main"}, Schema: []string{"gw"}}},
		"a location of two references":          {service, "schemas/${a.b}.${c}", locationParts{Catalog: none, Schema: none, CatalogIsUnseen: true, SchemaIsUnseen: true}},
		"a location of which one part is known": {service, "schemas/main.${a}", locationParts{Catalog: []string{"main"}, Schema: none, SchemaIsUnseen: true}},
		"a location with no dot to be seen":     {service, "schemas/ma${a}in", locationParts{Catalog: none, Schema: none, CatalogIsUnseen: true, SchemaIsUnseen: true}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := only(t, fmt.Sprintf(test.in, test.text))
			got := locationParts{Catalog: s.InferenceTable.CatalogParts, Schema: s.InferenceTable.SchemaParts}
			_, got.CatalogIsUnseen = s.Unseen("inference_table.catalog_parts")
			_, got.SchemaIsUnseen = s.Unseen("inference_table.schema_parts")
			if test.in == endpoint {
				test.want.Catalog = []string{"main"}
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}
