package source

import "strings"

var pointerEscapes = strings.NewReplacer("~", "~0", "/", "~1")

// Pointer writes segments as a JSON Pointer (RFC 6901); no segments are "",
// the whole document.
func Pointer(segments []string) string {
	var b strings.Builder
	for _, s := range segments {
		b.WriteByte('/')
		_, _ = pointerEscapes.WriteString(&b, s)
	}
	return b.String()
}
