package terraform

import (
	"math/big"
	"slices"
	"strings"

	"github.com/gwlint/gwlint/internal/source"
)

// beside is the configuration that a plan or a state is of, as the files in its folder have
// it now. A nil one has nothing.
type beside struct {
	doc *source.Document
	// values are those of its resources, by address. An instance whose key is not known
	// there has [?] for it.
	values map[string]*source.Node
}

func newBeside(c *Configuration, wanted func(resourceType string) bool) *beside {
	if c == nil {
		return nil
	}
	doc := c.Resolve(wanted)
	if doc == nil {
		return nil
	}
	b := &beside{doc: doc, values: map[string]*source.Node{}}
	for _, resource := range doc.Root.Get(keyResources).Items() {
		b.values[stringOf(resource.Get(keyAddress))] = resource.Get(keyValues)
	}
	return b
}

// of returns the values of a resource, nil where there is none of the address.
func (b *beside) of(address string) *source.Node {
	if b == nil {
		return nil
	}
	if values := b.values[address]; values != nil {
		return values
	}
	return b.values[withoutKeys(address)]
}

// addTexts adds to a document the texts that values of the configuration stand in.
func (b *beside) addTexts(doc *source.Document) {
	if b == nil {
		return
	}
	for _, text := range append([]*source.Text{b.doc.Text}, b.doc.Texts...) {
		if text != nil && !slices.Contains(doc.Texts, text) {
			doc.Texts = append(doc.Texts, text)
		}
	}
	doc.Written = append(doc.Written, b.doc.Written...)
}

// withoutKeys has [?] for the key of each instance in an address.
func withoutKeys(address string) string {
	var b strings.Builder
	for address != "" {
		at := strings.IndexByte(address, '[')
		if at < 0 {
			break
		}
		rest, ok := withoutIndex(address[at:])
		if !ok {
			break
		}
		b.WriteString(address[:at])
		b.WriteString("[?]")
		address = rest
	}
	b.WriteString(address)
	return b.String()
}

// sameNumber says whether two numbers that are written differently are one.
func sameNumber(a, b string) bool {
	const most = 64 // digits: more are compared as they are written
	if len(a) > most || len(b) > most {
		return false
	}
	x, _, errX := big.ParseFloat(a, 10, 512, big.ToNearestEven)
	y, _, errY := big.ParseFloat(b, 10, 512, big.ToNearestEven)
	return errX == nil && errY == nil && x.Cmp(y) == 0
}
