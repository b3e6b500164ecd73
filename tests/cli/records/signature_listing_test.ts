import assert from "node:assert/strict";
import { statedListing } from "../../../src/cli/records/signature_listing.ts";
import { itemPrinter } from "../../../src/cli/terminal/item_printer.ts";
import type { Stored } from "../../../src/domain/damaged.ts";
import type { OrgId } from "../../../src/domain/ids.ts";
import type { StatementTerms } from "../../../src/domain/statement.ts";
import type { StatedSignature } from "../../../src/domain/stored_signature.ts";
import { signStating } from "../../../src/operations/package/sign.ts";
import { ORG, TEST_KEYS, testHash } from "../../operations/kit.ts";

const [key] = TEST_KEYS;
const NOON = new Date("2026-01-28T12:00:00Z");

/** A stored signature that states this. */
async function stored(terms?: StatementTerms): Promise<StatedSignature> {
  const signature = await signStating(key.signer, { hash: testHash(1), terms }, () => NOON);
  return { ...signature, id: "7", signedAt: NOON, orgId: ORG as OrgId };
}

const STATED = await stored({
  claims: { name: 'a", claim version "9', version: "1.4.0" },
  expires: new Date("2026-01-28T12:00:01Z"),
  predicate: { type: "https://slsa.dev/provenance/v1", json: '{"a":1}' },
});
const STATES = 'claim name "a\\", claim version \\"9", claim version "1.4.0", ' +
  'expires "2026-01-28T12:00:01Z", predicate "https://slsa.dev/provenance/v1"';

/** What is printed on a terminal of this width, without titles, and what is noted. */
async function printed(
  columns: number | null,
  rows: readonly Stored<StatedSignature>[],
  now = NOON,
): Promise<readonly string[]> {
  const output: string[] = [];
  const add = (text: string | Uint8Array) => Promise.resolve(void output.push(String(text)));
  const terminal = { columns, write: add, note: add };
  await itemPrinter(terminal, { noHeader: true }, statedListing(now)).add(rows);
  return output.join("").trimEnd().split("\n");
}

Deno.test("elsewhere than on a terminal a row ends in its status and what it states, in quotes", async () => {
  const [line] = await printed(null, [STATED]);
  assert.deepEqual(line!.split("\t").slice(3), ["2026-01-28T12:00:00Z", "stored", STATES]);
});

Deno.test("a signature has expired from the second on that its statement names", async () => {
  const statusAt = async (time: string) => {
    const [line] = await printed(null, [STATED], new Date(time));
    return line!.split("\t")[4];
  };
  assert.equal(await statusAt("2026-01-28T12:00:00.999Z"), "stored");
  assert.equal(await statusAt("2026-01-28T12:00:01Z"), "expired");
});

Deno.test("nothing, what cannot be read and what is about another package are told apart from what is stated", async () => {
  const plain = await stored();
  const { statement } = STATED;
  const payload = new TextEncoder().encode("{}");
  const rows: readonly Stored<StatedSignature>[] = [
    plain,
    { ...plain, statement: { ...statement!, payload } },
    { ...STATED, packageHash: testHash(2) },
    { fault: "its signature is not 64 bytes", intact: { id: "7" } },
  ];
  const lines = await printed(null, rows);
  assert.deepEqual(lines.map((line) => line.split("\t").slice(4)), [
    ["stored", "nothing"],
    ["stored", "?"],
    ["stored", "?"],
    ["damaged", "?"],
  ]);
});

Deno.test("at 80 columns there is a table without the package; where more is stated, and at 40, a card", async () => {
  const short = key.publicKey.fingerprint.slice(0, 16);
  assert.deepEqual(await printed(80, [await stored()]), [
    `${short}…  ${ORG.slice(0, 12)}…  2026-01-28T12:00:00Z  stored  nothing`,
    "note: the terminal is too narrow for package; --json shows all",
  ]);
  for (const width of [80, 40]) {
    const lines = await printed(width, [STATED]);
    assert.ok(lines.every(({ length }) => length <= width));
    const [, ...states] = lines.join(" ").split("states (claimed)");
    assert.equal(states.join().replaceAll(/\s+/g, ""), STATES.replaceAll(" ", ""));
  }
});
