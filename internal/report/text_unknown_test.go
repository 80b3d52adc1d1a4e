package report

import "testing"

func TestMessagesAboutOthersOfAKindAreAlike(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct{ message, subject, want string }{
		"a name in quotes":           {"403: no permission on 'chat-1'", "", "403: no permission on '…'"},
		"other quotes":               {"no \"a\" and no `b`", "", "no \"…\" and no `…`"},
		"a name without quotes":      {"403: chat may not be read", "chat", "403: … may not be read"},
		"a name within a word":       {"403: the chats of chat-1", "chat", "403: the chats of chat-1"},
		"a name within a name twice": {"chatchat", "chat", "chatchat"},
		"a name at the end":          {"ask chat", "chat", "ask …"},
		"no name":                    {"ask chat", "", "ask chat"},
		"an ID":                      {"endpoint 0123456789abcdef0123456789abcdef", "", "endpoint …"},
		"a UUID":                     {"by 0a1b2c3d-0000-4000-8000-000000000001.", "", "by …."},
		"a number":                   {"workspace 1234567890123456", "", "workspace …"},
		"what is masked":             {"403 (request of ************)", "", "403 (request of …)"},
		"a status":                   {"503: after 60 s", "", "503: after 60 s"},
		"an apostrophe":              {"it doesn't say, and can't", "", "it doesn't say, and can't"},
		"a quote without an end":     {"name 'a", "", "name 'a"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := withoutNames(test.message, test.subject); got != test.want {
				t.Errorf("%q, want %q", got, test.want)
			}
		})
	}
}
