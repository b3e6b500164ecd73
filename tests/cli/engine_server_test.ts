import assert from "node:assert/strict";
import { withCli } from "../testkit/cli.ts";
import { toolUnderTest } from "../testkit/tool.ts";

const ORG = "7f3f6a52-0f0e-4d5c-9a39-0d6a4f1f2b11";

/** The engine's keys have the form of our tokens. */
const KEY = `clk_${"A".repeat(43)}`;

const SAYS = /it is the engine's own server, which has no API for keys and signatures/;

const tool = await toolUnderTest();

/**
 * Answers as the engine's server (0.10.0) does, whose routes below /v1 are none of this API's: JSON with an id of the
 * request, and its own error for a path that it does not have.
 */
async function withEngineServer(body: (url: string) => Promise<void>): Promise<void> {
  const server = Deno.serve(
    { hostname: "127.0.0.1", port: 0, onListen: () => {} },
    (request) => answerOf(new URL(request.url).pathname),
  );
  await body(`http://127.0.0.1:${server.addr.port}`).finally(() => server.shutdown());
}

function answerOf(path: string): Response {
  const headers = { "x-request-id": crypto.randomUUID() };
  if (path === "/health") return Response.json({ status: "ok" }, { headers });
  if (path === "/ready") return Response.json({ status: "ready" }, { headers });
  if (path.startsWith("/v1/auth/") || path.startsWith("/v1/tenants")) {
    const error = { error: "invalid or revoked API key", code: "unauthorized" };
    return Response.json(error, { status: 401, headers });
  }
  const error = { error: "no route matches this request", code: "not_found" };
  return Response.json(error, { status: 404, headers });
}

// The offline build has no network.
if (tool.kind !== "cloacina-offline") {
  for (
    const command of [
      `keys list --org ${ORG}`,
      `keys generate --name k --org ${ORG}`,
      "package sign pkg --key-id release-key --output -",
      `package verify pkg --org ${ORG}`,
      `package preflight pkg --org ${ORG}`,
      `signatures list --org ${ORG}`,
      "tokens list",
    ]
  ) {
    Deno.test(`${command}: the engine's own server is named, against ${tool.kind}`, () =>
      withEngineServer((url) =>
        withCli(async ({ write, run }) => {
          await write("pkg", "BZh9package");
          const variables = { CLOACINA_API_URL: url, CLOACINA_API_KEY: KEY };
          const { code, stderr } = await run(`cloacina ${command}`, variables);
          assert.match(stderr, SAYS);
          assert.match(
            stderr,
            /^hint: give the URL of `cloacina serve`, or the engine's database/m,
          );
          assert.equal(code, 1);
        })
      ));
  }

  Deno.test(`a profile of the engine's configuration names its server: so it is said, against ${tool.kind}`, () =>
    withEngineServer((url) =>
      withCli(async ({ write, run }) => {
        await run('mkdir -p -m 700 "$CLOACINA_HOME"');
        await write(
          "config.toml",
          `default_profile = "prod"\n[profiles.prod]\nserver = "${url}"\napi_key = "${KEY}"\n`,
        );
        await run('mv config.toml "$CLOACINA_HOME"');
        const { code, stderr } = await run(`cloacina keys list --org ${ORG}`);
        assert.match(stderr, SAYS);
        assert.equal(code, 1);
        const doctor = await run("cloacina doctor --json");
        assert.match(JSON.parse(doctor.stdout).server.error, SAYS);
      })
    ));
}
