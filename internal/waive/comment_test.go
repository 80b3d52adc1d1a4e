package waive_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/gwlint/gwlint/internal/finding"
	"github.com/gwlint/gwlint/internal/source"
	"github.com/gwlint/gwlint/internal/waive"
)

// commentReader knows a few rules.
func commentReader() waive.Reader {
	known := map[string]string{"gw303": "GW303", "gw309": "GW309", "no_endpoint_limit": "GW303", "user_limit_low": "GW309"}
	return waive.Reader{Rule: func(word string) (id, near string) {
		if strings.EqualFold(word, "GW304") {
			return "", "GW303"
		}
		return known[strings.ToLower(word)], ""
	}}
}

// inComments are the waivers and faults of the comments of a text.
func inComments(tb testing.TB, file, content string) (*source.Text, []waive.Waiver, []waive.Fault) {
	tb.Helper()
	text, err := source.NewText(file, []byte(content))
	if err != nil {
		tb.Fatal(err)
	}
	documents, err := source.Parse(text, source.Limits{})
	if err != nil {
		tb.Fatal(err)
	}
	if !waive.MayHold(text.Bytes) {
		return text, nil, nil
	}
	waivers, faults := commentReader().Comments(text, source.Comments(text, documents))
	return text, waivers, faults
}

// complete are the keys that a waiver needs.
const complete = ` until=2027-01-31 owner=ml-platform reason="load test account"`

func TestAWaiverInACommentCoversWhatItStandsAt(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		file, in string
		want     []waive.Lines
	}{
		"its line, behind a value":           {in: "a: 1\nb: 2 # gwlint: ignore[GW303]" + complete + "\n", want: []waive.Lines{{First: 2, Last: 2}}},
		"what begins below, and all in it":   {in: "a:\n  # gwlint: ignore[GW303]" + complete + "\n  b:\n    c: 1\n    d: 2\ne: 3\n", want: []waive.Lines{{First: 3, Last: 5}}},
		"the element below":                  {in: "a:\n  # gwlint: ignore[GW303]" + complete + "\n  - c: 1\n    d: 2\n  - e: 3\n", want: []waive.Lines{{First: 3, Last: 4}}},
		"the file, at its top":               {in: "# about\n\n# gwlint: ignore-file[GW303]" + complete + "\na: 1\nb: 2\n", want: []waive.Lines{{First: 1, Last: 6}}},
		"the file, behind the first bracket": {file: "a.json", in: "{ // gwlint: ignore-file[GW303]" + complete + "\n\"a\": 1}", want: []waive.Lines{{First: 1, Last: 2}}},
		"the same below others": {
			in:   "# gwlint: ignore[GW303]" + complete + "\n# why\n\n# gwlint: ignore[GW309]" + complete + "\na: {b: 1,\n c: 1}\n",
			want: []waive.Lines{{First: 5, Last: 6}, {First: 5, Last: 6}},
		},
		"the line of a block scalar's header": {in: "a: |  # gwlint: ignore[GW303]" + complete + "\n  # gwlint: ignore[GW309]" + complete + "\n", want: []waive.Lines{{First: 1, Last: 1}}},
		"what begins behind it in its line":   {file: "a.jsonc", in: "{\n/* gwlint: ignore[GW303]" + complete + " */ \"a\": [\n1]}", want: []waive.Lines{{First: 2, Last: 3}}},
		"with another tool's word before it and behind it": {
			in:   "a: 1 # noqa: E501  # gwlint: ignore[GW303]" + complete + "  # nosec\n",
			want: []waive.Lines{{First: 1, Last: 1}},
		},
		"one of several lines of a comment": {
			file: "a.json", in: "{\n  /* about\n   * gwlint: ignore[GW303]" + complete + "\n   */\n  \"a\": 1}", want: []waive.Lines{{First: 5, Last: 5}},
		},
		"in Markdown, in a block only": {
			file: "a.md", in: "# gwlint: ignore[GW303]" + complete + "\n```yaml\na: 1 # gwlint: ignore[GW303]" + complete + "\n```\n", want: []waive.Lines{{First: 3, Last: 3}},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if test.file == "" {
				test.file = "a.yaml"
			}
			_, waivers, faults := inComments(t, test.file, test.in)
			var got []waive.Lines
			for _, w := range waivers {
				got = append(got, *w.Lines)
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Error(diff)
			}
			if len(faults) > 0 {
				t.Errorf("the faults are %v", faults)
			}
		})
	}
}

func TestAWaiverInACommentSaysWhoAndUntilWhen(t *testing.T) {
	t.Parallel()
	_, waivers, faults := inComments(t, "a.yaml",
		"a: 1 # gwlint: ignore[GW303, user_limit_low ,gw303] ticket=SEC-1234 approved_by='ciso@example.com' value=\"calls: 100000\" owner=ml-platform until=2027-01-31 reason=\"a \\\"test\\\" # of c:\\\\x\"\n")
	want := []waive.Waiver{{
		Rules: []string{"GW303", "GW309"}, Value: "calls: 100000", Reason: `a "test" # of c:\x`, Owner: "ml-platform", Ticket: "SEC-1234",
		ApprovedBy: "ciso@example.com", Until: time.Date(2027, 1, 31, 0, 0, 0, 0, time.UTC), Lines: &waive.Lines{First: 1, Last: 1},
		Place: finding.Location{File: "a.yaml", StartLine: 1, StartColumn: 6, EndLine: 1, EndColumn: 187},
	}}
	if diff := cmp.Diff(want, waivers, cmpopts.IgnoreFields(waive.Waiver{}, "Removal", "Range"), cmpopts.IgnoreUnexported(waive.Waiver{})); diff != "" {
		t.Error(diff)
	}
	if len(faults) > 0 {
		t.Errorf("the faults are %v", faults)
	}
}

func TestACommentThatLooksLikeAWaiverAndIsNoneIsAFault(t *testing.T) {
	t.Parallel()
	const none = "the comment is no waiver, and has no effect: write "
	for comment, want := range map[string]string{
		"gwlint: ignore" + complete:                                  "the waiver names no rule: write it in brackets, as in ",
		"gwlint: ignore[]" + complete:                                "the waiver names no rule: write its ID or slug between the brackets",
		"gwlint: ignore[*]" + complete:                               "a waiver covers no rule that it does not name: write the ID or slug of each",
		"gwlint: ignore[GW303" + complete:                            "the list of rules does not end: close it with `]`",
		"gwlint: ignore[GW304]" + complete:                           "there is no rule `GW304`: did you mean `GW303`?",
		"gwlint: ignore[GW303, nosuch]" + complete:                   "there is no rule `nosuch`: `gwlint rules` lists them",
		"gwlint: ignore[" + strings.Repeat("é", 40) + "]" + complete: "there is no rule `" + strings.Repeat("é", 40) + "`: `gwlint rules` lists them",
		"gwlint: ignore[" + strings.Repeat("é", 41) + "]" + complete: "there is no rule of the name in the brackets: `gwlint rules` lists them",
		"gwlint: ignore[GW303]":                                      "the waiver has no `until` and no `owner` and no `reason`: add `until=2027-01-31 owner=NAME reason=\"WHY\"`",
		"gwlint: ignore[GW303] owner=x reason=y":                     "the waiver has no `until`: add `until=2027-01-31`",
		"gwlint: ignore[GW303] owner= reason=y until=2027-01-31":     "the waiver has no `owner`: add `owner=NAME`",
		"gwlint: ignore[GW303] until=2027-02-30 owner=x reason=y":    "`until` is no day of the calendar: write it as 2027-01-31",
		"gwlint: ignore[GW303] until=31.1.2027 owner=x reason=y":     "`until` is no day of the calendar: write it as 2027-01-31",
		"gwlint: ignore[GW303] untill=2027-01-31 owner=x reason=y":   "a waiver has no key `untill`: did you mean `until`?",
		"gwlint: ignore[GW303] colour=red" + complete:                "a waiver in a comment has no key `colour`: it has `until`, ",
		"gwlint: ignore[GW303] owner=x" + complete:                   "`owner` stands twice: remove one of them",
		"gwlint: ignore[GW303] ticket=" + complete:                   "`ticket` is empty: write a value, or remove it",
		"gwlint: ignore[GW303] owner=x reason=load test" + complete:  "`test` is no `key=value`: put a text of several words into quotes",
		"gwlint: ignore[GW303] reason=\"open":                        "the text of `reason` does not end: close its quotes",
		"gwlint: ignore[GW303] reason=\"a\"owner=x":                  "something stands directly behind the text of `reason`",
		"gwlint: ignore[GW303] reason=a\"b":                          "a quote stands within the value of `reason`",
		"gwlint: ignore[GW303]until=2027-01-31":                      "something stands directly behind the list of rules",
		"gwlint: disable[GW303]" + complete:                          "a comment that begins with `gwlint:` is no waiver: write ",
		"GWLINT: Ignore[GW303]" + complete:                           "a comment that begins with `gwlint:` is no waiver: write ",
		"gwlint: see the handbook":                                   "a comment that begins with `gwlint:` is no waiver: write ",
		"gwlint: ignore-file[GW303]" + complete:                      "`ignore-file` stands below the first key, where it is not seen: move it to the top of the file",
		"gwlint ignore[GW303]":                                       none,
		"gwlint ignore GW303":                                        none,
		"gwlint:ignore":                                              "the waiver names no rule: write it in brackets",
		"gw-lint: ignore[GW303]":                                     none,
		"gwlint-disable GW303":                                       none,
		"please gwlint: ignore[GW303] here":                          none,
		"noqa: GW303":                                                none,
		"tflint-ignore: GW303":                                       none,
		"checkov:skip=GW303:load test":                               none,
		"nosemgrep: gw303":                                           none,
		"trivy:ignore:GW303":                                         none,
		"zizmor: ignore[GW303]":                                      none,
		"zizmor: ignore[no_endpoint_limit]":                          none,
		"ruff: ignore[GW303]":                                        none,
		"ignore[GW303]":                                              none,
	} {
		t.Run(comment, func(t *testing.T) {
			t.Parallel()
			_, waivers, faults := inComments(t, "a.yaml", "a: 1\nb: 2 # "+comment+"\n")
			if len(waivers) > 0 {
				t.Errorf("the waivers are %v", waivers)
			}
			if len(faults) != 1 || !strings.HasPrefix(faults[0].Message, want) {
				t.Fatalf("the faults are %v, and not one of %q", faults, want)
			}
			if at := faults[0].Place; at.File != "a.yaml" || at.StartLine != 2 || at.StartColumn != 6 {
				t.Errorf("the place is %v", at)
			}
		})
	}
	for name, in := range map[string]string{
		"the end of a block": "a:\n  b: 1\n  # gwlint: ignore[GW303]" + complete + "\nc: 1\n",
		"the end of a file":  "a: 1\n# gwlint: ignore[GW303]" + complete + "\n",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, waivers, faults := inComments(t, "a.yaml", in)
			if len(waivers) > 0 || len(faults) != 1 || !strings.HasPrefix(faults[0].Message, "the waiver stands above nothing of its block: ") {
				t.Errorf("there are %v and %v", waivers, faults)
			}
		})
	}
}

func TestACommentAboutSomethingElseIsNone(t *testing.T) {
	t.Parallel()
	for _, comment := range []string{
		"checked by gwlint", "gwlint finds GW303 here", "see gwlint: docs/waivers.md", "gwlint ignores this file", "noqa: E501", "tflint-ignore: aws_x",
		"GW303 is why", "nosec", "trivy:ignore:AVD-AWS-0001", "we ignore[d] it", "gwlint.example.com", "waived in gwlint-waivers.yaml: GW303", "",
		"https://example.com/gwlint:ignore",
	} {
		t.Run(comment, func(t *testing.T) {
			t.Parallel()
			_, waivers, faults := inComments(t, "a.yaml", "a: 1 # "+comment+"\n")
			if len(waivers)+len(faults) > 0 {
				t.Errorf("there are %v and %v", waivers, faults)
			}
		})
	}
	_, waivers, faults := inComments(t, "a.yaml", "a: \"# gwlint: ignore[GW303]\"\nb: http://x/#gwlint:ignore\nc: |\n  # gwlint: ignore[GW303]\n")
	if len(waivers)+len(faults) > 0 {
		t.Errorf("in texts there are %v and %v", waivers, faults)
	}
}

func TestAWaiverIsTakenOutOfItsText(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct{ file, in, want string }{
		"with its line":                     {in: "a: 1\n# gwlint: ignore[GW303]" + complete + "  \nb: 1\n", want: "a: 1\nb: 1\n"},
		"with its line, that ends in CRLF":  {in: "a: 1\r\n# gwlint: ignore[GW303]" + complete + "\r\nb: 1\r\n", want: "a: 1\r\nb: 1\r\n"},
		"with the space before it":          {in: "a: 1 \t # gwlint: ignore[GW303]" + complete + "\nb: 1\n", want: "a: 1\nb: 1\n"},
		"and leaves what stands before it":  {in: "a: 1 # noqa: E501 # gwlint: ignore[GW303]" + complete + "\n", want: "a: 1 # noqa: E501\n"},
		"and leaves what stands behind it":  {in: "# gwlint: ignore[GW303]" + complete + " # more\na: 1\n", want: "# more\na: 1\n"},
		"behind a value in JSON":            {file: "a.json", in: "{\"a\": 1 /* gwlint: ignore[GW303]" + complete + " */, \"b\": 2}", want: "{\"a\": 1, \"b\": 2}"},
		"and leaves its line in JSON":       {file: "a.json", in: "{\n  /* gwlint: ignore[GW303]" + complete + " */ \"a\": 1}", want: "{\n  \"a\": 1}"},
		"and leaves the mark of byte order": {in: "\ufeff# gwlint: ignore[GW303]" + complete + "\na: 1\n", want: "a: 1\n"},
		"not out of a comment of many lines": {
			file: "a.json", in: "{\n/* more\n gwlint: ignore[GW303]" + complete + " */\n\"a\": 1}",
		},
		"not out of a block of Markdown": {file: "a.md", in: "```yaml\na: 1 # gwlint: ignore[GW303]" + complete + "\n```\n"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if test.file == "" {
				test.file = "a.yaml"
			}
			text, waivers, faults := inComments(t, test.file, test.in)
			if len(waivers) != 1 || len(faults) > 0 {
				t.Fatalf("there are %v and %v", waivers, faults)
			}
			got, edit := "", waivers[0].Removal
			if edit != nil {
				got = string(text.Bytes[:edit.Start]) + edit.Text + string(text.Bytes[edit.End:])
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestASecretInACommentIsNotRepeated(t *testing.T) {
	t.Parallel()
	const token = "dapi" + "0123456789abcdef0123456789abcdef"
	_, waivers, faults := inComments(t, "a.yaml", "a: 1 # gwlint: ignore[GW303] until=2027-01-31 owner=x ticket="+token+" reason=\"token "+token+"\"\n"+
		"b: 1 # gwlint: ignore["+token+"]\nc: 1 # gwlint: ignore[GW303] "+token+"=1\nd: 1 # gwlint: ignore[GW303] "+token+"\n")
	if len(waivers) != 1 || len(faults) != 3 {
		t.Fatalf("there are %v and %v", waivers, faults)
	}
	all := waivers[0].Reason + waivers[0].Ticket
	for _, fault := range faults {
		all += fault.Message
	}
	if strings.Contains(all, "0123456789") {
		t.Errorf("the secret stands in %s", all)
	}
}

// FuzzWaiverComments holds that what begins as a waiver is one or a fault, whatever follows,
// and that a text without it reads as before and has it no more.
func FuzzWaiverComments(f *testing.F) {
	f.Add(" ignore[GW303]"+complete, "", false)
	f.Add(" ignore-file[GW303,gw309] value='a \\' b'"+complete+" # noqa", "noqa: E501 # ", true)
	f.Add(" ignore[GW303] reason=\"open", "", true)
	f.Fuzz(func(t *testing.T, said, before string, own bool) {
		if strings.ContainsAny(said+before, "\n\r\x00\u0085\u2028\u2029") {
			return
		}
		in := "a: 1\nb: 2 # " + before + "gwlint:" + said + "\nc: 3\n"
		if own {
			in = "# " + before + "gwlint:" + said + "\na: 1\n"
		}
		text, err := source.NewText("a.yaml", []byte(in))
		if err != nil {
			return
		}
		documents, err := source.Parse(text, source.Limits{})
		if err != nil {
			return
		}
		waivers, faults := commentReader().Comments(text, source.Comments(text, documents))
		if before == "" && len(waivers)+len(faults) == 0 {
			t.Fatalf("%q is nothing", in)
		}
		if len(waivers) != 1 {
			return
		}
		w := waivers[0]
		if w.Reason == "" || w.Owner == "" || w.Until.IsZero() || len(w.Rules) == 0 || w.Lines.First < 1 || w.Lines.Last < w.Lines.First {
			t.Errorf("%q has %+v", in, w)
		}
		without := string(text.Bytes[:w.Removal.Start]) + string(text.Bytes[w.Removal.End:])
		_, left, _ := inComments(t, "a.yaml", without)
		if len(left) > 0 {
			t.Errorf("%q without the waiver is %q, with %+v", in, without, left)
		}
		again, err := source.NewText("a.yaml", []byte(without))
		if err != nil {
			t.Fatal(err)
		}
		read, err := source.Parse(again, source.Limits{})
		if err != nil {
			t.Fatalf("%q does not parse: %v", without, err)
		}
		plain := func(n *source.Node) any { return n.Plain(func(*source.Node) bool { return false }) }
		if diff := cmp.Diff(plain(documents[0].Root), plain(read[0].Root)); diff != "" {
			t.Errorf("%q: %s", without, diff)
		}
	})
}
