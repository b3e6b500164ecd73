#!/usr/bin/env bash
# Up to 2.8, Deno leaves files out of a directory's listing without an error if their names are not UTF-8: readDir of
# its own and readdir of node:fs return fewer entries than there are. Since 2.9 they are listed, with U+FFFD in place of the bytes, and cannot be opened by that name. Whoever hashes
# a directory in Deno must refuse names with U+FFFD, and before 2.9 cannot tell at all. Node lists them in either case.
# Fails where that is no longer so.
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
