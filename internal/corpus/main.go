//go:build ignore

// Writes a corpus: go run internal/corpus/main.go [-form FORM] [-seed N] COUNT FOLDER
package main

import (
	"flag"
	"log"
	"os"
	"slices"
	"strconv"

	"github.com/gwlint/gwlint/internal/corpus"
)

func main() {
	form := flag.String("form", "json", "how the endpoints are written: json, yaml, document, bundle, terraform or plan")
	seed := flag.Uint64("seed", 7, "which endpoints have mistakes")
	flag.Parse()
	if flag.NArg() != 2 {
		log.Fatal("usage: go run internal/corpus/main.go [-form FORM] [-seed N] COUNT FOLDER")
	}
	n, err := strconv.Atoi(flag.Arg(0))
	if err != nil {
		log.Fatal(err)
	}
	all := corpus.Forms()
	i := slices.IndexFunc(all, func(f corpus.Form) bool { return f.Name == *form })
	if i < 0 {
		log.Fatalf("no form %q", *form)
	}
	if err := os.MkdirAll(flag.Arg(1), 0o755); err != nil {
		log.Fatal(err)
	}
	if err := all[i].Write(flag.Arg(1), corpus.Endpoints(n, *seed)); err != nil {
		log.Fatal(err)
	}
}
