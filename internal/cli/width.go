package cli

import "strconv"

// least is the number of columns below which nothing can be laid out; fewer is
// taken for a mistake.
const least = 20

// width is the number of columns that text has: what the terminal says, else
// what COLUMNS says (Environment Variables of POSIX), else 0.
func (s Streams) width() int {
	if s.Width > 0 {
		return s.Width
	}
	if n, err := strconv.Atoi(s.Env("COLUMNS")); err == nil && n >= least {
		return n
	}
	return 0
}
