package secret

import "strings"

// Address is an address as a message shows it: without a user and a password, a
// query, a fragment, and what stands in place of the port and is none.
func Address(address string) string {
	scheme, rest, ok := strings.Cut(address, "://")
	if !ok {
		scheme, rest = "", address
	} else {
		scheme += "://"
	}
	rest, _, _ = strings.Cut(rest, "?")
	rest, _, _ = strings.Cut(rest, "#")
	rest = rest[strings.LastIndexByte(rest, '@')+1:]
	host, path, _ := strings.Cut(rest, "/")
	if path != "" {
		path = "/" + path
	}
	if colon := strings.LastIndexByte(host, ':'); colon >= 0 && !isPort(host[colon+1:]) && !strings.HasSuffix(host, "]") {
		host, _, _ = strings.Cut(host, ":")
		path = "" // a slash may be part of what stands there
	}
	return EraseWords(scheme + host + path)
}

// isPort says whether a text is the number of a port, or the beginning of one that is
// not written yet.
func isPort(text string) bool {
	const longest = 5
	return len(text) <= longest && strings.Trim(text, "0123456789") == ""
}
