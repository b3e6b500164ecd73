import assert from "node:assert/strict";
import type { KeyId, OrgId } from "../../../src/domain/ids.ts";
import { CloacinaError, type ErrorCode } from "../../../src/errors.ts";
import type { Store } from "../../../src/store/store.ts";
import { recordBuilder } from "../../contracts/records.ts";
import { save } from "../../contracts/store/opened_store.ts";
import { type OpenedDirectory, openTemporaryDirectory } from "./opened_directory.ts";
import { sealAnew } from "../../contracts/seal_anew.ts";

const ALL = { limit: 100, offset: 0 };

const make = recordBuilder("damage");

/** One row of each kind. */
export const ROWS = {
  key: make.signingKey(),
  trusted: make.trustedKey(),
  grant: make.trustGrant(),
  signature: make.signature(),
  token: make.apiToken({ keyIds: [make.uuid() as KeyId, make.uuid() as KeyId] }),
  statement: make.statement(),
  minimum: make.minimumVersion(),
};

/** Something that is done with a store. */
export type Use = (store: Store) => Promise<unknown>;

/** A kind of record: its folder, what meets its one row, and what looks into a group. */
export interface Kind {
  readonly folder: string;
  readonly uses: readonly Use[];
  readonly scan: (group: string) => Use;
}

/** All kinds, with every way to read or change the row. */
export const KINDS: readonly Kind[] = [
  {
    folder: "signing-keys",
    uses: [
      (store) => store.signingKey(ROWS.key.id),
      (store) => store.findSigningKeys({ orgId: ROWS.key.orgId, name: ROWS.key.name }, 9),
      (store) => store.findSigningKeys({ orgId: null, prefix: ROWS.key.fingerprint }, 9),
      (store) => store.listSigningKeys({ orgId: null, includeRevoked: true }, ALL),
      (store) => store.transaction((writer) => sealAnew(writer, ROWS.key.id, new Uint8Array(60))),
    ],
    scan: () => (store) => store.listSigningKeys({ orgId: null, includeRevoked: true }, ALL),
  },
  {
    folder: "trusted-keys",
    uses: [
      (store) => store.trustedKeysOf([ROWS.trusted.orgId], [ROWS.trusted.fingerprint]),
      (store) => store.listTrustedKeys({ orgIds: [ROWS.trusted.orgId], includeRevoked: true }, ALL),
      (store) => store.transaction((writer) => writer.saveTrustedKey(ROWS.trusted)),
    ],
    scan: (group) => (store) =>
      store.listTrustedKeys({ orgIds: [group as OrgId], includeRevoked: true }, ALL),
  },
  {
    folder: "trust-grants",
    uses: [
      (store) => store.trustGrantsOf([ROWS.grant.parentOrgId], "parent"),
      (store) => store.trustGrantsOf([ROWS.grant.childOrgId], "child"),
      (store) => store.transaction((writer) => writer.saveTrustGrant(ROWS.grant)),
    ],
    scan: () => (store) => store.trustGrantsOf([ROWS.grant.childOrgId], "child"),
  },
  {
    folder: "signatures",
    uses: [
      (store) => store.signaturesOf(ROWS.signature.packageHash),
      (store) => store.listSignatures({ orgId: null, fingerprint: null }, ALL),
      (store) => store.transaction((writer) => writer.saveSignatures([ROWS.signature])),
    ],
    scan: () => (store) => store.listSignatures({ orgId: null, fingerprint: null }, ALL),
  },
  {
    folder: "api-tokens",
    uses: [
      (store) => store.apiToken(ROWS.token.id),
      (store) => store.findApiToken(ROWS.token.tokenHash),
      (store) => store.listApiTokens({ orgId: null, includeRevoked: true }, ALL),
    ],
    scan: () => (store) => store.listApiTokens({ orgId: null, includeRevoked: true }, ALL),
  },
  {
    folder: "statements",
    uses: [
      (store) => store.statementsOf([ROWS.statement.packageHash]),
      (store) => store.walkStatements({ after: null, limit: 9 }),
    ],
    scan: () => (store) => store.walkStatements({ after: null, limit: 9 }),
  },
  {
    folder: "minimum-versions",
    uses: [
      (store) => store.minimumVersions(ROWS.minimum.orgId, [ROWS.minimum.name]),
      (store) => store.listMinimumVersions({ orgId: ROWS.minimum.orgId }, ALL),
      (store) => store.walkMinimumVersions({ after: null, limit: 9 }),
      (store) => store.transaction((writer) => writer.saveMinimumVersion(ROWS.minimum)),
    ],
    scan: (group) => (store) => store.listMinimumVersions({ orgId: group as OrgId }, ALL),
  },
];

/** A record's file, taken apart. */
export interface RecordFile {
  readonly path: string;
  readonly folder: string;
  readonly group: string;
  readonly name: string;
}

/** Calls `body` with a store that holds the rows. */
export async function withRows(body: (opened: OpenedDirectory) => Promise<void>): Promise<void> {
  const opened = await openTemporaryDirectory();
  try {
    await save(opened.store, {
      signingKeys: [ROWS.key],
      trustedKeys: [ROWS.trusted],
      grants: [ROWS.grant],
      signatures: [ROWS.signature],
      apiTokens: [ROWS.token],
      statements: [ROWS.statement],
      minimumVersions: [ROWS.minimum],
    });
    await body(opened);
  } finally {
    await opened.close();
  }
}

/** The file of the one row of a kind. */
export function fileOf({ root }: OpenedDirectory, { folder }: Kind): RecordFile {
  const [group] = Deno.readDirSync(`${root}/${folder}`);
  assert.ok(group !== undefined);
  const [file] = Deno.readDirSync(`${root}/${folder}/${group.name}`);
  assert.ok(file !== undefined);
  const above = `${root}/${folder}/${group.name}`;
  return { path: `${above}/${file.name}`, folder: above, group: group.name, name: file.name };
}

/** Each use is refused with this code, and the message names the path and the state. */
export async function refusesAll(
  store: Store,
  uses: readonly Use[],
  { code = "store_corrupt", path, state }: {
    readonly code?: ErrorCode;
    readonly path: string;
    readonly state: RegExp;
  },
): Promise<void> {
  for (const use of uses) {
    await assert.rejects(use(store), (error) => {
      assert.ok(error instanceof CloacinaError, `not a coded error: ${error}`);
      assert.equal(error.code, code, error.message);
      assert.ok(error.message.includes(path), error.message);
      assert.match(error.message, state);
      return true;
    }, `${use}`);
  }
}
