package report

import (
	"strconv"

	"github.com/gwlint/gwlint/internal/finding"
)

// appendFinding writes a finding as an element of the report's list, byte for
// byte as encoding/json would, which takes four times as long.
func appendFinding(b []byte, f *finding.Finding) []byte {
	b = appendText(append(b, "{\n      \"rule\": "...), f.Rule)
	b = appendText(append(b, ",\n      \"name\": "...), f.Name)
	b = appendText(append(b, ",\n      \"severity\": "...), string(f.Severity))
	b = appendText(append(b, ",\n      \"level\": "...), string(f.Level))
	b = appendText(append(b, ",\n      \"outcome\": "...), string(f.Outcome))
	b = appendText(append(b, ",\n      \"subject\": {\n        \"kind\": "...), f.Subject.Kind)
	b = appendText(append(b, ",\n        \"name\": "...), f.Subject.Name)
	b = appendText(append(b, "\n      },\n      \"pointer\": "...), f.Pointer)
	b = appendText(append(b, ",\n      \"message\": "...), f.Message)
	b = appendText(append(b, ",\n      \"reason\": "...), f.Reason)
	b = appendLocation(append(b, ",\n      \"location\": "...), f.Location)
	b = appendText(append(b, ",\n      \"fingerprint\": "...), f.Fingerprint)
	b = appendRare(append(b, ",\n      \"waiver\": "...), f.Waiver, f.Waiver == nil)
	b = appendRare(append(b, ",\n      \"fix\": "...), f.Fix, f.Fix == nil)
	return append(b, "\n    }"...)
}

func appendLocation(b []byte, l finding.Location) []byte {
	b = appendText(append(b, "{\n        \"file\": "...), l.File)
	b = strconv.AppendInt(append(b, ",\n        \"start_line\": "...), int64(l.StartLine), 10)
	b = strconv.AppendInt(append(b, ",\n        \"start_column\": "...), int64(l.StartColumn), 10)
	b = strconv.AppendInt(append(b, ",\n        \"end_line\": "...), int64(l.EndLine), 10)
	b = strconv.AppendInt(append(b, ",\n        \"end_column\": "...), int64(l.EndColumn), 10)
	return append(b, "\n      }"...)
}

// appendRare writes what few findings have.
func appendRare(b []byte, v any, missing bool) []byte {
	if missing {
		return append(b, "null"...)
	}
	encoded, err := marshal(v, "      ")
	if err != nil { // a struct of texts
		panic(err)
	}
	return append(b, encoded...)
}

// appendText writes a string. Nearly all are plain ASCII; the others are left to
// encoding/json.
func appendText(b []byte, s string) []byte {
	for i := range len(s) {
		if c := s[i]; c < ' ' || c > '~' || c == '"' || c == '\\' {
			encoded, err := marshal(s, "")
			if err != nil { // a string
				panic(err)
			}
			return append(b, encoded...)
		}
	}
	b = append(b, '"')
	b = append(b, s...)
	return append(b, '"')
}
