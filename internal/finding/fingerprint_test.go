package finding_test

import (
	"regexp"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gwlint/gwlint/internal/finding"
)

func sample() finding.Finding {
	return finding.Finding{
		Rule:     "GW103",
		Subject:  finding.Subject{Kind: "endpoint", Name: "chat"},
		Pointer:  "/ai_gateway/inference_table_config/table_name_prefix",
		Message:  "endpoint `chat` has prefix 'gw_'",
		Location: finding.Location{File: "gw.json", StartLine: 9, StartColumn: 28, EndLine: 9, EndColumn: 33},
	}
}

func fingerprint(tb testing.TB, edit func(*finding.Finding)) string {
	tb.Helper()
	f := []finding.Finding{sample()}
	edit(&f[0])
	finding.Fingerprint(f)
	return f[0].Fingerprint
}

func TestAFingerprintStaysWhenOnlyTheFileThePlaceOrTheWordingMoves(t *testing.T) {
	t.Parallel()
	want := fingerprint(t, func(*finding.Finding) {})
	if !regexp.MustCompile(`^[0-9a-f]{32}$`).MatchString(want) {
		t.Fatalf("fingerprint %q is not 32 hexadecimal digits", want)
	}
	for name, edit := range map[string]func(*finding.Finding){
		"file":    func(f *finding.Finding) { f.Location.File = "moved/other.json" },
		"line":    func(f *finding.Finding) { f.Location.StartLine, f.Location.EndLine = 40, 40 },
		"column":  func(f *finding.Finding) { f.Location.StartColumn = 1 },
		"message": func(f *finding.Finding) { f.Message = "said otherwise" },
		"level":   func(f *finding.Finding) { f.Level = finding.Warning },
		"outcome": func(f *finding.Finding) { f.Outcome = finding.Waived },
		"pointer beside its identity": func(f *finding.Finding) {
			f.Identity, f.Pointer = f.Pointer, "/endpoints/0"+f.Pointer
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := fingerprint(t, edit); got != want {
				t.Errorf("fingerprint %s, want %s", got, want)
			}
		})
	}
}

func TestAFingerprintChangesWithWhatIsFoundAndWhere(t *testing.T) {
	t.Parallel()
	plain := fingerprint(t, func(*finding.Finding) {})
	for name, edit := range map[string]func(*finding.Finding){
		"rule":                     func(f *finding.Finding) { f.Rule = "GW104" },
		"kind of subject":          func(f *finding.Finding) { f.Subject.Kind = "model_service" },
		"subject":                  func(f *finding.Finding) { f.Subject.Name = "other" },
		"pointer":                  func(f *finding.Finding) { f.Pointer = "/ai_gateway" },
		"identity":                 func(f *finding.Finding) { f.Identity = "/ai_gateway/rate_limits/=user" },
		"value":                    func(f *finding.Finding) { f.Value = finding.DigestOf("string:gw_") },
		"how many it stands for":   func(f *finding.Finding) { f.More = 2 },
		"a border between the two": func(f *finding.Finding) { f.Subject.Kind, f.Subject.Name = "endpointc", "hat" },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := fingerprint(t, edit); got == plain {
				t.Error("the fingerprint is the same")
			}
		})
	}
}

// The body of a PUT does not say whose it is.
func TestASubjectWithoutANameGoesByTheNameOfItsFile(t *testing.T) {
	t.Parallel()
	in := func(file string) string {
		return fingerprint(t, func(f *finding.Finding) { f.Subject.Name, f.Location.File = "", file })
	}
	want := in("a/chat.json")
	if got := in("b/chat.json"); got != want {
		t.Errorf("of a moved file %s, want %s", got, want)
	}
	if got := in("a/other.json"); got == want {
		t.Error("the bodies of two endpoints have one fingerprint")
	}
	named := fingerprint(t, func(f *finding.Finding) { f.Subject.Name = "chat.json" })
	if got := in("chat.json"); got == named {
		t.Error("a subject that is named as a file has the fingerprint of one without a name")
	}
}

func TestTwoValuesAreToldApartAndNoneIsZero(t *testing.T) {
	t.Parallel()
	if finding.DigestOf("number:60") == finding.DigestOf("number:600") {
		t.Error("two values have one digest")
	}
	if finding.DigestOf("") != (finding.Digest{}) {
		t.Error("no value has a digest")
	}
}

// What comes later, by file or by place, leaves the numbers of those before it alone.
func TestFindingsAlikeAreNumberedByFileAndPlace(t *testing.T) {
	t.Parallel()
	at := func(file string, line int) finding.Finding {
		f := sample()
		f.Location.File, f.Location.StartLine = file, line
		return f
	}
	few := []finding.Finding{at("a.json", 9), at("b.json", 3)}
	more := []finding.Finding{at("c.json", 1), at("b.json", 3), at("b.json", 9), at("a.json", 9)}
	finding.Sort(more)
	finding.Fingerprint(few)
	finding.Fingerprint(more)
	for i := range few {
		if few[i].Fingerprint != more[i].Fingerprint {
			t.Errorf("%s: %s, and %s with others behind it", few[i].Location.File, few[i].Fingerprint, more[i].Fingerprint)
		}
	}
}

func TestFindingsAlikeHaveFingerprintsOfTheirOwn(t *testing.T) {
	t.Parallel()
	f := []finding.Finding{sample(), sample(), sample()}
	finding.Fingerprint(f)
	seen := map[string]bool{}
	for _, one := range f {
		if seen[one.Fingerprint] {
			t.Errorf("fingerprint %s twice", one.Fingerprint)
		}
		seen[one.Fingerprint] = true
	}
	if got := fingerprint(t, func(*finding.Finding) {}); got != f[0].Fingerprint {
		t.Errorf("the first of several has fingerprint %s, alone %s", f[0].Fingerprint, got)
	}
}

func TestFindingsAreSortedByPlaceThenRuleThenSubject(t *testing.T) {
	t.Parallel()
	at := func(file string, line, column int, rule, subject, pointer string) finding.Finding {
		return finding.Finding{
			Rule: rule, Pointer: pointer,
			Subject:  finding.Subject{Kind: "endpoint", Name: subject},
			Location: finding.Location{File: file, StartLine: line, StartColumn: column},
		}
	}
	want := []finding.Finding{
		at("a.json", 2, 1, "GW303", "x", "/b"),
		at("a.json", 10, 1, "GW101", "x", "/b"),
		at("a.json", 10, 3, "GW101", "x", "/b"),
		at("a.json", 10, 3, "GW102", "a", "/b"),
		at("a.json", 10, 3, "GW102", "x", "/a"),
		at("a.json", 10, 3, "GW102", "x", "/b"),
		at("b.json", 1, 1, "GW101", "x", "/b"),
	}
	got := []finding.Finding{want[4], want[6], want[2], want[0], want[5], want[3], want[1]}
	finding.Sort(got)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// TestWhatIsLeftOfAFindingKeepsItsName waives a finding of two targets in the one that
// stands first.
func TestWhatIsLeftOfAFindingKeepsItsName(t *testing.T) {
	t.Parallel()
	part := func(target string, outcome finding.Outcome) finding.Finding {
		f := sample()
		f.Subject.Address, f.Outcome = "resources.model_serving_endpoints.chat", outcome
		f.Subject.Name = target + "-chat"
		f.Deployments = []*finding.Deployment{{Bundle: "databricks.yml", Target: target, Name: f.Subject.Name}}
		return f
	}
	whole := []finding.Finding{part("dev", finding.Fail)}
	finding.Fingerprint(whole)
	for _, waived := range []string{"dev", "prod"} {
		var both []finding.Finding
		for _, target := range []string{"dev", "prod"} {
			outcome := finding.Fail
			if target == waived {
				outcome = finding.Waived
			}
			both = append(both, part(target, outcome))
		}
		finding.Sort(both)
		finding.Fingerprint(both)
		for _, f := range both {
			if got := f.Fingerprint == whole[0].Fingerprint; got != (f.Outcome == finding.Fail) {
				t.Errorf("waived in %s: the finding of %s has the name of the whole: %v", waived, f.Subject.Name, got)
			}
		}
	}
	all := []finding.Finding{part("dev", finding.Waived)}
	finding.Fingerprint(all)
	if all[0].Fingerprint != whole[0].Fingerprint {
		t.Error("a finding that is waived whole has another name")
	}
}
