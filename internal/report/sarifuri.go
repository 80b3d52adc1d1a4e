package report

import (
	"path"
	"strings"

	"github.com/gwlint/gwlint/internal/finding"
)

// outside begins the uri of what is not in the checkout. GitHub refuses `..`,
// a leading slash and a scheme, and takes any relative path, whether there is
// such a file or not; a folder of its own keeps it apart from those there are.
const outside = "outside-the-checkout/"

// artifact names a file by a relative uri. A file above the folder in which
// gwlint was started keeps what follows the last `..`; one given by an absolute
// path only its name, as the rest tells of the machine; what is in no file at
// all has the kind and name of its subject.
func artifact(file string, s finding.Subject) sarifArtifact {
	named := path.Clean(strings.ReplaceAll(file, `\`, "/"))
	a := sarifArtifact{URIBaseID: srcRoot}
	switch {
	case file == "" || named == ".":
		named = outside + path.Clean("./"+s.Kind+"/"+s.Name)
		a.Description = &sarifText{Text: "No file."}
	case path.IsAbs(named) || drive(named):
		named = outside + path.Base(named)
		a.Description = &sarifText{Text: "A file that was given by an absolute path."}
	case named == ".." || strings.HasPrefix(named, "../"):
		for named == ".." || strings.HasPrefix(named, "../") {
			named = strings.TrimPrefix(strings.TrimPrefix(named, ".."), "/")
		}
		named = outside + named
		a.Description = &sarifText{Text: "A file outside the folder in which gwlint was started."}
	}
	a.URI = percent(named)
	return a
}

// drive says whether a path begins as absolute ones of Windows do.
func drive(file string) bool {
	return len(file) > 2 && file[1] == ':' && file[2] == '/'
}

// percent encodes all but the unreserved characters of RFC 3986, and slashes.
// A colon too: before the first slash, it would end a scheme.
func percent(file string) string {
	const digits = "0123456789ABCDEF"
	var b strings.Builder
	for _, c := range []byte(file) {
		if letterOrDigit(rune(c)) || strings.IndexByte("-._~/", c) >= 0 {
			b.WriteByte(c)
			continue
		}
		b.Write([]byte{'%', digits[c>>4], digits[c&15]})
	}
	return b.String()
}
