#!/usr/bin/env bash
# What `deno bundle` gives a CommonJS package in place of `require`. In Deno 2.7.11 it loads what is built in, unless
# `--minify` is given: then the bundle is written without a warning, and loading the package is an error. Deno 2.9.6 gives
# it in both. prom-client, which requires node:util, is such a package. Fails where that is no longer so.
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
export NO_COLOR=1 DENO_TLS_CA_STORE=system

echo '{ "nodeModulesDir": "auto", "imports": { "prom-client": "npm:prom-client@15.1.3" } }' >deno.json
cat >main.js <<'JS'
import { Registry } from "prom-client";
console.log(typeof new Registry().metrics);
JS

# look VERSION [FLAG]: what the bundle says
look() {
  local version=$1
  shift
  npx -y "deno@$version" bundle --quiet "$@" --output "$version.js" main.js
  npx -y "deno@$version" run --no-config --allow-all "$version.js" 2>&1 |
    grep -m 1 -o -e '^function$' -e 'Dynamic require of "node:util" is not supported'
}

expect() {
  printf '%s: %s\n' "$1" "$2"
  [ "$2" = "$3" ] || { echo "This is not what was seen before."; exit 1; }
}

expect "Deno 2.7.11" "$(look 2.7.11)" function
expect "Deno 2.7.11, minified" "$(look 2.7.11 --minify)" 'Dynamic require of "node:util" is not supported'
expect "Deno 2.9.6" "$(look 2.9.6)" function
expect "Deno 2.9.6, minified" "$(look 2.9.6 --minify)" function
