import assert from "node:assert/strict";
import { PASSPHRASE, SEED } from "../../testkit/sample_keys.ts";
import * as foreign from "../../testkit/sample_foreign_keys.ts";
import * as keys from "../../testkit/sample_keys.ts";
import { ownPermissions } from "../../testkit/own_permissions.ts";
import type { Remains, Work } from "./wiping_process.ts";

const MODULE = new URL("./wiping_process.ts", import.meta.url).pathname;

const MASTER_KEY = "5a0f3c9681d2e4b7780ac35d16f29e4b0cd8713ea596f4212b7ce0d9834f6a15";
const NEXT_MASTER_KEY = "c6e19a034fd87b2510ab4e9d73f2056c8b3ad91e64f70582bc1d39e8a5076f42";
const ORG = "7f3f6a52-0f0e-4d5c-9a39-0d6a4f1f2b11";
const LOG = "--audit-log audit.log";
const STORE = `--database-url sqlite://store.db --master-key file:master.key ${LOG}`;

/** The same key in every format that is read, and what each is called here. */
const FILES: Readonly<Record<string, string>> = {
  "k.pem": keys.PRIVATE_PEM,
  "k.hex": `${SEED}\n`,
  "k.base64": `${Uint8Array.fromHex(SEED).toBase64()}\n`,
  "k.ssh": keys.OPENSSH_PEM,
  "locked.ssh": keys.LOCKED_OPENSSH_PEM,
  "pbkdf2.pem": keys.PBKDF2_PEM,
  "scrypt.pem": keys.SCRYPT_PEM,
  "k.nacl": foreign.NACL_HEX,
  "k.nix": foreign.NIX_KEY,
  "k.minisign": foreign.MINISIGN_KEY,
  "locked.minisign": foreign.LOCKED_MINISIGN_KEY,
  "locked.signify": foreign.LOCKED_SIGNIFY_KEY,
  "k.securesystemslib": foreign.SECURESYSTEMSLIB_KEY,
};

for (const name of Object.keys(FILES)) {
  Deno.test(`after signing with ${name} no buffer holds the key`, async () => {
    await assertWiped([`package sign pkg --key ${name} --passphrase-file p --output - ${LOG}`]);
  });
}

Deno.test("after a key file was shown, converted or locked no buffer holds the key", async () => {
  await assertWiped([
    `keys show k.pem ${LOG}`,
    "keys convert k.ssh --private --format pem --output new.pem",
    "keys convert k.pem --private --format ssh --output new.ssh",
    "keys convert k.pem --private --format jwk --output new.jwk",
    "keys passphrase k.pem --new-passphrase-file p",
    "package sign pkg --key new.jwk --output -",
    "package verify pkg --trust-key scrypt.pem",
  ], [0, 0, 0, 0, 0, 0, 1]);
});

Deno.test("after a key was kept in a store, signed with, exported and sealed anew no buffer holds it or a master key", async () => {
  const again = STORE.replace("master.key", "next.key");
  await assertWiped([
    `db migrate --database-url sqlite://store.db`,
    `keys import k.pem --name k --org ${ORG} --trust ${STORE}`,
    `package sign pkg --key-id k --org ${ORG} --output - ${STORE}`,
    `package sign pkg --key-id k --org ${ORG} --store ${STORE}`,
    `keys export k --org ${ORG} --private --no-encrypt --output out.pem ${STORE}`,
    `keys export k --org ${ORG} --private --new-passphrase-file p --output locked.pem ${STORE}`,
    `master-key check ${STORE}`,
    `master-key rotate --new-master-key file:next.key ${STORE}`,
    `package sign pkg --key-id k --org ${ORG} --output - ${again}`,
    `package sign pkg --key-id k --org ${ORG} --output - ${STORE}`,
  ], [0, 0, 0, 0, 0, 0, 0, 0, 0, 4]);
});

Deno.test("after an error no buffer holds a key or a master key either", async () => {
  const wrong = STORE.replace("master.key", "next.key");
  await assertWiped([
    `db migrate --database-url sqlite://store.db`,
    `keys import k.pem --name k --org ${ORG} ${STORE}`,
    `keys import k.ssh --name k --org ${ORG} ${STORE}`,
    `keys import k.ssh --name other --org ${ORG} ${wrong}`,
    `keys export k --org ${ORG} --private --no-encrypt --output p ${STORE}`,
    `keys export k --org ${ORG} --private --no-encrypt --output new ${
      STORE.replace(LOG, "--audit-log pkg")
    }`,
    `keys passphrase k.pem --new-passphrase-file gone`,
    `keys convert k.pem --private --format jwk --output gone/k.jwk`,
    `master-key rotate --new-master-key file:gone ${STORE}`,
    `master-key rotate --new-master-key file:master.key ${STORE}`,
    `master-key check ${wrong}`,
    `package sign pkg --key k.pem --output gone/pkg.sig`,
    `package sign pkg --key scrypt.pem --passphrase-file pkg`,
  ], [0, 0, 5, 4, 1, 1, 3, 3, 3, 1, 4, 3, 4]);
});

Deno.test("after work in a key directory no buffer holds the key or the passphrase", async () => {
  const directory = `--key-dir keys --passphrase-file p ${LOG}`;
  await assertWiped([
    `keys import k.pem --name k --org ${ORG} ${directory}`,
    `package sign pkg --key-id k --org ${ORG} --output - ${directory}`,
  ]);
});

Deno.test("a buffer that is not overwritten is seen", async () => {
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode("package"));
  const hash = new Uint8Array(digest).toHex();
  const line = "package sign pkg --key k.pem --output -".split(" ");
  const { holding } = await run({ lines: [line], secrets: [hash, SEED] });
  assert.notDeepEqual(holding[0], []);
  assert.deepEqual(holding[1], []);
});

/** Runs the lines, which must end as expected, and looks for the key and the master keys in every buffer. */
async function assertWiped(
  lines: readonly string[],
  codes: readonly number[] = lines.map(() => 0),
): Promise<void> {
  const secrets = [SEED, MASTER_KEY, NEXT_MASTER_KEY, new TextEncoder().encode(PASSPHRASE).toHex()];
  const remains = await run({ lines: lines.map((line) => line.split(" ")), secrets });
  assert.deepEqual(remains, { codes, holding: secrets.map(() => []) });
}

async function run(work: Work): Promise<Remains> {
  const cwd = await Deno.makeTempDir({ prefix: "cloacina-wiping-" });
  try {
    await writeFiles(cwd, work);
    const args = ["run", "--quiet", ...await ownPermissions()];
    const { code, stderr } = await new Deno.Command(Deno.execPath(), {
      args: [...args, MODULE, "work.json", "remains.json"],
      cwd,
      env: { CLOACINA_HOME: `${cwd}/home` },
      stdin: "null",
      stdout: "null",
    }).output();
    assert.equal(code, 0, new TextDecoder().decode(stderr));
    return JSON.parse(await Deno.readTextFile(`${cwd}/remains.json`));
  } finally {
    await Deno.remove(cwd, { recursive: true });
  }
}

async function writeFiles(cwd: string, work: Work): Promise<void> {
  const files = {
    ...FILES,
    pkg: "package",
    p: `${PASSPHRASE}\n`,
    "master.key": MASTER_KEY,
    "next.key": NEXT_MASTER_KEY,
    "work.json": JSON.stringify(work),
  };
  for (const [name, text] of Object.entries(files)) {
    await Deno.writeTextFile(`${cwd}/${name}`, text, { mode: 0o600 });
  }
}
