#!/usr/bin/env bash
# What `completed`, which Deno.serve hands to a handler, tells of an answer. Over HTTP/2 it resolves for a short body while
# the client, whose window is 0, has received none of it; for a stream Deno 2.9.6 waits, and 2.7.11 does not. Over HTTP/1
# an answer that has a content-length and a stream that never closes ends by its length: 2.9.6 then resolves, 2.7.11
# rejects. So it tells neither when an answer was sent nor whether. Fails where any of that is no longer so.
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

cat >look.ts <<'TS'
import { connect } from "node:http2";

/** What became of `completed` for one answer that a client asked for, after half a second. */
async function outcomeOf(body: () => BodyInit, length: number, ask: (url: string) => () => void) {
  let outcome = "pending";
  const server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen: () => {} }, (_, info) => {
    info.completed.then(() => outcome = "resolved", () => outcome = "rejected");
    return new Response(body(), { headers: { "content-length": String(length) } });
  });
  const end = ask(`http://127.0.0.1:${(server.addr as Deno.NetAddr).port}`);
  await new Promise((resolve) => setTimeout(resolve, 500));
  const seen = outcome;
  end();
  await Promise.race([server.shutdown(), new Promise((resolve) => setTimeout(resolve, 500))]);
  return seen;
}

const text = new TextEncoder().encode("x".repeat(2000));
const stream = (isClosed: boolean) => () =>
  new ReadableStream({
    start: (controller) => {
      controller.enqueue(text);
      if (isClosed) controller.close();
    },
  });
const overHttp2 = (url: string) => {
  const session = connect(url, { settings: { initialWindowSize: 0 } });
  session.on("error", () => {});
  const request = session.request({ ":path": "/" });
  request.on("error", () => {});
  request.end();
  return () => session.destroy();
};
const overHttp1 = (url: string) => {
  fetch(url).then((answer) => answer.text()).catch(() => {});
  return () => {};
};

console.log("HTTP/2, window 0, 2,000 bytes:", await outcomeOf(() => text, text.length, overHttp2));
console.log("HTTP/2, window 0, a stream:", await outcomeOf(stream(true), text.length, overHttp2));
console.log("HTTP/1, an open stream:", await outcomeOf(stream(false), text.length, overHttp1));
Deno.exit(0);
TS

look() {
  npm install --silent --no-fund --no-audit --prefix "$1" "deno@$1" >/dev/null
  echo "Deno $1"
  DENO_NO_UPDATE_CHECK=1 "./$1/node_modules/.bin/deno" run --no-check --no-prompt --allow-net=127.0.0.1 look.ts | tee "$1.txt"
}
expect() { diff - "$1.txt"; }

look 2.9.6
look 2.7.11
expect 2.9.6 <<'END'
HTTP/2, window 0, 2,000 bytes: resolved
HTTP/2, window 0, a stream: pending
HTTP/1, an open stream: resolved
END
expect 2.7.11 <<'END'
HTTP/2, window 0, 2,000 bytes: resolved
HTTP/2, window 0, a stream: resolved
HTTP/1, an open stream: rejected
END
echo "as described"
