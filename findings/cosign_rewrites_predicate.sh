#!/usr/bin/env bash
# What cosign signs of a predicate that it is given, by the package from which its commands `attest` and `attest-blob` have
# their statements. It reads the file and writes JSON of its own. With `--type slsaprovenance1` it leaves out, without a
# word, the members that it does not know, which SLSA 1.0 allows a builder to add, and writes times anew; with the URI of
# the very same type it keeps both. With either it reads numbers as doubles: a whole number over 2^53 in the parameters
# comes out as another one. Whoever has to reproduce a build from what was signed gets other parameters than the builder
# gave. Needs Go 1.25. Fails where any of that is no longer so.
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

cat >go.mod <<'MOD'
module look

go 1.25.0

require github.com/sigstore/cosign/v3 v3.1.3
MOD
cat >main.go <<'GO'
package main

import (
	"encoding/json"
	"fmt"
	"os"
	"strings"

	"github.com/sigstore/cosign/v3/pkg/cosign/attestation"
)

func must[T any](value T, err error) T {
	if err != nil {
		panic(err)
	}
	return value
}

func main() {
	statement := must(attestation.GenerateStatement(attestation.GenerateOpts{
		Predicate: strings.NewReader(string(must(os.ReadFile("predicate.json")))),
		Type:      os.Args[1],
		Digest:    strings.Repeat("0", 64),
		Repo:      "package",
	}))
	var read struct{ PredicateType, Predicate json.RawMessage }
	if err := json.Unmarshal(must(json.Marshal(statement)), &read); err != nil {
		panic(err)
	}
	fmt.Printf("%s\n%s\n", read.PredicateType, read.Predicate)
}
GO
(go mod tidy && go build -o look .) 2>go.log || { cat go.log; exit 1; }

# Its members are in the order of their names, as cosign writes them.
cat >predicate.json <<'JSON'
{
  "buildDefinition": {
    "buildType": "https://example.com/build/v1",
    "example_runner": "arm64",
    "externalParameters": {"seed": 9007199254740993}
  },
  "runDetails": {
    "builder": {"id": "https://example.com/builder"},
    "metadata": {"startedOn": "2026-01-28T13:00:00+01:00"}
  }
}
JSON
for type in slsaprovenance1 https://slsa.dev/provenance/v1; do
  echo "--type $type"
  ./look "$type"
done >seen.txt
cat seen.txt
diff - seen.txt <<'SEEN'
--type slsaprovenance1
"https://slsa.dev/provenance/v1"
{"buildDefinition":{"buildType":"https://example.com/build/v1","externalParameters":{"seed":9007199254740992}},"runDetails":{"builder":{"id":"https://example.com/builder"},"metadata":{"startedOn":"2026-01-28T12:00:00Z"}}}
--type https://slsa.dev/provenance/v1
"https://slsa.dev/provenance/v1"
{"buildDefinition":{"buildType":"https://example.com/build/v1","example_runner":"arm64","externalParameters":{"seed":9007199254740992}},"runDetails":{"builder":{"id":"https://example.com/builder"},"metadata":{"startedOn":"2026-01-28T13:00:00+01:00"}}}
SEEN
echo "as described: the name of a type and its URI sign different predicates"
