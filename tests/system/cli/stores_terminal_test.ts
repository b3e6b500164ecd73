import assert from "node:assert/strict";
import stringWidth from "string-width";
import { inTerminal, type Keystrokes } from "../testkit/pty.ts";
import { type Sandbox, withSandbox } from "../../testkit/sandbox.ts";
import { toolUnderTest } from "../../testkit/tool.ts";

const tool = await toolUnderTest();
const ORG = "7f3f6a52-0f0e-4d5c-9a39-0d6a4f1f2b11";

/** What a person types to make a key in a key directory that has none. */
const FIRST_KEY: readonly Keystrokes[] = [
  { await: "New passphrase for the key directory ", type: "hunter2\r" },
  { await: "The same again:", type: "hunter2\r" },
];

function terminalTest(what: string, body: (sandbox: Sandbox) => Promise<void>): void {
  Deno.test(`${what}, against ${tool.kind}`, () =>
    withSandbox(tool, new Map([["pkg.so", "package\n"]]), async ({ cwd, env }) => {
      await body({ cwd, env: { ...env, CLOACINA_ORG: ORG } });
    }));
}

terminalTest(
  "the passphrase of a new key directory is typed twice, and then asked for",
  async (sandbox) => {
    const differing = [FIRST_KEY[0]!, { await: "The same again:", type: "hunter3\r" }];
    const thrice = [...differing, ...differing, ...differing];
    const refused = await inTerminal("cloacina keys generate --name k", thrice, sandbox);
    assert.equal(refused.code, 1);
    assert.match(refused.screen, /error: .* the two passphrases differ/);
    const made = await inTerminal("cloacina keys generate --name k --trust", FIRST_KEY, sandbox);
    assert.equal(made.code, 0, made.screen);
    assert.doesNotMatch(made.raw, /hunter2/);
    const sign = "cloacina package sign pkg.so --key-id k --store";
    const asked = { await: "Passphrase for the key directory ", type: "hunter2\r" };
    const signed = await inTerminal(sign, [asked], sandbox);
    assert.equal(signed.code, 0, signed.screen);
    assert.match(signed.screen, /stored +yes/);
  },
);

terminalTest("a revocation is done after a yes, and after nothing else", async (sandbox) => {
  await inTerminal("cloacina keys generate --name k --trust", FIRST_KEY, sandbox);
  const revoke = async (type: string) =>
    await inTerminal("cloacina keys revoke k", [{ await: "[y/N]", type }], sandbox);
  for (const answer of ["\r", "n\n", "yep\r", "cloacina keys list\r"]) {
    const { code, screen } = await revoke(answer);
    assert.equal(code, 1, screen);
    assert.match(screen, /Cannot revoke the key "k" \(.+\): it was\snot confirmed/);
  }
  assert.equal((await revoke("\x03")).code, 130);
  const listed = await inTerminal("cloacina keys list", [], sandbox);
  assert.match(listed.screen, /active/);
  const { code, screen } = await revoke("y\r");
  assert.equal(code, 0, screen);
  assert.match(screen, /status +revoked/);
});

terminalTest("a table fits the terminal, and is whole where there is none", async (sandbox) => {
  await inTerminal("cloacina keys generate --name k", FIRST_KEY, sandbox);
  const { screen } = await inTerminal("cloacina keys list", [], { ...sandbox, columns: 80 });
  const [title, row] = screen.split("\n");
  assert.match(title!, /^key id +name +fingerprint +created +status$/);
  assert.match(row!, /^[0-9a-f-]+…? +k +[0-9a-f]{12,}… +\S+ +active$/);
  assert.ok([title!, row!].every((line) => [...line].length <= 80), screen);
  const piped = await inTerminal("cloacina keys list | cat", [], { ...sandbox, columns: 80 });
  assert.match(piped.screen, /[0-9a-f]{64}/);
});

/** Two cells a character, one and two, two with a combining mark. */
const WIDE_NAMES = ["工作流程签名密钥库", "🔑 release 🚀", "ключ-cle\u0301"];

terminalTest("tables with wide characters fit terminals of 80 and 40 columns", async (sandbox) => {
  const type = async (line: string, columns: number) =>
    (await inTerminal(line, [], {
      ...sandbox,
      env: {
        ...sandbox.env,
        DATABASE_URL: `sqlite://${sandbox.cwd}/store.db`,
        CLOACINA_KEY_ENCRYPTION_KEY: "ab".repeat(32),
      },
      columns,
    })).screen;
  await type("cloacina db migrate", 80);
  for (const name of WIDE_NAMES) await type(`cloacina keys generate --trust --name '${name}'`, 80);
  const lists = ["keys list", "keys trusted list", "audit list", "master-key check"];
  for (const columns of [80, 40]) {
    for (const list of lists) {
      const screen = await type(`cloacina ${list}`, columns);
      const lines = screen.split("\n").filter((line) => !line.startsWith("note: "));
      const tooWide = lines.filter((line) => stringWidth(line) > columns);
      assert.deepEqual(tooWide, [], `${list} in ${columns} columns:\n${screen}`);
    }
  }
  const [title = "", ...rows] = (await type("cloacina keys list", 80)).trimEnd().split("\n");
  assert.equal(rows.length, WIDE_NAMES.length);
  for (const row of rows) {
    const ahead = row.slice(0, row.lastIndexOf("active"));
    assert.equal(stringWidth(ahead), title.indexOf("status"), `${title}\n${row}`);
  }
  const records = (await type("cloacina keys list", 40)).split("\n\n");
  assert.match(records[1]!, /^key id [^]*^name +🔑 release 🚀$[^]*^status +active$/m);
});

terminalTest(
  "a token's id is whole in a terminal of any width, so that it can be revoked",
  async (sandbox) => {
    const type = async (line: string, columns: number) =>
      await inTerminal(line, [], {
        ...sandbox,
        env: { ...sandbox.env, DATABASE_URL: `sqlite://${sandbox.cwd}/store.db` },
        columns,
      });
    await type("cloacina db migrate", 80);
    await type("cloacina tokens create --role admin --name release-pipeline --expires 30d", 80);
    await type("cloacina tokens create --role read --all-orgs --name ci", 80);
    const rowsAt = async (columns: number) => {
      const { screen } = await type("cloacina tokens list", columns);
      const lines = screen.split("\n").filter((line) => /^(token id|[0-9a-f]{8}-)/.test(line));
      assert.equal(lines.length, 3, screen);
      assert.ok(lines.every((line) => [...line].length <= columns), screen);
      assert.match(lines[1]!, /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12} /);
      const note = /^note: [^]*shows\sall$/m.exec(screen)?.[0].replaceAll("\n", " ");
      return { lines: lines.map((line) => line.replace(/^(?!token id)\S{36}/, "ID")), note };
    };
    const [, whole] = (await rowsAt(140)).lines;
    assert.match(
      whole!,
      /^ID +release-pipeline +admin +7f3f6a52-0f0e-4d5c-9a39-0d6a4f1f2b11 +\S{19}Z +active$/,
    );
    assert.deepEqual(await rowsAt(80), {
      lines: [
        "token id                              name          role   organisation   status",
        "ID  release-pip…  admin  7f3f6a52-0f0…  active",
        "ID  ci            read   all of them    active",
      ],
      note: "note: the terminal is too narrow for expires; --json shows all",
    });
    assert.deepEqual(await rowsAt(60), {
      lines: [
        "token id                              name     role   status",
        "ID  releas…  admin  active",
        "ID  ci       read   active",
      ],
      note: "note: the terminal is too narrow for organisation and expires; --json shows all",
    });
    const shown = (await type("cloacina tokens list", 60)).screen;
    const id = /^(\S{36}) +ci /m.exec(shown)?.[1];
    const { code, screen } = await type(`cloacina tokens revoke ${id} --yes`, 60);
    assert.equal(code, 0, screen);
    assert.match(screen, /status +revoked/);
  },
);
