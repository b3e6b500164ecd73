import assert from "node:assert/strict";
import { seal, unseal } from "../../src/crypto/sealing.ts";
import { sha256 } from "../../src/crypto/sha256.ts";
import { hashProvider } from "../../src/files/hash_provider.ts";
import { inFolder } from "../compile/in_folder.ts";
import { writeTree } from "../files/write_tree.ts";
import type { PackageHash } from "../../src/domain/package_hash.ts";
import { formatApiToken, hashApiToken } from "../../src/formats/api_token.ts";
import { parseAuditLine, previousOfAuditLine } from "../../src/formats/audit/audit_line.ts";
import {
  auditSealMessage,
  parseAuditSeal,
  serializeAuditSeal,
} from "../../src/formats/audit/audit_seal.ts";
import { unwrapMasterKey, wrapMasterKey } from "../../src/formats/keys/wrapped_master_key.ts";
import { parseDetachedSignature } from "../../src/formats/signature/detached_signature.ts";
import { serializeDetachedSignature } from "../../src/formats/signature/serialize_detached_signature.ts";
import { signPackage, signStating } from "../../src/operations/package/sign.ts";
import { fileSigner } from "../../src/operations/signer.ts";
import { fromEnvelope, toEnvelope } from "../../src/formats/statement/envelope.ts";
import {
  parseMinimumVersions,
  serializeMinimumVersions,
} from "../../src/formats/statement/minimum_versions.ts";
import { statementMessage } from "../../src/formats/statement/statement.ts";
import { signMessage } from "../../src/operations/sign_message.ts";

const PAGE = await Deno.readTextFile(new URL("../../docs/format.md", import.meta.url));

const bytesFrom = (first: number, length: number) =>
  Uint8Array.from({ length }, (_, index) => first + index);
const utf8 = (text: string) => new TextEncoder().encode(text);

const SEED = bytesFrom(0x40, 32);
const MASTER_KEY = bytesFrom(0x00, 32);
const key = await fileSigner(SEED);

function sectionOf(heading: string): string {
  const section = PAGE.split(/^## /m).find((text) => text.startsWith(`${heading}\n`));
  assert.ok(section !== undefined, `no section ${heading}`);
  return section;
}

/** The blocks of code in a section. */
function blocksOf(heading: string): readonly string[] {
  return Array.from(sectionOf(heading).matchAll(/^```\w+\n(.*?)^```$/gms), ([, text]) => text!);
}

/** The cell to the right of one that begins so. */
function cellOf(heading: string, start: string): string {
  const row = sectionOf(heading).split("\n").find((line) => line.startsWith(`| ${start}`));
  return /`(.*)`/.exec(row ?? "")?.[1] ?? "";
}

Deno.test("docs/format.md: seed, public key, fingerprint and master key belong together", () => {
  const section = "Keys and fingerprints";
  assert.equal(cellOf(section, "seed"), SEED.toHex());
  assert.equal(cellOf(section, "public key"), new Uint8Array(key.publicKey).toHex());
  assert.equal(cellOf(section, "fingerprint"), key.fingerprint);
  assert.equal(cellOf(section, "master key"), MASTER_KEY.toHex());
});

Deno.test("docs/format.md: the detached signature is what is written, and is read", async () => {
  const [text = ""] = blocksOf("Detached signature");
  const hash = sha256(utf8("package\n")).toHex() as PackageHash;
  const signature = await signPackage(key, hash, () => new Date("2026-01-28T12:00:00Z"));
  assert.equal(text, serializeDetachedSignature(signature));
  assert.deepEqual(parseDetachedSignature(utf8(text), "it"), signature);
});

Deno.test("docs/format.md: the statement is what is written, and is read", async () => {
  const [envelope = "", statement = ""] = blocksOf("Statement");
  const hash = sha256(utf8("package\n")).toHex() as PackageHash;
  const terms = {
    claims: { name: "package", version: "1.2.0" },
    expires: new Date("2027-01-28T12:00:00Z"),
    predicate: null,
  };
  const now = () => new Date("2026-01-28T12:00:00Z");
  const signed = (await signStating(key, { hash, terms }, now)).statement!;
  assert.equal(envelope, `${JSON.stringify(toEnvelope(signed), null, 2)}\n`);
  assert.deepEqual(fromEnvelope(JSON.parse(envelope)), signed);
  assert.deepEqual(utf8(statement.trim()), signed.payload);
  const message = new TextDecoder().decode(statementMessage(signed.payload));
  const start = /^ {4}(DSSEv1 .*)<statement>$/m.exec(sectionOf("Statement"))![1]!;
  assert.equal(message, `${start}${statement.trim()}`);
});

Deno.test("docs/format.md: minimum versions are what is written, and are read", () => {
  const [text = ""] = blocksOf("Minimum versions");
  const minimum = parseMinimumVersions(utf8(text), "it");
  assert.deepEqual(minimum, new Map([["workflow", "1.4.0"]]));
  assert.equal(text, new TextDecoder().decode(serializeMinimumVersions(minimum, "f")));
});

Deno.test("docs/format.md: a provider's files are hashed as it shows, to that digest and signature", () =>
  inFolder(async (folder) => {
    const heading = "Provider signature";
    await writeTree(folder, { "package.toml": "[package]\n", ab: "c" });
    const digest = await hashProvider(folder, () => {});
    const hashed = Uint8Array.fromHex(blocksOf(heading)[0]!.trim());
    assert.deepEqual(sha256(hashed), digest);
    assert.equal(cellOf(heading, "digest"), digest.toHex());
    assert.equal(cellOf(heading, "signature"), (await signMessage(key, digest)).toHex());
  }));

Deno.test("docs/format.md: the sealed seed is what is written, and opens", async () => {
  const [text = ""] = blocksOf("Sealed seed");
  const sealed = Uint8Array.fromHex(text.trim());
  assert.deepEqual(sealed, await seal(MASTER_KEY, bytesFrom(0x80, 12), SEED));
  assert.deepEqual(await unseal(MASTER_KEY, sealed), SEED);
});

Deno.test("docs/format.md: the master key file is what is written, and opens", async () => {
  const [text = ""] = blocksOf("Master key file");
  const passphrase = "correct horse battery staple";
  const random = (length: number) => bytesFrom(length === 32 ? 0xa0 : 0xc0, length);
  const written = await wrapMasterKey(MASTER_KEY, passphrase, random);
  assert.equal(text, new TextDecoder().decode(written));
  assert.deepEqual(await unwrapMasterKey(utf8(text), passphrase, "it"), MASTER_KEY);
});

Deno.test("docs/format.md: the audit lines are lines, and the second follows the first", () => {
  const [text = ""] = blocksOf("Audit line");
  const lines = text.trimEnd().split("\n");
  assert.equal(lines.length, 2);
  assert.ok(lines.every((line) => parseAuditLine(utf8(line)) !== null));
  assert.equal(previousOfAuditLine(utf8(lines[0]!)), "0".repeat(64));
  assert.equal(previousOfAuditLine(utf8(lines[1]!)), sha256(utf8(lines[0]!)).toHex());
});

Deno.test("docs/format.md: the audit seal is over these lines, and is what is written", async () => {
  const [text = ""] = blocksOf("Audit seal");
  const last = blocksOf("Audit line")[0]!.trimEnd().split("\n").at(-1)!;
  const head = sha256(utf8(last)).toHex();
  const stretch = { start: "0".repeat(64), head, lines: 2 };
  const signature = new Uint8Array(await signMessage(key, auditSealMessage(stretch)));
  const sealed = {
    ...stretch,
    keyFingerprint: key.fingerprint,
    signature,
    sealedAt: "2026-01-28T12:00:02Z",
  };
  assert.equal(text, serializeAuditSeal(sealed));
  assert.deepEqual(parseAuditSeal(utf8(text), "it"), sealed);
});

Deno.test("docs/format.md: the API token is what is given out, and its hash what is kept", () => {
  const token = formatApiToken(bytesFrom(0x60, 32));
  assert.equal(cellOf("API token", "token"), token);
  assert.equal(cellOf("API token", "SHA-256"), hashApiToken(token));
});
