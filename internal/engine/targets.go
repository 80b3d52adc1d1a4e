package engine

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"github.com/gwlint/gwlint/internal/finding"
	"github.com/gwlint/gwlint/internal/gateway"
)

// targets are the targets of bundles that deploy subjects of a run: the place of each
// among those of its bundle, by the bundle's root file and name. The root modules of
// Terraform are those of no bundle: several may call one module.
type targets map[string]map[string]int

// meet takes note of a subject's target.
func (t targets) meet(s *gateway.Subject, who gateway.Identity) {
	if who.Target != "" {
		t.put(bundleOf(who, s.Source().File), who.Target, s.Order())
	}
}

// bundleOf names the bundle of a subject by the root file, "" for Terraform's.
func bundleOf(who gateway.Identity, file string) string {
	if who.Form == gateway.FormTerraform {
		return ""
	}
	return file
}

func (t targets) put(bundle, target string, order int) {
	if t[bundle] == nil {
		t[bundle] = map[string]int{}
	}
	t[bundle][target] = order
}

// join adds the targets that another worker met.
func (t targets) join(others targets) {
	for bundle, of := range others {
		for target, order := range of {
			t.put(bundle, target, order)
		}
	}
}

// inOrder are the targets of each bundle in the bundle's order.
func (t targets) inOrder() map[string][]string {
	all := map[string][]string{}
	for bundle, of := range t {
		all[bundle] = slices.SortedFunc(maps.Keys(of), func(a, b string) int {
			return cmp.Or(cmp.Compare(of[a], of[b]), strings.Compare(a, b))
		})
	}
	return all
}

// deployments say which target of which bundle, or which root module of Terraform, deploys
// a subject; nil for what is neither's. All findings of the subject share them.
func deployments(who gateway.Identity, bundle string) []*finding.Deployment {
	if who.Target == "" || who.Address == "" {
		return nil
	}
	return []*finding.Deployment{{Bundle: bundleOf(who, bundle), Target: who.Target, Name: who.Name, SubjectID: who.ID}}
}

// withPeers are the deployments of a finding that names other resources of the bundle,
// which targets give other names as well.
func withPeers(own []*finding.Deployment, others []gateway.Identity) []*finding.Deployment {
	if len(own) == 0 {
		return own
	}
	named := *own[0]
	for _, other := range others {
		if other.Address != "" && other.Name != "" {
			named.Peers = append(named.Peers, other.Name, other.Address)
		}
	}
	return []*finding.Deployment{&named}
}
