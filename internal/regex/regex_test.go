package regex_test

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/gwlint/gwlint/internal/regex"
)

func TestAnExpressionIsCompiledOnce(t *testing.T) {
	t.Parallel()
	digits := regex.Lazy(`^[0-9]+$`)
	if !digits().MatchString("12") || digits().MatchString("x") {
		t.Error("it matches something else than its expression says")
	}
	if first, second := digits(), digits(); first != second {
		t.Error("it is compiled each time")
	}
}

// An expression that cannot be compiled would end a check that needs it.
func TestEachExpressionOfTheSourceCanBeCompiled(t *testing.T) {
	t.Parallel()
	found := 0
	for _, folder := range []string{"../../internal", "../../rules", "../../policies", "../../schema", "../../cmd"} {
		err := filepath.WalkDir(folder, func(path string, entry fs.DirEntry, err error) error {
			if err != nil || !entry.IsDir() {
				return err
			}
			list, err := expressions(path)
			for _, expression := range list {
				if _, err := regexp.Compile(expression); err != nil {
					t.Errorf("%s: %v", path, err)
				}
			}
			found += len(list)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	if found < 50 {
		t.Errorf("%d expressions were found, want 50 and more", found)
	}
}

// expressions are those that the source files of a folder hand to Lazy.
func expressions(folder string) ([]string, error) {
	files, err := filepath.Glob(filepath.Join(folder, "*.go"))
	if err != nil {
		return nil, err
	}
	constants, calls := map[string]ast.Expr{}, []ast.Expr{}
	for _, name := range files {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, 0)
		if err != nil {
			return nil, err
		}
		ast.Inspect(file, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.ValueSpec:
				for i := range n.Values {
					constants[n.Names[i].Name] = n.Values[i]
				}
			case *ast.CallExpr:
				if of, ok := n.Fun.(*ast.SelectorExpr); ok && of.Sel.Name == "Lazy" && fmt.Sprint(of.X) == "regex" {
					calls = append(calls, n.Args[0])
				}
			}
			return true
		})
	}
	var list []string
	for _, call := range calls {
		text, err := textOf(call, constants)
		if err != nil {
			return nil, err
		}
		list = append(list, text)
	}
	return list, nil
}

// textOf is the text of an expression of literals and constants.
func textOf(e ast.Expr, constants map[string]ast.Expr) (string, error) {
	switch e := e.(type) {
	case *ast.BasicLit:
		return strconv.Unquote(e.Value)
	case *ast.Ident:
		if value := constants[e.Name]; value != nil {
			return textOf(value, constants)
		}
	case *ast.BinaryExpr:
		left, err := textOf(e.X, constants)
		if err != nil {
			return "", err
		}
		right, err := textOf(e.Y, constants)
		return left + right, err
	}
	return "", fmt.Errorf("%v is no text of literals and constants", e)
}
