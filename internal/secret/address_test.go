package secret_test

import (
	"testing"

	"github.com/gwlint/gwlint/internal/secret"
)

func TestAnAddressIsShownWithoutWhatMayBeASecret(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct{ in, want string }{
		"an address":                           {"https://example.com", "https://example.com"},
		"a port":                               {"https://example.com:8443/x", "https://example.com:8443/x"},
		"of version 6":                         {"https://[::1]:8443", "https://[::1]:8443"},
		"of version 6 without a port":          {"https://[::1]", "https://[::1]"},
		"a path":                               {"../x", "../x"},
		"a user and a password":                {"ftp://ana:hunter2horse@example.com", "ftp://example.com"},
		"a password with an @":                 {"ftp://ana:hunter2@horse@example.com", "ftp://example.com"},
		"a password with a slash":              {"ftp://ana:hunter2/horse@example.com/x", "ftp://example.com/x"},
		"a password where the port belongs":    {"https://h:hunter2horse", "https://h"},
		"the same without a scheme":            {"h:hunter2horse", "h"},
		"the same with a slash in it":          {"https://h:hunter2/horse", "https://h"},
		"a number too long for a port":         {"https://h:987654321987", "https://h"},
		"a query":                              {"https://h/x?token=hunter2horse", "https://h/x"},
		"a fragment":                           {"https://h/x#hunter2horse", "https://h/x"},
		"a token in the path":                  {"https://h/" + dapi, "https://h/********"},
		"a random word in the path":            {"https://h/x/Zx9Kq27LmPv48TnWc53RdYb6", "https://h/x/********"},
		"a token for a host":                   {dapi, "********"},
		"nothing":                              {"", ""},
		"a password and a user behind a query": {"https://h?u:hunter2@x", "https://h"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := secret.Address(test.in); got != test.want {
				t.Errorf("%q, want %q", got, test.want)
			}
		})
	}
}
