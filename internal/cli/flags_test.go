package cli

import "testing"

func TestASizeIsReadAsPeopleWriteIt(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]int64{
		"1": 1, "10B": 10, "2KiB": 2048, "2kb": 2000, "3 MiB": 3 << 20, "1G": 1 << 30,
		"": 0, "0": 0, "-1": 0, "MiB": 0, "1.5MiB": 0, "9999999999GiB": 0,
	} {
		var s size
		err := s.Set(text)
		if int64(s) != want || (err != nil) != (want == 0) {
			t.Errorf("%q: %d, %v; want %d", text, s, err, want)
		}
	}
}
