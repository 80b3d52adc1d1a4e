package snapshot

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"
)

func sum(text []byte) string {
	digest := sha256.Sum256(text)
	return hex.EncodeToString(digest[:])
}

// sums are the lines of SHA256SUMS, as sha256sum of GNU coreutils writes and
// checks them: all files in the order of their paths, the manifest among them.
func (m Manifest) sums(manifest []byte) []byte {
	var text bytes.Buffer
	line := func(sum, name string) { fmt.Fprintf(&text, "%s  %s\n", sum, name) }
	own := sum(manifest)
	for _, e := range m.Records {
		if own != "" && e.Path > manifestName {
			line(own, manifestName)
			own = ""
		}
		if e.SHA256 != "" {
			line(e.SHA256, e.Path)
		}
	}
	if own != "" {
		line(own, manifestName)
	}
	return text.Bytes()
}

// parseSums reads SHA256SUMS: the digests by path, and what is wrong with the
// other lines.
func parseSums(text []byte) (sums map[string]string, faults []string) {
	sums = map[string]string{}
	number := 0
	for line := range strings.Lines(string(text)) {
		number++
		sum, name, ok := strings.Cut(strings.TrimSuffix(line, "\n"), "  ")
		_, twice := sums[name]
		switch {
		case !ok || name == "" || !digestForm.MatchString(sum) || !strings.HasSuffix(line, "\n"):
			faults = append(faults, fmt.Sprintf("line %d is no digest with a path", number))
		case twice:
			faults = append(faults, fmt.Sprintf("line %d is about %s again", number, name))
		default:
			sums[name] = sum
		}
	}
	return sums, faults
}
