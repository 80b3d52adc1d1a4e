package source

import "strings"

// space skips white space and comments, and says whether the current byte is
// the first thing on its line.
func (p *jsonParser) space() (fresh bool, err error) {
	fresh = p.at == 0
	for p.at < len(p.src) {
		switch p.src[p.at] {
		case '\n':
			fresh = true
			p.at++
		case ' ', '\t', '\r':
			p.at++
		case '/':
			line, err := p.comment()
			if err != nil {
				return false, err
			}
			fresh = fresh || line
		default:
			return fresh, nil
		}
	}
	return true, nil
}

// comment skips one comment and says whether it holds the end of a line.
func (p *jsonParser) comment() (bool, error) {
	rest := p.src[p.at:]
	switch {
	case strings.HasPrefix(rest, "//"):
		end := strings.IndexByte(rest, '\n')
		if end < 0 {
			p.at = len(p.src)
			return true, nil
		}
		p.at += end + 1
		return true, nil
	case strings.HasPrefix(rest, "/*"):
		end := strings.Index(rest[2:], "*/")
		if end < 0 {
			return false, p.fail("the comment does not end")
		}
		p.at += end + 4
		return strings.Contains(rest[:end+2], "\n"), nil
	}
	return false, p.fail("expected a comment after '/'")
}
