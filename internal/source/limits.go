package source

// Limits bounds what one file may cost. A field that is zero or negative has
// its default.
type Limits struct {
	// Bytes is the largest size of a file; 32 MiB by default.
	Bytes int64
	// Depth is how deep lists and maps may nest, what aliases bring in
	// included; 200 by default.
	Depth int
	// Aliases is how many nodes YAML aliases and merge keys may add to those
	// that are written in a document; 10,000 by default.
	Aliases int
}

// orDefault fills what is not set.
func (l Limits) orDefault() Limits {
	if l.Bytes <= 0 {
		l.Bytes = 32 << 20
	}
	if l.Depth <= 0 {
		l.Depth = 200
	}
	if l.Aliases <= 0 {
		l.Aliases = 10_000
	}
	return l
}
