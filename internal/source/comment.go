package source

// Comment is a comment of a text: from its first sign (#, //, /*) to its end, without the
// line end.
type Comment struct {
	Range Range
	// Text is what it says, without its signs and the space around.
	Text string
	// OwnLine says that nothing but space stands before it on its line.
	OwnLine bool
}
