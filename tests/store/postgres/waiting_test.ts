import assert from "node:assert/strict";
import { isSound } from "../../../src/domain/damaged.ts";
import type { StatedSignature } from "../../../src/domain/stored_signature.ts";
import { localOperations } from "../../../src/operations/local.ts";
import { signStating } from "../../../src/operations/package/sign.ts";
import { openPostgres } from "../../../src/store/postgres/open_postgres.ts";
import { openParts } from "../../contracts/operations/opened_parts.ts";
import { NOON } from "../../contracts/records.ts";
import { ORG, signed, testHash, testKey } from "../../operations/kit.ts";
import {
  databaseServer,
  execute,
  withDatabase,
  withSession,
} from "../../testkit/postgres_database.ts";
import { until } from "../../testkit/until.ts";

// An operation that waits for another transaction, which has changed what it had read before.

const server = await databaseServer();

const KEY = await testKey(1);
const HASH = testHash(1);
const TERMS = { claims: { name: "pkg", version: "1.0.0" }, expires: null, predicate: null };

const WAITING = "select pid from pg_locks where not granted";

interface Opened {
  readonly operations: ReturnType<typeof localOperations>;
  /** Runs statements, begins the work, and commits only when it waits for them, after `meanwhile`. */
  readonly behind: <Result>(
    statements: string,
    work: () => Promise<Result>,
    meanwhile?: () => Promise<unknown>,
  ) => Promise<Result>;
}

async function withOperations(body: (opened: Opened) => Promise<void>): Promise<void> {
  await withDatabase(server, async (url) => {
    const { parts, close } = await openParts(() =>
      openPostgres({ kind: "postgres", url, schema: null })
    );
    const behind: Opened["behind"] = (statements, work, meanwhile = () => Promise.resolve()) =>
      withSession(url, async (session) => {
        await session.unsafe(`begin; ${statements}`);
        const result = work();
        result.catch(() => {});
        await until(async () => (await execute(url, WAITING)).length > 0);
        await meanwhile();
        await session.unsafe("commit");
        return await result;
      });
    try {
      await body({ operations: localOperations(parts), behind });
    } finally {
      await close();
    }
  });
}

const stating = () => signStating(KEY.signer, { hash: HASH, terms: TERMS }, () => NOON);

async function trust({ keys }: Opened["operations"]): Promise<void> {
  await keys.trust({ orgId: ORG, publicKey: KEY.publicKey, name: null });
}

/** Whether there is a statement with each stored signature of the package. */
async function stored({ signatures }: Opened["operations"]): Promise<readonly boolean[]> {
  const { items } = await signatures.list({
    orgId: ORG,
    hash: HASH,
    page: { limit: 9, offset: 0 },
  });
  return items.filter(isSound<StatedSignature>).map(({ statement }) => statement !== undefined);
}

Deno.test("a version is not raised by a key whose trust was revoked while its minimum was locked", () =>
  withOperations(async ({ operations, behind }) => {
    await trust(operations);
    const { fingerprint: fingerprintPrefix } = KEY.publicKey;
    const packages = [{ name: '"pkg"', signature: await stating() }];
    const [verdict] = await behind(
      "lock table cloacina_minimum_versions in share row exclusive mode",
      () => operations.package.raiseMinimum({ orgId: ORG, packages }),
      () => operations.keys.trusted.revoke({ orgId: ORG, fingerprintPrefix, dryRun: false }),
    );
    assert.equal(verdict && "code" in verdict && verdict.code, "key_revoked");
    const { total } = await operations.orgs.listMinimums({
      orgId: ORG,
      page: { limit: 9, offset: 0 },
    });
    assert.equal(total, 0);
  }));

const REMOVAL = "delete from package_signatures; delete from cloacina_statements";

Deno.test("what is signed anew while its signature is removed is not said to be stored with its statement", () =>
  withOperations(async ({ operations, behind }) => {
    const { id } = await operations.keys.generate({ orgId: ORG, name: "key", trust: true });
    const sign = (terms?: typeof TERMS) =>
      operations.package.sign({
        reference: { text: id, orgId: ORG },
        hashes: [HASH],
        store: true,
        ...(terms && { terms }),
      });
    await sign(TERMS);
    const { signatures: [kept] } = await sign();
    assert.notEqual(kept!.statement, undefined);
    const { signatures: [signature] } = await behind(REMOVAL, () => sign());
    assert.equal(signature!.statement, undefined);
    assert.deepEqual(await stored(operations), [false]);
  }));

Deno.test("nor is what is imported anew", () =>
  withOperations(async ({ operations, behind }) => {
    await trust(operations);
    await operations.signatures.import({ orgId: ORG, signatures: [await stating()] });
    const signatures = [await signed(KEY, HASH)];
    const [imported] = await behind(
      REMOVAL,
      () => operations.signatures.import({ orgId: ORG, signatures }),
    );
    assert.equal(imported!.statement, undefined);
    assert.deepEqual(await stored(operations), [false]);
  }));
