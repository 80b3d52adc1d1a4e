package bundle

// targets returns the names of the targets to resolve.
func (b *Bundle) targets() []string {
	if len(b.options.Targets) > 0 {
		return b.options.Targets
	}
	var names []string
	for _, f := range b.files {
		if targets := f.root.Get("targets"); targets != nil {
			for _, e := range targets.Entries {
				names = append(names, e.Key)
			}
		}
	}
	if len(names) == 0 {
		return []string{"default"}
	}
	return names
}
