# METADATA
# description: |
#   What an entry of the audit says of an endpoint that is to serve a role: that it passes
#   the role's probes, that it fails some, or neither, because probes are missing.
package rules.lib.probes

# METADATA
# description: |
#   the probes that the role's selection rule asks for, undefined for a role without such a
#   rule; one about streaming does not count where the role does without
needed(role, streaming) := {name |
	some probe in probes
	name := object.get(_renamed, probe, probe)
	_counts(name, streaming)
} if {
	probes := input.context.params.role_probes[role]
}

# METADATA
# description: those of the probes that the entry says were not passed
failed(entry, probes) := {probe | some probe in probes; entry.probes[probe] == false}

# METADATA
# description: |
#   those of the probes that the entry does not have; an entry with `streaming_ok` alone is
#   judged on that, where the role asks for it and no other probe is yet to be filled in
# scope: document
missing(entry, probes) := {probe | some probe in probes; not probe in object.keys(entry.probes)} if {
	not _enough(entry, probes)
}

missing(entry, probes) := set() if _enough(entry, probes)

# METADATA
# description: the entry has all of the probes, and passed them
passes(entry, probes) if {
	failed(entry, probes) == set()
	missing(entry, probes) == set()
}

_enough(entry, probes) if {
	object.keys(entry.probes) == {"streaming_ok"}
	"streaming_ok" in probes
	every name in entry.open { not name in (probes | _known) }
}

# An entry may hold notes too, which are no probes.
_known := {"long_context_ok", "short_chat_ok", "sql_quote_ok"}

# What probes used to be called, and may still be in params.
_renamed := {"streaming_arg_accepted": "streaming_ok"}

_counts(probe, _) if probe != "streaming_ok"

_counts("streaming_ok", true)
