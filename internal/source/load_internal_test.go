package source

import (
	"errors"
	"io"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/google/go-cmp/cmp"
)

func TestAFileIsReadToItsEndWhateverSizeTheSystemSays(t *testing.T) {
	t.Parallel()
	broken := errors.New("broken")
	for name, test := range map[string]struct {
		file        io.Reader
		size, limit int64
		want        string
		err         error
	}{
		"as large as it says":           {strings.NewReader("12345"), 5, 10, "12345", nil},
		"that comes byte for byte":      {iotest.OneByteReader(strings.NewReader("12345")), 5, 10, "12345", nil},
		"that is empty":                 {strings.NewReader(""), 0, 10, "", nil},
		"of no size, as those of /proc": {strings.NewReader("12345"), 0, 10, "12345", nil},
		"that grew":                     {strings.NewReader("1234567"), 5, 10, "1234567", nil},
		"that shrank":                   {strings.NewReader("123"), 5, 10, "123", nil},
		"that shrank to nothing":        {strings.NewReader(""), 5, 10, "", nil},
		"as large as the limit":         {strings.NewReader("1234567890"), 10, 10, "1234567890", nil},
		"beyond the limit by a byte":    {strings.NewReader("1234567890a"), 11, 10, "1234567890a", nil},
		"beyond the limit by more":      {strings.NewReader("1234567890abc"), 13, 10, "1234567890a", nil},
		"that grew beyond the limit":    {strings.NewReader("1234567890abc"), 5, 10, "1234567890a", nil},
		"that cannot be read on": {
			io.MultiReader(strings.NewReader("123"), iotest.ErrReader(broken)), 5, 10, "", broken,
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, err := readSized(test.file, test.size, test.limit)
			if !errors.Is(err, test.err) {
				t.Fatal(err)
			}
			if diff := cmp.Diff(test.want, string(got)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestTheEndOfAFileIsNotAskedForWhereItsSizeIsReached(t *testing.T) {
	t.Parallel()
	file := io.MultiReader(strings.NewReader("12345"), iotest.ErrReader(errors.New("asked for more")))
	if got, err := readSized(file, 5, 10); err != nil || string(got) != "12345" {
		t.Error(string(got), err)
	}
}
