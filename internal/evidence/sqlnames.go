package evidence

import (
	"maps"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// namesIn are the names in a query, in order: of tables and columns, and of all
// else that looks like one. Their parts are joined by dots, in lower case; a name
// of several parts stands beside its beginnings, so that a column written with its
// table names the table. What is in comments and texts is no name.
//
// Source: docs.databricks.com/sql/language-manual, "Identifiers", "Comments"
// (those in brackets may be nested), "STRING type" (in single or double quotes;
// r before them takes the backslash as it is) and "IDENTIFIER clause".
func namesIn(query string) []string {
	q := queryScanner{rest: query, found: map[string]bool{}}
	for q.rest != "" {
		q.step()
	}
	return slices.Sorted(maps.Keys(q.found))
}

// queryScanner reads the names in the text of a query.
type queryScanner struct {
	rest  string
	found map[string]bool
	// naming counts the steps into IDENTIFIER('name'), whose text is a name.
	naming int
}

// step reads a name, a text or a comment, or passes over one character.
func (q *queryScanner) step() {
	q.space()
	naming := q.naming
	q.naming = 0
	if parts := q.name(); len(parts) > 0 {
		q.add(parts)
		return
	}
	if q.rest == "" {
		return
	}
	switch c := q.rest[0]; {
	case c == '\'' || c == '"':
		text := q.text(c, false)
		if naming == 2 {
			for _, name := range namesIn(text) {
				q.found[name] = true
			}
		}
	case c == '(' && naming == 1:
		q.naming, q.rest = 2, q.rest[1:]
	default:
		_, size := utf8.DecodeRuneInString(q.rest)
		q.rest = q.rest[size:]
	}
}

// add keeps a name and its beginnings. What has no letter is a
// number.
func (q *queryScanner) add(parts []string) {
	if len(parts) == 1 && parts[0] == "identifier" {
		q.naming = 1
	}
	for i := range parts {
		if name := strings.Join(parts[:i+1], "."); strings.ContainsFunc(name, isLetter) {
			q.found[name] = true
		}
	}
}

func isLetter(r rune) bool { return r == '_' || unicode.IsLetter(r) }

// name reads a name, none where something else stands.
func (q *queryScanner) name() (parts []string) {
	for part := q.part(); part != ""; part = q.part() {
		parts = append(parts, strings.ToLower(part))
		q.space()
		if !strings.HasPrefix(q.rest, ".") {
			break
		}
		q.rest = q.rest[1:]
		q.space()
	}
	return parts
}

// part reads one part of a name, as it is meant.
func (q *queryScanner) part() string {
	if strings.HasPrefix(q.rest, "`") {
		return q.text('`', true)
	}
	end := strings.IndexFunc(q.rest, func(r rune) bool { return !isLetter(r) && !unicode.IsDigit(r) })
	if end < 0 {
		end = len(q.rest)
	}
	part := q.rest[:end]
	q.rest = q.rest[end:]
	if quoted := strings.HasPrefix(q.rest, "'") || strings.HasPrefix(q.rest, `"`); quoted && strings.EqualFold(part, "r") {
		q.text(q.rest[0], true)
		return ""
	}
	return part
}

// text reads what is in quotes; a quote stands for itself where it is doubled, and,
// unless the text is raw, behind a backslash. Where it does not end, the rest is it.
func (q *queryScanner) text(quote byte, raw bool) string {
	var text []byte
	for at := 1; at < len(q.rest); at++ {
		switch c := q.rest[at]; {
		case c == '\\' && !raw && at+1 < len(q.rest):
			at++
			text = append(text, q.rest[at])
		case c != quote:
			text = append(text, c)
		case at+1 < len(q.rest) && q.rest[at+1] == quote:
			at++
			text = append(text, quote)
		default:
			q.rest = q.rest[at+1:]
			return string(text)
		}
	}
	q.rest = ""
	return string(text)
}

// space passes over space and comments.
func (q *queryScanner) space() {
	for {
		q.rest = strings.TrimLeftFunc(q.rest, unicode.IsSpace)
		switch {
		case strings.HasPrefix(q.rest, "--"):
			end := strings.IndexAny(q.rest, "\r\n")
			if end < 0 {
				end = len(q.rest)
			}
			q.rest = q.rest[end:]
		case strings.HasPrefix(q.rest, "/*"):
			q.bracketed()
		default:
			return
		}
	}
}

// bracketed passes over a comment in brackets, with those in it.
func (q *queryScanner) bracketed() {
	depth := 0
	for at := 0; at+1 < len(q.rest); at++ {
		switch q.rest[at : at+2] {
		case "/*":
			depth++
			at++
		case "*/":
			depth--
			at++
		}
		if depth == 0 {
			q.rest = q.rest[at+1:]
			return
		}
	}
	q.rest = ""
}
