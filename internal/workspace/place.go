package workspace

import (
	"crypto/sha256"
	"fmt"
	"slices"
	"strings"
)

// longestName is how many bytes of a name stand in a file's name. File systems
// take 255, and some tools that pack folders far fewer for a whole path.
const longestName = 120

// devices are names of files that Windows keeps for itself, whatever follows
// after a dot. Source: "Naming Files, Paths, and Namespaces",
// learn.microsoft.com/windows/win32/fileio/naming-a-file.
var devices = []string{
	"aux", "con", "nul", "prn",
	"com0", "com1", "com2", "com3", "com4", "com5", "com6", "com7", "com8", "com9",
	"lpt0", "lpt1", "lpt2", "lpt3", "lpt4", "lpt5", "lpt6", "lpt7", "lpt8", "lpt9",
}

// Place is the path of an object in a snapshot: the folder, the name and .json.
// Most names stay as they are. One that a file cannot have everywhere is escaped,
// and marked with a ~ and a hash of it: with a slash or a letter that is not
// ASCII, in upper case, where two names could be one file, of a device of Windows,
// or too long. So no two objects share a place, none leaves the folder, and a
// snapshot can be unpacked on any system.
func Place(folder, name string) string { return folder + "/" + fileName(name) + ".json" }

func fileName(name string) string {
	written := escapeName(name)
	switch sum := sha256.Sum256([]byte(name)); {
	case written == name && name != "" && len(name) <= longestName:
		return name
	case len(written) <= longestName:
		return fmt.Sprintf("%s~%x", written, sum[:4])
	default:
		// What was cut off is in the hash alone, so it is too long for two names to be
		// made that share it.
		return fmt.Sprintf("%s~%x", shortened(written), sum[:16])
	}
}

// escapeName writes what cannot stand in a file's name as percent and two
// digits.
func escapeName(name string) string {
	stem, _, _ := strings.Cut(name, ".")
	device := slices.Contains(devices, stem)
	var b strings.Builder
	for i := range len(name) {
		c := name[i]
		edge := i == 0 && device || c == '.' && (i == 0 || i == len(name)-1)
		if edge || !isPlain(c) {
			fmt.Fprintf(&b, "%%%02x", c)
		} else {
			b.WriteByte(c)
		}
	}
	return b.String()
}

// isPlain says whether a byte can stand for itself in the name of a file.
func isPlain(c byte) bool {
	return 'a' <= c && c <= 'z' || '0' <= c && c <= '9' || c == '-' || c == '_' || c == '.'
}

// shortened cuts an escaped name where no escape is.
func shortened(written string) string {
	short := written[:longestName-40]
	if i := strings.LastIndexByte(short, '%'); i > len(short)-3 {
		short = short[:i]
	}
	return short
}
