package gateway

import (
	"testing"

	"github.com/gwlint/gwlint/internal/secret"
)

func TestWhereAListGoesOnIsNoSecret(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]bool{"next_page_token": false, "page_token": false, "access_token": true, "token": true, "apiToken": true} {
		if got := secret.Named(name); got != want {
			t.Errorf("%s names a secret: %v, want %v", name, got, want)
		}
	}
}
