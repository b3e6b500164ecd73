import * as z from "zod/mini";
import type { Fingerprint } from "../domain/fingerprint.ts";
import type { OrgId } from "../domain/ids.ts";
import type { KeyReference } from "../domain/key_reference.ts";
import type { Page } from "../domain/list_slice.ts";
import { type PublicKey, toPublicKey } from "../domain/public_key.ts";
import type { SigningKeyInfo } from "../domain/signing_key.ts";
import type { Bytes } from "../crypto/bytes.ts";
import { endpoint, localVerb } from "./endpoint.ts";
import { fingerprintField, itemsOf, nameField, orgIdField, publicKeyField } from "./fields.ts";
import { referenceField } from "./fields.ts";
import { flagField, KEY_PARAMS, KEY_QUERY, keyInPathField } from "./queries.ts";
import { listQuery, optionalOrgField } from "./queries.ts";
import { givenRecordOf, orDamaged } from "./record.ts";
import { DamagedSigningKey, KeyTrusted, Revoked, Rotated, SigningKey } from "./records.ts";

/** A new signing key. With `trust`, its organisation also trusts it. */
export interface GenerateKeyRequest {
  readonly orgId: OrgId;
  readonly name: string;
  readonly trust: boolean;
}

/** A private key to import; the caller wipes the seed. */
export interface ImportKeyRequest extends GenerateKeyRequest {
  /** 32 bytes. */
  readonly seed: Bytes;
}

/** A page of an organisation's keys. */
export interface ListKeysRequest {
  readonly orgId: OrgId;
  readonly includeRevoked: boolean;
  readonly page: Page;
}

/** With `orgId` null, whether any organisation knows the key. */
export interface IsKnownKeyRequest {
  readonly orgId: OrgId | null;
  readonly fingerprint: Fingerprint;
}

/** An exported private key; the caller wipes the seed. */
export interface ExportedKey {
  readonly key: SigningKeyInfo;
  /** 32 bytes. */
  readonly seed: Bytes;
}

/** `name` is the name of the new key. */
export interface RotateKeyRequest {
  readonly reference: KeyReference;
  readonly name: string;
}

/** With `andTrust`, its organisation's trust in the key is revoked too. With `dryRun`, nothing changes. */
export interface RevokeKeyRequest {
  readonly reference: KeyReference;
  readonly andTrust: boolean;
  readonly dryRun: boolean;
}

/** A public key that an organisation is to trust. */
export interface TrustKeyRequest {
  readonly orgId: OrgId;
  readonly publicKey: PublicKey;
  readonly name: string | null;
}

/** Operations on signing keys, and trusting a key. */
export const KEYS = {
  generate: endpoint({
    method: "POST",
    path: "/v1/signing-keys",
    summary: "Generate a signing key",
    role: "admin",
    scope: "own",
    body: givenRecordOf<GenerateKeyRequest>({
      orgId: ["org_id", orgIdField],
      name: ["name", nameField],
      trust: ["trust", z._default(z.boolean(), false)],
    }),
    status: 201,
    answer: SigningKey,
    isIdempotent: false,
  }),
  import: localVerb<ImportKeyRequest, SigningKeyInfo>("import a private key", "own"),
  list: endpoint({
    method: "GET",
    path: "/v1/signing-keys",
    summary: "List an organisation's signing keys, oldest first",
    role: "read",
    scope: "own",
    query: listQuery<ListKeysRequest>({
      orgId: ["org_id", orgIdField],
      includeRevoked: ["include_revoked", z._default(flagField, false)],
    }),
    answer: itemsOf(orDamaged(SigningKey, DamagedSigningKey)),
  }),
  /**
   * Also finds a key whose row is damaged, so that it can be revoked; it must not be used. Throws `key_not_found`, or
   * `invalid_request` with the candidates if the reference is ambiguous.
   */
  lookUp: endpoint({
    method: "GET",
    path: "/v1/signing-keys/lookup",
    summary: "Find a signing key by its ID, its name, or a prefix of its ID or fingerprint",
    role: "read",
    scope: "ownOrNone",
    query: givenRecordOf<KeyReference>({
      text: ["reference", referenceField],
      orgId: ["org_id", optionalOrgField],
    }),
    answer: orDamaged(SigningKey, DamagedSigningKey),
  }),
  /** Like `lookUp`, for a key whose public key will be used. Also throws `key_integrity`. */
  show: endpoint({
    method: "GET",
    path: "/v1/signing-keys/:key_id",
    summary: "Show a signing key",
    role: "read",
    scope: "ownOrNone",
    params: givenRecordOf<Pick<KeyReference, "text">>({ text: ["key_id", keyInPathField] }),
    query: givenRecordOf<Pick<KeyReference, "orgId">>({ orgId: ["org_id", optionalOrgField] }),
    answer: SigningKey,
  }),
  /** Whether a signing key or a trusted key has this fingerprint, revoked or not. */
  isKnown: endpoint({
    method: "GET",
    path: "/v1/known-keys/:fingerprint",
    summary: "Tell whether a public key is known, as a signing key's or as a trusted one",
    role: "read",
    scope: "ownOrNone",
    params: givenRecordOf<Pick<IsKnownKeyRequest, "fingerprint">>({
      fingerprint: ["fingerprint", fingerprintField],
    }),
    query: givenRecordOf<Pick<IsKnownKeyRequest, "orgId">>({
      orgId: ["org_id", optionalOrgField],
    }),
    answer: z.codec(z.object({ known: z.boolean() }), z.boolean(), {
      decode: ({ known }) => known,
      encode: (known) => ({ known }),
    }),
  }),
  /** Throws `key_revoked`. */
  exportPrivate: localVerb<KeyReference, ExportedKey>("export a private key", "ownOrNone"),
  /** Creates a trusted key, and revokes the old one for signing. */
  rotate: endpoint({
    method: "POST",
    path: "/v1/signing-keys/:key_id/rotate",
    summary: "Replace a signing key by a new one, which is trusted; the old one no longer signs",
    role: "admin",
    scope: "reference",
    params: KEY_PARAMS,
    query: KEY_QUERY,
    body: givenRecordOf<Pick<RotateKeyRequest, "name">>({ name: ["name", nameField] }),
    status: 201,
    answer: Rotated,
    isIdempotent: false,
  }),
  /** Without `andTrust`, existing signatures still verify. Throws `key_revoked` if nothing is left to revoke. */
  revoke: endpoint({
    method: "POST",
    path: "/v1/signing-keys/:key_id/revoke",
    summary: "Revoke a key for signing; with and_trust, also the organisation's trust in it",
    role: "admin",
    scope: "reference",
    params: KEY_PARAMS,
    query: KEY_QUERY,
    body: givenRecordOf<Omit<RevokeKeyRequest, "reference">>({
      andTrust: ["and_trust", z._default(z.boolean(), false)],
      dryRun: ["dry_run", z._default(z.boolean(), false)],
    }),
    answer: Revoked,
    isIdempotent: ({ dryRun }) => dryRun,
  }),
  /** A key that is trusted already is not changed, and keeps its name. */
  trust: endpoint({
    method: "POST",
    path: "/v1/trusted-keys",
    summary: "Let an organisation accept signatures by a public key",
    role: "admin",
    scope: "own",
    body: z.codec(
      givenRecordOf<Omit<TrustKeyRequest, "publicKey"> & { readonly bytes: Bytes }>({
        orgId: ["org_id", orgIdField],
        bytes: ["public_key", publicKeyField],
        name: ["name", z._default(z.nullable(nameField), null)],
      }),
      z.custom<TrustKeyRequest>(),
      {
        decode: ({ bytes, ...rest }) => ({ ...rest, publicKey: toPublicKey(bytes) }),
        encode: ({ publicKey: { bytes }, ...rest }) => ({ ...rest, bytes }),
      },
    ),
    answer: KeyTrusted,
    isIdempotent: true,
  }),
} as const;
