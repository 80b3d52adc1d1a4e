package workspace

import (
	"encoding/json"
	"slices"
	"strings"
)

// subjectBody is what of a subject says who made it, who may do what with it, and where it
// records requests.
type subjectBody struct {
	ID      string `json:"id"`
	Creator string `json:"creator"`
	Gateway struct {
		Table struct {
			Enabled bool   `json:"enabled"`
			Catalog string `json:"catalog_name"`
			Schema  string `json:"schema_name"`
			Prefix  string `json:"table_name_prefix"`
		} `json:"inference_table_config"`
	} `json:"ai_gateway"`
	Config struct {
		Table *struct {
			Disabled bool   `json:"disabled"`
			Parent   string `json:"parent"`
			Prefix   string `json:"table_name_prefix"`
			Table    string `json:"table"`
		} `json:"inference_table"`
	} `json:"config"`
}

// decodeSubject reads what it can: a value of another type is none.
func decodeSubject(body []byte) *subjectBody {
	w := &subjectBody{}
	_ = json.Unmarshal(body, w) // the rules judge what is malformed; here it leads nowhere
	return w
}

// showsMaker says whether an endpoint shows who made it, as those that Databricks provides do not.
func (s *subjectBody) showsMaker() bool { return s.ID != "" || s.Creator != "" }

// payloadTable is where a subject writes, and the names that its table may have.
type payloadTable struct {
	catalog, schema string
	names           []string
}

func (s *subjectBody) table(l *Listed) payloadTable {
	if l.Kind == Endpoint {
		return s.ofEndpoint(l.Name)
	}
	return s.ofService(l.Name)
}

// ofEndpoint expects <prefix>_payload; where that is no name for a table without
// quotes, dashes may have become underscores, and others have seen the name of
// the endpoint behind the prefix.
func (s *subjectBody) ofEndpoint(name string) payloadTable {
	t := s.Gateway.Table
	if !t.Enabled || t.Catalog == "" || t.Schema == "" {
		return payloadTable{}
	}
	names := []string{name + "_payload"}
	if t.Prefix != "" {
		names = []string{t.Prefix + "_payload", t.Prefix + "_" + name + "_payload"}
	}
	for _, n := range slices.Clone(names) {
		if plain := strings.ReplaceAll(n, "-", "_"); plain != n {
			names = append(names, plain)
		}
	}
	return payloadTable{t.Catalog, t.Schema, names}
}

// ofService takes the table that the service names itself, else what the prefix
// says, which is its own name by default.
func (s *subjectBody) ofService(name string) payloadTable {
	t := s.Config.Table
	if t == nil || t.Disabled {
		return payloadTable{}
	}
	parts := strings.Split(strings.TrimPrefix(t.Table, "tables/"), ".")
	if len(parts) == 3 {
		return payloadTable{parts[0], parts[1], []string{parts[2]}}
	}
	parent := strings.Split(strings.TrimPrefix(t.Parent, "schemas/"), ".")
	if len(parent) != 2 {
		return payloadTable{}
	}
	prefix := t.Prefix
	if prefix == "" {
		prefix = name[strings.LastIndexByte(name, '.')+1:]
	}
	return payloadTable{parent[0], parent[1], []string{prefix + "_payload"}}
}

// listedTable is a table as the list of its schema has it.
type listedTable struct{ name, owner string }
