#!/usr/bin/env bash
# What it costs to import one npm module many times at once. An import() that begins before the first one of its module
# has ended loads the module's whole graph again in Deno 2.9.6, although all of them give the same module: 500 at once take
# seconds. After one import() has ended, the same 500 take milliseconds. So code that imports lazily in a function that is
# called for many items at once has to keep the promise of its import. Fails where that is no longer so.
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
export DENO_DIR="$work/cache" NO_COLOR=1
deno() { npx -y deno@2.9.6 "$@"; }

cat >deno.json <<'JSON'
{ "nodeModulesDir": "none", "imports": { "zod/mini": "npm:zod@4.6.7/mini" } }
JSON
cat >look.ts <<'TS'
const COUNT = 500;
if (Deno.args[0] === "after") await import("zod/mini");
const started = performance.now();
const modules = await Promise.all(Array.from({ length: COUNT }, () => import("zod/mini")));
console.log(Math.round(performance.now() - started), new Set(modules).size);
TS

deno cache --quiet look.ts
deno --version | head -n 1
read -r at_once modules <<<"$(deno run --no-check look.ts)"
read -r afterwards _ <<<"$(deno run --no-check look.ts after)"
echo "500 imports of zod 4.6.7 at once: $at_once ms, $modules module"
echo "500 imports after one has ended: $afterwards ms"
if [ "$modules" -ne 1 ] || [ "$at_once" -le $((10 * (afterwards + 1))) ]; then
  echo "This is not what was seen before."
  exit 1
fi
