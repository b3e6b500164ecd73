import assert from "node:assert/strict";
import { CloacinaError } from "../../../src/errors.ts";
import { parsePrivateKey } from "../../../src/formats/keys/private_key.ts";
import { parsePublicKeys } from "../../../src/formats/keys/public_key.ts";
import { BAD_KEYS } from "../../testkit/bad_keys.ts";
import type { BadKey } from "../../testkit/bad_keys/bad_key.ts";
import { SEED } from "../../testkit/sample_keys.ts";

/** How the seed of the sample key begins, in each of its spellings. */
const SECRETS = [SEED.slice(0, 8), "nWGx", "IJ1h"];

Deno.test("the table of bad keys is whole, and every name is its own", () => {
  assert.equal(BAD_KEYS.length, 306);
  assert.equal(new Set(BAD_KEYS.map(({ name }) => name)).size, BAD_KEYS.length);
});

for (const badKey of BAD_KEYS) {
  Deno.test(`as a ${badKey.wanted} key is refused ${badKey.name}`, async () => {
    const { code, message, hint } = await refusal(badKey);
    assert.equal(code, badKey.code);
    assert.match(
      message,
      /^Cannot (read|accept|unlock) the (key|public key|private key) "FILE": ./,
    );
    assert.ok(message.includes(badKey.message), message);
    assert.ok(!SECRETS.some((secret) => `${message} ${hint}`.includes(secret)), message);
  });
}

async function refusal(badKey: BadKey): Promise<CloacinaError> {
  const thrown = await read(badKey).then(() => "it was read as a key", (error) => error);
  assert.ok(thrown instanceof CloacinaError, `${thrown}`);
  return thrown;
}

async function read({ wanted, bytes, passphrase }: BadKey): Promise<unknown> {
  if (wanted === "public") return await parsePublicKeys(bytes, "FILE");
  const key = await parsePrivateKey(bytes, "FILE");
  return key.locked ? await key.unlock(passphrase) : key;
}
