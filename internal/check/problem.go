package check

import (
	"context"
	"errors"

	"github.com/gwlint/gwlint/internal/engine"
	"github.com/gwlint/gwlint/internal/finding"
	"github.com/gwlint/gwlint/internal/report"
	"github.com/gwlint/gwlint/internal/source"
)

// problems turns an error about a file into the report's form: a Markdown file
// may have several.
func problems(err error) []report.Problem {
	var list []report.Problem
	for _, fault := range source.Faults(err) {
		list = append(list, problem(fault))
	}
	if len(list) == 0 {
		list = append(list, problem(err))
	}
	return list
}

// problem turns an error about a file into the report's form.
func problem(err error) report.Problem {
	var fault *source.Error
	if !errors.As(err, &fault) {
		return report.Problem{Message: err.Error()}
	}
	p := report.Problem{File: fault.File, Message: fault.Message}
	if fault.At.Line > 0 {
		p.Location = &finding.Location{
			File: fault.File, StartLine: fault.At.Line, StartColumn: fault.At.Column,
			EndLine: fault.At.Line, EndColumn: fault.At.Column,
		}
	}
	return p
}

// interrupted turns an error of the run itself into the report's form: the user
// stopped it, or gwlint is broken. Either way the check is not complete.
func interrupted(err error) []report.Problem {
	switch {
	case err == nil:
		return nil
	case errors.Is(err, context.Canceled):
		return []report.Problem{{Message: "interrupted before everything was checked"}}
	default:
		return []report.Problem{{Message: err.Error()}}
	}
}

// ruleErrors names the rules that could not be evaluated.
func ruleErrors(errs []error) []report.Problem {
	var problems []report.Problem
	for _, err := range errs {
		p := report.Problem{Message: err.Error()}
		var fault *engine.RuleError
		if errors.As(err, &fault) {
			p.File = fault.File
		}
		problems = append(problems, p)
	}
	return problems
}
