package fakeworkspace

import "strings"

// demoToken asks a workspace of this package. It says what it is, so that no
// scanner takes it for a secret, and so that it is found where it does not
// belong.
const demoToken = "fakeworkspace-demo-token-grep-me"

// The secrets of a workspace have the forms that providers give theirs. They are
// put together here so that no scanner of this repository finds one.
func planted(kind string, n int) string {
	digits := strings.Repeat("0123456789abcdef", 3)[n%16:][:32]
	switch kind {
	case "databricks":
		return "dapi" + digits
	case "openai":
		return "sk-" + "fakeworkspace" + digits
	case "aws":
		return "AKIA" + strings.ToUpper(digits[:16])
	case "github":
		return "ghp_" + "fake" + digits
	case "google":
		return "AIza" + "fak" + digits
	case "jwt":
		return "eyJhbGciOiJub25lIn0" + "." + "eyJmYWtlIjoi" + digits + "." + digits[:12]
	default:
		return "pw-" + digits
	}
}

// plant makes a secret, registers and returns it.
func (w *Workspace) plant(kind string) string {
	return w.Secret(planted(kind, len(w.secrets)))
}
