#!/usr/bin/env bash
# What postgres.js says when PostgreSQL ends a session in the middle of a statement. The server sends an ErrorResponse of
# severity FATAL and closes the connection without ReadyForQuery (pg_terminate_backend, idle_in_transaction_session_timeout,
# a shutdown, PgBouncer in statement mode). postgres.js keeps an ErrorResponse until ReadyForQuery comes, so that the query
# is rejected with CONNECTION_CLOSED and nothing of what the server said: neither its words nor the SQLSTATE. The driver pg
# rejects with both. Fails where any of that is no longer so.
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

npm install --silent --no-audit --no-fund --prefix . postgres@3.4.9 pg@8.16.3

cat >look.cjs <<'JS'
const { readFileSync } = require("node:fs");
const net = require("node:net");
const postgres = require("postgres");
const { Client } = require("pg");

const versionOf = (name) => JSON.parse(readFileSync(`node_modules/${name}/package.json`)).version;

const message = (type, body) => {
  const head = Buffer.alloc(5);
  head.write(type);
  head.writeUInt32BE(4 + body.length, 1);
  return Buffer.concat([head, body]);
};
const READY = message("Z", Buffer.from("I"));
const LET_IN = Buffer.concat([message("R", Buffer.alloc(4)), READY]);
const error = (severity) =>
  message("E", Buffer.from(`S${severity}\0V${severity}\0C57P01\0Mterminating connection due to administrator command\0\0`));

// Answers the first query as PostgreSQL does: an error that ends the session, or one after which it is ready again.
function serve(answer) {
  return net.createServer((socket) => {
    let isIn = false;
    socket.on("error", () => {});
    socket.on("data", () => {
      if (isIn) return answer(socket);
      isIn = true;
      socket.write(LET_IN);
    });
  });
}

const listening = (server) => new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(server.address().port)));

async function byPostgres(port) {
  const sql = postgres({ host: "127.0.0.1", port, user: "u", database: "d", max: 1, fetch_types: false, onnotice: () => {} });
  const seen = await sql.unsafe("select 1").catch(({ code, message }) => ({ code, message }));
  await sql.end({ timeout: 1 });
  return seen;
}

async function byPg(port) {
  const client = new Client({ host: "127.0.0.1", port, user: "u", database: "d" });
  client.on("error", () => {});
  await client.connect();
  return await client.query("select 1").catch(({ code, message }) => ({ code, message }));
}

(async () => {
  for (const name of ["postgres", "pg"]) console.log(name, versionOf(name));
  const fatal = serve((socket) => socket.end(error("FATAL")));
  const plain = serve((socket) => socket.write(Buffer.concat([error("ERROR"), READY])));
  const [fatalPort, plainPort] = [await listening(fatal), await listening(plain)];
  const looks = [
    ["postgres, FATAL", await byPostgres(fatalPort), ({ code, message }) => code === "CONNECTION_CLOSED" && !/administrator/.test(message)],
    ["postgres, ERROR", await byPostgres(plainPort), ({ code, message }) => code === "57P01" && /administrator/.test(message)],
    ["pg, FATAL", await byPg(fatalPort), ({ code, message }) => code === "57P01" && /administrator/.test(message)],
  ];
  let failed = false;
  for (const [title, seen, isAsSeen] of looks) {
    console.log(`${title}: ${seen.code}: ${seen.message}`);
    if (!isAsSeen(seen)) failed = true;
  }
  if (failed) console.log("This is not what was seen before.");
  process.exit(failed ? 1 : 0);
})();
JS
timeout 60 node look.cjs
