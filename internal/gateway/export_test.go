package gateway

// Written says that something is written where the facet belongs, and is not
// resolved.
func (u Unseen) Written() bool { return u.node != nil }
