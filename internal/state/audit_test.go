package state_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestAnAuditIsReadAsFarAsItIsFilledIn(t *testing.T) {
	t.Parallel()
	type probes = map[string]any
	audited := func(at string, found probes, open ...any) map[string]any {
		return map[string]any{"x": map[string]any{"probes": found, "audited_at": at, "open": append([]any{}, open...)}}
	}
	none := map[string]any{}
	for name, test := range map[string]struct {
		in   string
		want map[string]any
	}{
		"both names, the same":         {"x: {streaming_ok: true, streaming_arg_accepted: true}", audited("", probes{"streaming_ok": true})},
		"both names, different":        {"x: {streaming_ok: true, streaming_arg_accepted: false, short_chat_ok: true}", audited("", probes{"short_chat_ok": true}, "streaming_ok")},
		"both names, one pending":      {"x: {streaming_ok: <pending>, streaming_arg_accepted: false}", audited("", probes{"streaming_ok": false})},
		"a probe that is a text":       {"x: {streaming_ok: 'true'}", audited("", probes{}, "streaming_ok")},
		"a probe that is null":         {"x: {streaming_ok: }", audited("", probes{}, "streaming_ok")},
		"a probe that is a number":     {"x: {streaming_ok: 1}", audited("", probes{}, "streaming_ok")},
		"a probe that nobody knows":    {"x: {tool_call_ok: false}", audited("", probes{"tool_call_ok": false})},
		"a signature is no probe":      {"x: {input_guardrail_signature: true, audited_at: true}", audited("", probes{})},
		"a probe twice":                {"x: {short_chat_ok: true, short_chat_ok: <pending>}", audited("", probes{}, "short_chat_ok")},
		"an entry that is pending":     {"x: <pending>", audited("", probes{})},
		"an entry that is null":        {"x: ", audited("", probes{})},
		"an entry that is a text":      {"x: passed", none},
		"an entry that is a list":      {"x: [short_chat_ok]", none},
		"a name in the catalog":        {"system.ai.x: {short_chat_ok: true}", audited("", probes{"short_chat_ok": true})},
		"both names of one model":      {"x: {short_chat_ok: true}\n  system.ai.x: {short_chat_ok: false}", audited("", probes{"short_chat_ok": false})},
		"an audit taken over":          {"x: &a {short_chat_ok: true}\n  y: {<<: *a}", map[string]any{"x": audited("", probes{"short_chat_ok": true})["x"], "y": audited("", probes{"short_chat_ok": true})["x"]}},
		"a timestamp of YAML":          {"x: {audited_at: 2026-04-20 15:30:00.25 +02:00}", audited("2026-04-20T15:30:00+02:00", probes{})},
		"a time as Python prints it":   {"x: {audited_at: '2026-04-20 15:30:00+00:00'}", audited("2026-04-20T15:30:00Z", probes{})},
		"a time without a zone":        {"x: {audited_at: 2026-04-20T15:30:00}", audited("2026-04-20T15:30:00Z", probes{})},
		"a zone without a colon":       {"x: {audited_at: 2026-04-20T15:30:00-0500}", audited("2026-04-20T15:30:00-05:00", probes{})},
		"a day":                        {"x: {audited_at: 2026-04-20}", audited("2026-04-20T00:00:00Z", probes{})},
		"a day there is not":           {"x: {audited_at: 2026-02-30}", audited("", probes{})},
		"a time that is a word":        {"x: {audited_at: yesterday}", audited("", probes{})},
		"a time that is pending":       {"x: {audited_at: <pending>}", audited("", probes{})},
		"a time that is a number":      {"x: {audited_at: 1776700000}", audited("", probes{})},
		"a time nobody can count":      {"x: {audited_at: 9999-12-31T00:00:00Z}", audited("", probes{})},
		"the first time there is":      {"x: {audited_at: 1970-01-01T00:00:00Z}", audited("1970-01-01T00:00:00Z", probes{})},
		"the last time before it ends": {"x: {audited_at: 2261-12-31T23:59:59Z}", audited("2261-12-31T23:59:59Z", probes{})},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := read(t, "state.yaml", "endpoint_guardrail_audit:\n  "+test.in+"\n").Value()["audit"]
			if diff := cmp.Diff(any(test.want), got); diff != "" {
				t.Error(diff)
			}
		})
	}
}
