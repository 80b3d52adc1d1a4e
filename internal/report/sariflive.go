package report

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"

	"github.com/gwlint/gwlint/internal/finding"
)

// collections are what the API and a snapshot call the lists of subjects.
var collections = map[string]string{
	"endpoint":         "serving-endpoints",
	"model_service":    "model-services",
	"mcp_service":      "mcp-services",
	"provider_service": "model-provider-services",
	"app":              "apps",
}

// mark says of the result about an object of a workspace which object it is. It
// stands in no file of the checkout that GitHub could hash, so it gets a hash of
// our own in GitHub's shape; seen counts those that are alike.
func (w *Workspace) mark(f finding.Finding, result *sarifResult, seen map[string]int) {
	collection, ok := collections[f.Subject.Kind]
	if w == nil || !ok || !strings.HasPrefix(f.Location.File, "databricks/") {
		return
	}
	place := &result.Locations[0]
	place.Logical = w.logical(f.Subject.Name, "/"+collection+"/"+f.Subject.Name)
	place.Physical.Artifact.Description = &sarifText{Text: "What the workspace answered, at its place in a snapshot."}
	var whole strings.Builder
	for _, part := range []string{f.Rule, w.id(), f.Subject.Kind, f.Subject.Name, f.Pointer} {
		fmt.Fprintf(&whole, "%d:%s", len(part), part)
	}
	sum := sha256.Sum256([]byte(whole.String()))
	text := hex.EncodeToString(sum[:8])
	seen[text]++
	result.Fingerprints["primaryLocationLineHash"] = fmt.Sprintf("%s:%d", text, seen[text])
}

func (w *Workspace) logical(name, path string) []sarifLogical {
	return []sarifLogical{{Name: Visible(name), QualifiedName: Visible(w.Host + path), Kind: "resource"}}
}

// automation makes a category of each workspace.
func (w *Workspace) automation() *sarifAutomation {
	if w == nil {
		return nil
	}
	return &sarifAutomation{ID: "gwlint-live/" + Visible(w.id()) + "/"}
}

func (w *Workspace) properties() map[string]string {
	if w == nil {
		return nil
	}
	return map[string]string{"host": Visible(w.Host), "workspaceId": Visible(w.ID), "identity": Visible(w.Identity)}
}

func (w *Workspace) id() string { return cmp.Or(w.ID, w.Host) }

// isAPI says whether the file of a problem is a path of the API.
func isAPI(file string) bool { return strings.HasPrefix(file, "/api/") }
