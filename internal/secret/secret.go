// Package secret knows what a credential looks like: the forms that providers
// give their keys, the names of fields and variables that hold one, and how one
// is written that is kept elsewhere. It takes texts apart from where they come
// from, and refuses to know files, workspaces and rules.
package secret

import "strings"

// What stands in place of a text that was taken out of an object. They are no
// secrets, and whoever judges an object that they stand in comes to the same as
// with what they stand for.
const (
	// RedactedCredential stands for a credential.
	RedactedCredential = "[redacted credential]" //nolint:gosec // G101: it stands for one and is none
	// Redacted stands for a text that is none as far as anybody can tell, and that
	// nobody needs to see.
	Redacted = "[redacted]"
)

// The forms in which a credential is written where none belongs.
const (
	Plaintext   = "plaintext"   // in a field for plain text: *_plaintext
	Raw         = "reference"   // in a field that takes a reference
	Environment = "environment" // as the value of an environment variable
)

// Form says in which form a text is a credential by the last two keys on the way
// to it, "" when it is none: a reference, an interpolation or a blank is none.
func Form(text, key, block string) string {
	form := Field(key, block)
	if form == "" || !literal(text) || form == Environment && !variable(key, text) {
		return ""
	}
	return form
}

// Field says in which form a literal is a credential that stands under a key in
// a block; "" where it is none because of its place. In an environment it depends
// on the text.
func Field(key, block string) string {
	switch {
	case key == "":
		return ""
	case strings.HasSuffix(key, "_plaintext") || isProviderSecret(key, block):
		return Plaintext
	case references[key], block != "" && nested[key] == block:
		return Raw
	case block == "environment_vars":
		return Environment
	}
	return ""
}

// literal says whether a text is a value itself, and none that is yet to come.
func literal(text string) bool {
	return text != "" && text != Redacted && !IsReference(text) && !isBlank(text) &&
		(Interpolation(text) == "" || Looks(text))
}

// variable says whether an environment variable holds a secret: by the form of
// its value, or by its name where the value could be one. A number, a short word
// or a path of a scope and a key is none.
func variable(name, value string) bool {
	if value == RedactedCredential || Looks(value) {
		return true
	}
	return isSecretName(name) && len(value) >= 12 && !strings.ContainsAny(value, " /:")
}
