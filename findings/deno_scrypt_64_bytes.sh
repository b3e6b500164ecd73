#!/usr/bin/env bash
# How many bytes Deno's scrypt derives. RFC 7914 allows up to (2^32 - 1) * 32 bytes, and node:crypto of Node derives as
# many as it is asked for. In Deno 2.7.11 node:crypto refuses every length above 64 with "Invalid scrypt param", which is
# also what it says of costs; Deno 2.9.6 derives them. A minisign key needs 104 bytes. Fails where that is no longer so.
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

cat >look.mjs <<'JS'
import { scrypt } from "node:crypto";

const derive = (length) =>
  new Promise((resolve) => {
    try {
      scrypt("x", new Uint8Array(16), length, { N: 16, r: 8, p: 1 }, (error, key) =>
        resolve(error?.message ?? `${key.length} bytes`));
    } catch (error) {
      resolve(error.message);
    }
  });
for (const length of [64, 65, 104]) console.log(`${length}: ${await derive(length)}`);
JS

look() {
  npm install --silent --no-audit --no-fund --prefix "./$1" "deno@$1"
  "./$1/node_modules/.bin/deno" run --quiet look.mjs
}

expect() {
  local seen
  printf '%s\n' "$1"
  seen=$2
  printf '%s\n' "$seen"
  if [ "$seen" != "$3" ]; then
    echo "This is not what was seen before."
    exit 1
  fi
}

expect "Node $(node --version)" "$(node look.mjs)" $'64: 64 bytes\n65: 65 bytes\n104: 104 bytes'
expect "Deno 2.7.11" "$(look 2.7.11)" $'64: 64 bytes\n65: Invalid scrypt param\n104: Invalid scrypt param'
expect "Deno 2.9.6" "$(look 2.9.6)" $'64: 64 bytes\n65: 65 bytes\n104: 104 bytes'
