package finding

import (
	"crypto/sha256"
	"encoding/hex"
	"runtime"
	"strconv"
	"sync"
)

// Fingerprint gives each finding the name by which a baseline, a waiver or the
// next run knows it again: 32 hexadecimal digits, unique among findings. It
// covers rule, subject, file and pointer, and a number where these are the
// same; neither the line nor the wording, which change when nothing else does. Of a
// finding that stands for several it covers how many: were there more, a baseline
// would hide them.
// Findings must be sorted, all of them, before any is left out.
func Fingerprint(findings []Finding) {
	ids := make([][sha256.Size]byte, len(findings))
	numbers := make([]int, len(findings))
	forEach(len(findings), func(i int) {
		f := &findings[i]
		ids[i] = digest(f.Rule, f.Subject.Kind, f.Subject.Name, f.Location.File, f.Pointer)
		if f.More > 0 {
			ids[i] = digest(string(ids[i][:]), strconv.Itoa(f.More))
		}
	})
	seen := make(map[[sha256.Size]byte]int, len(findings))
	for i, id := range ids {
		seen[id]++
		numbers[i] = seen[id]
	}
	forEach(len(findings), func(i int) {
		sum := digest(string(ids[i][:]), strconv.Itoa(numbers[i]))
		findings[i].Fingerprint = hex.EncodeToString(sum[:16])
	})
	nameCauses(findings)
}

// forEach calls do for each index below n, on all cores where there are many.
func forEach(n int, do func(i int)) {
	const many = 1024
	var group sync.WaitGroup
	parts := min(runtime.GOMAXPROCS(0), n/many+1)
	for part := range parts {
		group.Go(func() {
			for i := part * n / parts; i < (part+1)*n/parts; i++ {
				do(i)
			}
		})
	}
	group.Wait()
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
