import assert from "node:assert/strict";
import { DatabaseSync } from "node:sqlite";
import type { AuditEvent } from "../../src/domain/audit_event.ts";
import type { ApiTokenId } from "../../src/domain/api_token.ts";
import type { OrgId } from "../../src/domain/ids.ts";
import type { PackageHash } from "../../src/domain/package_hash.ts";
import { localMasterKeyOperations, localOperations } from "../../src/operations/local.ts";
import type { MasterKeyOperations, Operations } from "../../src/operations/operations.ts";
import { signStating } from "../../src/operations/package/sign.ts";
import { openSqlite } from "../../src/store/sqlite/open_sqlite.ts";
import type { Store } from "../../src/store/store.ts";
import { execute } from "../testkit/postgres_database.ts";
import {
  CHILD,
  localParts,
  MASTER_KEY,
  ORG,
  PAGE,
  signed,
  TEST_KEYS,
  testHash,
  testKey,
} from "./kit.ts";
import { STORE_PLACES, type StorePlace } from "./store_places.ts";
import { TABLE_NAMES } from "../contracts/store/table_names.ts";

const [own, partner] = TEST_KEYS;
/** What is said of a change where the connection is lost in the commit itself. */
const UNKNOWN = "change.outcome_unknown";
const stranger = await testKey(3);
const reference = { text: "key", orgId: ORG } as const;

/** What a verb is tried with. */
interface Stage {
  readonly operations: Operations;
  readonly masterKeys: MasterKeyOperations;
  readonly tokenId: ApiTokenId;
}

/** A verb that changes something, and the lines that tell of it. */
interface Verb {
  readonly events: readonly string[];
  readonly failures: readonly string[];
  /** Packages that did not pass because of it, whatever lines they have before. */
  readonly refused?: readonly PackageHash[];
  readonly run: (stage: Stage) => Promise<unknown>;
}

/** Every verb that changes something. */
const CHANGES: Readonly<Record<string, Verb>> = {
  "keys generate": {
    events: ["key.signing.created", "key.trusted.added"],
    failures: ["key.signing.create_failed", "key.trusted.add_failed"],
    run: ({ operations }) => operations.keys.generate({ orgId: ORG, name: "next", trust: true }),
  },
  "keys import": {
    events: ["key.signing.created"],
    failures: ["key.signing.create_failed"],
    run: ({ operations }) =>
      operations.keys.import({ orgId: ORG, name: "in", seed: stranger.seed.slice(), trust: false }),
  },
  "keys rotate": {
    events: ["key.signing.created", "key.trusted.added", "key.signing.revoked"],
    failures: [
      ...["key.signing.create_failed", "key.trusted.add_failed", "key.signing.revoke_failed"],
    ],
    run: ({ operations }) => operations.keys.rotate({ reference, name: "next" }),
  },
  "keys revoke": {
    events: ["key.signing.revoked", "key.trusted.revoked"],
    failures: ["key.signing.revoke_failed", "key.trusted.revoke_failed"],
    run: ({ operations }) => operations.keys.revoke({ reference, andTrust: true, dryRun: false }),
  },
  "keys trust": {
    events: ["key.trusted.added"],
    failures: ["key.trusted.add_failed"],
    run: ({ operations: { keys } }) =>
      keys.trust({ orgId: ORG, publicKey: stranger.publicKey, name: null }),
  },
  "keys trusted revoke": {
    events: ["key.trusted.revoked"],
    failures: ["key.trusted.revoke_failed"],
    run: ({ operations: { keys } }) =>
      keys.trusted.revoke({
        orgId: ORG,
        fingerprintPrefix: partner.publicKey.fingerprint,
        dryRun: false,
      }),
  },
  "orgs grant-trust": {
    events: ["key.trust_acl.granted"],
    failures: ["key.trust_acl.grant_failed"],
    run: ({ operations: { orgs } }) => orgs.grantTrust({ parent: CHILD, child: ORG }),
  },
  "orgs revoke-trust": {
    events: ["key.trust_acl.revoked"],
    failures: ["key.trust_acl.revoke_failed"],
    run: ({ operations: { orgs } }) => orgs.revokeTrust({ parent: ORG, child: CHILD }),
  },
  "package sign --store": {
    events: ["package.signed", "package.signed"],
    failures: ["package.sign.failure", "package.sign.failure"],
    run: ({ operations }) => sign(operations, true),
  },
  "signatures import": {
    events: ["signature.imported"],
    failures: ["signature.import_failed"],
    run: async ({ operations: { signatures } }) =>
      signatures.import({ orgId: ORG, signatures: [await signed(partner, testHash(3))] }),
  },
  "signatures remove": {
    events: ["signature.removed"],
    failures: ["signature.remove_failed"],
    run: async ({ operations: { signatures } }) => {
      const { packageHash, keyFingerprint } = await signed(partner, testHash(4));
      const choice = { packageHash, keyFingerprint };
      await signatures.remove({ orgId: null, choice, force: true, dryRun: false });
    },
  },
  "package verify --minimum-version store": {
    events: ["minimum_version.raised"],
    failures: ["minimum_version.raise_failed"],
    refused: [testHash(5), testHash(6)],
    run: ({ operations }) => raise(operations, "2.0.0", "1.5.0"),
  },
  "orgs remove-minimum": {
    events: ["minimum_version.removed"],
    failures: ["minimum_version.remove_failed"],
    run: ({ operations: { orgs } }) => orgs.removeMinimum({ orgId: ORG, name: "pkg" }),
  },
  "tokens create": {
    events: ["api_token.created"],
    failures: ["api_token.create_failed"],
    run: ({ operations: { tokens } }) =>
      tokens.create({ orgId: ORG, name: "next", role: "sign", keyIds: null, expiresAt: null }),
  },
  "tokens revoke": {
    events: ["api_token.revoked"],
    failures: ["api_token.revoke_failed"],
    run: ({ operations: { tokens }, tokenId }) => tokens.revoke({ id: tokenId, orgId: null }),
  },
  "master-key rotate": {
    events: ["master_key.rotated"],
    failures: ["master_key.rotate_failed"],
    run: ({ masterKeys }) => {
      const newKey = new Uint8Array(32).fill(0x5e);
      return masterKeys.rotate({ oldKey: MASTER_KEY.slice(), newKey, document: null });
    },
  },
};

/** What lets something out: its transaction changes nothing, so that only a lost connection keeps it from its end. */
const HAND_OUTS: Readonly<Record<string, Verb>> = {
  "package sign": {
    events: ["package.signed", "package.signed"],
    failures: ["package.sign.failure", "package.sign.failure"],
    run: ({ operations }) => sign(operations, false),
  },
  "keys export --private": {
    events: ["key.exported"],
    failures: ["key.export_failed"],
    run: ({ operations }) => operations.keys.exportPrivate(reference),
  },
};

async function sign({ package: packages }: Operations, store: boolean): Promise<unknown> {
  return await packages.sign({ reference, hashes: [testHash(1), testHash(2)], store });
}

async function raise(operations: Operations, ...versions: readonly string[]): Promise<unknown> {
  const packages = await Promise.all(versions.map(async (version, at) => {
    const terms = { claims: { name: "pkg", version }, expires: null, predicate: null };
    const toSign = { hash: testHash(5 + at), terms };
    return { name: "pkg", signature: await signStating(partner.signer, toSign, () => new Date(0)) };
  }));
  return await operations.package.raiseMinimum({ orgId: ORG, packages });
}

/** Keeps the transaction that is open from its end. Gives what takes that away again. */
type Sabotage = (place: StorePlace) => Promise<() => Promise<unknown>>;

/** Another one reads the database, which has no WAL, as that of the engine may have none. */
const readOn: Sabotage = ({ location }) => {
  const other = new DatabaseSync(location);
  other.exec("BEGIN");
  other.prepare("SELECT count(*) FROM signing_keys").get();
  // deno-lint-ignore require-await
  return Promise.resolve(async () => other.close());
};

/** Files cannot be written any more. */
const takeFolder: Sabotage = async ({ location }) => {
  const [folder, aside] = [`${location}/temporary`, `${location}/../aside`];
  await Deno.rename(folder, aside);
  await Deno.writeTextFile(folder, "");
  return async () => {
    await Deno.remove(folder);
    await Deno.rename(aside, folder);
  };
};

const nothing: Sabotage = () => Promise.resolve(() => Promise.resolve());

/** The connection that the transaction is on ends. */
const endSessions: Sabotage = async ({ location }) => {
  await execute(
    location,
    "select pg_terminate_backend(pid) from pg_stat_activity " +
      "where pid <> pg_backend_pid() and datname = current_database()",
  );
  return () => Promise.resolve();
};

/** From now on the database refuses every change, but only when it is committed. */
async function deferRefusal({ location }: StorePlace): Promise<void> {
  const refuse = "create function refuse() returns trigger language plpgsql as " +
    "$$ begin raise exception 'refused at the end'; end $$";
  const triggers = TABLE_NAMES.map((table) =>
    `create constraint trigger refuse after insert or update or delete on ${table} ` +
    "deferrable initially deferred for each row execute function refuse()"
  );
  await execute(location, [refuse, ...triggers].join(";"));
}

async function withoutWal({ location }: StorePlace): Promise<void> {
  await Promise.resolve();
  const database = new DatabaseSync(location);
  database.exec("PRAGMA journal_mode = DELETE");
  database.close();
}

/** How the end of a transaction is made to fail on a store, and what the last line then says. */
interface Failing {
  readonly what: string;
  readonly store: string;
  readonly verbs: Readonly<Record<string, Verb>>;
  /** Where a connection is lost, it depends on when that is noticed. */
  readonly reasons: readonly string[];
  readonly prepare?: (place: StorePlace) => Promise<void>;
  readonly sabotage: Sabotage;
  readonly open?: (place: StorePlace) => Promise<Store>;
}

const FAILING: readonly Failing[] = [
  {
    what: "a SQLite file that another process reads",
    store: "sqlite",
    verbs: CHANGES,
    reasons: ["store_unavailable"],
    sabotage: readOn,
    open: ({ location: path }) => openSqlite({ kind: "sqlite", path }, 50),
  },
  {
    what: "a key directory whose files cannot be written",
    store: "directory",
    verbs: CHANGES,
    reasons: ["store_unavailable"],
    sabotage: takeFolder,
  },
  {
    what: "Postgres that refuses at the end",
    store: "postgres",
    verbs: CHANGES,
    reasons: ["store_unavailable"],
    prepare: deferRefusal,
    sabotage: nothing,
  },
  {
    what: "Postgres whose connection is lost",
    store: "postgres",
    verbs: { ...CHANGES, ...HAND_OUTS },
    reasons: ["store_unavailable"],
    sabotage: endSessions,
  },
];

for (const { what, store, verbs, reasons, prepare, sabotage, open } of FAILING) {
  for (const [name, { events, failures, refused = [], run }] of Object.entries(verbs)) {
    Deno.test(`${name} on ${what}: the log says that it was not done`, async () => {
      await STORE_PLACES[store]!(async (place) => {
        if (store === "sqlite") await withoutWal(place);
        const opened = await (open ?? place.open)(place);
        const lines: AuditEvent[] = [];
        let onWrite: (() => Promise<unknown>) | undefined;
        const stage = await setTheStage(opened, async (more) => {
          lines.push(...more);
          const once = onWrite;
          onWrite = undefined;
          await once?.();
        });
        await prepare?.(place);
        const before = await contents(opened);
        lines.length = 0;
        let repair: (() => Promise<unknown>) | undefined;
        onWrite = async () => repair = await sabotage(place);
        await assert.rejects(run(stage));
        await repair?.();
        const [made, told] = [lines.slice(0, events.length), lines.slice(events.length)];
        const refusals = told.splice(events.length);
        assert.deepEqual(
          refusals.map(({ type, packageHash }) => [type, packageHash]),
          refused.map((hash) => ["verification.failure", hash]),
        );
        const codes: readonly string[] = [...reasons, "outcome_unknown"];
        for (const line of refusals) assert.ok(codes.includes(line.reason!), line.reason);
        assert.deepEqual(made.map(({ type }) => type), events);
        if (told.some(({ type }) => type === UNKNOWN)) {
          assert.ok(store === "postgres" && name in CHANGES);
          assert.deepEqual(
            told,
            made.map((line) => ({ ...line, type: UNKNOWN, reason: line.type })),
          );
        } else {
          assert.deepEqual(told.map(({ type }) => type), failures);
          for (const line of told) assert.ok(reasons.includes(line.reason!), line.reason);
          assert.deepEqual(
            told.map(({ type: _, reason: __, ...about }) => about),
            made.map(({ type: _, reason: __, ...about }) => ({ ...about, retracts: true })),
          );
        }
        await opened.close();
        assert.deepEqual(await contents(await place.open()), before);
      });
    });
  }
}

/** A trusted key that signs, a trusted partner, a grant, and a token. */
async function setTheStage(
  store: Store,
  audit: (events: readonly AuditEvent[]) => Promise<void>,
): Promise<Stage> {
  const parts = localParts(store, audit);
  const operations = localOperations(parts);
  const { keys, orgs, signatures, tokens } = operations;
  await keys.import({ orgId: ORG, name: "key", seed: own.seed.slice(), trust: true });
  await keys.trust({ orgId: ORG, publicKey: partner.publicKey, name: "partner" });
  await orgs.grantTrust({ parent: ORG, child: CHILD });
  await signatures.import({ orgId: ORG, signatures: [await signed(partner, testHash(4))] });
  await raise(operations, "1.0.0");
  const wish = { role: "sign", keyIds: null, expiresAt: null } as const;
  const { info } = await tokens.create({ orgId: ORG, name: "token", ...wish });
  return { operations, masterKeys: localMasterKeyOperations(parts), tokenId: info.id };
}

async function contents(store: Store): Promise<unknown> {
  const includeRevoked = true;
  const given = (orgId: OrgId) => store.trustGrantsOf([orgId], "parent");
  return [
    await store.listSigningKeys({ orgId: null, includeRevoked }, PAGE),
    await store.listTrustedKeys({ orgIds: [ORG, CHILD], includeRevoked }, PAGE),
    ...await Promise.all([ORG, CHILD].map(given)),
    await store.listSignatures({ orgId: null, fingerprint: null }, PAGE),
    await store.listApiTokens({ orgId: null, includeRevoked }, PAGE),
    await store.listMinimumVersions({ orgId: ORG }, PAGE),
  ];
}
