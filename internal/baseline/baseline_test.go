package baseline_test

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gwlint/gwlint/internal/baseline"
	"github.com/gwlint/gwlint/internal/finding"
)

// chat is an entry of a rule on an endpoint in a file.
func chat(rule, file string) baseline.Entry {
	return baseline.Entry{Rule: rule, Kind: "endpoint", Subject: "chat", Place: "/ai_gateway", Value: "00112233aabbccdd", File: file, Nth: 1}
}

func TestAFindingIsKnownInItsFileAndThenWhereItMovedTo(t *testing.T) {
	t.Parallel()
	body := baseline.Entry{Rule: "GW301", Kind: "endpoint", Place: "#", File: "a/put.json"}
	renamed, elsewhere := body, body
	renamed.File, elsewhere.File = "b/put.json", "b/other.json"
	other := chat("GW103", "a.yaml")
	other.Value = "ffffffffffffffff"
	for name, test := range map[string]struct {
		known, found []baseline.Entry
		moved        bool
		want         []int // for each finding the entry
		left         []int
	}{
		"the same":                    {known: []baseline.Entry{chat("GW103", "a.yaml")}, found: []baseline.Entry{chat("GW103", "a.yaml")}, want: []int{0}},
		"another value":               {known: []baseline.Entry{chat("GW103", "a.yaml")}, found: []baseline.Entry{other}, want: []int{-1}, left: []int{0}},
		"a second one like it":        {known: []baseline.Entry{chat("GW103", "a.yaml")}, found: []baseline.Entry{chat("GW103", "a.yaml"), chat("GW103", "a.yaml")}, want: []int{0, -1}},
		"one of two":                  {known: []baseline.Entry{chat("GW103", "a.yaml"), chat("GW103", "a.yaml")}, found: []baseline.Entry{chat("GW103", "a.yaml")}, want: []int{0}, left: []int{1}},
		"moved":                       {known: []baseline.Entry{chat("GW101", "a.yaml"), chat("GW103", "a.yaml")}, found: []baseline.Entry{chat("GW103", "b.yaml"), chat("GW101", "b.yaml")}, moved: true, want: []int{1, 0}},
		"another file":                {known: []baseline.Entry{chat("GW103", "a.yaml")}, found: []baseline.Entry{chat("GW103", "b.yaml")}, want: []int{-1}, left: []int{0}},
		"copied":                      {known: []baseline.Entry{chat("GW103", "a.yaml")}, found: []baseline.Entry{chat("GW103", "b.yaml"), chat("GW103", "a.yaml")}, moved: true, want: []int{-1, 0}},
		"two moved, one new":          {known: []baseline.Entry{chat("GW103", "a.yaml"), chat("GW103", "b.yaml")}, found: []baseline.Entry{chat("GW103", "c.yaml"), chat("GW103", "d.yaml"), chat("GW103", "e.yaml")}, moved: true, want: []int{0, 1, -1}},
		"a body whose folder moved":   {known: []baseline.Entry{body}, found: []baseline.Entry{renamed}, moved: true, want: []int{0}},
		"a body of another file name": {known: []baseline.Entry{body}, found: []baseline.Entry{elsewhere}, moved: true, want: []int{-1}, left: []int{0}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := &baseline.Baseline{Entries: test.known}
			got := b.Match(test.found, func(baseline.Entry, int) bool { return test.moved })
			if diff := cmp.Diff(baseline.Matches{Known: test.want, Left: test.left}, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestAFileIsWrittenInOrderAndReadAgain(t *testing.T) {
	t.Parallel()
	odd := chat("GW103", "ü/\u202ea\x1b.yaml")
	odd.Subject = "<&>\"\\ 😀\U000e0001"
	entries := []baseline.Entry{chat("GW307", "b.yaml"), chat("GW103", "b.yaml"), odd, chat("GW103", "b.yaml")}
	want := `{"gwlint-baseline":2}
["GW103","endpoint","<&>\"\\ 😀\udb40\udc01","/ai_gateway","00112233aabbccdd","ü/\u202ea\u001b.yaml"]
["GW103","endpoint","chat","/ai_gateway","00112233aabbccdd","b.yaml",2]
["GW103","endpoint","chat","/ai_gateway","00112233aabbccdd","b.yaml"]
["GW307","endpoint","chat","/ai_gateway","00112233aabbccdd","b.yaml"]
`
	var text bytes.Buffer
	if err := baseline.Write(&text, entries); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, text.String()); diff != "" {
		t.Fatal(diff)
	}
	for name, written := range map[string]string{
		"as it is": want, "with a mark and the line ends of Windows": "\ufeff" + strings.ReplaceAll(want, "\n", "\r\n"),
		"without a last line end": strings.TrimSuffix(want, "\n"),
	} {
		b, err := baseline.Read("b", []byte(written))
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if len(b.Faults) > 0 || len(b.Entries) != 4 {
			t.Errorf("%s: %d entries, faults %v", name, len(b.Entries), b.Faults)
		}
		var again bytes.Buffer
		if err := baseline.Write(&again, b.Entries); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, again.String()); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}

func TestAFileThatIsNoBaselineSaysWhatToDo(t *testing.T) {
	t.Parallel()
	const entry = `["GW103","endpoint","chat","/ai_gateway","","a.yaml"]` + "\n"
	const form = `is no entry, which is ["RULE","KIND","SUBJECT","PLACE","VALUE","FILE"]: restore the line, or delete it`
	const anew = "'gwlint baseline write --force' writes it anew"
	head := "{\"gwlint-baseline\":2}\n"
	for name, test := range map[string]struct{ text, want string }{
		"nothing":          {"", `b:1: the first line must be {"gwlint-baseline":2}: restore the file, or ` + anew},
		"no first line":    {entry, `b:1: is no baseline, whose first line is {"gwlint-baseline":2}: restore the line, or ` + anew},
		"another file":     {"a: b\n", `b:1: is no baseline, whose first line is {"gwlint-baseline":2}: restore the line, or ` + anew},
		"a later version":  {"{\"gwlint-baseline\":3}\n" + entry + "new", "b:1: has a version of the format that this gwlint does not read, which reads 2: use the gwlint that wrote the file, or " + anew},
		"an early version": {"{\"gwlint-baseline\":1}\n", "b:1: has a version of the format that this gwlint does not read, which reads 2: use the gwlint that wrote the file, or " + anew},
		"a merge conflict": {
			head + "<<<<<<< HEAD\n" + entry + "=======\n>>>>>>> other\n",
			"b:2: holds a merge conflict: keep the entries of both sides, delete the lines that git wrote between them, and run 'gwlint baseline update'",
		},
		"a conflict in the first line": {
			"<<<<<<< HEAD\n" + head,
			"b:1: holds a merge conflict: keep the entries of both sides, delete the lines that git wrote between them, and run 'gwlint baseline update'",
		},
		"half a line and a number": {head + entry + entry[:20] + "\n7\n", "b:3: " + form + "\nb:4: " + form},
		"an object":                {head + `{"rule":"GW103"}` + "\n", "b:2: " + form},
		"five texts":               {head + `["GW103","endpoint","chat","",""]` + "\n", "b:2: " + form},
		"a null":                   {head + `["GW103","endpoint",null,"","","a"]` + "\n", "b:2: " + form},
		"no rule":                  {head + `["gw","endpoint","chat","","","a"]` + "\n", "b:2: " + form},
		"no digest":                {head + `["GW103","endpoint","chat","","sk-12345","a"]` + "\n", "b:2: " + form},
		"a number that is none":    {head + `["GW103","endpoint","chat","","","a",1]` + "\n", "b:2: " + form},
		"very many faults":         {head + strings.Repeat("x\n", 50), strings.TrimSuffix(manyFaults(form), "\n")},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b, err := baseline.Read("b", []byte(test.text))
			if err == nil {
				t.Fatalf("it is read: %v", b)
			}
			if diff := cmp.Diff(test.want, err.Error()); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// manyFaults are the first ten faults of a file.
func manyFaults(form string) string {
	var b strings.Builder
	for line := 2; line < 12; line++ {
		fmt.Fprintf(&b, "b:%d: %s\n", line, form)
	}
	return b.String()
}

func TestAFileOutOfOrderOrWithALineTwiceIsTakenAtItsWord(t *testing.T) {
	t.Parallel()
	b, err := baseline.Read("b", []byte(`{"gwlint-baseline":2}
["GW307","endpoint","chat","/x","","a.yaml"]
["GW103","endpoint","chat","/x","","a.yaml"]

["GW103","endpoint","chat","/x","","a.yaml"]
["GW103","endpoint","chat","/x","","a.yaml",2]
`))
	if err != nil {
		t.Fatal(err)
	}
	if len(b.Entries) != 3 {
		t.Errorf("%d entries: %v", len(b.Entries), b.Entries)
	}
	want := []baseline.Fault{{3, "is not in the order of the file"}, {5, "says the same as line 3"}, {6, "is not in the order of the file"}}
	if diff := cmp.Diff(want, b.Faults); diff != "" {
		t.Error(diff)
	}
}

func TestAnEntryHasNothingThatChangesByItself(t *testing.T) {
	t.Parallel()
	f := finding.Finding{
		Rule: "GW103", Subject: finding.Subject{Kind: "endpoint", Name: "chat"}, Pointer: "/0/ai_gateway/x", Identity: "/ai_gateway/x",
		Location: finding.Location{File: "a.yaml", StartLine: 3}, Value: finding.DigestOf("string:gw_"), Message: "words",
	}
	for name, test := range map[string]struct {
		change func(*finding.Finding)
		want   baseline.Entry
	}{
		"a finding":                {func(*finding.Finding) {}, baseline.Entry{Rule: "GW103", Kind: "endpoint", Subject: "chat", Place: "/ai_gateway/x", Value: "5979d7d3a62b65ef", File: "a.yaml", Nth: 1}},
		"without an identity":      {func(f *finding.Finding) { f.Identity = "" }, baseline.Entry{Rule: "GW103", Kind: "endpoint", Subject: "chat", Place: "/0/ai_gateway/x", Value: "5979d7d3a62b65ef", File: "a.yaml", Nth: 1}},
		"of a bundle":              {func(f *finding.Finding) { f.Subject.Address = "resources.x.chat" }, baseline.Entry{Rule: "GW103", Kind: "endpoint", Subject: "resources.x.chat", Place: "/ai_gateway/x", Value: "5979d7d3a62b65ef", File: "a.yaml", Nth: 1}},
		"of several":               {func(f *finding.Finding) { f.More, f.Value = 12, finding.Digest{} }, baseline.Entry{Rule: "GW103", Kind: "endpoint", Subject: "chat", Place: "/ai_gateway/x", Value: "x12", File: "a.yaml", Nth: 1}},
		"of a file somewhere else": {func(f *finding.Finding) { f.Location.File = "/home/me/a.yaml" }, baseline.Entry{Rule: "GW103", Kind: "endpoint", Subject: "chat", Place: "/ai_gateway/x", Value: "5979d7d3a62b65ef", File: "/a.yaml", Nth: 1}},
		"of a file of Windows":     {func(f *finding.Finding) { f.Location.File = `C:\me\a.yaml` }, baseline.Entry{Rule: "GW103", Kind: "endpoint", Subject: "chat", Place: "/ai_gateway/x", Value: "5979d7d3a62b65ef", File: "/a.yaml", Nth: 1}},
	} {
		changed := f
		test.change(&changed)
		if diff := cmp.Diff(test.want, baseline.EntryOf(&changed)); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}
