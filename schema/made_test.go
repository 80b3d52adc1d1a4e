package schema_test

import (
	"go/format"
	"os"
	"testing"

	"github.com/gwlint/gwlint/schema"
)

func TestWhatIsMadeOfTheSchemasIsWhatTheySay(t *testing.T) {
	t.Parallel()
	made, err := schema.RenderMade()
	if err != nil {
		t.Fatal(err)
	}
	if made, err = format.Source(made); err != nil {
		t.Fatal(err)
	}
	written, err := os.ReadFile("made_tables.go")
	if err != nil {
		t.Fatal(err)
	}
	if string(written) != string(made) {
		t.Error("made_tables.go is not what is made of the schemas; run 'go generate ./...'")
	}
}
