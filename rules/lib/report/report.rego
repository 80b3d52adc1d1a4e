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
