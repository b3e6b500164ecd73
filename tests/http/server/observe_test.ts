import assert from "node:assert/strict";
import { ROUTES } from "../../../src/http/routes.ts";
import { createApp } from "../../../src/http/server/server_app.ts";
import { openServerLog } from "../../../src/http/server/server_log.ts";
import { withKit } from "../../operations/kit.ts";
import { serverParts, withApi } from "../api_kit.ts";

const JSON_LOG = { format: "json", level: "info" } as const;

const REFUSED: readonly (readonly [
  what: string,
  method: string,
  path: string,
  logged: Readonly<Record<string, unknown>>,
])[] = [
  ["no route", "GET", "/nowhere", { route: "-", status: 404, code: "invalid_request" }],
  [
    "a method that its path does not take",
    "DELETE",
    "/v1/tokens",
    { route: "/v1/tokens", status: 405, code: "invalid_request" },
  ],
  [
    "no token",
    "GET",
    "/v1/tokens",
    { route: "/v1/tokens", status: 401, code: "unauthorized" },
  ],
];

for (const [what, method, path, { route, status, code }] of REFUSED) {
  Deno.test(`the log line of a request with ${what} has the code of its error`, async () => {
    await withKit(async ({ parts }) => {
      const written: string[] = [];
      const { log, flush } = openServerLog(
        JSON_LOG,
        (lines) => Promise.resolve(void written.push(lines)),
      );
      const app = createApp({ ...serverParts(parts, []), log }, ROUTES);
      await (await app(new Request(`https://127.0.0.1${path}`, { method }), "127.0.0.1")).text();
      await flush();
      const { message, properties } = JSON.parse(written.join(""));
      const { milliseconds: _, request_id: __, ...others } = properties;
      assert.equal(message, "request");
      assert.deepEqual(others, { method, route, status, code, address: "127.0.0.1" });
    });
  });
}

Deno.test("the log line of a server that is not ready has the reason, which its answer has not", async () => {
  await withKit(async ({ parts, sql }) => {
    const written: string[] = [];
    const { log, flush } = openServerLog(
      JSON_LOG,
      (lines) => Promise.resolve(void written.push(lines)),
    );
    const app = createApp({ ...serverParts(parts, []), log }, ROUTES);
    sql("DROP TABLE cloacina_api_tokens");
    const answer = await app(new Request("https://127.0.0.1/ready"), "127.0.0.1");
    assert.deepEqual(await answer.json(), {
      error: "Cannot serve: the server is not ready",
      code: "store_unavailable",
      hint: null,
    });
    await flush();
    const { properties } = JSON.parse(written.join(""));
    const reason = `Cannot serve "${parts.store.location}": it has no table for API tokens`;
    assert.deepEqual(
      [properties.route, properties.status, properties.code, properties.reason],
      ["/ready", 503, "store_unavailable", reason],
    );
  });
});

Deno.test("methods that somebody invented are one for logs and metrics", async () => {
  await withApi(async ({ ask }) => {
    for (let one = 0; one < 20; one++) await ask(`M${one}`, "/nowhere");
    const { text } = await ask("GET", "/metrics", { token: null });
    const lines = text.split("\n").filter((line) =>
      line.startsWith("cloacina_http_requests_total")
    );
    assert.deepEqual(lines, [
      'cloacina_http_requests_total{method="other",route="-",status="404"} 20',
    ]);
  });
});

/** The levels of the lines that requests leave, from `debug` on. */
async function levelsOf(paths: readonly string[], isReady = true): Promise<readonly string[]> {
  const written: string[] = [];
  await withKit(async ({ parts }) => {
    const { log, flush } = openServerLog(
      { format: "json", level: "debug" },
      (lines) => Promise.resolve(void written.push(lines)),
    );
    const requireReady = isReady
      ? () => Promise.resolve()
      : () => Promise.reject(new Error("down"));
    const app = createApp({ ...serverParts(parts, []), log, requireReady }, ROUTES);
    for (const path of paths) {
      await (await app(new Request(`https://127.0.0.1${path}`), "127.0.0.1")).text();
    }
    await flush();
  });
  const lines = written.join("").trimEnd().split("\n").map((line) => JSON.parse(line));
  return lines.filter(({ message }) => message === "request").map(({ level }) => level);
}

Deno.test("a health check that succeeds is logged for debugging only, one that fails as an error", async () => {
  assert.deepEqual(
    await levelsOf(["/health", "/ready", "/metrics", "/v1/tokens", "/nowhere"]),
    ["DEBUG", "DEBUG", "DEBUG", "INFO", "INFO"],
  );
  assert.deepEqual(await levelsOf(["/ready"], false), ["ERROR"]);
});
