package finding_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gwlint/gwlint/internal/finding"
)

// inTarget is a finding of a bundle's endpoint, as a target deploys that.
func inTarget(target, name string, edit func(*finding.Finding)) finding.Finding {
	f := finding.Finding{
		Rule: "GW103", Level: finding.Error, Outcome: finding.Fail,
		Subject:     finding.Subject{Kind: "endpoint", Name: name, Address: "resources.model_serving_endpoints.chat"},
		SubjectID:   "databricks.yml#" + target,
		Identity:    "/ai_gateway/inference_table_config/table_name_prefix",
		Message:     "endpoint `" + name + "` has prefix `gw_`, which ends in an underscore",
		Location:    finding.Location{File: "resources/chat.yml", StartLine: 9, StartColumn: 28, EndLine: 9, EndColumn: 33},
		Deployments: []*finding.Deployment{{Bundle: "databricks.yml", Target: target, Name: name, SubjectID: "databricks.yml#" + target}},
	}
	if edit != nil {
		edit(&f)
	}
	return f
}

var threeTargets = map[string][]string{"databricks.yml": {"dev", "staging", "prod"}}

// toldApart says of findings in which targets they hold, and by which message.
func toldApart(findings []finding.Finding) []string {
	var told []string
	for _, f := range findings {
		line := f.Message + " in"
		for _, target := range f.Targets {
			line += " " + target
		}
		told = append(told, line)
	}
	return told
}

func TestWhatHoldsInSeveralTargetsIsOneFinding(t *testing.T) {
	t.Parallel()
	all := finding.Merge([]finding.Finding{
		inTarget("prod", "chat", nil), inTarget("dev", "dev_ana_chat", nil), inTarget("staging", "chat", nil),
	}, threeTargets)
	if len(all) != 1 {
		t.Fatalf("%d findings: %v", len(all), toldApart(all))
	}
	f := all[0]
	if diff := cmp.Diff([]string{"dev", "staging", "prod"}, f.Targets); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"dev_ana_chat", "chat", "chat"}, f.Names); diff != "" {
		t.Error(diff)
	}
	if f.Subject.Name != "chat" || f.Message != "endpoint `chat` has prefix `gw_`, which ends in an underscore" || f.TargetsInAll != 3 {
		t.Errorf("%+v", f)
	}
	var ids []string
	for _, d := range f.Deployments {
		ids = append(ids, d.SubjectID)
	}
	if diff := cmp.Diff([]string{"databricks.yml#dev", "databricks.yml#staging", "databricks.yml#prod"}, ids); diff != "" {
		t.Error(diff)
	}
}

func TestFindingsOfTargetsThatDifferStayApart(t *testing.T) {
	t.Parallel()
	for name, edit := range map[string]func(*finding.Finding){
		"another bundle":   func(f *finding.Finding) { f.Deployments[0].Bundle = "other/databricks.yml" },
		"another resource": func(f *finding.Finding) { f.Subject.Address = "resources.model_serving_endpoints.talk" },
		"another rule":     func(f *finding.Finding) { f.Rule = "GW104" },
		"another outcome":  func(f *finding.Finding) { f.Outcome = finding.Unknown },
		"another level":    func(f *finding.Finding) { f.Level = finding.Warning },
		"another place":    func(f *finding.Finding) { f.Location.StartLine = 30 },
		"another file":     func(f *finding.Finding) { f.Location.File = "targets.yml" },
		"another message":  func(f *finding.Finding) { f.Message += " of prod" },
		"another reason":   func(f *finding.Finding) { f.Reason = "it has no value" },
		"another value":    func(f *finding.Finding) { f.Value = finding.DigestOf("string:gw__") },
		"another number":   func(f *finding.Finding) { f.More = 3 },
		"another advice":   func(f *finding.Finding) { f.Help = "write `gw`" },
		"a waiver":         func(f *finding.Finding) { f.Waiver = &finding.Waiver{Reason: "r", Owner: "o", Expires: "2027-01-01"} },
		"a fix":            func(f *finding.Finding) { f.Fix = &finding.Fix{Safety: "safe", Description: "write `gw`"} },
		"a related place":  func(f *finding.Finding) { f.Related = []finding.Related{{Message: "the value comes from here"}} },
		"the same target":  func(f *finding.Finding) { f.Deployments[0].Target = "dev" },
		"a name in between": func(f *finding.Finding) {
			f.Message = "endpoint `chat` has prefix `chat_`, which ends in an underscore"
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			all := finding.Merge([]finding.Finding{inTarget("dev", "chat", nil), inTarget("prod", "chat", edit)}, threeTargets)
			if len(all) != 2 {
				t.Errorf("%v", toldApart(all))
			}
		})
	}
}

func TestNamesOfOthersDoNotTellFindingsApart(t *testing.T) {
	t.Parallel()
	sharing := func(target, name, other string) finding.Finding {
		return inTarget(target, name, func(f *finding.Finding) {
			f.Message = "endpoint `" + name + "` writes to `main.ai.logs`, and so does `" + other + "`"
			f.Related = []finding.Related{{Message: "also endpoint `" + other + "`"}}
			f.Deployments[0].Peers = []string{other, "resources.model_serving_endpoints.search"}
		})
	}
	all := finding.Merge([]finding.Finding{sharing("dev", "dev_ana_chat", "dev_ana_search"), sharing("prod", "chat", "search")}, threeTargets)
	want := []string{"endpoint `chat` writes to `main.ai.logs`, and so does `search` in dev prod"}
	if diff := cmp.Diff(want, toldApart(all)); diff != "" {
		t.Error(diff)
	}
}

func TestWhatIsNoBundlesStaysAsItIs(t *testing.T) {
	t.Parallel()
	one := sample()
	all := finding.Merge([]finding.Finding{one, one, inTarget("dev", "chat", nil)}, threeTargets)
	if len(all) != 3 || all[0].Targets != nil || len(all[2].Targets) != 1 {
		t.Errorf("%v", toldApart(all))
	}
	if all = finding.Merge([]finding.Finding{one, one}, nil); len(all) != 2 {
		t.Errorf("%v", toldApart(all))
	}
}

// In dev an invalid value has two consequences, in prod one of these; the other is found
// in prod as well, where it follows from nothing.
func TestAConsequenceInSeveralTargetsNamesTheOneCause(t *testing.T) {
	t.Parallel()
	var found []finding.Finding
	for _, target := range []string{"prod", "dev"} {
		tie := &finding.Tie{}
		found = append(found,
			inTarget(target, "chat", func(f *finding.Finding) { f.Rule, f.Identity, f.Tie, f.Follows = "GW402", "/a", tie, true }),
			inTarget(target, "chat", func(f *finding.Finding) { f.Rule, f.Tie = "GW003", tie }),
			inTarget(target, "chat", func(f *finding.Finding) {
				f.Rule, f.Identity = "GW404", "/b"
				if target == "dev" {
					f.Tie, f.Follows = tie, true
				}
			}),
		)
	}
	found = append(found, inTarget("staging", "chat", func(f *finding.Finding) { f.Rule = "GW003" }))
	all := finding.Merge(found, threeTargets)
	finding.Sort(all)
	finding.Fingerprint(all)
	var cause string
	for _, f := range all {
		if f.Rule == "GW003" {
			cause = f.Fingerprint
		}
	}
	type line struct {
		Rule    string
		Targets []string
		Follows bool
	}
	var got []line
	for _, f := range all {
		got = append(got, line{f.Rule, f.Targets, f.Cause == cause})
	}
	want := []line{
		{"GW003", []string{"dev", "staging", "prod"}, false},
		{"GW402", []string{"dev", "prod"}, true},
		{"GW404", []string{"dev"}, true},
		{"GW404", []string{"prod"}, false},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestAFingerprintOfABundleRestsOnTheResource(t *testing.T) {
	t.Parallel()
	of := func(targets map[string][]string, found ...finding.Finding) string {
		all := finding.Merge(found, targets)
		finding.Sort(all)
		finding.Fingerprint(all)
		if len(all) != 1 {
			t.Fatalf("%v", toldApart(all))
		}
		return all[0].Fingerprint
	}
	dev, prod := inTarget("dev", "dev_ana_chat", nil), inTarget("prod", "chat", nil)
	want := of(threeTargets, dev, prod)
	for name, got := range map[string]string{
		"one target less":      of(threeTargets, prod),
		"one target more":      of(threeTargets, inTarget("staging", "chat", nil), dev, prod),
		"targets in any order": of(map[string][]string{"databricks.yml": {"prod", "dev"}}, prod, dev),
		"another prefix":       of(threeTargets, inTarget("dev", "dev_joe_chat", nil), prod),
		"another name":         of(threeTargets, inTarget("dev", "dev_ana_talk", nil), inTarget("prod", "talk", nil)),
		"without a name":       of(threeTargets, inTarget("dev", "", nil), inTarget("prod", "", nil)),
		"in another file":      of(threeTargets, inTarget("prod", "chat", func(f *finding.Finding) { f.Location.File = "gateways/a.yml" })),
	} {
		if got != want {
			t.Errorf("%s: another fingerprint", name)
		}
	}
	for name, edit := range map[string]func(*finding.Finding){
		"another resource": func(f *finding.Finding) { f.Subject.Address += "2" },
		"another place":    func(f *finding.Finding) { f.Identity = "/ai_gateway" },
		"another value":    func(f *finding.Finding) { f.Value = finding.DigestOf("string:gw__") },
	} {
		if of(threeTargets, inTarget("prod", "chat", edit)) == want {
			t.Errorf("%s: the same fingerprint", name)
		}
	}
}
