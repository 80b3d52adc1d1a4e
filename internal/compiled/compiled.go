// Package compiled keeps what OPA's compiler makes of modules as bytes: the rules as
// they are after every check and every rewrite, so that a start reads them and builds
// indices only. It knows OPA's syntax tree, and refuses to know what modules are about.
package compiled

import (
	"github.com/open-policy-agent/opa/v1/ast"
)

// Kinds of values.
const (
	kindNull = iota
	kindFalse
	kindTrue
	kindNumber
	kindString
	kindVar
	kindRef
	kindArray
	kindObject
	kindSet
	kindArrayComprehension
	kindObjectComprehension
	kindSetComprehension
)

// What an expression consists of.
const (
	shapeTerm = iota
	shapeTerms
	shapeEvery
)

// Flags of an expression.
const (
	exprNegated = 1 << iota
	exprGenerated
)

// Flags of a rule.
const (
	ruleDefault = 1 << iota
	ruleAssign
	ruleHasKey
	ruleHasValue
	ruleHasElse
	ruleHasIndex // of a comprehension in it
)

// Compiler returns a compiler that holds the modules of Encode as if it had compiled
// them, but for what only checks, tests and traces need: the graph, the types, the
// annotations.
func Compiler(text string, capabilities *ast.Capabilities) *ast.Compiler {
	modules, indexed := decode(text)
	empty := make(map[string]*ast.Module, len(modules))
	for file, m := range modules {
		empty[file] = &ast.Module{Package: m.Package} // Compile copies what it is given
	}
	compiler := ast.NewCompiler().
		WithCapabilities(capabilities).
		WithSkipStages(skipped()...).
		WithStageAfterID(ast.StageInitLocalVarGen, setModules(modules)).
		WithStageAfterID(ast.StageBuildRuleIndices, setModules(indexed)).
		WithStageAfterID(ast.StageBuildComprehensionIndices, setModules(modules))
	compiler.Compile(empty)
	return compiler
}

// setModules has the stages that follow see some modules.
func setModules(modules map[string]*ast.Module) ast.CompilerStageDefinition {
	return ast.CompilerStageDefinition{Name: "SetModules", Stage: func(c *ast.Compiler) *ast.Error {
		c.Modules = modules
		return nil
	}}
}

// skipped are all stages but those that build what is not kept.
func skipped() []ast.StageID {
	var list []ast.StageID
	for _, stage := range ast.AllStages() {
		switch stage {
		case ast.StageInitLocalVarGen, ast.StageSetModuleTree, ast.StageSetRuleTree,
			ast.StageBuildRuleIndices, ast.StageBuildComprehensionIndices:
		default:
			list = append(list, stage)
		}
	}
	return list
}
