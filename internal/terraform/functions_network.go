package terraform

import (
	"errors"
	"math/big"
	"net/netip"

	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/function"
)

var errNetwork = errors.New("is no network as 10.0.0.0/16")

// network reads one, with the host's bits off.
func network(v cty.Value) (netip.Prefix, error) {
	p, err := netip.ParsePrefix(v.AsString())
	if err != nil {
		return p, errNetwork
	}
	return p.Masked(), nil
}

// address adds a number to the first address of a network.
func address(p netip.Prefix, n *big.Int) netip.Addr {
	sum := new(big.Int).SetBytes(p.Addr().AsSlice())
	bytes := make([]byte, p.Addr().BitLen()/8)
	sum.Add(sum, n).FillBytes(bytes)
	a, _ := netip.AddrFromSlice(bytes)
	return a
}

// power is two to a power.
func power(n int) *big.Int { return new(big.Int).Lsh(big.NewInt(1), uint(n)) }

// integer is a whole number, nil for another.
func integer(v cty.Value) *big.Int {
	if n, accuracy := v.AsBigFloat().Int(nil); accuracy == big.Exact && n.BitLen() <= 129 {
		return n
	}
	return nil
}

// subnet is one of those that have more bits than a network.
func subnet(p netip.Prefix, more int, number *big.Int) (netip.Prefix, error) {
	bits := p.Bits() + more
	if more < 0 || bits > p.Addr().BitLen() {
		return p, errors.New("insufficient address space to extend the prefix")
	}
	if number == nil || number.Sign() < 0 || number.Cmp(power(more)) >= 0 {
		return p, errors.New("the prefix extension does not accommodate a subnet of that number")
	}
	offset := new(big.Int).Lsh(number, uint(p.Addr().BitLen()-bits))
	return netip.PrefixFrom(address(p, offset), bits), nil
}

func bitsOf(v cty.Value) int {
	n := integer(v)
	if n == nil || n.CmpAbs(big.NewInt(128)) > 0 {
		return -1
	}
	return int(n.Int64())
}

var numberParameter = function.Parameter{Name: "number", Type: cty.Number}

// ofNetwork is a function of a network and numbers that gives a text.
func ofNetwork(numbers int, f func(p netip.Prefix, numbers []cty.Value) (string, error)) function.Function {
	params := []function.Parameter{{Name: "prefix", Type: cty.String}}
	for range numbers {
		params = append(params, numberParameter)
	}
	return function.New(&function.Spec{
		Params: params,
		Type:   function.StaticReturnType(cty.String),
		Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
			p, err := network(args[0])
			if err != nil {
				return cty.NilVal, err
			}
			text, err := f(p, args[1:])
			return cty.StringVal(text), err
		},
	})
}

var (
	cidrSubnetFunction = ofNetwork(2, func(p netip.Prefix, numbers []cty.Value) (string, error) {
		found, err := subnet(p, bitsOf(numbers[0]), integer(numbers[1]))
		return found.String(), err
	})
	// cidrHostFunction counts from the end where the number is negative.
	cidrHostFunction = ofNetwork(1, func(p netip.Prefix, numbers []cty.Value) (string, error) {
		n, size := integer(numbers[0]), power(p.Addr().BitLen()-p.Bits())
		if n != nil && n.Sign() < 0 {
			n = new(big.Int).Add(n, size)
		}
		if n == nil || n.Sign() < 0 || n.Cmp(size) >= 0 {
			return "", errors.New("the prefix does not accommodate a host of that number")
		}
		return address(p, n).String(), nil
	})
	cidrNetmaskFunction = ofNetwork(0, func(p netip.Prefix, _ []cty.Value) (string, error) {
		if !p.Addr().Is4() {
			return "", errors.New("IPv6 addresses cannot have a netmask")
		}
		ones := new(big.Int).Sub(power(32), power(32-p.Bits()))
		return address(netip.PrefixFrom(netip.IPv4Unspecified(), 0), ones).String(), nil
	})
)

// cidrSubnetsFunction gives subnets that follow one another.
var cidrSubnetsFunction = function.New(&function.Spec{
	Params:   []function.Parameter{{Name: "prefix", Type: cty.String}},
	VarParam: &numberParameter,
	Type:     function.StaticReturnType(cty.List(cty.String)),
	Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
		p, err := network(args[0])
		if err != nil {
			return cty.NilVal, err
		}
		var found []cty.Value
		next := new(big.Int) // how far the next one is from the first address
		for _, arg := range args[1:] {
			more := bitsOf(arg)
			if more < 1 || p.Bits()+more > p.Addr().BitLen() {
				return cty.NilVal, errors.New("must extend the prefix by at least one bit, and not beyond its address")
			}
			size := power(p.Addr().BitLen() - p.Bits() - more)
			// The next that is a multiple of its size.
			number := new(big.Int).Add(next, size)
			number.Sub(number, big.NewInt(1)).Div(number, size)
			one, err := subnet(p, more, number)
			if err != nil {
				return cty.NilVal, errors.New("not enough remaining address space for the subnets")
			}
			found = append(found, cty.StringVal(one.String()))
			next.Mul(number.Add(number, big.NewInt(1)), size)
		}
		if found == nil {
			return cty.ListValEmpty(cty.String), nil
		}
		return cty.ListVal(found), nil
	},
})
