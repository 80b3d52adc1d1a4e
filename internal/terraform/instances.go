package terraform

import "github.com/zclconf/go-cty/cty"

// instance is one instance of a resource or of a module's call.
type instance struct {
	// key is ["eu"], [0], [?] or "".
	key string
	// repeated are each and count in it.
	repeated map[string]cty.Value
}

// instances are those of a resource or of a module's call.
type instances struct {
	list []instance
	// unknown is why it is not known which there are, "" where it is: then list has one,
	// with a key that is not known.
	unknown string
}

// instances returns those that count and for_each make. Where a variable's value makes
// none, which another value of it would, it is not known which there are; where a literal
// makes none there are none.
func (s *scope) instances(b *block) instances {
	return instances{list: []instance{{}}}
}

// with is the scope with each or count of an instance.
func (s *scope) with(i instance) *scope {
	in := *s
	in.repeated = i.repeated
	return &in
}
