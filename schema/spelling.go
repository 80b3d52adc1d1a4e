package schema

import (
	"strconv"
	"strings"
	"sync"
)

// The catalog API, which has the services, is the JSON form of protocol buffers: it
// takes keys in lowerCamelCase and values of an enumeration as numbers too. Source:
// https://protobuf.dev/programming-guides/json/, and public create calls that send
// `payPerTokenConfig` and `"renewal_period": 1`.

// CamelCase is how that form writes a key: rateLimits for rate_limits.
func CamelCase(key string) string {
	words := strings.Split(key, "_")
	for i := 1; i < len(words); i++ {
		if words[i] != "" {
			words[i] = strings.ToUpper(words[i][:1]) + words[i][1:]
		}
	}
	return strings.Join(words, "")
}

// ServiceKey returns the documented spelling of a key that services have in
// lowerCamelCase; "" for any other key.
func ServiceKey(key string) string { return serviceSpellings().keys[key] }

// IsServiceFree says whether the keys below a key of services are anybody's own.
func IsServiceFree(key string) bool { return serviceSpellings().free[key] }

// ServiceNumber returns what a whole number stands for as the value of a key of services.
// known is false where that is not documented, though there are so many values; inRange
// is false where the key has no enumeration, or none of that length.
func ServiceNumber(key, number string) (value string, known, inRange bool) {
	values := serviceSpellings().values[key]
	n, err := strconv.Atoi(number)
	if err != nil || n < 1 || n > values.count {
		return "", false, false
	}
	value, known = values.numbers[strconv.Itoa(n)]
	return value, known, true
}

// spellings are the ways to write what services have.
type spellings struct {
	keys   map[string]string // the documented key of each that is in lowerCamelCase
	free   map[string]bool
	values map[string]enumeration
}

// enumeration are the values of a key: how many, and the numbers of those that are known.
type enumeration struct {
	count   int
	numbers map[string]string
}

// serviceSpellings are those that were made when gwlint was built.
var serviceSpellings = sync.OnceValue(madeSpellings)

func buildSpellings() (spellings, error) {
	s := spellings{keys: map[string]string{}, free: map[string]bool{}, values: map[string]enumeration{}}
	for _, name := range []Name{ModelService, MCPService, ProviderService} {
		tree, err := decodeTree(name)
		if err != nil {
			return s, err
		}
		s.collect(tree)
	}
	return s, nil
}

func (s *spellings) collect(tree map[string]any) {
	properties, _ := tree["properties"].(map[string]any)
	for key, property := range properties {
		if camel := CamelCase(key); camel != key {
			s.keys[camel] = key
		}
		if property, ok := property.(map[string]any); ok {
			s.property(key, property)
		}
	}
	for _, child := range tree {
		if child, ok := child.(map[string]any); ok {
			s.collect(child)
		}
	}
}

func (s *spellings) property(key string, property map[string]any) {
	if values := enum(property); len(values) > 0 {
		numbers := map[string]string{}
		written, _ := property["x-numbers"].(map[string]any)
		for number, value := range written {
			numbers[number], _ = value.(string)
		}
		s.values[key] = enumeration{len(values), numbers}
	}
	if isFree(property) {
		s.free[key] = true
	}
}

// isFree says whether a schema takes an object with any keys.
func isFree(property map[string]any) bool {
	for _, name := range types(property) {
		if name == "object" {
			return property["properties"] == nil && property["$ref"] == nil
		}
	}
	return false
}
