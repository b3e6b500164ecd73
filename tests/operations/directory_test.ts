import assert from "node:assert/strict";
import { unseal } from "../../src/crypto/sealing.ts";
import type { AuditEvent } from "../../src/domain/audit_event.ts";
import { localMasterKeyOperations, localOperations } from "../../src/operations/local.ts";
import type { LocalParts } from "../../src/operations/parts.ts";
import { openDirectory } from "../../src/store/directory/open_directory.ts";
import { CHILD, localParts, MASTER_KEY, ORG, PAGE, testHash, testKey } from "./kit.ts";

const NEW_KEY = new Uint8Array(32).fill(0x6e);
const OLD_DOCUMENT = new TextEncoder().encode('{"old": "document"}\n');
const NEW_DOCUMENT = new TextEncoder().encode('{"new": "document"}\n');
const EVERY = { orgId: null, includeRevoked: true } as const;

/** A key directory, and a way to make its audit log fail. */
interface Place {
  readonly parts: LocalParts;
  readonly events: AuditEvent[];
  readonly breakAudit: () => void;
}

async function withDirectory(body: (place: Place) => Promise<void>): Promise<void> {
  const directory = await Deno.realPath(await Deno.makeTempDir({ prefix: "cloacina-keys-" }));
  const store = await openDirectory({ kind: "directory", path: `${directory}/keys` });
  const events: AuditEvent[] = [];
  let isBroken = false;
  const parts = localParts(store, (more) => {
    if (isBroken) return Promise.reject(new Error("the audit log is broken"));
    events.push(...more);
    return Promise.resolve();
  });
  try {
    await body({ parts, events, breakAudit: () => isBroken = true });
  } finally {
    await store.close();
    await Deno.remove(directory, { recursive: true });
  }
}

async function addKeys({ parts }: Place): Promise<void> {
  for (const number of [1, 2, 3]) {
    const { seed } = await testKey(number);
    const orgId = number === 3 ? CHILD : ORG;
    await localOperations(parts).keys.import({ orgId, name: `${number}`, seed, trust: true });
  }
}

async function opened({ store }: LocalParts, masterKey: Uint8Array<ArrayBuffer>) {
  const { rows } = await store.listSigningKeys(EVERY, PAGE);
  const seeds = [];
  for (const { sealedSeed } of rows) seeds.push((await unseal(masterKey, sealedSeed))?.[0]);
  return seeds.toSorted();
}

Deno.test("in a key directory: sign, verify, revoke, with the same outcomes as in a database", async () => {
  await withDirectory(async (place) => {
    await addKeys(place);
    const { keys, package: packages, signatures } = localOperations(place.parts);
    const reference = { text: "1", orgId: ORG };
    const hashes = [testHash(1), testHash(2)];
    await packages.sign({ reference, hashes, store: true });
    const verify = { orgId: ORG, name: "pkg", hash: testHash(1), signature: null };
    assert.equal((await packages.verify(verify)).key.name, "1");
    assert.equal((await packages.preflight({ orgId: ORG, hash: testHash(1) })).answer, "accepted");
    assert.equal((await signatures.list({ orgId: ORG, hash: null, page: PAGE })).total, 2);
    const { impact } = await keys.revoke({ reference, andTrust: true, dryRun: false });
    assert.equal(impact.signatures.length, 2);
    await assert.rejects(packages.verify(verify), { code: "key_revoked" });
    await assert.rejects(packages.sign({ reference, hashes, store: true }), {
      code: "key_revoked",
    });
  });
});

Deno.test("the master key and its wrapped document change together", async () => {
  await withDirectory(async (place) => {
    await addKeys(place);
    const { store } = place.parts;
    await store.masterKeyFile!.write(OLD_DOCUMENT, null);
    const keys = { oldKey: MASTER_KEY, newKey: NEW_KEY };
    const { rotate } = localMasterKeyOperations(place.parts);
    await assert.rejects(rotate({ ...keys, document: null }), {
      code: "invalid_request",
      message: /^Cannot rotate the master key: this store keeps its own under a passphrase/,
    });
    const outcome = await rotate({ ...keys, document: { old: OLD_DOCUMENT, new: NEW_DOCUMENT } });
    assert.deepEqual(outcome, { resealed: 3, alreadyNew: 0 });
    assert.deepEqual(await opened(place.parts, NEW_KEY), [1, 2, 3]);
    assert.deepEqual(await store.masterKeyFile!.read(), NEW_DOCUMENT);
  });
});

Deno.test("a directory without a wrapped master key changes it without a document", async () => {
  await withDirectory(async (place) => {
    await addKeys(place);
    const { rotate } = localMasterKeyOperations(place.parts);
    await rotate({ oldKey: MASTER_KEY, newKey: NEW_KEY, document: null });
    assert.deepEqual(await opened(place.parts, NEW_KEY), [1, 2, 3]);
    assert.equal(await place.parts.store.masterKeyFile!.read(), null);
  });
});

Deno.test("where the audit log cannot be written, seeds and document stay as they were", async () => {
  await withDirectory(async (place) => {
    await addKeys(place);
    const { store } = place.parts;
    await store.masterKeyFile!.write(OLD_DOCUMENT, null);
    place.breakAudit();
    const { rotate } = localMasterKeyOperations(place.parts);
    const request = {
      oldKey: MASTER_KEY,
      newKey: NEW_KEY,
      document: { old: OLD_DOCUMENT, new: NEW_DOCUMENT },
    };
    await assert.rejects(rotate(request), { message: "the audit log is broken" });
    assert.deepEqual(await opened(place.parts, MASTER_KEY), [1, 2, 3]);
    assert.deepEqual(await store.masterKeyFile!.read(), OLD_DOCUMENT);
  });
});
