#!/usr/bin/env bash
# Which in-toto statements the two libraries of its specification take, the one for Go and the one for Python. By the
# specification, which is in the Go module too, a git object may be named by SHA-1 or by SHA-256. Go takes SHA-1 only;
# Python looks at no digest. An empty predicate passes in Go and not in Python; a statement without one, which is to mean
# the same, passes in neither. A member that a reader does not know, which it must ignore, stops both: they leave the
# parsing to protobuf, which refuses it unless told otherwise. So a statement that both should take names no git object
# by SHA-256, and has a predicate that is not empty. Needs pip3 and Go 1.23. Fails where any of that is no longer so.
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
PIP_ROOT_USER_ACTION=ignore pip3 install --quiet --target packages in-toto-attestation==0.9.3 protobuf==7.36.2

mkdir go cases
cat >go/go.mod <<'MOD'
module look

go 1.23

require (
	github.com/in-toto/attestation v1.2.0
	google.golang.org/protobuf v1.36.11
)
MOD
cat >go/main.go <<'GO'
package main

import (
	"fmt"
	"os"

	v1 "github.com/in-toto/attestation/go/v1"
	"google.golang.org/protobuf/encoding/protojson"
)

func judge(name string) error {
	json, err := os.ReadFile(name)
	if err != nil {
		return err
	}
	var statement v1.Statement
	if err := protojson.Unmarshal(json, &statement); err != nil {
		return err
	}
	return statement.Validate()
}

func main() {
	for _, name := range os.Args[1:] {
		if judge(name) == nil {
			fmt.Println("taken")
		} else {
			fmt.Println("refused")
		}
	}
}
GO

cat >look.py <<'PY'
import copy
import hashlib
import json
import subprocess
from pathlib import Path

from google.protobuf import json_format
from in_toto_attestation.v1.statement import Statement
from in_toto_attestation.v1.statement_pb2 import Statement as Message

PLAIN = {
    "_type": "https://in-toto.io/Statement/v1",
    "subject": [{"name": "hello", "digest": {"sha256": hashlib.sha256(b"Hello").hexdigest()}}],
    "predicateType": "https://example.com/built/v1",
    "predicate": {"by": "ci"},
}
# What git hashes for a file of these five bytes, and for a tree without entries.
OBJECTS = {"gitBlob": b"blob 5\0Hello", "gitTree": b"tree 0\0"}
cases = {"plain": PLAIN}


def add(title, change):
    statement = copy.deepcopy(PLAIN)
    change(statement, statement["subject"][0])
    cases[title] = statement


for kind, content in OBJECTS.items():
    for algorithm in ("sha1", "sha256"):
        digest = hashlib.new(algorithm, content).hexdigest()
        add(f"{kind} of {algorithm}", lambda _, subject: subject.update(digest={kind: digest}))
add("empty predicate", lambda statement, _: statement.update(predicate={}))
add("no predicate", lambda statement, _: statement.pop("predicate"))
add("extension of the statement", lambda statement, _: statement.update({"example.com/note": "x"}))
add("extension of the subject", lambda _, subject: subject.update({"example.com/note": "x"}))


def judge(name):
    try:
        message = json_format.Parse(Path(name).read_text(), Message())
        Statement.copy_from_pb(message).validate()
        return "taken"
    except (json_format.ParseError, ValueError):
        return "refused"


names = []
for at, statement in enumerate(cases.values()):
    names.append(str(Path(f"cases/{at}.json").absolute()))
    Path(names[-1]).write_text(json.dumps(statement))
by_go = subprocess.run(["./look", *names], cwd="go", check=True, capture_output=True, text=True).stdout
for title, name, go in zip(cases, names, by_go.split(), strict=True):
    print(f"{title}: Go {go}, Python {judge(name)}")
PY

(cd go && go mod tidy && go build -o look .) 2>go.log || { cat go.log; exit 1; }
specification=$(cd go && go list -m -f '{{.Dir}}' github.com/in-toto/attestation)/spec/v1
grep -o 'SHA-1 (40 character) or SHA-256 (64 character)' "$specification/digest_set.md"
PYTHONPATH=packages python3 look.py | tee seen.txt
diff - seen.txt <<'SEEN'
plain: Go taken, Python taken
gitBlob of sha1: Go taken, Python taken
gitBlob of sha256: Go refused, Python taken
gitTree of sha1: Go taken, Python taken
gitTree of sha256: Go refused, Python taken
empty predicate: Go taken, Python refused
no predicate: Go refused, Python refused
extension of the statement: Go refused, Python refused
extension of the subject: Go refused, Python refused
SEEN
echo "as described: the two libraries take different statements, and refuse what the specification allows"
