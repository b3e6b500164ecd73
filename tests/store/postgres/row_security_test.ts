import assert from "node:assert/strict";
import type { Store } from "../../../src/store/store.ts";
import { recordBuilder } from "../../contracts/records.ts";
import { change, save } from "../../contracts/store/opened_store.ts";
import { databaseServer, execute, withDatabase } from "../../testkit/postgres_database.ts";
import { expectError, withStore } from "./expect_error.ts";
import { type Role, withRoles } from "./planted_names.ts";
import { READY } from "./ready_status.ts";

// Policies that hide rows: what is not seen must not be taken for what is not there.

const server = await databaseServer();
const make = recordBuilder();

const HINT = "use the role that owns the tables, or one with BYPASSRLS";

/** A table, and what reads from it. */
const READS: readonly (readonly [string, (store: Store) => Promise<unknown>])[] = [
  ["signing_keys", (store) => store.listSigningKeys({ orgId: null, includeRevoked: true }, PAGE)],
  ["trusted_keys", (store) => store.trustedKeysOf(null, [make.trustedKey().fingerprint])],
  [
    "key_trust_acls",
    (store) => store.trustGrantsOf([make.trustGrant().parentOrgId], "parent"),
  ],
  ["package_signatures", (store) => store.signaturesOf(make.packageHash())],
  ["cloacina_api_tokens", (store) => store.apiToken(make.apiToken().id)],
  ["cloacina_statements", (store) => store.statementsOf([make.packageHash()])],
  ["cloacina_minimum_versions", (store) => store.minimumVersions(make.orgId(), ["pkg"])],
];
const PAGE = { limit: 1, offset: 0 };

for (const [table, read] of READS) {
  Deno.test(`where row-level security counts for a role, ${table} is not read as if it were empty`, () =>
    withReader(async (admin, reader) => {
      await execute(admin, `alter table ${table} enable row level security`);
      await withStore(reader.url(), async (store) => {
        const refused = {
          code: "insufficient_permissions",
          message: new RegExp(
            `: row-level security may hide rows from this role \\(.*"${table}"\\)$`,
          ),
          hint: /BYPASSRLS$/,
        } as const;
        await expectError(refused, read(store));
        assert.deepEqual(await store.schemaStatus(), {
          ...{ ...READY, isReady: false },
          problems: [`${table} has row-level security, which may hide rows from this role`],
          refusal: { code: "insufficient_permissions", hint: HINT },
        });
        await expectError({
          code: "insufficient_permissions",
          message: new RegExp(`: ${table} has row-level security`),
        }, store.migrate());
      });
    }));
}

Deno.test("a policy that hides revocations does not hide them", () =>
  withReader(async (admin, reader) => {
    const trusted = make.trustedKey({ revokedAt: make.trustedKey().trustedAt });
    await withStore(admin, (store) => save(store, { trustedKeys: [trusted] }));
    await execute(
      admin,
      `alter table trusted_keys enable row level security;
        create policy active on trusted_keys using (revoked_at is null)`,
    );
    const search = `options=${encodeURIComponent("-c row_security=on")}`;
    for (const url of [reader.url(), reader.url(search)]) {
      await withStore(url, (store) =>
        expectError(
          { code: "insufficient_permissions", message: /row-level security/ },
          store.trustedKeysOf(null, [trusted.fingerprint]),
        ));
    }
    await withStore(reader.url(), (store) =>
      expectError(
        { code: "insufficient_permissions", message: /row-level security/ },
        change(store, (writer) => writer.saveTrustedKey(make.trustedKey())),
      ));
  }));

Deno.test("who owns the tables, and who bypasses the policies, sees all rows", () =>
  withReader(async (admin, reader) => {
    const key = make.signingKey();
    await withStore(admin, (store) => save(store, { signingKeys: [key] }));
    await execute(
      admin,
      `alter table signing_keys enable row level security; alter role ${reader.name} bypassrls`,
    );
    for (const url of [admin, reader.url()]) {
      await withStore(url, async (store) => {
        assert.deepEqual(await store.schemaStatus(), READY);
        assert.deepEqual(await store.signingKey(key.id), key);
      });
    }
  }));

Deno.test("policies on a table that a view passes everything on to do not hide rows either", () =>
  withReader(async (admin, reader) => {
    await execute(
      admin,
      `alter table package_signatures rename to kept;
        alter table kept enable row level security; alter table kept owner to ${reader.name};
        alter table kept force row level security;
        create view package_signatures as select * from kept;
        alter view package_signatures owner to ${reader.name}`,
    );
    await withStore(
      reader.url(),
      (store) =>
        expectError(
          { code: "insufficient_permissions", message: /row-level security/ },
          store.signaturesOf(make.packageHash()),
        ),
    );
  }));

async function withReader(work: (admin: string, reader: Role) => Promise<void>): Promise<void> {
  await withDatabase(server, (admin, name) =>
    withRoles(server, name, async (reader) => {
      await withStore(admin, async (store) => void await store.migrate());
      await execute(admin, `grant all on all tables in schema public to ${reader.name}`);
      await work(admin, reader);
    }));
}
