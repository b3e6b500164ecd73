import assert from "node:assert/strict";
import { makeAuthority } from "../testkit/certificates.ts";
import { inTerminal } from "../testkit/pty.ts";
import { freePort } from "../../testkit/free_port.ts";
import { withSandbox } from "../../testkit/sandbox.ts";
import { runShell } from "../../testkit/shell.ts";
import { toolUnderTest } from "../../testkit/tool.ts";
import { withApiServer } from "../../cli/api_server.ts";

/** Milliseconds: then what hangs is killed. */
const DEADLINE = 300_000;

const tool = await toolUnderTest();
const ORG = "7f3f6a52-0f0e-4d5c-9a39-0d6a4f1f2b11";

/** The offline build serves nothing, and tests/scripts/api_offline.txt shows that it says so. */
function serveTest(what: string, body: () => Promise<void>): void {
  if (tool.kind !== "cloacina-offline") Deno.test(`${what}, against ${tool.kind}`, body);
}

serveTest("with a certificate it serves https, to whoever trusts its authority", async () => {
  const folder = await Deno.makeTempDir({ prefix: "cloacina-test-" });
  try {
    const authority = await makeAuthority(folder, "authority");
    const { certificate, privateKey } = await authority.issue("IP:127.0.0.1");
    await Deno.writeTextFile(`${folder}/server.pem`, certificate);
    await Deno.writeTextFile(`${folder}/server.key`, privateKey, { mode: 0o600 });
    const flags = `--tls-cert ${folder}/server.pem --tls-key ${folder}/server.key`;
    await withApiServer(tool, { flags }, async ({ url, token }) => {
      assert.match(url, /^https:/);
      await withSandbox(tool, new Map(), async ({ cwd, env }) => {
        const run = async (line: string) => {
          const variables = { ...env, CLOACINA_API_URL: url, CLOACINA_API_KEY: token };
          const result = await runShell(line, { cwd, env: variables, deadline: DEADLINE });
          return { code: result.code, errors: new TextDecoder().decode(result.stderr) };
        };
        const list = `cloacina keys list --org ${ORG}`;
        const said =
          `no active signing keys in ${url}, chosen by CLOACINA_API_URL; --all lists revoked ones too\n`;
        const trusted = { code: 0, errors: said };
        assert.deepEqual(await run(`${list} --ca-cert ${authority.file}`), trusted);
        assert.deepEqual(await run(`CLOACINA_CA_CERT=${authority.file} ${list}`), trusted);
        const { code, errors } = await run(list);
        assert.equal(code, 2);
        assert.match(errors, /certificate/);
      });
    });
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

serveTest(
  "at a terminal it asks for the passphrase of a key directory once, and Ctrl-C ends it",
  () =>
    withSandbox(tool, new Map([["p", "hunter2\n"]]), async ({ cwd, env }) => {
      const prepare = `cloacina keys generate --name k --org ${ORG} --passphrase-file p`;
      assert.equal((await runShell(prepare, { cwd, env, deadline: DEADLINE })).code, 0);
      const { screen, code } = await inTerminal("exec cloacina serve --bind 127.0.0.1:0", [
        { await: "Passphrase for the key directory", type: "hunter2\r" },
        { await: "listening on http://127.0.0.1:", type: "\x03" },
      ], { cwd, env });
      assert.equal(code, 0, screen);
    }),
);

/** What a server logs at a terminal where `/health`, then `/nowhere` was asked for, and `awaited` is on the screen. */
async function logAtTerminal(flags: string, awaited: string): Promise<string> {
  const port = freePort();
  const ask = async () => {
    for (const path of ["health", "nowhere"]) {
      await (await fetch(`http://127.0.0.1:${port}/${path}`)).body?.cancel();
    }
  };
  return await withSandbox(tool, new Map(), async ({ cwd, env }) => {
    const variables = {
      ...env,
      DATABASE_URL: `sqlite://${cwd}/store.db`,
      CLOACINA_KEY_ENCRYPTION_KEY: "00".repeat(31) + "01",
    };
    const migrated = await runShell("cloacina db migrate", {
      cwd,
      env: variables,
      deadline: DEADLINE,
    });
    assert.equal(migrated.code, 0);
    const command = `exec cloacina serve --bind 127.0.0.1:${port} ${flags}`;
    const { screen } = await inTerminal(command, [
      { await: "listening on http://127.0.0.1:", meanwhile: ask, type: "" },
      { await: awaited, type: "\x03" },
    ], { cwd, env: variables, columns: 200 });
    return screen;
  });
}

serveTest("at a terminal it logs for people, and leaves out health checks", async () => {
  const screen = await logAtTerminal("", "GET - 404");
  assert.match(
    screen,
    /^\d\d:\d\d:\d\dZ info +GET - 404 invalid_request [\d.]+ms address=127\.0\.0\.1$/m,
  );
  assert.match(screen, /\d\d:\d\d:\d\dZ info +stopping$/m);
  assert.doesNotMatch(screen, /health|\{/);
});

serveTest("--log-level debug logs health checks, --log-format json for programs", async () => {
  const screen = await logAtTerminal("--log-level debug --log-format json", '"status":404');
  const lines = screen.split("\n").filter((line) => line.startsWith("{")).map((line) =>
    JSON.parse(line)
  );
  assert.deepEqual(
    lines.filter(({ message }) => message === "request")
      .map(({ level, properties: { route, status } }) => [level, route, status]),
    [["DEBUG", "/health", 200], ["INFO", "-", 404]],
  );
});

serveTest("--log-level error leaves out what succeeds", async () => {
  assert.doesNotMatch(await logAtTerminal("--log-level error", ""), /404|stopping/);
});
