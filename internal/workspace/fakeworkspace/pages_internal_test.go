package fakeworkspace

import (
	"strings"
	"testing"
)

func FuzzPosition(f *testing.F) {
	for _, seed := range []string{"", "x", token("apps", 0), token("apps", 100), token("apps", -1), token("alerts", 1), "61", "617070733a"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, written string) {
		at, err := offsetOf(written, "apps")
		switch {
		case err != nil:
		case written == "" && at != -1, written != "" && at < 0:
			t.Errorf("%q is at %d", written, at)
		case at >= 0:
			again, err := offsetOf(token("apps", at), "apps")
			if err != nil || again != at {
				t.Errorf("%d comes back as %d %v", at, again, err)
			}
		}
	})
}

func FuzzReads(f *testing.F) {
	for _, seed := range []string{"SELECT 1", "with a as (select 1) select * from a", "drop table t", "select 1; drop table t", "", ";", "selectx"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, statement string) {
		if !reads(statement) {
			return
		}
		if strings.Contains(strings.TrimRight(statement, "; \n"), ";") || strings.TrimSpace(statement) == "" {
			t.Errorf("%q is taken for one that reads", statement)
		}
	})
}
