package report

import (
	"strconv"
	"strings"
)

// workflowCommand is a line by which a step tells the runner of GitHub Actions
// something: `::error file=gw.json,line=3::message`
// (docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands).
type workflowCommand struct {
	name       string
	properties []string // name and value by turns
	message    string
}

// add adds a property. The runner passes over an empty one.
func (c *workflowCommand) add(name, value string) {
	if value != "" {
		c.properties = append(c.properties, name, value)
	}
}

// number adds a property that is a number, counted from 1.
func (c *workflowCommand) number(name string, n int) {
	if n > 0 {
		c.add(name, strconv.Itoa(n))
	}
}

// What ends a line would end the command, and a percent sign begins an escape; in a property,
// a comma and a colon mean something as well (actions/toolkit, packages/core/src/command.ts).
var (
	escapeData     = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A")
	escapeProperty = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A", ":", "%3A", ",", "%2C")
)

// writeTo writes the command as one line.
func (c *workflowCommand) writeTo(b *strings.Builder) {
	b.WriteString("::" + c.name)
	for i := 0; i < len(c.properties); i += 2 {
		separator := ","
		if i == 0 {
			separator = " "
		}
		b.WriteString(separator + c.properties[i] + "=" + escapeProperty.Replace(c.properties[i+1]))
	}
	b.WriteString("::" + escapeData.Replace(c.message) + "\n")
}
