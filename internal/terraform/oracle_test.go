package terraform

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	options "flag"
	"fmt"
	"io/fs"
	"maps"
	"math/big"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gwlint/gwlint/internal/source"
)

var mirrorPath = options.String("mirror", "", "a filesystem mirror of providers for -terraform: with both, all modules are planned anew")

// plansFolder has what Terraform 1.11.4 plans of the modules of modulesFolder, and for each
// a hash of the module that was planned.
const (
	plansFolder   = "testdata/plans"
	modulesFolder = "../../fixtures/terraform"
	// moreModules has modules that are made to be compared, and for nothing else.
	moreModules = "testdata/modules"
)

// notPlanned are the modules that Terraform does not plan, and why.
var notPlanned = map[string]string{
	"fetched-modules":   "its modules are in a registry",
	"half-written":      "its files do not parse",
	"known-after-apply": "it calls a function of a provider that is not there",
	"only-text":         "it declares no resource of the provider, and reads a data source",
	"planned-changes":   "it holds a plan",
	"refused-shapes":    "Terraform refuses it",
}

// figures are what comparing values gave.
type figures struct {
	compared, unknownToBoth, computed int
	different, unknownToUs            []string
}

func (f figures) String() string {
	return fmt.Sprintf("%d values compared, %d different, %d unknown to us only, %d unknown to both, %d left to the server",
		f.compared, len(f.different), len(f.unknownToUs), f.unknownToBoth, f.computed)
}

func TestValuesAreThoseOfTerraformsPlans(t *testing.T) {
	t.Parallel()
	if *terraformPath == "" || *mirrorPath == "" {
		t.Log("SKIPPED: Terraform was not asked to plan the modules anew; they are compared with the plans of testdata. Run with -args -terraform PATH -mirror FOLDER to ask it")
	}
	var all figures
	planned := 0
	for _, name := range modulesOfFixtures(t) {
		if _, not := notPlanned[name]; not {
			continue
		}
		f := &figures{}
		plan := planOf(t, name)
		f.compareAll(resolvedModule(t, name), plan)
		t.Logf("%s: %s", name, f)
		for _, text := range f.different {
			t.Errorf("%s: %s", name, text)
		}
		all.compared += f.compared
		all.computed += f.computed
		all.unknownToBoth += f.unknownToBoth
		for _, text := range f.unknownToUs {
			all.unknownToUs = append(all.unknownToUs, name+": "+text)
		}
		planned++
	}
	t.Logf("%d modules: %s", planned, all)
	if planned < 24 || all.compared < 700 {
		t.Errorf("no more than %d modules were compared: %s", planned, all)
	}
	if diff := cmp.Diff(knownToTerraformOnly, all.unknownToUs); diff != "" {
		t.Errorf("what Terraform knows and we do not (-want +got):\n%s", diff)
	}
}

// knownToTerraformOnly are the values that Terraform knows when it plans and that are not
// known here, by their module: attributes of resources that are repeated, for the most.
var knownToTerraformOnly = []string{
	"pairs-flattened: databricks_permissions.c[0]: which instances there are",
	"pairs-flattened: databricks_permissions.c[1]: which instances there are",
	"sets-and-tuples: databricks_model_serving.x.ai_gateway.inference_table_config.catalog_name: `databricks_schema.s` is known after apply",
	"sets-and-tuples: databricks_model_serving.x.config.served_entities[0].entity_name: `abspath()` differs from machine to machine",
	"sets-and-tuples: databricks_model_serving.x.config.served_entities[0].name: `terraform.workspace` is not known before Terraform runs",
	"sets-and-tuples: databricks_model_serving.x.description: `databricks_schema.s` is known after apply",
}

// modulesOfFixtures are the names of the modules that are compared.
func modulesOfFixtures(t testing.TB) []string {
	t.Helper()
	var names []string
	for _, folder := range []string{modulesFolder, moreModules} {
		entries, err := os.ReadDir(folder)
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range entries {
			if e.IsDir() {
				names = append(names, e.Name())
			}
		}
	}
	return names
}

// folderOfModule is that of a module that is compared.
func folderOfModule(name string) string {
	if folder := filepath.Join(moreModules, name); isFolder(folder) {
		return folder
	}
	return filepath.Join(modulesFolder, name)
}

// resolvedModule are the values of a module's instances, by their addresses.
func resolvedModule(t testing.TB, name string) map[string]any {
	t.Helper()
	folder, err := filepath.Abs(folderOfModule(name))
	if err != nil {
		t.Fatal(err)
	}
	c := Load(folder, Options{Dir: folder, Root: folder})
	doc := c.Resolve(isOfDatabricks)
	for _, fault := range c.Faults {
		t.Errorf("%s: %v", name, fault)
	}
	return instancesOf(doc)
}

func isOfDatabricks(resourceType string) bool { return strings.HasPrefix(resourceType, "databricks_") }

// instancesOf are the values of a document's instances, by their addresses.
func instancesOf(doc *source.Document) map[string]any {
	all := map[string]any{}
	if doc == nil {
		return all
	}
	for _, resource := range entryNamed(doc.Root, keyResources).Items() {
		all[entryNamed(resource, keyAddress).Text] = plainValue(entryNamed(resource, keyValues))
	}
	return all
}

func entryNamed(n *source.Node, key string) *source.Node {
	for i := range n.Entries() {
		if n.Entries()[i].Key == key {
			return n.Entries()[i].Value
		}
	}
	return &source.Node{Kind: source.Null}
}

// notResolved is a value that is not known.
type notResolved struct{ reason string }

// plainValue is a value as the decoder of JSON has it; numbers are texts of one spelling.
func plainValue(n *source.Node) any {
	if n.Origin != nil && n.Origin.Unresolved != "" {
		return notResolved{n.Origin.Unresolved}
	}
	switch n.Kind {
	case source.Map:
		m := map[string]any{}
		for _, e := range n.Entries() {
			m[e.Key] = plainValue(e.Value)
		}
		return m
	case source.List:
		list := make([]any, len(n.Items()))
		for i, item := range n.Items() {
			list[i] = plainValue(item)
		}
		return list
	case source.Null:
		return nil
	case source.Bool:
		return n.Text == "true"
	case source.Number:
		return numberText(n.Text)
	case source.String:
	}
	return n.Text
}

// numberText is a number that equals no text.
func numberText(written string) any {
	if n, ok := new(big.Rat).SetString(written); ok {
		return "number " + n.RatString()
	}
	return "no number " + written
}

// plannedChange is what a plan does with one resource.
type plannedChange struct {
	Address, Mode, Type string
	Change              struct {
		Actions []string
		After   any
		Unknown any `json:"after_unknown"`
	}
}

// planOf are the changes of the plan of a module, which is made anew where Terraform is
// asked.
func planOf(t *testing.T, name string) []plannedChange {
	t.Helper()
	file := filepath.Join(plansFolder, name+".json")
	hash := hashOfModule(t, name)
	if *terraformPath != "" && *mirrorPath != "" {
		planAnew(t, name, file)
		if err := os.WriteFile(file+".sum", []byte(hash+"\n"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	content, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if sum, err := os.ReadFile(file + ".sum"); err != nil || strings.TrimSpace(string(sum)) != hash {
		t.Errorf("%s is no longer the module that was planned: run the test with -args -terraform PATH -mirror FOLDER", name)
	}
	var plan struct {
		Changes []plannedChange `json:"resource_changes"`
	}
	decoder := json.NewDecoder(strings.NewReader(string(content)))
	decoder.UseNumber()
	if err := decoder.Decode(&plan); err != nil {
		t.Fatal(err)
	}
	return plan.Changes
}

// hashOfModule is one of the names and the contents of a module's files.
func hashOfModule(t *testing.T, name string) string {
	t.Helper()
	sum := sha256.New()
	folder := os.DirFS(folderOfModule(name))
	err := fs.WalkDir(folder, ".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		content, err := fs.ReadFile(folder, path)
		_, _ = fmt.Fprintf(sum, "%s %d\n%s", path, len(content), content)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return hex.EncodeToString(sum.Sum(nil))
}

// planAnew has Terraform plan a copy of a module, with no network and nothing to apply to.
func planAnew(t *testing.T, name, file string) {
	t.Helper()
	folder := t.TempDir()
	if err := os.CopyFS(folder, os.DirFS(folderOfModule(name))); err != nil {
		t.Fatal(err)
	}
	texts, err := filepath.Glob(filepath.Join(folder, "*.tf"))
	if err != nil {
		t.Fatal(err)
	}
	requires := slices.ContainsFunc(texts, func(path string) bool {
		content, err := os.ReadFile(path)
		return err == nil && strings.Contains(string(content), "required_providers")
	})
	added := map[string]string{"cli.rc": fmt.Sprintf("provider_installation {\n  filesystem_mirror {\n    path = %q\n  }\n}\n", *mirrorPath)}
	if !requires {
		added["zz_provider.tf"] = "terraform {\n  required_providers {\n    databricks = { source = \"databricks/databricks\" }\n  }\n}\n"
	}
	for name, text := range added {
		if err := os.WriteFile(filepath.Join(folder, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	runTerraform(t, folder, "init", "-backend=false", "-input=false", "-no-color")
	runTerraform(t, folder, "plan", "-input=false", "-no-color", "-refresh=false", "-out=plan.bin")
	if err := os.WriteFile(file, runTerraform(t, folder, "show", "-json", "plan.bin"), 0o600); err != nil {
		t.Fatal(err)
	}
}

// compareAll compares what is resolved with what Terraform plans.
func (f *figures) compareAll(resolved map[string]any, plan []plannedChange) {
	for _, change := range plan {
		if !isOfDatabricks(change.Type) || change.Mode != "managed" {
			continue
		}
		ours, there := resolved[change.Address]
		if base, _, repeated := strings.Cut(change.Address, "["); !there && repeated && resolved[base+"[?]"] != nil {
			f.unknownToUs = append(f.unknownToUs, change.Address+": which instances there are")
			continue
		}
		if !there {
			f.different = append(f.different, change.Address+" is not resolved")
			continue
		}
		delete(resolved, change.Address)
		f.compare(change.Address, change.Change.After, change.Change.Unknown, ours)
	}
	for _, address := range slices.Sorted(maps.Keys(resolved)) {
		if !strings.Contains(address, "[?]") {
			f.different = append(f.different, address+" is not planned")
		}
	}
}

// compare compares what Terraform says at a path, and what it says is not known, with ours.
func (f *figures) compare(path string, theirs, unknown, ours any) {
	if list, ok := theirs.([]any); ok { // a block that may stand once
		if _, is := ours.([]any); !is && len(list) <= 1 {
			theirs, unknown = first(list), first(asList(unknown))
		}
	}
	not, isUnresolved := ours.(notResolved)
	switch {
	case unknown == true && isUnresolved:
		f.unknownToBoth++
	case unknown == true && ours == nil:
		f.computed++
	case unknown == true:
		f.different = append(f.different, fmt.Sprintf("%s: %v is not known to Terraform", path, ours))
	case isUnresolved:
		f.unknownToUs = append(f.unknownToUs, path+": "+not.reason)
	default:
		f.compareKnown(path, theirs, unknown, ours)
	}
}

func (f *figures) compareKnown(path string, theirs, unknown, ours any) {
	switch theirs := theirs.(type) {
	case map[string]any:
		mine, _ := ours.(map[string]any)
		f.compareMaps(path, theirs, asMap(unknown), mine)
	case []any:
		mine, _ := ours.([]any)
		if len(mine) != len(theirs) {
			f.different = append(f.different, fmt.Sprintf("%s: %d elements, Terraform has %d", path, len(mine), len(theirs)))
			return
		}
		theirs, mine = inOneOrder(path, theirs), inOneOrder(path, mine)
		for i := range theirs {
			f.compare(fmt.Sprintf("%s[%d]", path, i), theirs[i], at(asList(unknown), i), mine[i])
		}
	default:
		if n, ok := theirs.(json.Number); ok {
			theirs = numberText(n.String())
		}
		if f.compared++; theirs != ours {
			f.different = append(f.different, fmt.Sprintf("%s: %v, Terraform has %v", path, ours, theirs))
		}
	}
}

// compareMaps goes through the keys of both; what Terraform has as null or as no block at
// all is missing in ours.
func (f *figures) compareMaps(path string, theirs, unknown, ours map[string]any) {
	keys := map[string]bool{}
	for _, of := range []map[string]any{theirs, unknown, ours} {
		for key := range of {
			keys[key] = true
		}
	}
	delete(keys, "timeouts") // of Terraform itself, and not of the endpoint
	for _, key := range slices.Sorted(maps.Keys(keys)) {
		v, is := theirs[key], unknown[key]
		if list, ok := v.([]any); ok && len(list) == 0 && ours[key] == nil {
			v = nil
		}
		if v == nil && ours[key] == nil && is != true {
			continue
		}
		f.compare(path+"."+key, v, is, ours[key])
	}
}

// inOneOrder sorts the elements of what is a set.
func inOneOrder(path string, list []any) []any {
	name := path[strings.LastIndexByte(path, '.')+1:]
	if !slices.Contains([]string{"tags", "access_control", "grant", "privileges"}, name) {
		return list
	}
	list = slices.Clone(list)
	slices.SortFunc(list, func(a, b any) int { return strings.Compare(withoutNulls(a), withoutNulls(b)) })
	return list
}

func withoutNulls(v any) string {
	m, ok := v.(map[string]any)
	if !ok {
		return fmt.Sprint(v)
	}
	text := ""
	for _, key := range slices.Sorted(maps.Keys(m)) {
		if m[key] != nil {
			text += fmt.Sprint(key, m[key])
		}
	}
	return text
}

func asList(v any) []any {
	list, _ := v.([]any)
	return list
}

func asMap(v any) map[string]any {
	m, _ := v.(map[string]any)
	return m
}

func first(list []any) any { return at(list, 0) }

func at(list []any, i int) any {
	if i < len(list) {
		return list[i]
	}
	return nil
}
