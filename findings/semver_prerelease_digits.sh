#!/usr/bin/env bash
# npm's semver compares the numbers of pre-releases as doubles. Two that differ beyond 2^53 count as equal, so that a
# pre-release named by a time with milliseconds (17 digits) is no newer than the one of the millisecond before, and each is
# within a range of the other alone. SemVer 2.0.0 (section 11) compares such numbers by their value and bounds none; numbers
# of major, minor and patch over 2^53 are refused. Fails where that is no longer so.
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init -y >/dev/null
npm install --silent --no-fund --no-audit semver@7.8.6 >/dev/null

cat >look.cjs <<'JS'
const semver = require("semver");
const [older, newer] = ["1.0.0-20261129153000121", "1.0.0-20261129153000122"];
console.log("semver", require("semver/package.json").version);
console.log("compare, 17 digits:", semver.compare(newer, older));
console.log("compare, 15 digits:", semver.compare("1.0.0-202611291530122", "1.0.0-202611291530121"));
console.log("within a range of the other:", semver.satisfies(older, newer));
console.log("17 digits of a patch:", semver.valid("1.0.20261129153000121"));
JS
node look.cjs | tee seen.txt
diff - seen.txt <<'SEEN'
semver 7.8.6
compare, 17 digits: 0
compare, 15 digits: 1
within a range of the other: true
17 digits of a patch: null
SEEN
echo "as described: different pre-releases of 17 digits are equal"
