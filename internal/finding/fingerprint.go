package finding

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"path"
	"runtime"
	"strconv"
	"sync"
)

// FingerprintVersion names the way in which fingerprints are made; it changes with that.
const FingerprintVersion = "gwlint/v2"

// Fingerprint gives each finding the name by which a baseline, a waiver or the
// next run knows it again: 32 hexadecimal digits, unique among findings. It
// covers rule, subject, the identity of the place and the value there, and a number
// where these are the same. It covers neither the file, which may be moved, nor the line
// nor the wording, which change when nothing else does; only a subject without a name,
// as the body of a PUT is, goes by the last part of its file's. The resource of a bundle
// goes by its address, whatever it is called in which targets: a target more or less makes
// no finding new that holds in others. One of Terraform goes by the folder of the place as
// well: root modules may have resources of one address. Of a
// finding that stands for several it covers how many: were there more, a baseline
// would hide them.
// Findings must be sorted, all of them, before any is left out: those alike are numbered
// by file and place.
func Fingerprint(findings []Finding) {
	ids := make([][sha256.Size]byte, len(findings))
	numbers := make([]int, len(findings))
	forEach(len(findings), func(i int) { ids[i] = findings[i].identity() })
	seen := make(map[[sha256.Size]byte]int, len(findings))
	parts := waivedParts(findings, ids)
	for _, last := range []bool{false, true} {
		for i, id := range ids {
			if parts[i] == last {
				seen[id]++
				numbers[i] = seen[id]
			}
		}
	}
	forEach(len(findings), func(i int) {
		sum := digest(string(ids[i][:]), strconv.Itoa(numbers[i]))
		findings[i].Fingerprint = hex.EncodeToString(sum[:16])
	})
	nameCauses(findings)
}

// waivedParts are the findings that a waiver covers in some targets of a bundle, where the
// finding of the others fails: that one keeps the name of the whole.
func waivedParts(findings []Finding, ids [][sha256.Size]byte) map[int]bool {
	type place struct {
		id [sha256.Size]byte
		at Location
	}
	waived := map[place][]int{}
	for i := range findings {
		if f := &findings[i]; f.Outcome == Waived && len(f.Deployments) > 0 {
			at := place{ids[i], f.Location}
			waived[at] = append(waived[at], i)
		}
	}
	parts := map[int]bool{}
	for i := range findings {
		if f := &findings[i]; len(waived) > 0 && f.Outcome == Fail {
			for _, part := range waived[place{ids[i], f.Location}] {
				parts[part] = true
			}
		}
	}
	return parts
}

// identity is the digest of what a fingerprint covers but the number.
func (f *Finding) identity() [sha256.Size]byte {
	name, file, address, more := f.Subject.Name, "", f.Subject.Address, ""
	switch {
	case address != "": // each target gives another name
		name = ""
		if len(f.Deployments) > 0 && f.Deployments[0].Bundle == "" {
			file = path.Dir(f.Location.File)
		}
	case name == "":
		file = path.Base(f.Location.File)
	}
	if f.More > 0 {
		more = strconv.Itoa(f.More)
	}
	return digest(FingerprintVersion, f.Rule, f.Subject.Kind, name, file, address, cmp.Or(f.Identity, f.Pointer), string(f.Value[:]), more)
}

// Digest tells two values apart without showing them. Do not take one of a secret: the
// digest of a short one is as good as the secret.
type Digest [8]byte

// DigestOf is the digest of a value, zero of "".
func DigestOf(value string) (d Digest) {
	if value != "" {
		sum := sha256.Sum256([]byte(value))
		copy(d[:], sum[:])
	}
	return d
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
