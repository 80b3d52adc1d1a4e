# METADATA
# description: |
#   What an endpoint without a gateway lacks depends on its hosting. A hosting that
#   is not known is taken for one that has everything.
package policies.lib.hostings

# METADATA
# description: the hostings that have guardrails
guarded := ["external", "foundation", "provisioned", "unknown"]

# METADATA
# description: the hostings that have rate limits
limited := array.concat(guarded, ["custom"])
