import assert from "node:assert/strict";
import { VARIABLES } from "../../../src/domain/variables.ts";
import { CANARIES, type Canary, SPELLINGS, URL_CANARIES } from "./canaries.ts";
import { commandSlots, type Slot } from "./command_slots.ts";
import type { Line } from "./lines_process.ts";
import { runLines } from "./run_lines.ts";

/** A command line with a canary in it, in the clear or behind a reference. */
interface Trial extends Line {
  readonly name: string;
  readonly canary: Canary;
}

const ORG = "7f3f6a52-0f0e-4d5c-9a39-0d6a4f1f2b11";

/** What may be called anything, or is made: there, words with spaces are a name. */
const NAMES = /NAME|KEY|ID|DIR|output|audit-log/;

const SETUP = [
  "db migrate",
  "keys generate --name release-key --trust",
  "keys generate --name k --output key.pem",
  "keys generate --name k --output locked.pem --encrypt",
  "package sign pkg --key key.pem",
  "keys trust --import key.pub.pem --name partner",
].map((line) => ({ args: line.split(" "), env: { CLOACINA_PASSPHRASE: "opens the files" } }));

/** Commands that between them read every variable and all of the configuration. */
const READERS = [
  "keys list",
  "keys show release-key",
  "keys export release-key --private --output -",
  "package sign pkg --key env:CLOACINA_CANARY --output -",
  "package sign pkg --key vault:transit/release --output -",
  "package verify pkg",
  "doctor",
  "audit verify",
  "master-key check",
  "serve",
];

/** Those that need the passphrase of a file, whose key takes long to derive. */
const PASSPHRASE_READERS = [
  "keys convert locked.pem --format pem --private --output -",
  "keys passphrase locked.pem",
  "keys import locked.pem --name other",
];

/** Flags that are looked at only beside others. */
const COMPANIONS: Readonly<Record<string, string>> = {
  "api-key": "--api-url http://127.0.0.1:1",
  "ca-cert": "--api-url http://127.0.0.1:1",
  "tls-cert": "--tls-key key.pem",
  "tls-key": "--tls-cert pkg",
  "package sign passphrase-file": "--key locked.pem",
  "package sign output": "--key key.pem",
  "package sign output-dir": "--key key.pem",
  "package sign audit-log": "--key key.pem",
  "package sign master-key": "--key-id release-key",
  "package sign null": "--key key.pem",
  "package verify require": "--trust-key key.pub.pem",
  "package verify signature": "--trust-key key.pub.pem",
  "package verify null": "--trust-key key.pub.pem",
  "keys export output": "--private --no-encrypt",
  "keys export new-passphrase-file": "--private --output -",
  "keys export master-key": "--private --no-encrypt --output -",
  "keys generate output": "--encrypt",
  "keys generate passphrase-file": "--output new.pem --encrypt",
  "signatures export signer": `--hash ${"0".repeat(64)}`,
};

Deno.test("no secret given to any flag, argument, variable or file is ever repeated", async () => {
  const cwd = await Deno.makeTempDir({ prefix: "cloacina-canaries-" });
  try {
    await writeFiles(cwd);
    const trials = [
      ...argumentTrials(),
      ...variableTrials(["CLOACINA_CANARY", ...TRIED_VARIABLES]),
      ...configTrials(cwd),
    ];
    const lines = trials.map(({ args, env }, index) => ({ args: withJson(args, index), env }));
    const all = await runLines(cwd, environment(cwd), [...SETUP, ...lines]);
    assert.deepEqual(all.slice(0, SETUP.length).filter((text) => text.includes("error:")), []);
    const said = all.slice(SETUP.length);
    const leaks = said.flatMap((text, index) => leakOf(trials[index]!, text));
    assert.deepEqual(leaks.slice(0, 20), [], `${leaks.length} of ${said.length} leak`);
    const audited = await Deno.readTextFile(`${cwd}/audit.log`);
    assert.deepEqual([...CANARIES, ...SPELLINGS].filter((canary) => isIn(canary, audited)), []);
  } finally {
    await Deno.remove(cwd, { recursive: true });
  }
});

function leakOf({ name, canary, args }: Trial, text: string): readonly string[] {
  return isIn(canary, text) ? [`${name}: ${canary.kind}: ${args.join(" ")}\n${text}`] : [];
}

function isIn({ needles }: Canary, text: string): boolean {
  const lower = text.toLowerCase();
  return needles.some((needle) => lower.includes(needle.toLowerCase()));
}

async function writeFiles(cwd: string): Promise<void> {
  await Deno.writeTextFile(`${cwd}/pkg`, "package");
  for (const [index, { text }] of canariesFor(true).entries()) {
    await Deno.writeTextFile(`${cwd}/content-${index}`, text, { mode: 0o600 });
  }
}

function environment(cwd: string): Readonly<Record<string, string>> {
  return {
    CLOACINA_HOME: `${cwd}/home`,
    CLOACINA_AUDIT_LOG: `${cwd}/audit.log`,
    CLOACINA_ORG: ORG,
    CLOACINA_KEY_ENCRYPTION_KEY: "0f".repeat(32),
    DATABASE_URL: `sqlite://${cwd}/store.db`,
    VAULT_ADDR: "http://127.0.0.1:1",
  };
}

/** Every canary in every place of every command, and in every file or variable that such a place names. */
function argumentTrials(): readonly Trial[] {
  const slots = commandSlots(
    filler,
    (command, flag) =>
      (COMPANIONS[`${command} ${flag}`] ?? COMPANIONS[`${flag}`] ?? "").split(" ").filter(Boolean),
  );
  return slots.flatMap((slot, number) => {
    // Commands share flags: the first that has one is tried with all, each other one with some of them.
    const isFirst = slots.findIndex(({ flag }) => flag === slot.flag) === number;
    const isTried = (index: number) => isFirst || slot.flag === null || (index + number) % 5 === 0;
    return [
      ...canariesFor(isUrl(slot)).flatMap((canary, index) =>
        isTried(index) ? [...inTheClear(slot, canary), ...behind(slot, canary, index)] : []
      ),
      ...SPELLINGS.flatMap((canary, index) => isTried(index) ? inTheClear(slot, canary) : []),
    ];
  });
}

function canariesFor(isUrl: boolean): readonly Canary[] {
  return isUrl ? [...CANARIES, ...URL_CANARIES] : CANARIES;
}

function inTheClear(slot: Slot, canary: Canary): readonly Trial[] {
  const { name, placeholder, fill } = slot;
  if (canary.mayBeName && NAMES.test(`${placeholder} ${slot.flag}`)) return [];
  const prefixes = takesReference(slot)
    ? ["", "env:", "env:CLOACINA_", "file:", ...(slot.flag === "key" ? ["vault:transit/"] : [])]
    : placeholder === "NAME=VALUE"
    ? ["", "version="]
    : [""];
  return prefixes.map((prefix) => ({
    name,
    canary,
    args: fill(`${prefix}${canary.text}`),
    env: {},
  }));
}

function behind(slot: Slot, canary: Canary, index: number): readonly Trial[] {
  const { name, placeholder, fill } = slot;
  const env = { CLOACINA_CANARY: canary.text };
  return [
    ...(/FILE|REF|PATH/.test(placeholder)
      ? [{ name: `${name}, its content`, canary, args: fill(`content-${index}`), env: {} }]
      : []),
    ...(takesReference(slot)
      ? [{ name: `${name}, a variable`, canary, args: fill("env:CLOACINA_CANARY"), env }]
      : []),
  ];
}

function isUrl({ placeholder }: Slot): boolean {
  return placeholder === "URL";
}

function takesReference({ placeholder, flag }: Slot): boolean {
  return placeholder === "REF" || /passphrase-file|database-url/.test(flag ?? "");
}

function filler(placeholder: string, name: string): string {
  if (/^(from|to|org)$/.test(name)) return ORG;
  if (/ID/.test(placeholder)) return "release-key";
  return { NAME: "n", PATH: "pkg", FILE: "key.pem", HASH: "0".repeat(64) }[placeholder] ?? "1";
}

function variableTrials(names: readonly string[]): readonly Trial[] {
  return names.flatMap((name) =>
    canariesFor(name.includes("URL"))
      .filter(({ mayBeName }) => !mayBeName || name.includes("PASSPHRASE"))
      .flatMap((canary) =>
        readersOf(name).map((line) => ({
          name,
          canary,
          args: line.split(" "),
          env: { [name]: canary.text },
        }))
      )
  );
}

function readersOf(variable: string): readonly string[] {
  return variable.includes("PASSPHRASE") ? [...READERS, ...PASSPHRASE_READERS] : READERS;
}

/** Those that the program reads which may hold a secret, or a name: the others are switches, and those of the runtime. */
const TRIED_VARIABLES = Object.keys(VARIABLES)
  .filter((name) => /^(CLOACINA_|VAULT_|DATABASE_URL$|LOGNAME$|USER$)/.test(name));

/** Canaries in the engine's configuration, where it is whole and where it is broken. */
function configTrials(cwd: string): readonly Trial[] {
  return canariesFor(true).flatMap((canary, index) => {
    const text = JSON.stringify(canary.text);
    const references = ["", "env:", "file:"].map((prefix) => JSON.stringify(prefix + canary.text));
    const server = 'server = "http://127.0.0.1:1"';
    const files = [
      ...references.map((key) => `default_profile="p"\n[profiles.p]\n${server}\napi_key=${key}\n`),
      `default_profile="p"\n[profiles.p]\nserver=${text}\n`,
      `default_profile=${text}\n`,
      `database_url=${text}\n`,
      ...canary.mayBeName ? [] : [`database_url=${JSON.stringify(`sqlite://${canary.text}`)}\n`],
      `[profiles.p]\napi_key=${text}\nserver=\n`,
      `api_key=${canary.text}\n`,
      `[profiles.${text}]\nserver=1\n`,
    ];
    return files.flatMap((content, number) => {
      const home = `${cwd}/home-${index}-${number}`;
      Deno.mkdirSync(home);
      Deno.writeTextFileSync(`${home}/config.toml`, content);
      const env = { CLOACINA_HOME: home, DATABASE_URL: null };
      const name = `config.toml, form ${number}`;
      return ["keys list", "doctor"].map((line) => ({ name, canary, args: line.split(" "), env }));
    });
  });
}

/** Every other line: of each place some lines ask for JSON and some do not. */
function withJson(args: readonly string[], index: number): readonly string[] {
  if (index % 2 === 0) return args;
  const end = args.indexOf("--");
  return end < 0 ? [...args, "--json"] : args.toSpliced(end, 0, "--json");
}
