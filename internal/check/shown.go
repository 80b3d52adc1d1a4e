package check

import (
	"bytes"

	"github.com/gwlint/gwlint/internal/gateway"
	"github.com/gwlint/gwlint/internal/source"
	"github.com/gwlint/gwlint/internal/terraform"
)

// readShown has the plans and the states among the documents of an input read, unless it is
// read as something else.
func readShown(f *Files, result *fileResult, input source.Input, documents []*source.Document) []*source.Document {
	if f.Kind != gateway.Auto {
		return documents
	}
	return putShown(result, documents, func() *terraform.Configuration { return f.modules.beside(input) })
}

// putShown puts, in the place of each plan and each state of Terraform among the documents
// of a file, what it deploys. What is wrong with them is added to the result: a plan that
// deploys no gateway is an answer too.
func putShown(f *fileResult, documents []*source.Document, beside func() *terraform.Configuration) []*source.Document {
	var list []*source.Document
	for _, doc := range documents {
		if fault, ok := terraform.OfStateFile(doc, wantsResource); ok {
			f.answered = true
			if fault != nil {
				f.problems = append(f.problems, problem(fault))
			}
			continue
		}
		if !terraform.IsShown(doc) {
			list = append(list, doc)
			continue
		}
		f.answered = true
		deployed, faults := terraform.OfShown(doc, beside(), wantsResource)
		for _, fault := range faults {
			f.problems = append(f.problems, problem(fault))
		}
		if deployed != nil {
			deployed.Variant = doc.Text.File // apart from the module, which deploys the same
			list = append(list, deployed)
		}
	}
	return list
}

// isShown says by its words that a text is a plan or a state of Terraform, and no bundle:
// then it is worth neither parsing nor reading in another language.
func isShown(text *source.Text) bool {
	return terraform.MayShow(text.Bytes) && !bytes.Contains(text.Bytes, []byte(`"bundle"`))
}
