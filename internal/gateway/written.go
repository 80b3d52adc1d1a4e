package gateway

import (
	"cmp"
	"strings"

	"github.com/gwlint/gwlint/internal/source"
)

// Written returns the subject with a facet as it is written where parts of that are not
// known: ${var.catalog}.audit.chat_payload. That is equal for two resources that one target
// of a bundle deploys exactly when what stands there is. It is the subject itself where the
// facet is known, and where nothing is put together of it.
func (s *Subject) Written(facet string) *Subject {
	if s.target == "" || facet != "inference_table.table" || s.InferenceTable.Table != "" || !s.InferenceTable.Enabled {
		return s
	}
	written := *s
	switch s.Kind {
	case string(Endpoint):
		block := s.node.Get("ai_gateway").Get("inference_table_config")
		written.InferenceTable.Table = s.writtenTable(block, joined(block.Get("catalog_name"), block.Get("schema_name")))
	case string(ModelService), string(ProviderService):
		block := s.config().Get("inference_table")
		written.InferenceTable.Table = cmp.Or(
			lowerKnown(strings.TrimPrefix(joined(block.Get("table")), tablePrefix)),
			s.writtenTable(block, strings.TrimPrefix(joined(block.Get("parent")), schemaPrefix)),
		)
	}
	return &written
}

// Pointer is the JSON Pointer of a place of the subject as it is written: in the file of a
// bundle that sets the value, and not in what all files come to.
func (s *Subject) Pointer(at source.Place) string {
	if pointer, ok := s.doc.WrittenPointer(at.Path); ok {
		return ScrubPointer(pointer)
	}
	return ScrubPointer(at.Pointer)
}

// SettingAt is the JSON Pointer of what is written at a stretch of a text, "" where that is
// not known.
func (s *Subject) SettingAt(at source.Spot) string {
	path, _ := s.doc.PathAt(at)
	return ScrubPointer(source.Pointer(path))
}

// writtenTable is the table in a schema that is known or not; "" without a schema.
func (s *Subject) writtenTable(block *source.Node, schema string) string {
	prefix := cmp.Or(joined(block.Get("table_name_prefix")), s.Name[strings.LastIndexByte(s.Name, '.')+1:])
	if schema == "" || prefix == "" {
		return ""
	}
	return lowerKnown(schema + "." + prefix + "_payload")
}

// joined are texts with dots between them, "" where one is missing.
func joined(nodes ...*source.Node) string {
	texts := make([]string, 0, len(nodes))
	for _, n := range nodes {
		if plain(n) == "" {
			return ""
		}
		texts = append(texts, plain(n))
	}
	return strings.Join(texts, ".")
}

// lowerKnown is a text in lower case, but for the references in it.
func lowerKnown(text string) string {
	var b strings.Builder
	for {
		known, rest, found := strings.Cut(text, "${")
		b.WriteString(strings.ToLower(known))
		reference, after, closed := strings.Cut(rest, "}")
		if !found || !closed {
			b.WriteString(rest)
			return b.String()
		}
		b.WriteString("${" + reference + "}")
		text = after
	}
}
