import assert from "node:assert/strict";
import { key, VAULT_TOKEN, withLyingVault } from "../../http/vault/lying_vault.ts";
import { ownPermissions } from "../../testkit/own_permissions.ts";
import { PRIVATE_PEM } from "../../testkit/sample_keys.ts";
import type { Reading } from "./reading_process.ts";

const MODULE = new URL("./reading_process.ts", import.meta.url).pathname;

const OF_NONE = { variables: [], readsToken: false };
const OF_AGENT = { variables: ["SSH_AUTH_SOCK"], readsToken: false };
const OF_VAULT = {
  variables: ["VAULT_ADDR", "VAULT_CACERT", "VAULT_NAMESPACE", "VAULT_TOKEN"],
  readsToken: true,
};

const SIGN = "package sign pkg --force --output pkg.sig --key";
const VAULT_KEY = "vault:transit/release@1";

/** Of the variables of agents and Vaults those that a command may ask for, and its exit code if that is not 0. */
type Row = readonly [command: string, allowed: typeof OF_NONE | typeof OF_VAULT, code?: number];

const ROWS: readonly Row[] = [
  [`${SIGN} k.pem`, OF_NONE],
  [`${SIGN} env:CLOACINA_KEY`, OF_NONE],
  [`${SIGN} ./vault:x`, OF_NONE],
  [`${SIGN} gone`, OF_NONE, 3],
  ["keys show k.pem", OF_NONE],
  ["keys export --key k.pem --force --output k.pub", OF_NONE],
  ["audit seal a.log --force --key k.pem", OF_NONE],
  ["doctor", OF_NONE],
  ["doctor --key k.pem", OF_NONE],
  // No agent is there.
  [`${SIGN} ssh-agent:`, OF_AGENT, 2],
  [`${SIGN} ssh-agent:vault:x`, OF_AGENT, 2],
  [`${SIGN} ssh-agent: --agent-socket gone`, OF_NONE, 2],
  ["keys show ssh-agent:", OF_AGENT, 2],
  ["doctor --key ssh-agent:", OF_AGENT, 2],
  // It does not say where the engine is mounted.
  [`${SIGN} vault:release`, OF_NONE, 1],
  [`${SIGN} ${VAULT_KEY}`, OF_VAULT],
  ["package verify pkg --trust-key vault.pub", OF_NONE],
  [`keys show ${VAULT_KEY}`, OF_VAULT],
  [`keys export --key ${VAULT_KEY} --force --output k.pub`, OF_VAULT],
  [`audit seal a.log --force --key ${VAULT_KEY}`, OF_VAULT],
  [`doctor --key ${VAULT_KEY}`, OF_VAULT],
];

Deno.test("the variables of an agent or of Vault, and its token, are read for such a key only, and no others", async () => {
  await withLyingVault({}, async ({ url }) => {
    const readings = await readingsOf(ROWS.map(([command]) => command), { VAULT_ADDR: url });
    for (const [index, [command, allowed, code = 0]] of ROWS.entries()) {
      assert.deepEqual(readings[index], { code, ...allowed }, command);
    }
  });
});

Deno.test("~/.vault-token is not looked at where VAULT_TOKEN has a token", async () => {
  await withLyingVault({}, async ({ url }) => {
    const variables = { VAULT_ADDR: url, VAULT_TOKEN };
    assert.deepEqual(await readingsOf([`keys show ${VAULT_KEY}`], variables), [
      { code: 0, ...OF_VAULT, readsToken: false },
    ]);
  });
});

/** How each command ends, and what it reads of what is there of an agent and of Vault. */
async function readingsOf(
  commands: readonly string[],
  variables: Readonly<Record<string, string>>,
) {
  const cwd = await Deno.makeTempDir({ prefix: "cloacina-reading-" });
  try {
    await writeFiles(cwd, commands);
    const args = ["run", "--quiet", ...await ownPermissions(), MODULE];
    const { code, stderr } = await new Deno.Command(Deno.execPath(), {
      args: [...args, "lines.json", "readings.json"],
      cwd,
      env: {
        HOME: cwd,
        CLOACINA_AUDIT_LOG: "a.log",
        CLOACINA_KEY: PRIVATE_PEM,
        SSH_AUTH_SOCK: `${cwd}/agent`,
        VAULT_SKIP_VERIFY: "true",
        BAO_TOKEN: VAULT_TOKEN,
        ...variables,
      },
      stdin: "null",
      stdout: "null",
    }).output();
    assert.equal(code, 0, new TextDecoder().decode(stderr));
    const readings: readonly Reading[] = JSON.parse(
      await Deno.readTextFile(`${cwd}/readings.json`),
    );
    return readings.map(({ code, variables, paths }) => ({
      code,
      variables: variables.filter((name) => /^(SSH|VAULT|BAO)_/.test(name)).sort(),
      readsToken: paths.some((path) => path.endsWith(".vault-token")),
    }));
  } finally {
    await Deno.remove(cwd, { recursive: true });
  }
}

async function writeFiles(cwd: string, commands: readonly string[]): Promise<void> {
  const files = {
    pkg: "package",
    "k.pem": PRIVATE_PEM,
    "vault:x": PRIVATE_PEM,
    ".vault-token": VAULT_TOKEN,
    "lines.json": JSON.stringify(commands.map((command) => command.split(" "))),
  };
  for (const [name, text] of Object.entries(files)) {
    await Deno.writeTextFile(`${cwd}/${name}`, text, { mode: 0o600 });
  }
  await Deno.writeFile(`${cwd}/vault.pub`, key.publicKey);
}
