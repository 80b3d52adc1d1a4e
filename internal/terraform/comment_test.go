package terraform

import (
	"fmt"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// commentLines are the comments of the files of a module, one a line: how it stands, what
// it says, and which lines it stands above.
func commentLines(c *Configuration) []string {
	var lines []string
	for _, text := range c.Texts() {
		for _, one := range c.Comments(text) {
			how := "trailing"
			if one.OwnLine {
				how = "own"
			}
			if one.Head {
				how += " head"
			}
			line := fmt.Sprintf("%s:%d %s: %s", text.File, text.Position(one.Range.Start).Line, how, one.Text)
			if one.Below.Start < one.Below.End {
				line += fmt.Sprintf(" > %d-%d", text.Position(one.Below.Start).Line, text.Position(one.Below.End-1).Line)
			}
			lines = append(lines, line)
		}
	}
	return lines
}

func TestCommentsOfAModuleAreThoseThatTerraformReads(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		files map[string]string
		want  []string
	}{
		"above blocks, arguments and elements": {
			files: map[string]string{"main.tf": `# head

// block
resource "a" "b" { # trailing
  /* argument */
  name = "x # no ${"y # no"}" // behind
  # list
  tags = [
    # one
    { key = "a" },
    # last
  ]
  config {
    # object
    limits = {
      # calls
      calls = 1
    }
    text = <<-EOT
      # no
    EOT
    # left
  }
}
# end
`},
			want: []string{
				"main.tf:1 own head: head > 4-24", "main.tf:3 own head: block > 4-24", "main.tf:4 trailing: trailing", "main.tf:5 own: argument > 6-6",
				"main.tf:6 trailing: behind", "main.tf:7 own: list > 8-12", "main.tf:9 own: one > 10-10", "main.tf:11 own: last",
				"main.tf:14 own: object > 15-18", "main.tf:16 own: calls > 17-17", "main.tf:22 own: left", "main.tf:25 own: end",
			},
		},
		"with carriage returns, a byte order mark and no end of the last line": {
			files: map[string]string{"main.tf": "\ufeff# one\r\nlocals {\r\n  a = 1 # two\r\n}\r\n# three"},
			want:  []string{"main.tf:1 own head: one > 2-4", "main.tf:3 trailing: two", "main.tf:5 own: three"},
		},
		"of values of variables": {
			files: map[string]string{"main.tf": "variable \"v\" {}\n", "terraform.tfvars": "# value\nv = 1 # one\n"},
			want:  []string{"terraform.tfvars:1 own head: value > 2-2", "terraform.tfvars:2 trailing: one"},
		},
		"of JSON, where a key is one": {
			files: map[string]string{"main.tf.json": "{\n \"resource\": {\n  \"a\": {\"b\": {\n   \"//\": \"said\",\n   \"name\": \"// no\"\n  }}\n }\n}\n"},
			want:  []string{"main.tf.json:4 own: said > 3-6"},
		},
		"none behind what is broken": {
			files: map[string]string{"main.tf": "# one\nlocals {\n  a = 1 # two\n}\nresource \"a\" \"b\" {\n  # three\n  name = \"open\n}\n# four\n"},
			want:  []string{"main.tf:1 own head: one > 2-4", "main.tf:3 trailing: two"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := loadFiles(t, test.files)
			if diff := cmp.Diff(test.want, commentLines(c)); diff != "" {
				t.Error(diff)
			}
			c.Resolve(func(string) bool { return true })
			c.Forget()
			if diff := cmp.Diff(test.want, commentLines(c)); diff != "" {
				t.Errorf("once the syntax is forgotten: %s", diff)
			}
		})
	}
	c := loadFiles(t, map[string]string{"main.tf": "# one\n"})
	if got := c.Comments(loadFiles(t, map[string]string{"main.tf": "# one\n"}).Texts()[0]); !slices.Equal(got, nil) {
		t.Errorf("a text of another module has the comments %v", got)
	}
}
