#!/usr/bin/env bash
# When node:fs `read` begins to read in Deno. It takes a callback, and another thread reads while this one goes on. In
# Deno 2.7.11 that holds only from where the descriptor is (position null): with a position nothing is read until this
# thread has nothing left to do, so that what reads ahead of a hash takes turns with it. Deno 2.9.6 and Node begin at once
# in either case. Fails where that is no longer so.
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

cat >look.mjs <<'JS'
import { closeSync, openSync, read, writeFileSync } from "node:fs";

const SIZE = 256 * 1024 * 1024;
writeFileSync("data", new Uint8Array(SIZE));

const busyFor = (milliseconds) => {
  for (const end = performance.now() + milliseconds; performance.now() < end;);
};

/** How many milliseconds a read takes, with so many of work on this thread behind its call, beyond that work. */
function timeRead(position, busy) {
  const descriptor = openSync("data", "r");
  const buffer = new Uint8Array(SIZE).fill(1);
  const start = performance.now();
  return new Promise((resolve, reject) => {
    read(descriptor, buffer, 0, SIZE, position, (error) => {
      if (error) return reject(error);
      const time = performance.now() - start - busy;
      closeSync(descriptor);
      resolve(time);
    });
    busyFor(busy);
  });
}

async function look(position) {
  const whole = await timeRead(position, 0);
  return await timeRead(position, 5 * whole) < whole / 2 ? "at once" : "later";
}

await look(null);
console.log(`no position: ${await look(null)}`);
console.log(`position 0: ${await look(0)}`);
JS

deno() {
  npm install --silent --no-audit --no-fund --prefix "./$1" "deno@$1"
  "./$1/node_modules/.bin/deno" run --quiet --allow-read --allow-write look.mjs
}

expect() {
  printf '%s\n%s\n' "$1" "$2"
  if [ "$2" != "$3" ]; then
    echo "This is not what was seen before."
    exit 1
  fi
}

away=$'no position: at once\nposition 0: at once'
expect "Node $(node --version)" "$(node look.mjs)" "$away"
expect "Deno 2.7.11" "$(deno 2.7.11)" $'no position: at once\nposition 0: later'
expect "Deno 2.9.6" "$(deno 2.9.6)" "$away"
