package terraform

import (
	"crypto/md5"  //nolint:gosec // what Terraform's functions of that name compute
	"crypto/sha1" //nolint:gosec // as above
	"crypto/sha256"
	"crypto/sha512"
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"net/url"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/function"
)

var (
	base64EncodeFunction = ofText(func(s string) (string, error) { return base64Text([]byte(s)), nil })
	base64DecodeFunction = ofText(func(s string) (string, error) {
		decoded, err := base64.StdEncoding.DecodeString(s)
		switch {
		case err != nil: // its message may hold the text
			return "", errors.New("failed to decode base64 data")
		case !utf8.Valid(decoded):
			return "", errors.New("the result of decoding the provided string is not valid UTF-8")
		}
		return string(decoded), nil
	})
	urlEncodeFunction = ofText(func(s string) (string, error) { return url.QueryEscape(s), nil })
	urlDecodeFunction = ofText(func(s string) (string, error) {
		decoded, err := url.QueryUnescape(s)
		if err != nil || !utf8.ValidString(decoded) {
			return "", errors.New("failed to decode URL data")
		}
		return decoded, nil
	})
)

func base64Text(b []byte) string { return base64.StdEncoding.EncodeToString(b) }
func hexText(b []byte) string    { return hex.EncodeToString(b) }

func md5Of(b []byte) []byte    { sum := md5.Sum(b); return sum[:] }  //nolint:gosec // as above
func sha1Of(b []byte) []byte   { sum := sha1.Sum(b); return sum[:] } //nolint:gosec // as above
func sha256Of(b []byte) []byte { sum := sha256.Sum256(b); return sum[:] }
func sha512Of(b []byte) []byte { sum := sha512.Sum512(b); return sum[:] }

// hashFunction writes the hash of a text.
func hashFunction(sum func([]byte) []byte, write func([]byte) string) function.Function {
	return ofText(func(s string) (string, error) { return write(sum([]byte(s))), nil })
}

// spaces are the namespaces of RFC 4122, which Terraform has names for.
var spaces = map[string]string{
	"dns":  "6ba7b810-9dad-11d1-80b4-00c04fd430c8",
	"url":  "6ba7b811-9dad-11d1-80b4-00c04fd430c8",
	"oid":  "6ba7b812-9dad-11d1-80b4-00c04fd430c8",
	"x500": "6ba7b814-9dad-11d1-80b4-00c04fd430c8",
}

// uuidFunction makes the same identifier of the same name.
var uuidFunction = function.New(&function.Spec{
	Params: []function.Parameter{{Name: "namespace", Type: cty.String}, {Name: "name", Type: cty.String}},
	Type:   function.StaticReturnType(cty.String),
	Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
		space := args[0].AsString()
		if named, ok := spaces[space]; ok {
			space = named
		}
		bytes, err := hex.DecodeString(strings.ReplaceAll(space, "-", ""))
		if err != nil || len(bytes) != 16 {
			return cty.NilVal, errors.New("the namespace is no UUID")
		}
		id := sha1Of(append(bytes, args[1].AsString()...))[:16]
		id[6], id[8] = id[6]&0x0f|0x50, id[8]&0x3f|0x80
		return cty.StringVal(fmt.Sprintf("%x-%x-%x-%x-%x", id[:4], id[4:6], id[6:8], id[8:10], id[10:])), nil
	},
})

// orders are the encodings that are evaluated, of the hundreds that Terraform names: nil
// for the text's own.
var orders = map[string]binary.ByteOrder{
	"UTF-8": nil, "UTF-16LE": binary.LittleEndian, "UTF-16BE": binary.BigEndian,
}

var (
	textEncodeFunction = ofTextIn(func(text string, order binary.ByteOrder) (string, error) {
		if order == nil {
			return base64Text([]byte(text)), nil
		}
		var encoded []byte
		for _, unit := range utf16.Encode([]rune(text)) {
			encoded = append(encoded, 0, 0)
			order.PutUint16(encoded[len(encoded)-2:], unit)
		}
		return base64Text(encoded), nil
	})
	textDecodeFunction = ofTextIn(func(text string, order binary.ByteOrder) (string, error) {
		decoded, err := base64.StdEncoding.DecodeString(text)
		if err != nil {
			return "", errors.New("the given value has an invalid base64 symbol")
		}
		if order == nil {
			return strings.ToValidUTF8(string(decoded), "\uFFFD"), nil
		}
		units := make([]uint16, len(decoded)/2)
		for i := range units {
			units[i] = order.Uint16(decoded[2*i:])
		}
		return string(utf16.Decode(units)), nil
	})
)

// ofTextIn is a function of a text and the name of an encoding.
func ofTextIn(f func(text string, order binary.ByteOrder) (string, error)) function.Function {
	return function.New(&function.Spec{
		Params: []function.Parameter{{Name: "text", Type: cty.String}, {Name: "encoding", Type: cty.String}},
		Type:   function.StaticReturnType(cty.String),
		Impl: func(args []cty.Value, t cty.Type) (cty.Value, error) {
			order, known := orders[strings.ToUpper(args[1].AsString())]
			if !known {
				return unknown(t, "the encoding is one that gwlint does not know"), nil
			}
			text, err := f(args[0].AsString(), order)
			return cty.StringVal(text), err
		},
	})
}
