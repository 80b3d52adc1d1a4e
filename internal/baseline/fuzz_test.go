package baseline_test

import (
	"bytes"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gwlint/gwlint/internal/baseline"
)

// FuzzWhatIsReadIsWrittenTheSame wants each text that is a baseline to be written so that
// it says the same, in order, and with nothing left to tidy.
func FuzzWhatIsReadIsWrittenTheSame(f *testing.F) {
	for _, text := range []string{
		"", "{\"gwlint-baseline\":2}\n", "{\"gwlint-baseline\":2}\n[\"GW103\",\"endpoint\",\"chat\",\"/x\",\"0011223344556677x3\",\"a.yaml\",2]\n",
		"{\"gwlint-baseline\":2}\r\n[\"GW1\",\"e\",\"\\u202e\\ud83d\\ude00\",\"\",\"\",\"\"]\n[\"GW1\",\"e\",\"a\",\"\",\"\",\"\"]", "<<<<<<<\n",
	} {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		b, err := baseline.Read("b", text)
		if err != nil {
			return
		}
		var once, twice bytes.Buffer
		if err := baseline.Write(&once, b.Entries); err != nil {
			t.Fatal(err)
		}
		again, err := baseline.Read("b", once.Bytes())
		if err != nil {
			t.Fatalf("what was written cannot be read: %v\n%s", err, once.String())
		}
		if len(again.Faults) > 0 || len(again.Entries) != len(b.Entries) {
			t.Errorf("%d of %d entries, faults %v\n%s", len(again.Entries), len(b.Entries), again.Faults, once.String())
		}
		if err := baseline.Write(&twice, again.Entries); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(once.String(), twice.String()); diff != "" {
			t.Error(diff)
		}
	})
}
