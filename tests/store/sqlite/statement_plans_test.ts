import assert from "node:assert/strict";
import type { DatabaseSync } from "node:sqlite";
import { formatPosition } from "../../../src/domain/list_position.ts";
import type { Page } from "../../../src/domain/list_slice.ts";
import { sqlWriter } from "../../../src/store/sql/writer.ts";
import type { Connection } from "../../../src/store/sqlite/connection.ts";
import { sqliteSession } from "../../../src/store/sqlite/session.ts";
import type { StoreWriter } from "../../../src/store/store.ts";
import { later, recordBuilder } from "../../contracts/records.ts";
import { withDatabase } from "./engine_database.ts";
import { temporaryEngineDatabase, temporarySqlite } from "./temporary_sqlite.ts";

type Use = (store: StoreWriter) => Promise<unknown>;

const make = recordBuilder();
const PAGE = { limit: 9, offset: 0 };
const [ORG, OTHER_ORG] = [make.orgId(), make.orgId()];
const { id: ID, fingerprint: FINGERPRINT } = make.signingKey();
const { id: TOKEN_ID, tokenHash: TOKEN_HASH } = make.apiToken();
const PACKAGE_HASH = make.packageHash();
const PREFIX = FINGERPRINT.slice(0, 8);

/** What takes one statement, by what it does. */
const READING: Readonly<Record<string, Use>> = {
  "key by id": (store) => store.signingKey(ID),
  "keys of a key pair": (store) => store.signingKeysOf(FINGERPRINT),
  "key by name": (store) => store.findSigningKeys({ orgId: ORG, name: "k" }, 9),
  "key by prefix": (store) => store.findSigningKeys({ orgId: null, prefix: PREFIX }, 9),
  "key of an organisation by prefix": (store) =>
    store.findSigningKeys({ orgId: ORG, prefix: PREFIX }, 9),
  "trusted keys": (store) => store.trustedKeysOf([ORG, OTHER_ORG], [FINGERPRINT]),
  "trusted keys of everybody": (store) => store.trustedKeysOf(null, [FINGERPRINT]),
  "trusted keys of an organisation by key": (store) =>
    store.trustedKeysOf([ORG], [FINGERPRINT, make.trustedKey().fingerprint]),
  "trusted keys by a word": (store) =>
    store.meantTrustedKeys(
      { orgId: ORG, isRevoked: false, names: ["k"], prefix: PREFIX, id: ID },
      9,
    ),
  "grants given": (store) => store.trustGrantsOf([ORG], "parent"),
  "grants got": (store) => store.trustGrantsOf([ORG], "child"),
  "grants given by several": (store) => store.trustGrantsOf([ORG, OTHER_ORG], "parent"),
  "grants got by several": (store) => store.trustGrantsOf([ORG, OTHER_ORG], "child"),
  "signature by id": (store) => store.signature(ID),
  "signatures of a package": (store) => store.signaturesOf(PACKAGE_HASH),
  "some signatures of a package": (store) => store.signaturesOf(PACKAGE_HASH, 9),
  "statements of packages": (store) => store.statementsOf([PACKAGE_HASH, make.packageHash()]),
  "statements of packages by signers": (store) =>
    store.statementsOf([PACKAGE_HASH, make.packageHash()], [make.statement().keyFingerprint]),
  "minimum versions": (store) => store.minimumVersions(ORG, ["one", "other"]),
  "token by id": (store) => store.apiToken(TOKEN_ID),
  "token by hash": (store) => store.findApiToken(TOKEN_HASH),
  "store a statement": (store) => store.saveStatements([make.statement()]),
  "remove a minimum version that is not there": (store) => store.removeMinimumVersion(ORG, "one"),
};

/** What changes rows: with what then reads what became of them, two statements. */
const CHANGING: Readonly<Record<string, Use>> = {
  "revoke a key": (store) => store.revokeSigningKey(ID, later(1)),
  "revoke trust": (store) => store.revokeTrustedKey(ORG, ID, later(1)),
  "revoke a grant": (store) => store.revokeTrustGrant(ORG, OTHER_ORG, later(1)),
  "remove a signature": (store) => store.removeSignature(ID),
  "remove a statement": (store) => store.removeStatement(ID),
  // No row is found afterwards.
  "raise a minimum version": (store) =>
    assert.rejects(store.saveMinimumVersion(make.minimumVersion()), { code: "store_corrupt" }),
  "revoke a token": (store) => store.revokeApiToken(TOKEN_ID, later(1)),
};

const LISTING: Readonly<Record<string, Use>> = {
  "keys of an organisation": (store) =>
    store.listSigningKeys({ orgId: ORG, includeRevoked: false }, PAGE),
  "all keys of an organisation": (store) =>
    store.listSigningKeys({ orgId: ORG, includeRevoked: true }, PAGE),
  "keys": (store) => store.listSigningKeys({ orgId: null, includeRevoked: false }, PAGE),
  "all keys": (store) => store.listSigningKeys({ orgId: null, includeRevoked: true }, PAGE),
  "trusted keys of an organisation": (store) =>
    store.listTrustedKeys({ orgIds: [ORG], includeRevoked: false }, PAGE),
  "all trusted keys of an organisation": (store) =>
    store.listTrustedKeys({ orgIds: [ORG], includeRevoked: true }, PAGE),
  "signatures": (store) => store.listSignatures({ orgId: null, fingerprint: null }, PAGE),
  "signatures of an organisation": (store) =>
    store.listSignatures({ orgId: ORG, fingerprint: null }, PAGE),
  "signatures by a key": (store) =>
    store.listSignatures({ orgId: null, fingerprint: FINGERPRINT }, PAGE),
};

const LISTING_BY_INDEX: Readonly<Record<string, Use>> = {
  "trusted keys of several organisations": (store) =>
    store.listTrustedKeys({ orgIds: [ORG, OTHER_ORG], includeRevoked: false }, PAGE),
  "all trusted keys of several organisations": (store) =>
    store.listTrustedKeys({ orgIds: [ORG, OTHER_ORG], includeRevoked: true }, PAGE),
  "signatures of an organisation by a key": (store) =>
    store.listSignatures({ orgId: ORG, fingerprint: FINGERPRINT }, PAGE),
  "minimum versions of an organisation": (store) => store.listMinimumVersions({ orgId: ORG }, PAGE),
  "tokens of an organisation": (store) =>
    store.listApiTokens({ orgId: ORG, includeRevoked: false }, PAGE),
  "all tokens of an organisation": (store) =>
    store.listApiTokens({ orgId: ORG, includeRevoked: true }, PAGE),
};

Deno.test("no look-up or change walks through a table, in our database and in the engine's", async () => {
  for (const open of [temporarySqlite, () => temporaryEngineDatabase("wal")]) {
    await withPlans(open, async (plansOf) => {
      for (const [uses, statements] of [[READING, 1], [CHANGING, 2]] as const) {
        for (const [what, use] of Object.entries(uses)) {
          const plans = await plansOf(use);
          assert.equal(plans.length, statements, what);
          assert.deepEqual(plans.flat().filter(isScanOfTable), [], what);
        }
      }
    });
  }
});

Deno.test("a page of new sealed seeds is two statements, and a chunk of a walk one, neither of which sorts", async () => {
  const seeds = ["aa", "bb", "cc"].map((digits) => Uint8Array.fromHex(digits.repeat(60)));
  const changes = seeds.map((old) => ({ id: ID, old, sealedSeed: old }));
  for (const open of [temporarySqlite, () => temporaryEngineDatabase("wal")]) {
    await withPlans(open, async (plansOf) => {
      const sealing = await plansOf((store) => store.replaceSealedSeeds(changes));
      assert.equal(sealing.length, 2);
      assert.deepEqual(sealing.flat().filter(isScanOfTable), []);
      for (const after of [null, "7"]) {
        const plans = await plansOf((store) => store.walkSignatures({ after, limit: 9 }));
        assert.equal(plans.length, 1);
        assert.deepEqual(plans.flat().filter((step) => /TEMP B-TREE/.test(step)), []);
      }
    });
  }
});

Deno.test("a page of a listing is read in its order, without sorting", async () => {
  await withPlans(temporarySqlite, async (plansOf) => {
    for (const [what, use] of Object.entries(LISTING)) {
      const [page = [], total = []] = await plansOf(use);
      assert.deepEqual(page.filter((step) => /TEMP B-TREE/.test(step)), [], `${what}: ${page}`);
      assert.match(page.join(), /USING (COVERING )?INDEX idx_\w+_time/, what);
      assert.match(total.join(), /USING COVERING INDEX/, what);
    }
  });
});

Deno.test("a page after another is one statement: the position of the first has the total", async () => {
  const position = { id: ID, time: "2026-01-28T12:00:00+00:00" };
  const after = (total?: number) => ({
    ...PAGE,
    after: formatPosition(total === undefined ? position : { ...position, total }),
  });
  await withPlans(temporarySqlite, async (plansOf) => {
    const list = (page: Page): Use => (store) =>
      store.listSignatures({ orgId: null, fingerprint: null }, page);
    const plans = await plansOf(list(after(9)));
    assert.equal(plans.length, 1);
    assert.deepEqual(plans[0]?.filter((step) => /TEMP B-TREE/.test(step)), []);
    assert.equal((await plansOf(list(after()))).length, 2);
  });
});

Deno.test("trusted keys of several organisations, signatures of one by a key, and tokens of one use an index", async () => {
  for (const open of [temporarySqlite, () => temporaryEngineDatabase("wal")]) {
    await withPlans(open, async (plansOf) => {
      for (const [what, use] of Object.entries(LISTING_BY_INDEX)) {
        const plans = await plansOf(use);
        assert.equal(plans.length, 2, what);
        assert.deepEqual(plans.flat().filter(isScanOfTable), [], what);
      }
    });
  }
});

Deno.test("in the engine's database a listing of an organisation reads its rows only", async () => {
  await withPlans(() => temporaryEngineDatabase("wal"), async (plansOf) => {
    for (const [what, use] of Object.entries(LISTING)) {
      if (!/of an organisation|by a key/.test(what)) continue;
      assert.deepEqual((await plansOf(use)).flat().filter(isScanOfTable), [], what);
    }
  });
});

Deno.test("a package's signatures are looked up as the engine looks them up", async () => {
  const engineQuery = `SELECT package_signatures.id, package_signatures.package_hash,
    package_signatures.key_fingerprint, package_signatures.signature, package_signatures.signed_at,
    package_signatures.org_id FROM package_signatures
    WHERE (package_signatures.package_hash = ?) LIMIT ?`;
  await withPlans(() => temporaryEngineDatabase("wal"), async (plansOf, planOf) => {
    for (const limit of [undefined, 1]) {
      const plans = await plansOf((store) => store.signaturesOf(PACKAGE_HASH, limit));
      assert.deepEqual(plans, [planOf(engineQuery)]);
    }
  });
});

/** Runs work with what gives the plans of the statements that a use of the store makes in this database. */
async function withPlans(
  open: () => Promise<{ readonly path: string; readonly close: () => Promise<void> }>,
  work: (
    plansOf: (use: Use) => Promise<readonly (readonly string[])[]>,
    planOf: (sql: string) => readonly string[],
  ) => Promise<void>,
): Promise<void> {
  const { path, close } = await open();
  const planOf = (sql: string) => {
    let plan: readonly string[] = [];
    withDatabase(path, (database) => {
      plan = planIn(database, sql);
    });
    return plan;
  };
  await work(async (use) => (await statementsOf(use)).map(planOf), planOf);
  await close();
}

/** The statements that a use of the store runs, where no row is found and each change succeeds. */
async function statementsOf(use: Use): Promise<readonly string[]> {
  const statements: string[] = [];
  const note = (sql: string) => void statements.push(sql);
  const connection: Connection = {
    rows: (sql) => (note(sql), []),
    change: (sql) => (note(sql), 1),
    isInTransaction: () => true,
    close: () => {},
  };
  const session = sqliteSession((look) => Promise.resolve(look(connection)), "any");
  await use(sqlWriter(session, {
    hold: () => Promise.resolve(null),
    lock: () => Promise.resolve(),
  }));
  return statements;
}

function planIn(database: DatabaseSync, sql: string): readonly string[] {
  const values = Array((sql.match(/\?/g) ?? []).length).fill(null);
  return database.prepare(`EXPLAIN QUERY PLAN ${sql}`).all(...values).map(({ detail }) =>
    String(detail)
  );
}

/** The list of organisations that a statement is given is walked through. */
function isScanOfTable(step: string): boolean {
  return step.startsWith("SCAN") && !/^SCAN json_each/.test(step);
}
