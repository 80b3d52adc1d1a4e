# METADATA
# description: |
#   The one shape every rule returns: the path in the subject that it looked at and
#   one sentence. Go turns the path into a file, a line and a column, and the word
#   of `report.subject` into the kind and name of the subject; no rule handles either.
package rules.lib.report

# METADATA
# description: stands in a message where the subject's kind and name belong
subject := "{subject}"

# METADATA
# description: a finding about one place in the subject
at(path, message) := {
	"path": path,
	"message": message,
}

# METADATA
# description: a finding about one place, with what to do about just that one
helping(path, message, help) := {
	"path": path,
	"message": message,
	"help": help,
}

# METADATA
# description: |
#   a finding about one place, with other places that help to understand it, each with a path and a label;
#   a path that begins with `state` is in the state file
showing(path, message, also) := {
	"path": path,
	"message": message,
	"also": also,
}

# METADATA
# description: a finding of a workspace rule about one place in one of its subjects, and the others concerned
among(id, path, message, others) := {
	"subject": id,
	"path": path,
	"message": message,
	"related": others,
}

# METADATA
# description: |
#   something that only a scan of the workspace decides, as one of `undecided`: it is counted, and said once for the run
lacking_workspace(path) := {
	"path": path,
	"message": "files show nothing of the workspace",
	"needs": "workspace",
}

# METADATA
# description: |
#   a finding with how to mend it, as `fix` makes it; null says that there is no way. METADATA say in `fix`
#   whether that is safe
fixing(found, how) := found if {
	how == null
} else := object.union(found, {"fix": how})

# METADATA
# description: |
#   how to mend a finding: what the edits do, as an order, and the edits, as `setting` and its like make them
fix(description, edits) := {
	"description": description,
	"edits": edits,
}

# METADATA
# description: such a fix, which is one only where paths of the model are written
fix_of_written(description, edits, written) := {
	"description": description,
	"edits": edits,
	"written": written,
}

# METADATA
# description: |
#   writes a value at a path of the model, as far as that has a place, and then at keys as they are written, as in
#   `["rate_limits", 0, "key"]`; keys and maps that are not there are written too. `*` stands for each element of
#   a list that has what follows
setting(path, value) := {
	"path": path,
	"do": "set",
	"value": value,
}

# METADATA
# description: gives the key at such a path another name
renaming(path, key) := {
	"path": path,
	"do": "rename",
	"key": key,
}

# METADATA
# description: |
#   does something to what is written at such a path: `quote` puts a number or a truth value into quotes, `remove`
#   takes a key and its value away, and `dedupe` the entry before it of the same key, where both hold the same
editing(path, do) := {
	"path": path,
	"do": do,
}
