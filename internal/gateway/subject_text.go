package gateway

// Text is what reading the text itself turned up.
type Text struct {
	UnknownKeys   []UnknownKey   `json:"unknown_keys"`
	InvalidValues []InvalidValue `json:"invalid_values"`
	DuplicateKeys []DuplicateKey `json:"duplicate_keys"`
	Misplaced     []Misplaced    `json:"misplaced"`
	Placeholders  []Placeholder  `json:"placeholders"`
	Credentials   []Credential   `json:"credentials"`
}

// UnknownKey is a key that the API does not have.
type UnknownKey struct {
	Key     string `json:"key"`
	Parent  string `json:"parent"`  // dotted path of the object, "" for the endpoint itself
	Nearest string `json:"nearest"` // the known key that is meant, "" when none is near
}

// InvalidValue is a value of the wrong type or outside its enumeration.
type InvalidValue struct {
	Key string `json:"key"` // dotted path
	// Written is the value as a short literal, "" when it must not be shown.
	Written  string `json:"written"`
	Expected string `json:"expected"` // "BLOCK, MASK or NONE", "an object"
	// CaseOnly says that another spelling of upper and lower case is valid.
	CaseOnly bool `json:"case_only"`
}

// DuplicateKey is a key that an earlier entry of the same object has too.
type DuplicateKey struct {
	Key    string `json:"key"`
	Parent string `json:"parent"`
}

// Misplaced is a known setting where it has no effect.
type Misplaced struct {
	Key     string `json:"key"`     // dotted path as written
	Belongs string `json:"belongs"` // where it has an effect
}

// Placeholder is a string that may be waiting to be filled in.
type Placeholder struct {
	Key   string `json:"key"`
	Value string `json:"value"`
}

// Credential is a secret that stands in the text. The value itself is never in
// the model.
type Credential struct {
	Key string `json:"key"` // dotted path
	// Form is plaintext (a *_plaintext field), reference (a raw value where a
	// secret reference belongs) or environment (a raw value in environment_vars).
	Form string `json:"form"`
}
