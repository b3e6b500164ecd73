import assert from "node:assert/strict";
import { formatPosition } from "../../../src/domain/list_position.ts";
import type { Page } from "../../../src/domain/list_slice.ts";
import { postgresSession } from "../../../src/store/postgres/session.ts";
import type { Tables } from "../../../src/store/postgres/tables.ts";
import { sqlReader } from "../../../src/store/sql/reader.ts";
import type { StoreReader } from "../../../src/store/store.ts";
import { recordBuilder } from "../../contracts/records.ts";
import {
  databaseServer,
  execute,
  withDatabase,
  withSession,
} from "../../testkit/postgres_database.ts";
import { withStore } from "./expect_error.ts";

const server = await databaseServer();
const make = recordBuilder();
const ORG = make.orgId();
const { fingerprint: FINGERPRINT } = make.signingKey();

/** How many rows each table has: enough that the server would rather not read all. */
const ROWS = 5000;

const FIRST: Page = { limit: 9, offset: 0 };
const POSITION = { id: make.uuid(), time: "2026-01-28 12:00:00", total: ROWS };
const LATER: Page = { ...FIRST, after: formatPosition(POSITION) };

const LISTS: Readonly<Record<string, (store: StoreReader, page: Page) => Promise<unknown>>> = {
  "keys": (store, page) => store.listSigningKeys({ orgId: null, includeRevoked: true }, page),
  "keys of an organisation": (store, page) =>
    store.listSigningKeys({ orgId: ORG, includeRevoked: false }, page),
  "trusted keys of an organisation": (store, page) =>
    store.listTrustedKeys({ orgIds: [ORG], includeRevoked: false }, page),
  "signatures": (store, page) => store.listSignatures({ orgId: null, fingerprint: null }, page),
  "signatures of an organisation": (store, page) =>
    store.listSignatures({ orgId: ORG, fingerprint: null }, page),
  "signatures by a key": (store, page) =>
    store.listSignatures({ orgId: null, fingerprint: FINGERPRINT }, page),
};

const FILL = `
  insert into signing_keys select gen_random_uuid(), '${ORG}', number::text, '\\x00', '\\x00', 'f',
    timestamp '2026-01-01' + number * interval '1 s', null from generate_series(1, ${ROWS}) as number;
  insert into trusted_keys select gen_random_uuid(), '${ORG}', number::text, '\\x00', null,
    timestamp '2026-01-01' + number * interval '1 s', null from generate_series(1, ${ROWS}) as number;
  insert into package_signatures select gen_random_uuid(), number::text, '${FINGERPRINT}', '\\x00',
    timestamp '2026-01-01' + number * interval '1 s', '${ORG}' from generate_series(1, ${ROWS}) as number;
  analyze`;

Deno.test("a page of a listing is read in its order in tables of ours, and only the first page counts the rows", () =>
  withDatabase(server, async (url) => {
    await withStore(url, async (store) => void await store.migrate());
    await execute(url, FILL);
    for (const [what, list] of Object.entries(LISTS)) {
      const [first = "", count, ...others] = await plansOf(url, (store) => list(store, FIRST));
      assert.ok(count !== undefined && others.length === 0, what);
      const [later = "", ...more] = await plansOf(url, (store) => list(store, LATER));
      assert.deepEqual(more, [], what);
      for (const plan of [first, later]) {
        assert.match(plan, /Index (Only )?Scan using idx_\w+_time/, `${what}: ${plan}`);
        assert.doesNotMatch(plan, /Sort|Seq Scan/, `${what}: ${plan}`);
      }
    }
  }));

Deno.test("a walk through a table is by its primary key, in whichever tables", () =>
  withDatabase(server, async (url) => {
    await withStore(url, async (store) => void await store.migrate());
    await execute(url, FILL);
    for (const after of [null, make.uuid()]) {
      const step = { after, limit: 9 };
      const plans = [
        ...await plansOf(url, (store) => store.walkSigningKeys(step)),
        ...await plansOf(url, (store) => store.walkTrustedKeys(step)),
        ...await plansOf(url, (store) => store.walkSignatures(step)),
      ];
      assert.equal(plans.length, 3);
      for (const plan of plans) assert.match(plan, /Index Scan using \w+_pkey/);
    }
  }));

/** The plans of the statements by which the store is read. */
async function plansOf(
  url: string,
  read: (store: StoreReader) => Promise<unknown>,
): Promise<readonly string[]> {
  const tables: Tables = {
    ...{ schema: "public", place: "any", missing: [], strangeOwner: null, engineRecord: null },
  };
  const plans: string[] = [];
  await withSession(url, async (session) => {
    const unused = () => Promise.reject(new Error("nothing else is asked"));
    const access = {
      within: unused,
      read: async (statements: (tables: Tables) => readonly Explained[]) => {
        for (const { text, values } of statements(tables)) {
          const rows = await session.unsafe(`explain (costs off) ${text}`, [...values] as string[]);
          plans.push(rows.map((row) => String(row["QUERY PLAN"])).join("\n"));
        }
        return statements(tables).map(() => []);
      },
    };
    await read(sqlReader(postgresSession(access, "any", unused)));
  });
  return plans;
}

interface Explained {
  readonly text: string;
  readonly values: readonly unknown[];
}
