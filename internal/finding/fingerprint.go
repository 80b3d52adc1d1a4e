package finding

import (
	"crypto/sha256"
	"encoding/hex"
	"strconv"
)

// Fingerprint gives each finding the name by which a baseline, a waiver or the
// next run knows it again: 32 hexadecimal digits, unique among findings. It
// covers rule, subject, file and pointer, and a number where these are the
// same; neither the line nor the wording, which change when nothing else does.
// Findings must be sorted, all of them, before any is left out.
func Fingerprint(findings []Finding) {
	seen := make(map[[sha256.Size]byte]int, len(findings))
	for i := range findings {
		f := &findings[i]
		id := digest(f.Rule, f.Subject.Kind, f.Subject.Name, f.Location.File, f.Pointer)
		seen[id]++
		sum := digest(string(id[:]), strconv.Itoa(seen[id]))
		f.Fingerprint = hex.EncodeToString(sum[:16])
	}
}

// digest hashes parts with their lengths, so that no two lists of parts run
// together into the same text.
func digest(parts ...string) [sha256.Size]byte {
	var b []byte
	for _, p := range parts {
		b = strconv.AppendInt(b, int64(len(p)), 10)
		b = append(b, ':')
		b = append(b, p...)
	}
	return sha256.Sum256(b)
}
