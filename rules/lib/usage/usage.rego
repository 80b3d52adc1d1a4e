# METADATA
# description: how a gateway is used, by what a usage table counts in some whole days, in words
package rules.lib.usage

_traffic := input.subject.evidence.traffic

# METADATA
# description: somebody looked, and nobody used the gateway in the days that count
unused if {
	_traffic.seen
	_traffic.requests == 0
}

# METADATA
# description: the days that count, as a sentence ends
window := sprintf("in the last %d days", [_traffic.days])

# METADATA
# description: |
#   what went wrong in those days, as the end of a sentence; "" where nothing did or
#   nobody has looked
# scope: document
default trouble := ""

trouble := sprintf("; of %v requests %v, %v", [grouped(_traffic.requests), window, concat(" and ", wrong)]) if {
	_traffic.seen
	wrong := [sprintf("%v %v", [percent(number, _traffic.requests), what]) |
		some [number, what] in [[_traffic.refused, "were refused (429)"], [_traffic.failed, "failed (5xx)"]]
		number > 0
	]
	wrong != []
}

# METADATA
# description: so many requests
# scope: document
requests(n) := sprintf("%v requests", [grouped(n)]) if n != 1

requests(1) := "1 request"

# METADATA
# description: a part of a whole, in percent with one decimal
# scope: document
percent(part, whole) := sprintf("%d.%d %%", [floor(tenths / 10), tenths % 10]) if {
	tenths := round((part * 1000) / whole)
	tenths > 0
}

percent(part, whole) := "less than 0.1 %" if round((part * 1000) / whole) == 0

# METADATA
# description: a whole number, with a comma before each three of its last nine digits
# scope: document
grouped(n) := sprintf("%d", [n]) if n < 1000

grouped(n) := sprintf("%d,%03d", [_from(n, 1000), n % 1000]) if {
	n >= 1000
	n < 1000000
}

grouped(n) := sprintf("%d,%03d,%03d", [_from(n, 1000000), _from(n, 1000) % 1000, n % 1000]) if {
	n >= 1000000
	n < 1000000000
}

grouped(n) := sprintf("%d,%03d,%03d,%03d", groups) if {
	n >= 1000000000
	groups := [_from(n, 1000000000), _from(n, 1000000) % 1000, _from(n, 1000) % 1000, n % 1000]
}

_from(n, unit) := floor(n / unit)
