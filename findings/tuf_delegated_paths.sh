#!/usr/bin/env bash
# Which targets the same delegation of TUF covers, to its clients for JavaScript, Python and Go. The `paths` of a
# delegation are patterns of the convention for file names of Unix, says the specification, and each client has another
# matcher: minimatch, fnmatch and path/filepath. `*` covers a name that begins with a dot in Python and Go, and not in
# JavaScript. Everything but one letter is `[!a]` to Python, `[^a]` to Go, either to JavaScript. Braces are alternatives
# to JavaScript and plain characters to the others. So a target that one client finds does not exist for another. All
# agree on `*` and `?` for other names, and on ranges. Needs npm, pip3 and Go. Fails where any of that is no longer so.
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm install --silent --no-audit --no-fund --prefix . @tufjs/models@5.0.2
PIP_ROOT_USER_ACTION=ignore pip3 install --quiet --target packages tuf==7.0.1 2>pip.log || { cat pip.log; exit 1; }

# Each program reads a pattern and a target a line, and says whether the delegation covers it.
cat >look.mjs <<'JS'
import { readFileSync } from "node:fs";
import { Targets } from "@tufjs/models";

for (const line of readFileSync(0, "utf8").trim().split("\n")) {
  const [pattern, target] = line.split(" ");
  const role = { name: "role", keyids: [], threshold: 1, terminating: false, paths: [pattern] };
  const { delegations } = Targets.fromJSON({
    _type: "targets",
    spec_version: "1.0.0",
    version: 1,
    expires: "2100-01-01T00:00:00Z",
    targets: {},
    delegations: { keys: {}, roles: [role] },
  });
  console.log([...delegations.rolesForTarget(target)].length === 1 ? "yes" : "no");
}
JS
cat >look.py <<'PY'
import sys

from tuf.api.metadata import DelegatedRole, Delegations

for line in sys.stdin:
    pattern, target = line.split()
    role = DelegatedRole("role", [], 1, False, paths=[pattern])
    delegations = Delegations({}, {"role": role})
    print("yes" if list(delegations.get_roles_for_target(target)) else "no")
PY
mkdir go
cat >go/go.mod <<'MOD'
module look

go 1.24

require github.com/theupdateframework/go-tuf/v2 v2.4.2
MOD
cat >go/main.go <<'GO'
package main

import (
	"bufio"
	"fmt"
	"os"
	"strings"

	"github.com/theupdateframework/go-tuf/v2/metadata"
)

func main() {
	for lines := bufio.NewScanner(os.Stdin); lines.Scan(); {
		pattern, target, _ := strings.Cut(lines.Text(), " ")
		role := metadata.DelegatedRole{Name: "role", Threshold: 1, Paths: []string{pattern}}
		delegations := metadata.Delegations{Roles: []metadata.DelegatedRole{role}}
		if len(delegations.GetRolesForTarget(target)) == 1 {
			fmt.Println("yes")
		} else {
			fmt.Println("no")
		}
	}
}
GO
(cd go && go mod tidy && go build -o ../look .) 2>go.log || { cat go.log; exit 1; }

cat >asked.txt <<'TXT'
a/* a/b.tgz
a/?.tgz a/b.tgz
a/[a-c].tgz a/b.tgz
a/* a/b/c.tgz
a/* a/.b.tgz
a/[!a].tgz a/b.tgz
a/[^a].tgz a/b.tgz
a/{b,c}.tgz a/b.tgz
TXT
node look.mjs <asked.txt >JavaScript
PYTHONPATH=packages python3 -W ignore look.py <asked.txt >Python
./look <asked.txt >Go
paste -d ' ' asked.txt JavaScript Python Go | sed 's/ /: /2; s/ / covers /' | tee seen.txt
diff - seen.txt <<'SEEN'
a/* covers a/b.tgz: yes yes yes
a/?.tgz covers a/b.tgz: yes yes yes
a/[a-c].tgz covers a/b.tgz: yes yes yes
a/* covers a/b/c.tgz: no no no
a/* covers a/.b.tgz: no yes yes
a/[!a].tgz covers a/b.tgz: yes yes no
a/[^a].tgz covers a/b.tgz: yes no yes
a/{b,c}.tgz covers a/b.tgz: yes no no
SEEN
echo "as described: what a delegation covers depends on the client"
