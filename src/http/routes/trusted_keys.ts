import * as z from "zod/mini";
import {
  fingerprintField,
  fingerprintPrefixField,
  itemsOf,
  referenceField,
} from "../../contract/fields.ts";
import { KeyTrusted, TrustedKey, TrustRevoked } from "../../contract/records.ts";
import { toPublicKey } from "../../domain/public_key.ts";
import { jsonRoute, listQuery, orgOf, orgQuery, pageOf, type Route, toItems } from "../route.ts";
import { KnownKey, NewTrustedKey, TrustRevocation } from "../wire/trusted_key.ts";
import { PATHS } from "../wire.ts";

const list = jsonRoute({
  method: "GET",
  path: PATHS.trustedKeys,
  summary: "List the keys that an organisation trusts, also through grants, oldest first",
  query: z.strictObject(listQuery),
  answer: itemsOf(TrustedKey),
  handle: async ({ operations, query, token }) => {
    return toItems(
      await operations.keys.trusted.list({
        orgId: orgOf(query, token),
        includeRevoked: query.include_revoked,
        page: pageOf(query),
      }),
    );
  },
});

const lookup = jsonRoute({
  method: "GET",
  path: PATHS.lookupTrusted,
  summary:
    "Find a key that an organisation itself trusts by its name, or how its fingerprint begins",
  query: z.strictObject({ ...orgQuery, reference: referenceField }),
  answer: TrustedKey,
  handle: ({ operations, query, token }) =>
    operations.keys.trusted.lookUp({ orgId: orgOf(query, token), text: query.reference }),
});

const trust = jsonRoute({
  method: "POST",
  path: PATHS.trustedKeys,
  summary: "Let an organisation accept signatures by a public key",
  body: NewTrustedKey,
  answer: KeyTrusted,
  handle: async ({ operations, body: { org_id, public_key, name } }) =>
    await operations.keys.trust({
      orgId: org_id,
      publicKey: await toPublicKey(public_key),
      name,
    }),
});

const revoke = jsonRoute({
  method: "POST",
  path: PATHS.revokeTrusted,
  summary: "End an organisation's trust in a key; how its fingerprint begins will do",
  params: z.strictObject({ fingerprint: fingerprintPrefixField }),
  body: TrustRevocation,
  answer: TrustRevoked,
  handle: ({ operations, params, body: { org_id, dry_run } }) =>
    operations.keys.trusted.revoke({
      orgId: org_id,
      fingerprintPrefix: params.fingerprint,
      dryRun: dry_run,
    }),
});

const known = jsonRoute({
  method: "GET",
  path: PATHS.knownKey,
  summary: "Say whether a public key is known, as a signing key's or as a trusted one",
  params: z.strictObject({ fingerprint: fingerprintField }),
  query: z.strictObject(orgQuery),
  answer: KnownKey,
  handle: async ({ operations, params: { fingerprint }, query: { org_id = null } }) => ({
    known: await operations.keys.isKnown({ orgId: org_id, fingerprint }),
  }),
});

/** `/v1/trusted-keys` and `/v1/known-keys` */
export const trustedKeyRoutes: readonly Route[] = [list, lookup, trust, revoke, known];
