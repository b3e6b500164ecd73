#!/usr/bin/env bash
# Which files Deno lists in a directory if their names are not UTF-8. Deno 2.8.0 leaves them out without an error: its own
# readDir and readdir of node:fs return fewer entries than there are. Deno 2.9.6 lists them, with U+FFFD in place of the
# bytes, as Node does. So a program that hashes a directory in Deno must refuse names with U+FFFD, and before 2.9 cannot
# tell that a file is missing. Fails where any of that is no longer so.
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
mkdir listed old new
printf x >"listed/$(printf 'a\377')"
printf x >listed/b
(cd old && npm init -y >/dev/null && npm install --silent --no-fund --no-audit deno@2.8.0 >/dev/null)
(cd new && npm init -y >/dev/null && npm install --silent --no-fund --no-audit deno@2.9.6 >/dev/null)

cat >list.mjs <<'JS'
import { readdirSync } from "node:fs";
const escape = (names) => names.sort().map((name) => encodeURIComponent(name)).join(" ");
console.log("node:fs:", escape(readdirSync("listed")));
if (globalThis.Deno) console.log("readDir:", escape([...Deno.readDirSync("listed")].map(({ name }) => name)));
JS

export DENO_NO_UPDATE_CHECK=1
echo "node $(node --version)"
node list.mjs | tee node.txt
for version in old new; do
  "./$version/node_modules/.bin/deno" --version | head -n 1
  "./$version/node_modules/.bin/deno" run --no-prompt --allow-read list.mjs | tee "$version.txt"
done
printf 'node:fs: a%%EF%%BF%%BD b\n' | diff - node.txt
printf 'node:fs: b\nreadDir: b\n' | diff - old.txt
printf 'node:fs: a%%EF%%BF%%BD b\nreadDir: a%%EF%%BF%%BD b\n' | diff - new.txt
echo "as described: 2.8 leaves the file out, 2.9 lists it under another name"
