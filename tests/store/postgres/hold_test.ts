import assert from "node:assert/strict";
import type postgres from "postgres";
import type { Fingerprint } from "../../../src/domain/fingerprint.ts";
import type { OrgId } from "../../../src/domain/ids.ts";
import { CloacinaError } from "../../../src/errors.ts";
import { localOperations } from "../../../src/operations/local.ts";
import { openPostgres } from "../../../src/store/postgres/open_postgres.ts";
import { openParts } from "../../contracts/operations/opened_parts.ts";
import { recordBuilder } from "../../contracts/records.ts";
import { CHILD, ORG, testHash } from "../../operations/kit.ts";
import {
  databaseServer,
  execute,
  withDatabase,
  withSession,
} from "../../testkit/postgres_database.ts";
import { until } from "../../testkit/until.ts";
import { withStore } from "./expect_error.ts";

// Somebody who may connect to the database, has no right to any of its tables, and takes advisory locks.

const server = await databaseServer();

/** The number of a key's or a token's lock: whoever has a fingerprint, or reads pg_locks, knows it. */
function lockOf(held: string): string {
  return String(BigInt.asIntN(64, BigInt(`0x${held.replaceAll("-", "").slice(0, 16)}`)));
}

/** Calls `body` with operations on a store, and with what has a stranger take locks until the work given it has ended. */
async function withStranger(
  body: (test: {
    readonly operations: ReturnType<typeof localOperations>;
    readonly takeEvents: Awaited<ReturnType<typeof openParts>>["takeEvents"];
    readonly warnings: string[];
    readonly holding: (
      mode: "" | "_shared",
      held: readonly string[],
      work: (stranger: string, session: postgres.Sql) => Promise<void>,
    ) => Promise<void>;
    readonly url: string;
  }) => Promise<void>,
): Promise<void> {
  await withDatabase(server, async (url, name) => {
    const role = `stranger_${name}`;
    await execute(url, `create role ${role} login password 'x'`);
    const opened = await openParts(() => openPostgres({ kind: "postgres", url, schema: null }));
    const warnings: string[] = [];
    const warn = (text: string) => Promise.resolve(void warnings.push(text));
    const operations = localOperations({ ...opened.parts, warn });
    try {
      await body({
        operations,
        takeEvents: opened.takeEvents,
        warnings,
        url,
        holding: (mode, held, work) =>
          withSession(server.url(name, { user: role, password: "x" }), async (session) => {
            const [{ pid } = { pid: 0 }] = await session<
              { pid: number }[]
            >`select pg_backend_pid() as pid`;
            await assert.rejects(session`select from signing_keys`, { code: "42501" });
            for (const one of held) {
              await session.unsafe(`select pg_advisory_lock${mode}(${lockOf(one)})`);
            }
            await work(`${role} (process ${pid})`, session);
          }),
      });
    } finally {
      await opened.close();
      await execute(url, `drop role ${role}`);
    }
  });
}

const generate = (
  { keys }: ReturnType<typeof localOperations>,
  orgId = ORG,
) => keys.generate({ orgId, name: "key", trust: true });

for (const mode of ["", "_shared"] as const) {
  Deno.test(`a stranger's advisory lock${mode} stops no revocation, and is named in its line and a warning`, () =>
    withStranger(async ({ operations, takeEvents, warnings, holding }) => {
      const key = await generate(operations);
      const rotated = await generate(operations, CHILD);
      const { info: token } = await operations.tokens.create({
        orgId: ORG,
        name: null,
        role: "read",
        keyIds: null,
        expiresAt: null,
      });
      takeEvents();
      const held = [key.publicKey.fingerprint, rotated.publicKey.fingerprint, token.id];
      await holding(mode, held, async (stranger) => {
        const reference = { text: key.id, orgId: ORG };
        await Promise.all([
          operations.keys.revoke({ reference, andTrust: false, dryRun: false }),
          operations.keys.rotate({ reference: { text: rotated.id, orgId: CHILD }, name: "next" }),
          operations.tokens.revoke({ id: token.id, orgId: null }),
        ]);
        const state = `without the lock, which is held by ${stranger}`;
        const told = takeEvents().flatMap(({ type, reason }) =>
          /revoked$/.test(type) ? [[type, reason]] : []
        );
        assert.deepEqual(
          told.toSorted(),
          [
            ["api_token.revoked", state],
            ["key.signing.revoked", `rotated, ${state}`],
            ["key.signing.revoked", state],
          ].toSorted(),
        );
        assert.equal(warnings.length, 3);
        for (const warning of warnings) assert.ok(warning.includes(stranger), warning);
        const sign = operations.package.sign({ reference, hashes: [testHash(1)], store: false });
        await assert.rejects(sign, { code: "key_revoked" });
      });
    }));
}

Deno.test("a stranger who waits for a lock that waits for his stops no revocation", () =>
  withStranger(async ({ url, holding }) => {
    const store = await openPostgres({ kind: "postgres", url, schema: null });
    try {
      const make = recordBuilder("deadlock");
      const ids = [make.apiToken().id, make.apiToken().id];
      // As numbers are sorted: as text.
      const [first, second] = ids.toSorted((one, two) => lockOf(one) < lockOf(two) ? -1 : 1);
      await holding("", [second!], async (_stranger, session) => {
        const revoking = store.transaction((writer) =>
          writer.hold({ uses: [first!], revokes: [second!] })
        );
        await until(async () => (await execute(url, WAITING)).length > 0);
        const waiting = session.unsafe(`select pg_advisory_lock(${lockOf(first!)})`);
        const [holders] = await Promise.all([revoking, waiting.catch(() => {})]);
        assert.notEqual(holders, null);
      });
    } finally {
      await store.close();
    }
  }));

const WAITING = "select pid from pg_locks where locktype = 'advisory' and not granted and " +
  "database = (select oid from pg_database where datname = current_database())";

Deno.test("a signature whose key's lock a stranger holds is refused, and says who holds it", () =>
  withStranger(async ({ operations, warnings, holding }) => {
    const { id, publicKey } = await generate(operations);
    const sign = () =>
      operations.package.sign({
        reference: { text: id, orgId: ORG },
        hashes: [testHash(1)],
        store: false,
      });
    await holding("_shared", [publicKey.fingerprint], async () => void await sign());
    await holding("", [publicKey.fingerprint], async (stranger) => {
      const error = await refusalOf(sign());
      assert.equal(error.code, "store_unavailable");
      assert.ok(error.message.includes(stranger), error.message);
    });
    await sign();
    assert.deepEqual(warnings, []);
  }));

Deno.test("while the lock of one organisation's key is held by a stranger, others sign", () =>
  withStranger(async ({ operations, holding }) => {
    const [blocked, free] = [await generate(operations), await generate(operations, CHILD)];
    const sign = (id: string, orgId: OrgId) =>
      operations.package.sign({
        reference: { text: id, orgId },
        hashes: [testHash(1)],
        store: false,
      });
    await holding("", [blocked.publicKey.fingerprint], async () => {
      const settled: string[] = [];
      const signing = Array.from({ length: 40 }, (_, index) => {
        const [id, orgId] = index % 2 === 0 ? [blocked.id, ORG] : [free.id, CHILD];
        return sign(id, orgId).then(() => settled.push("signed"), ({ code }) => settled.push(code));
      });
      await Promise.all(signing);
      const expected = ["signed", "store_unavailable"].flatMap((one) => Array(20).fill(one));
      assert.deepEqual(settled.toSorted(), expected);
      // Nobody waits behind those who wait for the stranger: one may be told so while the last is still being signed for.
      const early = settled.slice(0, settled.lastIndexOf("signed")).filter((one) =>
        one !== "signed"
      );
      assert.ok(early.length <= 1, settled.join());
    });
  }));

Deno.test("of many who use one key, only those are refused whose token's lock a stranger holds", () =>
  withStranger(async ({ url, holding }) => {
    const store = await openPostgres({ kind: "postgres", url, schema: null });
    try {
      const make = recordBuilder("tokens of one key");
      const { fingerprint } = make.signingKey();
      const [blocked, free] = [make.apiToken().id, make.apiToken().id];
      await holding("", [blocked], async () => {
        const looks = Array.from({ length: 40 }, (_, index) => {
          const token = index % 2 === 0 ? blocked : free;
          return store.holding([fingerprint, token], () => Promise.resolve(token));
        });
        const settled = await Promise.allSettled(looks);
        const done = settled.flatMap((one) => one.status === "fulfilled" ? [one.value] : []);
        assert.deepEqual(done, Array(20).fill(free));
        const refused = settled.flatMap((one) =>
          one.status === "rejected" ? [one.reason.code] : []
        );
        assert.deepEqual(refused, Array(20).fill("store_unavailable"));
      });
    } finally {
      await store.close();
    }
  }));

Deno.test("who is refused is told why, also where the connection of all who look together is lost", () =>
  withDatabase(server, (url) =>
    withStore(url, async (store) => {
      await store.migrate();
      const { fingerprint } = recordBuilder().signingKey();
      const look = (work: () => Promise<unknown>) => store.holding([fingerprint], work);
      const refusal = new CloacinaError("key_revoked", "own");
      const first = look(() => Promise.resolve("first"));
      // They come while the first one runs, and share the next transaction.
      const together = [
        look(() => Promise.reject(refusal)),
        look(() =>
          execute(
            url,
            `select pg_terminate_backend(pid, 5000) from pg_stat_activity
              where datname = current_database() and state = 'idle in transaction'`,
          )
        ),
      ];
      assert.equal(await first, "first");
      const [refused, lost] = await Promise.allSettled(together);
      assert.equal(refused!.status === "rejected" && refused!.reason, refusal);
      assert.equal(lost!.status === "rejected" && lost!.reason.code, "store_unavailable");
    })));

Deno.test("a stranger who holds the lock of migrations is named, and one that lets go of it is not in the way", () =>
  withStranger(async ({ url, holding }) => {
    const store = await openPostgres({ kind: "postgres", url, schema: null });
    try {
      // The first 8 bytes of SHA-256("cloacina db migrate"), as of a fingerprint that begins so.
      const number = BigInt("9172433805379558400").toString(16) as Fingerprint;
      await holding("", [number], async (stranger) => {
        const error = await refusalOf(store.migrate());
        assert.equal(error.code, "store_unavailable");
        assert.match(
          error.message,
          /^Cannot create tables in .*: the migration lock is held by /,
        );
        assert.ok(error.message.includes(stranger), error.message);
      });
      assert.equal((await store.migrate()).status.isReady, true);
    } finally {
      await store.close();
    }
  }));

async function refusalOf(work: Promise<unknown>): Promise<CloacinaError> {
  const error = await work.then(() => assert.fail("it was done"), (thrown) => thrown);
  assert.ok(error instanceof CloacinaError, String(error));
  return error;
}
