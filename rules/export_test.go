package rules

// FacetWords names a facet as a page does; "" for one that has no words.
func FacetWords(facet string) string { return facetWords(facet) }
