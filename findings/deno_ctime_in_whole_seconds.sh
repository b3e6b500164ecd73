#!/usr/bin/env bash
# Deno tells the time of a file's last change (ctime) in whole seconds, on Linux, also as `ctimeNs` of a bigint stat, which
# Node fills with nanoseconds. Whoever compares it, to see whether a file was written meanwhile and got its mtime back,
# sees nothing of what happens within a second. Fails where that is no longer so.
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init -y >/dev/null
npm install --silent --no-fund --no-audit deno@2.9.6 >/dev/null

cat >look.mjs <<'JS'
import { statSync, writeFileSync } from "node:fs";
// Twenty files, one every 50 ms: in whole seconds they have two or three times between them.
const times = [];
for (let at = 0; at < 20; at++) {
  writeFileSync(`file${at}`, "x");
  times.push(statSync(`file${at}`, { bigint: true }).ctimeNs);
  await new Promise((resolve) => setTimeout(resolve, 50));
}
console.log(times[0], "whole seconds:", times.every((time) => time % 1_000_000_000n === 0n));
JS

echo "node $(node --version)"
node look.mjs | tee node.txt
./node_modules/.bin/deno --version | head -n 1
DENO_NO_UPDATE_CHECK=1 ./node_modules/.bin/deno run --no-prompt --allow-read --allow-write look.mjs | tee deno.txt
grep -q 'whole seconds: false' node.txt
grep -q 'whole seconds: true' deno.txt
echo "as described: Node has nanoseconds, Deno whole seconds"
