import assert from "node:assert/strict";
import fc from "fast-check";
import { CloacinaError } from "../../../src/errors.ts";
import { encodePrivateKey } from "../../../src/formats/keys/encode_private_key.ts";
import { encodePublicKey } from "../../../src/formats/keys/encode_public_key.ts";
import { KEY_FORMATS } from "../../../src/formats/keys/key_formats.ts";
import { parseKeyFile } from "../../../src/formats/keys/key_file.ts";
import { parsePrivateKey } from "../../../src/formats/keys/private_key.ts";
import { parsePublicKeys } from "../../../src/formats/keys/public_key.ts";
import { pemContent, utf8 } from "../../testkit/key_bytes.ts";
import * as sample from "../../testkit/sample_keys.ts";
import { openPrivateKey } from "../../testkit/sample_private_key.ts";

const SEEDS = fc.uint8Array({ minLength: 32, maxLength: 32 }).map((bytes) =>
  Uint8Array.from(bytes)
);
const FORMATS = fc.constantFrom(...KEY_FORMATS);

/** One file of each format that asks for little work, so that many changes of it can be tried. */
const FILES = [
  ...[sample.PRIVATE_PEM, sample.PBKDF2_PEM, sample.SCRYPT_PEM, sample.OPENSSH_PEM],
  ...[sample.LOCKED_OPENSSH_PEM, sample.LOCKED_OPENSSH_GCM_PEM, sample.PRIVATE_JWK, sample.SEED],
  ...[sample.PUBLIC_PEM, sample.PUBLIC_JWK, sample.SSH_LINE],
].map(utf8).concat(
  [sample.PRIVATE_PEM, sample.PBKDF2_PEM, sample.SCRYPT_PEM, sample.PUBLIC_PEM].map(pemContent),
);

Deno.test("a private key of any seed is read as it was written, in every format", async () => {
  await fc.assert(fc.asyncProperty(SEEDS, FORMATS, fc.nat(255), async (seed, format, random) => {
    const key = await openPrivateKey(seed);
    const file = encodePrivateKey(key, format, (length) => new Uint8Array(length).fill(random));
    const again = await openPrivateKey(file);
    assert.deepEqual([again.seed, again.publicKey], [key.seed, key.publicKey]);
    assert.deepEqual(encodePrivateKey(again, format, (n) => new Uint8Array(n).fill(random)), file);
  }));
});

Deno.test("the public key of any seed is read as it was written, in every format", async () => {
  await fc.assert(fc.asyncProperty(SEEDS, FORMATS, async (seed, format) => {
    const { publicKey } = await openPrivateKey(seed);
    const file = encodePublicKey(publicKey, format);
    assert.deepEqual(await parsePublicKeys(file, "FILE"), [publicKey]);
  }));
});

Deno.test("a key file with a few bytes changed is a key, or refused with a code", async () => {
  const change = fc.record({
    at: fc.nat(),
    byte: fc.nat(255),
    remove: fc.nat(3),
    insert: fc.nat(2),
  });
  const files = fc.constantFrom(...FILES);
  const changes = fc.array(change, { minLength: 1, maxLength: 3 });
  await fc.assert(
    fc.asyncProperty(files, changes, async (file, changes) => {
      await readEveryWay(changes.reduce(changed, file));
    }),
    { numRuns: 1500 },
  );
});

Deno.test("any bytes are a key, or refused with a code", async () => {
  const bytes = fc.oneof(
    fc.uint8Array({ maxLength: 80 }),
    fc.uint8Array({ maxLength: 80 }).map((rest) => Uint8Array.of(0x30, rest.length, ...rest)),
    fc.string({ unit: "binary" }).map(utf8),
    fc.string().map((text) =>
      utf8(`-----BEGIN PRIVATE KEY-----\n${text}\n-----END PRIVATE KEY-----`)
    ),
    fc.json().map(utf8),
    fc.base64String().map((text) => utf8(`ssh-ed25519 AAAA${text}`)),
  );
  await fc.assert(fc.asyncProperty(bytes, readEveryWay), { numRuns: 1500 });
});

/** Reads bytes through every door, and with the passphrase where one is asked for. */
async function readEveryWay(file: Uint8Array): Promise<void> {
  await keyOrCode(parsePublicKeys(file, "FILE"));
  await keyOrCode(parseKeyFile(file, "FILE"));
  const key = await keyOrCode(parsePrivateKey(file, "FILE"));
  if (key?.locked) await keyOrCode(key.unlock(sample.PASSPHRASE));
}

async function keyOrCode<Key>(reading: Promise<Key>): Promise<Key | undefined> {
  try {
    return await reading;
  } catch (error) {
    assert.ok(error instanceof CloacinaError, `${error}`);
    assert.match(error.code, /^(invalid_key|wrong_passphrase)$/);
    return undefined;
  }
}

interface Change {
  readonly at: number;
  readonly byte: number;
  readonly remove: number;
  readonly insert: number;
}

function changed(file: Uint8Array, { at, byte, remove, insert }: Change): Uint8Array<ArrayBuffer> {
  const position = at % (file.length + 1);
  const inserted = new Uint8Array(insert).fill(byte);
  return Uint8Array.from([
    ...file.subarray(0, position),
    ...inserted,
    ...file.subarray(position + remove),
  ]);
}
