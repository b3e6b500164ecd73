import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { toPackageHash } from "../../src/domain/package_hash.ts";
import { toPublicKey } from "../../src/domain/public_key.ts";
import { CLAIMS_TYPE, NO_DEMANDS, type StatementTerms } from "../../src/domain/statement.ts";
import { hashFile } from "../../src/files/hash_file.ts";
import { parseDetachedSignature } from "../../src/formats/signature/detached_signature.ts";
import { parsePublicKeys } from "../../src/formats/keys/public_key.ts";
import { serializeDetachedSignature } from "../../src/formats/signature/serialize_detached_signature.ts";
import {
  parseMinimumVersions,
  serializeMinimumVersions,
} from "../../src/formats/statement/minimum_versions.ts";
import { signPackage, signStating } from "../../src/operations/package/sign.ts";
import { fileSigner } from "../../src/operations/signer.ts";
import { judgeStatement } from "../../src/operations/package/judge_statement.ts";
import { verifyPackage } from "../../src/operations/package/verify.ts";

/** What the files of version 1 were when they were written. They never change. */
const DIGESTS = {
  "package.so": "fd406be904b5549d13186dc2566d6c6813037accf4a5ab44f3c64241918eb8ea",
  "package.so.provenance.sig": "7062842e9a5df2fcdfd6b10a0bd086877f8e2008c984be6fc1058f60ef86bf62",
  "package.so.sig": "333210d1cc893a30de8174bf638d4b73251db5f995021d8ad28a03445c74ebee",
  "package.so.statement.sig": "f42a540e3400c6a90e74f4e9fd44ace908aabad5bedd4ab6b3c5138b840c0135",
  "release.pub.pem": "c570e6bfab07a82d6d7e2fd10a2544076dc04e3d7c9dedeb03a00313f9cd7eb2",
  "versions.json": "4c093e6410ffb5fe154e92ad5c3cd49e0aaac8130c29aaa5f0709fb1300a5408",
} as const;

type Golden = keyof typeof DIGESTS;

function pathOf(name: Golden): string {
  return fileURLToPath(new URL(`v1/${name}`, import.meta.url));
}

async function read(name: Golden): Promise<Uint8Array<ArrayBuffer>> {
  return await Deno.readFile(pathOf(name));
}

const SEED = Uint8Array.from({ length: 32 }, (_, index) => 0x40 + index);

const hash = toPackageHash(await hashFile(pathOf("package.so"), () => {}));

Deno.test("the golden files are byte for byte what they were", async () => {
  for (const [name, digest] of Object.entries(DIGESTS)) {
    assert.equal((await hashFile(pathOf(name as Golden), () => {})).toHex(), digest, name);
  }
});

Deno.test("the golden signature still verifies", async () => {
  const signature = parseDetachedSignature(await read("package.so.sig"), "package.so.sig");
  const source = "release.pub.pem";
  const publicKeys = await parsePublicKeys(await read(source), source);
  const trusted = publicKeys.map((publicKey) => ({ publicKey, source }));
  assert.equal(await verifyPackage({ name: "package.so", hash }, signature, trusted), trusted[0]);
  assert.equal(signature.signedAt, "2026-01-28T12:00:00Z");
});

Deno.test("this version writes the golden signature byte for byte", async () => {
  const key = await fileSigner(SEED);
  const signature = await signPackage(key, hash, () => new Date("2026-01-28T12:00:00Z"));
  const golden = new TextDecoder().decode(await read("package.so.sig"));
  assert.equal(serializeDetachedSignature(signature), golden);
});

const CLAIMS = { name: "package", version: "1.2.0" };
const EXPIRES = new Date("2027-01-28T12:00:00Z");

/** The golden statements: claims alone, and beside a predicate of another kind, which takes their place. */
const STATED: readonly (readonly [name: Golden, terms: StatementTerms])[] = [
  ["package.so.statement.sig", { claims: CLAIMS, expires: EXPIRES, predicate: null }],
  ["package.so.provenance.sig", {
    claims: CLAIMS,
    expires: EXPIRES,
    predicate: {
      type: "https://slsa.dev/provenance/v1",
      // A number that no other text of this object would keep.
      json: '{"buildDefinition": {"buildType": "https://example.com/build/v1"}, "n": 1.0}',
    },
  }],
];

for (const [name, terms] of STATED) {
  Deno.test(`the golden ${name} still verifies, and this version writes it byte for byte`, async () => {
    const key = await fileSigner(SEED);
    const now = new Date("2026-01-28T12:00:00Z");
    const signature = await signStating(key, { hash, terms }, () => now);
    const golden = await read(name);
    assert.equal(serializeDetachedSignature(signature), new TextDecoder().decode(golden));
    const publicKey = toPublicKey(key.publicKey);
    const parsed = parseDetachedSignature(golden, name);
    const stated = { signature: parsed, publicKey, demands: NO_DEMANDS, now };
    assert.deepEqual(await judgeStatement({ name, hash }, stated), {
      packageHash: hash,
      predicateType: terms.predicate?.type ?? CLAIMS_TYPE,
      claims: CLAIMS,
      expires: EXPIRES,
    });
  });

  Deno.test(`the golden ${name} is the golden signature and one more member, which the engine ignores`, async () => {
    const { statement, ...rest } = JSON.parse(new TextDecoder().decode(await read(name)));
    const bare = new TextDecoder().decode(await read("package.so.sig"));
    assert.equal(`${JSON.stringify(rest, null, 2)}\n`, bare);
    assert.deepEqual(Object.keys(statement), ["payload", "payloadType", "signatures"]);
  });
}

Deno.test("the golden minimum versions are read, and this version writes them byte for byte", async () => {
  const golden = await read("versions.json");
  const minimum = new Map([["other", "0.9.0-rc.1"], ["package", "1.2.0"]]);
  assert.deepEqual(parseMinimumVersions(golden, "versions.json"), minimum);
  const written = serializeMinimumVersions(new Map([...minimum].reverse()), "versions.json");
  assert.equal(new TextDecoder().decode(written), new TextDecoder().decode(golden));
});
