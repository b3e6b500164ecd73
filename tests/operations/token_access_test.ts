import assert from "node:assert/strict";
import { CloacinaError, type ErrorCode } from "../../src/errors.ts";
import { tokenAccess } from "../../src/operations/token_access.ts";
import { CHILD, type Kit, ORG, PAGE, withKit } from "./kit.ts";

const TOKEN = `clk_${"A".repeat(43)}`;

async function makeToken({ operations }: Kit) {
  const request = { orgId: ORG, name: null, role: "admin", keyIds: null, expiresAt: null } as const;
  return (await operations.tokens.create(request)).info;
}

const STORE_FAULTS: readonly (readonly [thrown: ErrorCode, known: ErrorCode])[] = [
  ["insufficient_permissions", "store_unavailable"],
  ["invalid_request", "store_unavailable"],
  ["store_unavailable", "store_unavailable"],
  ["store_corrupt", "store_corrupt"],
];

const writable = () => Promise.resolve();

for (const [thrown, known] of STORE_FAULTS) {
  Deno.test(`a store that says ${thrown} while a token is looked up is the server's fault: ${known}`, async () => {
    await withKit(async ({ parts }) => {
      const message = "Cannot connect to postgres://db.internal/prod: the password was refused";
      const store = {
        ...parts.store,
        findApiToken: () => Promise.reject(new CloacinaError(thrown, message)),
      };
      const { authenticate } = tokenAccess({ ...parts, store }, () => parts.audit, writable);
      await assert.rejects(authenticate(TOKEN), { code: known, message });
    });
  });
}

Deno.test("what its role of the database does not permit is the server's fault, and what a token does not, the caller's", async () => {
  await withKit(async (kit) => {
    const { parts, audit } = { parts: kit.parts, audit: () => kit.parts.audit };
    const token = await makeToken(kit);
    const message = 'Cannot access the database "postgres://op@db.internal/prod": this role is ' +
      "not permitted to do that (permission denied for table signing_keys)";
    const denied = () => Promise.reject(new CloacinaError("insufficient_permissions", message));
    const store = { ...parts.store, transaction: denied, listSignatures: denied };
    store.withDamaged = { ...parts.store.withDamaged, listSignatures: denied };
    const operations = tokenAccess({ ...parts, store }, audit, writable).operationsFor(token);
    const expected = { code: "store_unavailable", message };
    await assert.rejects(
      operations.keys.generate({ orgId: ORG, name: "k", trust: false }),
      expected,
    );
    const ofOrg = { orgId: ORG, hash: null, fingerprint: null, page: PAGE };
    await assert.rejects(operations.signatures.list(ofOrg), expected);
    await assert.rejects(operations.signatures.list({ ...ofOrg, orgId: CHILD }), {
      code: "insufficient_permissions",
    });
  });
});

Deno.test("an audit log that cannot be written is the server's fault, for a refusal and for work", async () => {
  await withKit(async (kit) => {
    const token = await makeToken(kit);
    const message = 'Cannot write the audit log "/var/log/a": it is a symbolic link';
    const broken = () => Promise.reject(new CloacinaError("invalid_request", message));
    const { auditRefusal, operationsFor } = tokenAccess(kit.parts, () => broken, writable);
    const expected = { code: "io_failed", message };
    await assert.rejects(auditRefusal(null, "192.0.2.1", "no"), expected);
    const work = operationsFor(token).keys.generate({ orgId: ORG, name: "k", trust: false });
    await assert.rejects(work, expected);
  });
});

Deno.test("a token that nobody made is unauthorized, and a good one acts on its own organisation in its own name", async () => {
  await withKit(async (kit) => {
    const actors: string[] = [];
    const { authenticate, operationsFor } = tokenAccess(kit.parts, (actor) => (events) => {
      actors.push(...events.map(({ type }) => `${actor} ${type}`));
      return Promise.resolve();
    }, writable);
    await assert.rejects(authenticate(TOKEN), { code: "unauthorized" });
    const token = await makeToken(kit);
    const operations = operationsFor(token);
    await operations.keys.generate({ orgId: ORG, name: "k", trust: false });
    assert.deepEqual(actors, [`token:${token.id} key.signing.created`]);
    const theirs = { orgId: CHILD, includeRevoked: true, page: PAGE };
    await assert.rejects(operations.keys.list(theirs), { code: "insufficient_permissions" });
  });
});

Deno.test("who cannot write the audit log is not ready, and that is the server's fault", async () => {
  await withKit(async (kit) => {
    const message = 'Cannot write the audit log "/var/log/a": no space is left on the device';
    const full = () => Promise.reject(new CloacinaError("insufficient_permissions", message));
    const { requireReady } = tokenAccess(kit.parts, () => kit.parts.audit, full);
    await assert.rejects(requireReady(), { code: "io_failed", message });
    await tokenAccess(kit.parts, () => kit.parts.audit, writable).requireReady();
  });
});

Deno.test("a token is guessed once it was seen, and no longer from when it expires", async () => {
  await withKit(async ({ parts, operations }) => {
    let now = parts.now();
    const expiresAt = new Date(now.getTime() + 60_000);
    const wish = { name: null, role: "sign", keyIds: null, expiresAt } as const;
    const { token, info } = await operations.tokens.create({ orgId: ORG, ...wish });
    const access = tokenAccess({ ...parts, now: () => now }, () => parts.audit, writable);
    assert.equal(access.guess(token), null);
    await access.authenticate(token);
    assert.equal(access.guess(token)?.token.id, info.id);
    now = new Date(expiresAt.getTime() - 1);
    assert.equal(access.guess(token)?.token.id, info.id);
    now = expiresAt;
    assert.equal(access.guess(token), null);
  });
});
