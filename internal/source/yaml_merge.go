package source

import "slices"

// mergeKey is the key that brings in the entries of other maps.
const mergeKey = "<<"

// MergeRepeat is a key that stands more than once behind the merge keys of a map: `<<`
// itself, of which some parsers let the first and some the last win, and others refuse
// two; or a key that a map which was brought in repeats.
type MergeRepeat struct {
	Key string
	// Range is where it stands again.
	Range Range
}

// MergeRepeats returns the keys that stand more than once behind the merge keys of a map.
func (n *Node) MergeRepeats() []MergeRepeat {
	if n.Origin == nil {
		return nil
	}
	return n.Origin.Merges
}

// mergeRepeats finds the keys that stand more than once behind the merge keys of a map
// with the entries that are written in it. A key that the map writes itself wins over
// those of the maps that it brings in, however often they have it.
func mergeRepeats(written []Entry, merges []merge) []MergeRepeat {
	var repeats []MergeRepeat
	var own map[string]bool
	for i, m := range merges {
		if i > 0 {
			repeats = append(repeats, MergeRepeat{Key: mergeKey, Range: m.key})
		}
		for _, from := range m.from {
			repeats = append(repeats, from.MergeRepeats()...)
			if !slices.ContainsFunc(from.Entries(), func(e Entry) bool { return e.Repeats }) {
				continue
			}
			if own == nil {
				own = keysOf(written)
			}
			for _, e := range from.Entries() {
				if e.Repeats && !own[e.Key] {
					repeats = append(repeats, MergeRepeat{Key: e.Key, Range: e.KeyRange()})
				}
			}
		}
	}
	return repeats
}

func keysOf(entries []Entry) map[string]bool {
	keys := make(map[string]bool, len(entries))
	for _, e := range entries {
		keys[e.Key] = true
	}
	return keys
}
