import type { ApiTokenHash, ApiTokenId, ApiTokenRecord } from "../domain/api_token.ts";
import type { Bytes } from "../crypto/bytes.ts";
import type { Fingerprint } from "../domain/fingerprint.ts";
import type { KeyId, OrgId } from "../domain/ids.ts";
import type { Page } from "../domain/list_slice.ts";
import type { Organisation } from "../domain/organisation.ts";
import type { PackageHash } from "../domain/package_hash.ts";
import type { ReadRow } from "../domain/read_row.ts";
import type {
  MinimumVersionRecord,
  SignatureRecord,
  SigningKeyRecord,
  StatementRecord,
  TrustedKeyRecord,
  TrustGrantRecord,
} from "../domain/records.ts";
import type { Migration, SchemaStatus } from "./schema_status.ts";
import type { Chunk, Step } from "../domain/walk.ts";

/** A slice of rows, oldest first and then by id, and how many rows there are in all. */
export interface Listing<Row> extends Chunk<Row> {
  readonly total: number;
}

/** A new sealed seed for a key that still has the old one. */
export interface SeedChange {
  readonly id: KeyId;
  readonly old: Bytes;
  readonly sealedSeed: Bytes;
}

/**
 * Which trusted keys a reference matches, among the active or the revoked ones: those with any of these names, those
 * whose fingerprint has this prefix, and the one with this ID (null: none).
 */
export interface TrustedKeyQuery {
  readonly orgId: OrgId;
  readonly isRevoked: boolean;
  readonly names: readonly string[];
  readonly prefix: string | null;
  readonly id: string | null;
}

/** Which signing keys match: by exact name in an organisation, or by a prefix of ID or fingerprint (hex, 8 or more). */
export type SigningKeyQuery =
  | { readonly orgId: OrgId; readonly name: string }
  | { readonly orgId: OrgId | null; readonly prefix: string };

/** Which signatures to list. Null does not restrict. */
export interface SignatureFilter {
  readonly orgId: OrgId | null;
  readonly fingerprint: Fingerprint | null;
}

/** What became of a signature: its row was written, or has the same signature and organisation already. */
export type Saved = "written" | "unchanged";

/** A signature that was to be stored: its row as it is now, with the ID that it had, and what became of it. */
export interface SavedSignature {
  readonly row: ReadRow<SignatureRecord>;
  readonly saved: Saved;
}

/** What is stated of packages by signers. */
export type StatementsAsked = readonly [
  hashes: readonly PackageHash[],
  signers: readonly Fingerprint[],
];

/** Signatures to store together with those of other calls. */
export interface Storing<Result> {
  readonly signatures: readonly SignatureRecord[];
  /** What their signers state. What was stated before, and is not stated anew, stays. */
  readonly statements: readonly StatementRecord[];
  /** What `check` asks of `statementsOf`: it is read with what is used, and needs no more time. */
  readonly asks: readonly StatementsAsked[];
  /** Called first, while nobody revokes what is used. Where it throws, these are not stored. */
  readonly check: (reader: StoreReader) => Promise<void>;
  /** Called with what became of them, before the transaction ends. Where it throws, nothing of that is stored. */
  readonly finish: (saved: readonly SavedSignature[], reader: StoreReader) => Promise<Result>;
}

/** What can be used or revoked: a key, by its fingerprint, or an API token. */
export type Held = Fingerprint | ApiTokenId;

/**
 * What can be locked: `signing keys`, so that nobody adds or changes one, the engine included; `removals`, so that
 * nobody who takes this lock removes a signature, while others still add them; `minimum versions`, so that nobody
 * changes one.
 */
export type Lockable = "signing keys" | "removals" | "minimum versions";

/** What a transaction uses, and what it revokes. */
export interface Holds {
  readonly uses: readonly Held[];
  readonly revokes: readonly Held[];
}

/** What a read returns where damaged rows are marked. */
type Marked<Result> = Result extends Listing<infer Row> ? Listing<ReadRow<Row>>
  : Result extends Chunk<infer Row> ? Chunk<ReadRow<Row>>
  : Result extends readonly (infer Row extends object)[] ? readonly ReadRow<Row>[]
  : Result extends null ? null
  : ReadRow<Result>;

/** The same reads for lists, and for decisions that one damaged row must not stop: it is among the others, marked. */
export type MarkedReader = {
  readonly [Name in keyof RowReader]: (
    ...request: Parameters<RowReader[Name]>
  ) => Promise<Marked<Awaited<ReturnType<RowReader[Name]>>>>;
};

/**
 * What is stored, as it is now: nothing is cached, so a revocation takes effect with the next call. A row that is not
 * as its table requires throws `store_corrupt`, which names it; it is never skipped; a store that does not answer
 * throws `store_unavailable`.
 */
export interface StoreReader extends RowReader {
  readonly withDamaged: MarkedReader;
}

/** Every read. */
interface RowReader {
  readonly signingKey: (id: KeyId) => Promise<SigningKeyRecord | null>;
  /** Every row of one key pair, of all organisations, revoked ones too: they share its fingerprint. */
  readonly signingKeysOf: (fingerprint: Fingerprint) => Promise<readonly SigningKeyRecord[]>;
  /** At most `limit` of the keys that match, revoked ones too, oldest first. */
  readonly findSigningKeys: (
    query: SigningKeyQuery,
    limit: number,
  ) => Promise<readonly SigningKeyRecord[]>;
  /** With `orgId` null, the keys of all organisations. */
  readonly listSigningKeys: (
    filter: { readonly orgId: OrgId | null; readonly includeRevoked: boolean },
    page: Page,
  ) => Promise<Listing<SigningKeyRecord>>;
  /** These organisations' own rows for any of these keys, revoked ones too; with null, those of all that there are. */
  readonly trustedKeysOf: (
    orgIds: readonly OrgId[] | null,
    fingerprints: readonly Fingerprint[],
  ) => Promise<readonly TrustedKeyRecord[]>;
  /** At most `limit` of an organisation's own trusted keys that match, oldest first. */
  readonly meantTrustedKeys: (
    query: TrustedKeyQuery,
    limit: number,
  ) => Promise<readonly TrustedKeyRecord[]>;
  readonly listTrustedKeys: (
    filter: { readonly orgIds: readonly OrgId[]; readonly includeRevoked: boolean },
    page: Page,
  ) => Promise<Listing<TrustedKeyRecord>>;
  /** The grants that any of these organisations gave (as parents) or got (as children), revoked ones too. */
  readonly trustGrantsOf: (
    orgIds: readonly OrgId[],
    side: "parent" | "child",
  ) => Promise<readonly TrustGrantRecord[]>;
  /**
   * Every organisation that has a signing key, a trusted key or a grant, given or got, revoked ones too, with how many
   * active keys it has; ascending.
   */
  readonly organisations: () => Promise<readonly Organisation[]>;
  readonly signature: (id: string) => Promise<SignatureRecord | null>;
  /** The signatures of a package, in the order in which the engine would meet them: all, or at most `limit`. */
  readonly signaturesOf: (
    packageHash: PackageHash,
    limit?: number,
  ) => Promise<readonly SignatureRecord[]>;
  /**
   * What the signers of these packages state of them; where some are named, these alone, and what no valid fingerprint
   * names. None where the store has no table for that yet.
   */
  readonly statementsOf: (
    hashes: readonly PackageHash[],
    signers?: readonly Fingerprint[],
  ) => Promise<readonly StatementRecord[]>;
  /** What an organisation keeps as the minimum version of each of these names; none where there is no table yet. */
  readonly minimumVersions: (
    orgId: OrgId,
    names: readonly string[],
  ) => Promise<readonly MinimumVersionRecord[]>;
  readonly listMinimumVersions: (
    filter: { readonly orgId: OrgId },
    page: Page,
  ) => Promise<Listing<MinimumVersionRecord>>;
  readonly listSignatures: (
    filter: SignatureFilter,
    page: Page,
  ) => Promise<Listing<SignatureRecord>>;
  readonly apiToken: (id: ApiTokenId) => Promise<ApiTokenRecord | null>;
  /** The token whose text has this hash, revoked or not. */
  readonly findApiToken: (tokenHash: ApiTokenHash) => Promise<ApiTokenRecord | null>;
  /** With `orgId` null, every token; else those of this organisation alone, without those for all organisations. */
  readonly listApiTokens: (
    filter: { readonly orgId: OrgId | null; readonly includeRevoked: boolean },
    page: Page,
  ) => Promise<Listing<ApiTokenRecord>>;
  readonly walkSigningKeys: (step: Step) => Promise<Chunk<SigningKeyRecord>>;
  readonly walkTrustedKeys: (step: Step) => Promise<Chunk<TrustedKeyRecord>>;
  readonly walkTrustGrants: (step: Step) => Promise<Chunk<TrustGrantRecord>>;
  readonly walkSignatures: (step: Step) => Promise<Chunk<SignatureRecord>>;
  readonly walkApiTokens: (step: Step) => Promise<Chunk<ApiTokenRecord>>;
  readonly walkStatements: (step: Step) => Promise<Chunk<StatementRecord>>;
  readonly walkMinimumVersions: (step: Step) => Promise<Chunk<MinimumVersionRecord>>;
}

/**
 * What can be changed, inside of one transaction. A record that could not be read again throws `invalid_request`. IDs are new and random; only signing keys and API tokens are checked for a taken one.
 */
export interface StoreWriter extends StoreReader {
  /**
   * Until the transaction ends, no other one can revoke what this one uses, nor use what this one revokes. To be called
   * first in a transaction, so that no two wait for each other. Returns null; or, where something is revoked that
   * others do not let go of, who they are: then nothing is held, and the revocation goes on. Throws `store_unavailable`
   * where something that is only used cannot be held.
   */
  readonly hold: (holds: Holds) => Promise<string | null>;
  /**
   * Throws `duplicate_name` where the organisation has a key of this name, revoked or not; `target_exists` for an id.
   */
  readonly addSigningKey: (key: SigningKeyRecord) => Promise<void>;
  /** Sets `revoked_at` where it is not set. False where there is no such key or it is revoked already. */
  readonly revokeSigningKey: (id: KeyId, at: Date) => Promise<boolean>;
  /** Until the transaction ends nobody else changes what is locked. */
  readonly lock: (what: Lockable) => Promise<void>;
  /**
   * Returns how many of the keys still had their old sealed seed: these have the new one. Throws `store_corrupt` where
   * one was not stored as it was given.
   */
  readonly replaceSealedSeeds: (changes: readonly SeedChange[]) => Promise<number>;
  /**
   * As `Store.masterKeyFile.write`, in this transaction: a new master key takes effect with its seeds or not at all.
   */
  readonly writeMasterKeyFile: MasterKeyFile["write"] | null;
  /**
   * Adds a key, or gives the row for this organisation and fingerprint, revoked or not, the new values, but for its ID.
   */
  readonly saveTrustedKey: (key: TrustedKeyRecord) => Promise<void>;
  /**
   * Sets `revoked_at` where it is not set, of a damaged row too. False where the organisation has no row with this ID,
   * or it is revoked already.
   */
  readonly revokeTrustedKey: (orgId: OrgId, id: string, at: Date) => Promise<boolean>;
  /** Adds a grant, or gives the row for this parent and child, revoked or not, the new values, but for its ID. */
  readonly saveTrustGrant: (grant: TrustGrantRecord) => Promise<void>;
  /** Sets `revoked_at` where it is not set. False where there is no such grant or it is revoked already. */
  readonly revokeTrustGrant: (parent: OrgId, child: OrgId, at: Date) => Promise<boolean>;
  /**
   * Adds signatures, or refreshes `signature`, `signed_at` and `org_id` of the rows for their hashes and keys, whichever
   * organisation had them: for the holder of the key. A row that has this signature and organisation is not written, as
   * that would move it behind those of other keys, of which the engine takes the first. Those for one package are saved
   * in their order.
   */
  readonly saveSignatures: (
    signatures: readonly SignatureRecord[],
  ) => Promise<readonly SavedSignature[]>;
  /** As `saveSignatures`, for signatures from elsewhere; another organisation's row is not changed. */
  readonly importSignatures: (
    signatures: readonly SignatureRecord[],
  ) => Promise<readonly (SavedSignature | "foreign")[]>;
  /** Deletes a row. False where there is none. */
  readonly removeSignature: (id: string) => Promise<boolean>;
  /**
   * Adds statements, or gives the rows for their hashes and keys the new values, but for their IDs; of several for one,
   * the last. Throws `store_unavailable` where the store has no table for them.
   */
  readonly saveStatements: (statements: readonly StatementRecord[]) => Promise<void>;
  /** Deletes a row. False where there is none. */
  readonly removeStatement: (id: string) => Promise<boolean>;
  /** Adds a minimum version, or gives the row for this organisation and name the new values, but for its ID. */
  readonly saveMinimumVersion: (minimum: MinimumVersionRecord) => Promise<void>;
  /**
   * Deletes what an organisation keeps as the minimum version of a name, damaged or not, and returns it: a row at most,
   * but in a key directory every file that claims to be that, oldest first.
   */
  readonly removeMinimumVersion: (
    orgId: OrgId,
    name: string,
  ) => Promise<readonly ReadRow<MinimumVersionRecord>[]>;
  readonly addApiToken: (token: ApiTokenRecord) => Promise<void>;
  /** Sets `revoked_at` where it is not set. False where there is no such token or it is revoked already. */
  readonly revokeApiToken: (id: ApiTokenId, at: Date) => Promise<boolean>;
}

/** A master key that a passphrase wraps; only a key directory has one. Opaque to the store: a JSON document. */
export interface MasterKeyFile {
  readonly read: () => Promise<Bytes | null>;
  /**
   * Writes it in place of the one that was read before, or of none. Throws `target_exists` where there was to be none, and
   * `store_unavailable` where there is another one by now, which may be all that opens the private keys.
   */
  readonly write: (document: Uint8Array, replaced: Uint8Array | null) => Promise<void>;
}

/** Where keys, trust and signatures are kept. One of three back ends; `open.ts` picks it. */
export interface Store extends StoreReader {
  /** Where this is, as shown to the user: never with a password. */
  readonly location: string;
  readonly schemaStatus: () => Promise<SchemaStatus>;
  /**
   * Creates the tables where there are none, and our own tables beside those of the engine, and records
   * the engine's migrations that it thereby need not run, in one transaction, also when two run at once; existing tables
   * stay as they are. Where it returns, tables are ready and the engine can start on them. Throws `store_corrupt` for
   * another application's tables, where the engine has not been upgraded to its signing tables, and where what stands in
   * the place of its record is none, `insufficient_permissions`.
   */
  readonly migrate: () => Promise<Migration>;
  readonly masterKeyFile: MasterKeyFile | null;
  /**
   * Whether another schema of the database has the engine's tables as well, so that the engine's server may look there
   * and not here. Never of the schema `public`, which is the server's own where nothing else is set.
   */
  readonly isTenants: () => Promise<boolean>;
  /**
   * How many answers came from a standby so far, which may be behind: what was just revoked may still be valid there.
   * Where the number has grown during some work, what that work found may be out of date.
   */
  readonly standbyReads: () => number;
  /**
   * Runs changes together: all of them are durable when this returns, or none is made and this throws what the work
   * threw. A transaction sees its own changes, and is not repeated.
   */
  readonly transaction: <Result>(work: (writer: StoreWriter) => Promise<Result>) => Promise<Result>;
  /**
   * Reads the store, as it is now, while nobody revokes what is used; changes nothing. Calls at the same time share a
   * transaction. Returns once that has ended, and throws what the work threw.
   */
  readonly holding: <Result>(
    uses: readonly Held[],
    work: (reader: StoreReader) => Promise<Result>,
  ) => Promise<Result>;
  /**
   * Stores signatures while nobody revokes what is used. Calls at the same time share a transaction, in which each has
   * an outcome of its own until one has been called to finish. Returns once that has ended: what it stored is durable.
   */
  readonly storing: <Result>(uses: readonly Held[], work: Storing<Result>) => Promise<Result>;
  readonly close: () => Promise<void>;
}
