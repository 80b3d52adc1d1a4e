package source

// fewKeys is the number of keys up to which comparing each with each is
// cheaper than hashing them.
const fewKeys = 16

// markRepeats flags every entry whose key an earlier entry has.
func markRepeats(entries []Entry) {
	if len(entries) > fewKeys {
		markRepeatsOfMany(entries)
		return
	}
	for i := 1; i < len(entries); i++ {
		for j := range i {
			if entries[i].Key == entries[j].Key {
				entries[i].Repeats = true
				break
			}
		}
	}
}

func markRepeatsOfMany(entries []Entry) {
	seen := make(map[string]struct{}, len(entries))
	for i := range entries {
		_, entries[i].Repeats = seen[entries[i].Key]
		seen[entries[i].Key] = struct{}{}
	}
}
