package source

// IsJSON says whether Parse reads a text as JSON: as one value, or as one on each line.
func (t *Text) IsJSON() bool {
	syntax := syntaxOf(t)
	return syntax == jsonValue || syntax == jsonLines
}
