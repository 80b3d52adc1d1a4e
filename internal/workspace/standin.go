package workspace

// This file stands in for canonical.go, redact.go and place.go. Whoever writes
// these deletes it.



func Redact(value any, known func(text string) bool) any { return value }


