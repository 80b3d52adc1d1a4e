package rego

import (
	"slices"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"
)

// allowed are the built-ins that Rego may use: what they answer follows from their
// arguments alone. One that OPA adds is refused until somebody judges it, here or
// among the refused. How much an answer may take, measured and watched say.
var allowed = strings.Fields(`
	assign eq equal neq lt lte gt gte
	internal.member_2 internal.member_3 internal.template_string internal.test_case
	abs ceil div floor format_int minus mul numbers.range plus rem round to_number
	and count intersection max min or sort sum union
	array.concat array.flatten array.reverse array.slice
	object.filter object.get object.keys object.remove object.subset object.union object.union_n
	json.filter json.is_valid json.marshal json.remove json.unmarshal
	concat contains endswith indexof indexof_n lower replace split sprintf startswith strings.any_prefix_match
	strings.any_suffix_match strings.count strings.reverse strings.split_n substring trim trim_left trim_prefix trim_right
	trim_space trim_suffix upper
	regex.find_all_string_submatch_n regex.find_n regex.is_valid regex.match regex.replace regex.split
	glob.match glob.quote_meta
	is_array is_boolean is_null is_number is_object is_set is_string type_name
	base64.decode base64.is_valid base64url.decode
	net.cidr_contains net.cidr_intersects net.cidr_is_valid
	semver.compare semver.is_valid
	time.add_date time.parse_duration_ns time.parse_rfc3339_ns
	units.parse units.parse_bytes
	uri.is_valid uri.parse
	walk
`)

// The reasons why a built-in is refused.
const (
	readsFiles   = "it reads files"
	network      = "it reaches the network"
	clock        = "it asks the clock; input.context.as_of is the time of a check"
	zones        = "it reads the time zones of the machine; time.parse_rfc3339_ns and time.parse_duration_ns read none"
	chance       = "its answer is left to chance"
	prints       = "it prints beside the report; let a test compare whole sets of findings"
	unbounded    = "its answer or its time has no bound"
	noUse        = "a rule judges what a configuration says, and has no use for it"
	noneOfRego   = "a rule judges gateways, and no Rego"
	deprecated   = "Rego has given it up"
	unjudged     = "this version of gwlint does not know it"
	certificates = "it asks the clock; a configuration holds no certificates"
)

// refused are the built-ins that no Rego may use, and why: a check would read or
// send what is not its own, would not be repeatable, or would not end.
var refused = map[string]string{
	"json.match_schema":  readsFiles,
	"json.verify_schema": readsFiles,

	"http.send":               network,
	"net.lookup_ip_addr":      network,
	"providers.aws.sign_req":  noUse,
	"opa.runtime":             "it reads the environment",
	"time.now_ns":             clock,
	"io.jwt.decode_verify":    clock,
	"time.clock":              zones,
	"time.date":               zones,
	"time.diff":               zones,
	"time.format":             zones,
	"time.parse_ns":           zones,
	"time.weekday":            zones,
	"rand.intn":               chance,
	"uuid.rfc4122":            chance,
	"print":                   prints,
	"trace":                   prints,
	"internal.print":          prints,
	"rego.metadata.chain":     noneOfRego,
	"rego.metadata.rule":      noneOfRego,
	"rego.parse_module":       noneOfRego,
	"net.cidr_expand":         "it makes lists of any length; net.cidr_contains compares without one",
	"numbers.range_step":      "it makes lists of any length; numbers.range makes short ones",
	"strings.replace_n":       unbounded + "; replace makes one change",
	"strings.render_template": unbounded + "; sprintf fills in values",
	"yaml.unmarshal":          unbounded + "; json.unmarshal reads without aliases",
	"json.patch":              unbounded + "; json.remove and object.union change objects",

	"bits.lsh":                                  unbounded,
	"graph.reachable_paths":                     unbounded,
	"net.cidr_contains_matches":                 unbounded,
	"product":                                   unbounded,
	"regex.globs_match":                         unbounded,
	"json.marshal_with_options":                 "json.marshal does the same",
	"regex.template_match":                      "regex.match does the same",
	"graph.reachable":                           noUse,
	"net.cidr_merge":                            noUse,
	"uuid.parse":                                noUse,
	"yaml.is_valid":                             noUse,
	"yaml.marshal":                              noUse,
	"bits.and":                                  noUse,
	"bits.negate":                               noUse,
	"bits.or":                                   noUse,
	"bits.rsh":                                  noUse,
	"bits.xor":                                  noUse,
	"base64.encode":                             noUse,
	"base64url.encode":                          noUse,
	"base64url.encode_no_pad":                   noUse,
	"hex.decode":                                noUse,
	"hex.encode":                                noUse,
	"urlquery.decode":                           noUse,
	"urlquery.decode_object":                    noUse,
	"urlquery.encode":                           noUse,
	"urlquery.encode_object":                    noUse,
	"graphql.is_valid":                          noUse,
	"graphql.parse":                             noUse,
	"graphql.parse_and_verify":                  noUse,
	"graphql.parse_query":                       noUse,
	"graphql.parse_schema":                      noUse,
	"graphql.schema_is_valid":                   noUse,
	"crypto.hmac.equal":                         noUse,
	"crypto.hmac.md5":                           noUse,
	"crypto.hmac.sha1":                          noUse,
	"crypto.hmac.sha256":                        noUse,
	"crypto.hmac.sha512":                        noUse,
	"crypto.md5":                                noUse,
	"crypto.parse_private_keys":                 noUse,
	"crypto.sha1":                               noUse,
	"crypto.sha256":                             noUse,
	"crypto.x509.parse_certificate_request":     noUse,
	"crypto.x509.parse_certificates":            noUse,
	"crypto.x509.parse_keypair":                 noUse,
	"crypto.x509.parse_rsa_private_key":         noUse,
	"crypto.x509.parse_and_verify_certificates": certificates,
	"crypto.x509.parse_and_verify_certificates_with_options": certificates,
	"io.jwt.decode":          noUse,
	"io.jwt.encode_sign":     noUse,
	"io.jwt.encode_sign_raw": noUse,
	"io.jwt.verify_eddsa":    noUse,
	"io.jwt.verify_es256":    noUse,
	"io.jwt.verify_es384":    noUse,
	"io.jwt.verify_es512":    noUse,
	"io.jwt.verify_hs256":    noUse,
	"io.jwt.verify_hs384":    noUse,
	"io.jwt.verify_hs512":    noUse,
	"io.jwt.verify_ps256":    noUse,
	"io.jwt.verify_ps384":    noUse,
	"io.jwt.verify_ps512":    noUse,
	"io.jwt.verify_rs256":    noUse,
	"io.jwt.verify_rs384":    noUse,
	"io.jwt.verify_rs512":    noUse,

	"all":              deprecated,
	"any":              deprecated,
	"cast_array":       deprecated,
	"cast_boolean":     deprecated,
	"cast_null":        deprecated,
	"cast_object":      deprecated,
	"cast_set":         deprecated,
	"cast_string":      deprecated,
	"net.cidr_overlap": deprecated,
	"re_match":         deprecated,
	"set_diff":         deprecated,
}

// refusal says why a built-in is refused, "" where it is allowed or there is none of
// that name.
func refusal(name string) string {
	if why := refused[name]; why != "" || slices.Contains(allowed, name) {
		return why
	}
	if _, known := ast.BuiltinMap[name]; known {
		return unjudged
	}
	return ""
}

// capabilities are OPA's own, with the built-ins that are allowed and no host that
// may be reached.
func capabilities() *ast.Capabilities {
	c := ast.CapabilitiesForThisVersion()
	c.Builtins = slices.DeleteFunc(slices.Clone(c.Builtins), func(b *ast.Builtin) bool {
		return !slices.Contains(allowed, b.Name)
	})
	c.AllowNet = []string{}
	return c
}
