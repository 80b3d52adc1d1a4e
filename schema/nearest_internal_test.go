package schema

import "testing"

func TestMeantIsKeyedByStems(t *testing.T) {
	t.Parallel()
	for key := range synonyms {
		if stem(key) != key {
			t.Errorf("%s is never looked up: its stem is %s", key, stem(key))
		}
	}
}

func TestTheNearestKeyIsNearEnough(t *testing.T) {
	t.Parallel()
	known := []string{"ai_gateway", "config", "description", "name", "tags", "task"}
	for key, want := range map[string]string{
		"ai-gateway":        "ai_gateway",
		"AIGateway":         "ai_gateway",
		"ai_gateway_config": "ai_gateway",
		"ai_gatway":         "ai_gateway",
		"conifg":            "config",
		"descripton":        "description",
		"tag":               "tags",
		"permissions":       "",
		"note":              "", // half of its letters are other ones
		"x":                 "",
		"":                  "",
	} {
		if got := Nearest(key, known); got != want {
			t.Errorf("%q: %q, want %q", key, got, want)
		}
	}
}

func TestADistanceCountsSwappedNeighboursOnce(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		a, b string
		want int
	}{{"", "", 0}, {"", "abc", 3}, {"input", "inptu", 1}, {"pii", "pi", 1}, {"kitten", "sitting", 3}, {"é", "e", 1}} {
		if got := distance(test.a, test.b); got != test.want {
			t.Errorf("%q to %q: %d, want %d", test.a, test.b, got, test.want)
		}
	}
}
