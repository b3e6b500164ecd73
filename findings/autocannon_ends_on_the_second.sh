#!/usr/bin/env bash
# How long autocannon says that a run took. With `amount` a run is over once all requests are answered, but autocannon
# ends it only when it takes its next sample. Its README has that interval as 1 ms; it is 1 s. So 20 requests that are
# answered within milliseconds take "1 s", at 20 a second, unless `sampleInt` is set. With `duration` the requests that are
# under way at the end are dropped and not counted, neither as requests nor as errors: a server that answers every request
# after 1.5 s gets a run of 1 s with 0 requests and 0 errors. Fails where any of that is no longer so.
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

npm install --silent --no-audit --no-fund --prefix . autocannon@9.0.0

cat >look.cjs <<'JS'
const http = require("node:http");
const autocannon = require("autocannon");

async function run(delay, options) {
  const server = http.createServer((_, answer) => setTimeout(() => answer.end("ok"), delay));
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  let answered = 0;
  const started = performance.now();
  const instance = autocannon({ url: `http://127.0.0.1:${server.address().port}`, connections: 2, ...options });
  instance.on("response", () => answered = performance.now() - started);
  const { requests, errors, timeouts, duration } = await instance;
  server.closeAllConnections();
  server.close();
  return { answered: requests.total, errors, timeouts, duration, last: answered / 1000 };
}

(async () => {
  console.log("autocannon", require("autocannon/package.json").version, "on Node", process.version);
  const looks = [
    ["20 requests", await run(0, { amount: 20 }), (r) => r.answered === 20 && r.last < 0.9 && r.duration >= 0.99],
    ["20 requests, sampleInt 1", await run(0, { amount: 20, sampleInt: 1 }), (r) => r.answered === 20 && r.duration < 0.9],
    ["1 s, answers after 1.5 s", await run(1500, { duration: 1 }), (r) => r.answered === 0 && r.errors === 0 && r.timeouts === 0],
  ];
  let failed = false;
  for (const [title, result, isAsSeen] of looks) {
    const seen = `${result.answered} answered, ${result.errors} errors, duration ${result.duration} s`;
    console.log(`${title}: ${seen}; the last answer came after ${result.last.toFixed(2)} s`);
    if (!isAsSeen(result)) failed = true;
  }
  if (failed) {
    console.log("This is not what was seen before.");
    process.exit(1);
  }
})();
JS
node look.cjs
