package check

import (
	"path/filepath"
	"slices"
	"sync/atomic"

	"github.com/gwlint/gwlint/internal/gateway"
	"github.com/gwlint/gwlint/internal/report"
	"github.com/gwlint/gwlint/internal/source"
	"github.com/gwlint/gwlint/internal/terraform"
)

// moduleUnit is a root module of Terraform of a run, with the modules that it calls.
type moduleUnit struct {
	*terraform.Configuration // nil once it was judged
	portion

	// folder is the name of the root module's folder.
	folder string
	// folders are the absolute ones whose files it reads.
	folders map[string]bool
	// speaks says that a module that is not on disk may deploy gateways.
	speaks *atomic.Bool
	// asked says that a person named a file of it: what is wrong there is told.
	asked bool
}

// newModuleUnit loads a root module, of which no file is passed, as a unit.
func newModuleUnit(path string, options terraform.Options, folder string) *moduleUnit {
	speaks := &atomic.Bool{} // an evaluation that is given up may go on
	options.Speaks = func(call []byte) bool {
		if !gateway.CallSpeaks(call) {
			return false
		}
		speaks.Store(true)
		return true
	}
	c := terraform.Load(path, options)
	u := &moduleUnit{Configuration: c, folder: folder, speaks: speaks, portion: newPortion(c.Files), folders: map[string]bool{c.Folder: true}}
	for _, input := range c.Files {
		u.folders[filepath.Dir(input.Real())] = true
	}
	return u
}

// release drops the texts.
func (u *moduleUnit) release() { u.Configuration = nil }

// comments are those of a file.
func (u *moduleUnit) comments(text *source.Text) []source.Comment { return u.Comments(text) }

// wantsResource says whether a type of resources is a gateway, or says something of one.
func wantsResource(resourceType string) bool {
	return gateway.IsTerraformGateway(resourceType) || slices.Contains(resourcesBeside, resourceType)
}

// resourcesBeside are the types of the resources that say something of gateways.
var resourcesBeside = []string{
	"databricks_permissions", "databricks_grants", "databricks_grant", "databricks_alert_v2", "databricks_app",
	"databricks_schema", "databricks_catalog",
}

// resolve returns the gateways of the module and of those that it calls.
func (u *moduleUnit) resolve(j *Judge) (found resolvedUnit, err error) {
	read := j.profile.Phase("read")
	doc := u.Resolve(wantsResource)
	read()
	u.Forget()
	found.faults = u.Faults
	if doc == nil {
		return found, nil
	}
	doc.Variant = u.folder
	defer j.profile.Phase("normalise")()
	var unsupported []error
	found.subjects, unsupported, err = Normalise([]*source.Document{doc}, gateway.Auto, j.params)
	for _, fault := range unsupported {
		found.faults = append(found.faults, source.Faults(fault)...)
	}
	return found, err
}

// holding are all files that are read whole, where there is a gateway: each says what the
// module deploys.
func (u *moduleUnit) holding(found resolvedUnit) []string {
	if len(found.subjects) == 0 {
		return nil
	}
	var names []string
	for _, text := range u.Texts() {
		if !u.isBroken(text.File) {
			names = append(names, text.File)
		}
	}
	return names
}

// relevant returns the faults that may keep a gateway of the passed files from being
// judged: what is wrong in a file that is not read whole counts where a gateway may stand
// in it, or where somebody asked for it.
func (u *moduleUnit) relevant(found resolvedUnit, judged []*gateway.Subject) []*source.Error {
	holds := map[string]bool{}
	passed := false
	for _, text := range u.Texts() {
		holds[text.File] = inTerraform(text) || u.isBroken(text.File) && gateway.LooksLikeGateway(text.File, text.Bytes)
		passed = passed || holds[text.File] && u.covers(text.File)
	}
	concerned := len(judged) > 0 || passed
	return distinct(slices.DeleteFunc(slices.Clone(found.faults), func(fault *source.Error) bool {
		return !u.counts(fault, concerned, holds[fault.File])
	}))
}

// counts says whether a fault is told. concerned says that the module has to do with a
// gateway, and holds that the file of the fault has.
func (u *moduleUnit) counts(fault *source.Error, concerned, holds bool) bool {
	if u.covers(fault.File) && (u.asked || u.speaks.Load()) {
		return true
	}
	return concerned && (holds || isValues(fault.File) || !u.isBroken(fault.File))
}

// inTerraform says whether a file of Terraform's language has to do with a gateway.
func inTerraform(text *source.Text) bool {
	_, holds := gateway.InTerraform(text)
	return holds
}

// isBroken says whether a file is not read whole.
func (u *moduleUnit) isBroken(file string) bool { return slices.Contains(u.Broken(), file) }

// describe names the module, and what of it is not read and is no gateway's.
func (u *moduleUnit) describe(draft *report.Report, judged []*gateway.Subject) {
	if len(judged) == 0 {
		return
	}
	described := report.Module{Folder: u.folder, Files: len(u.Files), Values: u.ValueFiles()}
	for _, call := range u.Unread {
		described.NotRead = append(described.NotRead, report.NotRead{
			File: call.File, Line: call.At.Line, Column: call.At.Column, Module: call.Address, Reason: call.Reason,
		})
	}
	for _, fault := range u.Faults {
		told := slices.ContainsFunc(draft.Errors, func(p report.Problem) bool { return p.File == fault.File })
		if !told && u.isBroken(fault.File) {
			described.NotRead = append(described.NotRead, report.NotRead{
				File: fault.File, Line: fault.At.Line, Column: fault.At.Column, Reason: fault.Message,
			})
		}
	}
	draft.Run.Modules = append(draft.Run.Modules, described)
}
