// Package terraform reads Terraform's configuration (.tf, .tf.json, and OpenTofu's .tofu),
// and what `terraform show -json` prints of plans and states, into documents whose values
// keep the places where they are written. It evaluates what can be known without a
// provider, a network or a secret; all else is not known, with the expression as the
// reason. It knows Terraform's language and the arguments of the provider's resources, and
// refuses to know what a gateway is. It is the only importer of hcl and cty.
package terraform

import "github.com/gwlint/gwlint/internal/source"

// Options say how configuration is read.
type Options struct {
	// Dir is the absolute folder that the run is started in: files are named from the
	// root of its repository.
	Dir string
	// Root is the absolute folder that nothing is read outside of: the root of the
	// repository, or of what is checked.
	Root string
	// Variables are values that flags set, by name: text, or an expression as
	// `terraform plan -var` takes it.
	Variables map[string]string
	// VariableFiles are the paths of files as -var-file takes them, the last one wins.
	VariableFiles []string
	// LookupEnv returns a variable of the environment, for TF_VAR_<name>; nil has none.
	LookupEnv func(name string) (string, bool)
	// Absolute says that what lies outside of Dir and of its repository is named by its
	// absolute path.
	Absolute bool
	// Piped is standard input where that stands for a file of a module, nil where none does.
	Piped *Piped
	// Limits bound each file.
	Limits source.Limits
	// Speaks says whether the call of a module that is not on disk speaks of what is
	// wanted: then it is a fault that it is not read. Nil is for none that does.
	Speaks func(call []byte) bool
}

// Configuration is a root module and the modules that it calls.
type Configuration struct {
	// Folder is the absolute folder of the root module.
	Folder string
	// Files are all that were read, the root module's first: of called modules, and of
	// values of variables, too.
	Files []source.Input
	// Faults are what Terraform refuses, and what cannot be read, once Resolve was called
	// too: file, place, and what to do.
	Faults []*source.Error
	// Unread are the calls of modules that are not on disk and do not speak of what is
	// wanted, once Resolve was called.
	Unread []Unread

	options Options
	loader  *loader
	root    *module // nil once it is forgotten
	// variables are those that the root module declares, and more may be where it is not
	// read whole.
	variables map[string]*variable
	more      bool
	// evaluation is that of Resolve, begun once.
	evaluation *evaluation
}

// Unread is the call of a module that is not read.
type Unread struct {
	// Address is module.support.module.network.
	Address string
	// File and At are where it is called.
	File string
	At   source.Position
	// Reason says why.
	Reason string
}

// Resource is what a document says of one instance of a resource.
//
// The root of a document is a map with the key "resources", a list of maps:
//
//	address    module.support.databricks_model_serving.chat["eu"]; a key that is not known is ?
//	type, name databricks_model_serving, chat
//	values     the arguments, as the provider takes them
//	instances  why it is not known how many instances there are, absent where it is
//
// In values, text and numbers have the provider's types, an argument that is null is Null at
// its key (null is left out of what is written elsewhere), meta-arguments
// (count, for_each, provider, depends_on, lifecycle, provisioner, connection, timeouts) are
// left out, a block that may stand once is a map and others are a list of maps. What is not
// known is a text whose Origin says why, in which what is not known stands as it is
// written: ${random_pet.x.id}_. Keys that the provider does not know are in it too.
//
// The range of values is that of the resource's head, of a key of a block its keyword
// (`dynamic` where that makes it), of a value the literal that it is, also where that is a
// variable's default, a line of terraform.tfvars or an argument of the module's call: then
// Origin.Via is the expression in the resource, and the key has the range of the value. A
// block that is written as an argument, and the reverse, has Origin.Unfit; an argument, or
// a block that may stand once, has Repeats where it stands again.
const (
	keyResources = "resources"
	keyAddress   = "address"
	keyType      = "type"
	keyName      = "name"
	keyValues    = "values"
	keyInstances = "instances"
)

// Load reads the module of a folder, the values of its variables, and the modules that it
// calls. What cannot be read is among its Faults.
func Load(folder string, o Options) *Configuration {
	l := newLoader(o)
	c := &Configuration{Folder: folder, options: o, loader: l}
	c.root = moduleReader{l}.module(folder)
	l.fetched(folder)
	assigner{l}.assign(c.root)
	calls := follower{loader: l}
	calls.follow(c.root, "")
	c.Files, c.Faults = l.inputs, l.faults
	c.variables, c.more = c.root.variables, c.root.broken
	return c
}

// Resolve evaluates the module and returns a document of the instances of resources whose
// types it is asked for, nil where there are none. What is wrong is added to Faults.
func (c *Configuration) Resolve(wanted func(resourceType string) bool) *source.Document {
	if c.evaluation == nil {
		c.evaluation = newEvaluation(c)
	}
	return timed{c.evaluation}.within(wanted)
}

// Forget drops what only Resolve needs, which is most of the memory of a configuration. It is
// not to be resolved again then. What an evaluation that was left behind still reads stays.
func (c *Configuration) Forget() {
	if c.evaluation == nil || c.evaluation.progress.isLeft() {
		return
	}
	c.evaluation, c.loader.modules, c.root = nil, nil, nil
	for _, f := range c.loader.order {
		f.forget()
	}
}

// Texts are the texts of all files that were read, the root module's first.
func (c *Configuration) Texts() []*source.Text { return c.loader.texts() }

// Comments returns the comments of one of the Texts, in their order. In the JSON syntax
// they are the values of the keys `//`, each of which stands above the object that it is
// in. What is not read of a broken file has none.
func (c *Configuration) Comments(text *source.Text) []source.Comment {
	for _, f := range c.loader.order {
		switch {
		case f.text != text:
		case f.isJSON():
			return commentKeys(f.written, nil)
		default:
			return f.comments()
		}
	}
	return nil
}
