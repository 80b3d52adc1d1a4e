# The gates of the tree, one function each: silent and 0 when the tree in the current folder
# holds, else 1 or more and why. Sourced by run, which wants them open, and by gates-test,
# which plants faults and wants them shut. Needs the tools of .ci/tools on PATH. Errors are
# handed on by hand: bash ignores set -e in a function whose result is asked for.
# shellcheck shell=bash

gate_gofumpt() {
	local files
	files=$(gofumpt -l .) || return
	[[ -z "$files" ]] || {
		echo "gofumpt would change:"
		echo "$files"
		return 1
	}
}

gate_golangci() { golangci-lint run ./...; }

gate_go_mod() { go mod tidy -diff; }

# The product is what `go install ./...` installs, so a second main package would be a second product.
gate_one_main() {
	local mains
	mains=$(go list -f '{{if eq .Name "main"}}{{.ImportPath}}{{end}}' ./...)
	[[ "$mains" == github.com/gwlint/gwlint/cmd/gwlint ]] || {
		echo "main packages, of which there is to be one:"
		echo "$mains"
		return 1
	}
}

# Everything that git sees of the work tree, staged or not.
tree_state() {
	git status --porcelain
	git diff HEAD | sha256sum
	git ls-files -z --others --exclude-standard | xargs -0 -r sha256sum
}

gate_generated() {
	local before after
	before=$(tree_state)
	go generate ./... || return
	after=$(tree_state)
	[[ "$before" == "$after" ]] || {
		echo "go generate ./... changes the tree:"
		diff <(echo "$before") <(echo "$after")
		return 1
	}
}

gate_opa_fmt() {
	local files
	files=$(opa fmt --list --fail rules policies) || {
		echo "opa fmt would change:"
		echo "$files"
		return 1
	}
}

# OPA reads every file of the folder it is given as a schema and names it for its file, and
# schema/ holds Go too: it is given the JSON alone, model.schema.json as schema.model.
gate_opa_check() {
	local schemas file code=0
	schemas=$(mktemp -d)
	for file in schema/*.schema.json; do
		cp "$file" "$schemas/$(basename "$file" .schema.json).json"
	done
	opa check --strict --ignore bad --ignore good -s "$schemas" rules policies || code=$?
	rm -r "$schemas"
	return "$code"
}

# bad/ and good/ are documents that Go tests read, not data of a policy.
gate_opa_test() { opa test --ignore bad --ignore good rules policies; }

gate_regal() { regal lint rules policies; }

gate_actionlint() { actionlint .github/workflows/*.yml; }

gate_shellcheck() {
	shellcheck --external-sources --source-path=SCRIPTDIR .ci/run .ci/gates.sh .ci/gates-test .ci/hook-test .ci/html-test .ci/html-validate .ci/sarif-test .ci/sarif-validate .ci/tools/build .github/action/base .github/action/build .github/action/check
}

# Actions are pinned by digest, with the version in a comment.
gate_pinned() {
	local loose
	[[ -f action.yml && -n $(compgen -G '.github/workflows/*.yml') ]] || return
	loose=$(grep -nE '^[[:space:]-]*uses:' action.yml .github/workflows/*.yml |
		grep -vE 'uses: (\./|[A-Za-z0-9._/-]+@[0-9a-f]{40} # v[0-9]+\.[0-9]+\.[0-9]+$)') || return 0
	echo "not pinned by digest and version:"
	echo "$loose"
	return 1
}
