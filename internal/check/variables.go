package check

import (
	"errors"
	"fmt"
	"maps"
	"slices"
)

// Variables are the values that flags and the environment give to variables of bundles and
// of modules of Terraform.
type Variables struct {
	// Values are those of flags, by name.
	Values map[string]string
	// Files are the files of values that flags name, for modules: the last one wins.
	Files []string
	// LookupEnv returns a variable of the environment; nil has none.
	LookupEnv func(name string) (value string, set bool)
}

// checkVariables is an error where a flag gives a value to a variable that nobody declares:
// a word of it is wrong, and the check would not be of what is deployed. A hook may be given
// files of no bundle and no module.
func checkVariables(f *Files) error {
	if f.Hook && len(f.units.list) == 0 {
		return nil
	}
	if len(f.Variables.Files) > 0 && len(f.modules.checked) == 0 {
		return errors.New("--var-file: no module of Terraform is among what is checked; name its folder")
	}
	for _, name := range slices.Sorted(maps.Keys(f.Variables.Values)) {
		switch {
		case f.bundles.declares(name), f.modules.declares(name):
		case len(f.units.list) == 0:
			return fmt.Errorf("--var %s: no bundle and no module of Terraform is among what is checked; name its folder", name)
		default:
			return fmt.Errorf("--var %s: no bundle and no module declares this variable%s", name, near(name, declaredIn(f)))
		}
	}
	return nil
}

// declaredIn are the names of the variables that are declared.
func declaredIn(f *Files) []string {
	var names []string
	for _, u := range f.bundles.passed {
		names = append(names, u.Variables()...)
	}
	for _, u := range f.modules.roots {
		names = append(names, u.Variables()...)
	}
	return names
}
